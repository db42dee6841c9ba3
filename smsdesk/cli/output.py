"""Standard output and input of a command, whatever they are connected to.

A scheduler starts programs without them, a shell closes them early, a log they go to may stand on a
full disk, and outside of UTF-8 systems they cannot take every character.
"""

import os
import sys
from io import TextIOWrapper

from smsdesk.core.errors import SmsdeskError, UserInputError


def prepare() -> None:
    """Make the three streams usable: there, and able to take any character."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file would become standard output
            os.open(os.devnull, os.O_RDWR)
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
        _drop()
    except OSError as problem:
        _drop()
        raise UserInputError("cli_output", reason=problem.strerror or str(problem)) from None


def tell(text: str) -> None:
    """Print what is good to know. What was done stays done where it cannot be written."""
    try:
        answer(text)
    except SmsdeskError as problem:
        note(str(problem))


def note(text: str) -> None:
    """Say a line on standard error."""
    sys.stderr.write(f"smsdesk: {text}\n")


def _drop() -> None:
    """What is still on its way to standard output goes nowhere, also at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
