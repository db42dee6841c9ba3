"""Standard output and input of a command, whatever they are connected to.

A scheduler starts programs without them, a shell closes them early, a log they go to may stand on a
full disk, and outside of UTF-8 systems they cannot take every character.
"""

import contextlib
import os
import sys
from io import TextIOWrapper
from typing import TextIO

from smsdesk.core.errors import SmsdeskError, UserInputError


def prepare() -> None:
    """Make the three streams usable: there, and able to take any character."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file would become standard output
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:  # Windows keeps the numbers of streams that were never there
                os.dup2(null, number)
                os.close(null)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    if isinstance(sys.stdin, TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig")


def answer(text: str) -> None:
    """Print what was asked for. Whoever reads it may have had enough and be gone.

    Raises:
        UserInputError: cli_output, where it cannot be written.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as problem:
        _drop(sys.stdout)
        raise UserInputError("cli_output", reason=problem.strerror or str(problem)) from None


def tell(text: str) -> None:
    """Print what is good to know. What was done stays done where it cannot be written."""
    try:
        answer(text)
    except SmsdeskError as problem:
        note(str(problem))


def note(text: str) -> None:
    """Say a line on standard error, as ours."""
    say(f"smsdesk: {text}\n")


def say(text: str) -> None:
    """Say something on standard error. Where nobody is there to read it, nothing else changes."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """What is still on its way goes nowhere, also at the interpreter's end."""
    with contextlib.suppress(OSError):  # a stream of somebody's own has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
