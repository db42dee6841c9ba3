"""Programs whose disk fills up in the middle of a campaign."""

import contextlib
import ctypes
import random
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from tests.faults.interrupted import BATCH, SLOW, requests_ahead
from tests.faults.loads import Load
from tests.faults.program import PAUSED, Moments, Program, site
from tests.faults.scenarios import DOUBTS
from tests.faults.watch import Line

DISK_BYTES = 24 * 1024 * 1024
LIMIT_BYTES = 16 * 1024  # more than a program prints, less than its journal has
NEW_MOUNTS, PRIVATE = 0x20000, 0x44000  # CLONE_NEWNS; MS_REC | MS_PRIVATE


class Disk(Protocol):
    """A place for a home that can become full.

    how: in words. folder: where it is. for_all: programs that start later find it full, too.
    """

    how: str
    folder: Path
    for_all: bool

    def fill(self, program: Program) -> None:
        """From now on `program` can write nothing more."""

    def free(self) -> None:
        """There is room again."""


class SmallDisk:
    """A file system of its own in memory, filled up with a file."""

    how = "a small tmpfs"
    for_all = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, _program: Program) -> None:
        """Write until nothing fits any more."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"\0" * size):
                        pass

    def free(self) -> None:
        """Take the file away."""
        self._ballast.unlink(missing_ok=True)


class SizeLimit:
    """The program's files may not grow any more, for users who cannot mount."""

    how = "a limit on file sizes"
    for_all = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, program: Program) -> None:
        """Let every write fail that goes beyond the beginning of a file."""
        with contextlib.suppress(ProcessLookupError):
            limit = (LIMIT_BYTES, LIMIT_BYTES)
            resource.prlimit(program.pid, resource.RLIMIT_FSIZE, limit)

    def free(self) -> None:
        """The limit went with its program."""


@contextmanager
def disk(*, may_mount: bool = True) -> Iterator[Disk]:
    """A small file system where this user may mount one, else a limit."""
    with tempfile.TemporaryDirectory(prefix="smsdesk-disk-") as folder:
        if may_mount and _mount(folder):
            try:
                yield SmallDisk(Path(folder))
            finally:
                subprocess.run(["umount", "--lazy", folder], check=False)
        else:
            yield SizeLimit(Path(folder))


def _mount(folder: str) -> bool:
    """Mount in a namespace of this thread's own, so that nobody else sees it or has to tidy up."""
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(NEW_MOUNTS) or system.mount(None, b"/", None, PRIVATE, None):
            return False
        command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=700", "none", folder]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except (OSError, AttributeError):
        return False  # not Linux, or without the command


def full_disk(load: Load, seed: int, count: int, times: int) -> Line:
    """On a small disk, where this user may have one."""
    return _fills_up("full disk", load, seed, count, times)


def file_limit(load: Load, seed: int, count: int, times: int) -> Line:
    """With a limit on what the program may write, as a quota has."""
    return _fills_up("file limit", load, seed, count, times, may_mount=False)


def _fills_up(
    name: str, load: Load, seed: int, count: int, times: int, *, may_mount: bool = True
) -> Line:
    """It pauses and says why; no program sends on a full disk; it goes on when there is room."""
    chance = random.Random(f"{seed}:{name}:{load.key}")
    moments = Moments()
    small = replace(load, batch=BATCH)
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(disk(may_mount=may_mount))
        key = f"{seed}:{name}:{load.key}"
        where = place.folder / "home"
        here = stack.enter_context(site(small, count, key, SLOW, moments, where))
        for turn in range(times):
            program = here.send()
            ahead = requests_ahead(here, times - turn, chance)
            moments.on(here.proxy.requests + ahead, partial(place.fill, program))
            if here.wait(program, 0, PAUSED) == PAUSED:
                here.faults += 1
                if "no room" not in program.said():
                    here.notes.append("does not say that there is no room")
                if place.for_all:
                    place.fill(program)  # what the program freed when it closed its journal
                    here.expect_refusal()
            place.free()
            here.look()
        return here.finish(name, DOUBTS, f"by {place.how}")
