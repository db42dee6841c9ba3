"""Prove the Debian package in a clean system: install, self-test, drive, purge.

    python packaging/linux/proof.py PACKAGE.deb

Debian 12 as debootstrap makes it, without Python and without anything of a desktop, lies in a
folder of its own; apt installs the package there. Screen, D-Bus, keyring and accessibility bus run
outside, so that none of their libraries stand in for one the package should have asked for. The
installed program is then used through the accessibility bus alone, as a screen reader would.

Needs root (chroot, mounts), debootstrap, and the Python of the tests. All mounts are private to
this process and gone with it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.helpers.atspi import Accessibility, Node
from tests.helpers.desktop import Desktop, wait_for_exit
from tests.helpers.secret_service import wait_for_keyring
from tests.helpers.waiting import wait_until

RELEASE = "bookworm"
PERSON = "mei"
UNSHARED = "SMSDESK_PROOF_UNSHARED"
MEDIA_TYPE = "application/vnd.smsdesk.message+json"
MESSAGE = {"kind": "text", "text": "Hi {name}, opened from the file manager 明天见"}
# what apt and dpkg themselves keep, and what a person's own files are
NOT_OURS = ("var/lib/dpkg/", "var/lib/apt/", "var/cache/", "var/log/", "home/", "proc/", "tmp/")
CLOSES_WITHIN_S = 10.0
PATIENCE_S = 60.0
# for one program; debootstrap and apt fetch a whole system
LONGEST_S = 900.0


class ProofError(Exception):
    """The package does not do what it should."""


def main(arguments: Sequence[str]) -> int:
    """Run the whole proof; returns 0 when all of it holds."""
    if len(arguments) != 1:
        sys.stderr.write("usage: proof.py PACKAGE.deb\n")
        return 2
    if os.geteuid() != 0:
        sys.stderr.write("proof.py: only root may make a system in a folder\n")
        return 2
    if os.environ.get(UNSHARED) != "1":
        os.environ[UNSHARED] = "1"
        words = ["unshare", "--mount", "--propagation", "private", sys.executable, __file__]
        os.execvp(words[0], [*words, *arguments])  # noqa: S606 - no shell is wanted
    package = Path(arguments[0]).resolve()
    # the path of a socket must be short
    folder = Path(tempfile.mkdtemp(prefix="proof-"))
    system = System(folder / "system", folder / "run")
    try:
        with desktop_in(folder) as desktop:
            prove(package, system, desktop)
    except (ProofError, AssertionError) as problem:
        sys.stderr.write(f"FAILED: {problem}\n")
        return 1
    finally:
        system.close()
        run("rm", "-rf", "--one-file-system", str(folder))  # reaches nothing that is mounted still
    return 0


def prove(package: Path, system: "System", desktop: Desktop) -> None:
    """Everything, in order."""
    tell(f"Debian 12 ({RELEASE}, minbase) is made")
    system.make()
    need(not list(system.root.glob("usr/bin/python*")), "the clean system has a Python")
    before, packages = system.files(), system.count_packages()

    tell(f"apt installs {package.name}, {package.stat().st_size / 1e6:.1f} MB")
    system.install(package)
    tell(f"  installed size {system.size('usr/lib/smsdesk'):.1f} MB")
    tell(f"  with {system.count_packages() - packages - 1} packages of Debian it asked for")
    need(not list(system.root.glob("usr/bin/python*")), "the package asks for a Python")

    tell("self-test without screen and keyring, as a plain user")
    report(system.selftest(PERSON), {"window": "passed", "keyring": "missing"})
    home = system.make_history()

    tell("self-test on a screen with GNOME keyring on a private D-Bus")
    states = {"window": "passed", "keyring": "passed", "tls": "passed", "rehearsal": "passed"}
    found = report(system.selftest(environment=desktop.environment), states)
    need(found["window"]["platform"] == "xcb", "the window was not on the screen")
    need("GNOME Keyring" in found["keyring"]["keyring"], "it was not the GNOME keyring")

    tell("the demo campaign, through the accessibility bus")
    desktop.program = ("chroot", str(system.root), "/usr/bin/smsdesk")
    with Accessibility() as screen:
        play_demo(desktop, screen)
        tell("a message document, as a file manager opens it")
        open_document(desktop, screen, system)

    tell("menu, icons and file type on a desktop's databases")
    system.apt("install", "shared-mime-info", "desktop-file-utils", "hicolor-icon-theme")
    need(MEDIA_TYPE in system.read("usr/share/mime/globs2"), "the file type is not known")
    need(MEDIA_TYPE in system.read("usr/share/applications/mimeinfo.cache"), "nothing opens it")

    tell("purge")
    people = fingerprint(home)
    system.apt("purge", "smsdesk")
    need(MEDIA_TYPE not in system.read("usr/share/mime/globs2"), "the file type stayed behind")
    need(fingerprint(home) == people, "somebody's own files were touched")
    system.apt("purge", "shared-mime-info", "desktop-file-utils", "hicolor-icon-theme")
    system.apt("autoremove")
    left = sorted(system.files() - before)
    tell(f"  files on the system now and not before: {left or 'none'}")
    need(not [path for path in left if "smsdesk" in path], "something of ours stayed behind")
    need(not [path for path in left if path.startswith(("usr/", "opt/"))], "something stayed")
    tell("PROVED")


# -- the clean system ------------------------------------------------------------------------------


class System:
    """Debian in a folder; `shared` is at the same path inside and outside."""

    def __init__(self, root: Path, shared: Path) -> None:
        self.root, self._shared = root, shared
        self._mounts: list[Path] = []

    def make(self) -> None:
        """Install the smallest Debian there is, and let it reach what is shared."""
        run("debootstrap", "--variant=minbase", RELEASE, str(self.root))
        shutil.copy("/etc/resolv.conf", self.root / "etc" / "resolv.conf")
        run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        self._mounts = [self.root / "proc"]
        # the sockets of the desktop's buses; X is reached by a name that lies in no folder
        inside = self.root / self._shared.relative_to("/")
        inside.mkdir(parents=True)
        run("mount", "--bind", str(self._shared), str(inside))
        self._mounts.append(inside)
        self.run("useradd", "--create-home", PERSON)

    def close(self) -> None:
        """Undo the mounts; what stays mounted goes with this process."""
        for place in reversed(self._mounts):
            try:
                run("umount", "--lazy", str(place))
            except ProofError as problem:
                tell(f"  {problem}")
        self._mounts = []

    def run(self, *words: str, environment: Mapping[str, str] | None = None) -> str:
        """Run a program in there."""
        clean = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "HOME": "/root",
            **(environment or {}),
        }
        return run("chroot", str(self.root), *words, environment=clean)

    def apt(self, verb: str, *packages: str) -> None:
        """Install or remove without questions, and nothing that is only recommended."""
        purge = ["--purge"] if verb == "autoremove" else []
        self.run("apt-get", verb, "-y", "-qq", "--no-install-recommends", *purge, *packages)

    def install(self, package: Path) -> None:
        """Install the package as a person would."""
        inside = self.root / "tmp" / package.name
        shutil.copy(package, inside)
        self.run("apt-get", "update", "-qq")
        self.apt("install", f"/tmp/{package.name}")  # noqa: S108 - in there, ours alone
        inside.unlink()

    def selftest(
        self, user: str = "", environment: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What `smsdesk --selftest` says."""
        words = ["/usr/bin/smsdesk", "--selftest"]
        if user:
            words = ["runuser", "-u", user, "--", *words]
        said = self.run(*words, environment=environment)
        found = json.loads(said)
        need(found["ok"] and found["frozen"], said)
        return dict(found["checks"])

    def make_history(self) -> Path:
        """Let a person have used the program; returns the person's folder."""
        self.run("runuser", "-l", PERSON, "-c", "smsdesk campaigns")
        home = self.root / "home" / PERSON
        need((home / ".local/share/smsdesk/journal.sqlite3").exists(), "no journal was made")
        return home

    def read(self, path: str) -> str:
        """A file of the system."""
        return (self.root / path).read_text("utf-8")

    def size(self, path: str) -> float:
        """Megabytes on the disk, each file once."""
        return int(run("du", "-sk", str(self.root / path)).split()[0]) * 1024 / 1e6

    def count_packages(self) -> int:
        """How many packages there are."""
        return len(self.run("dpkg-query", "-W").splitlines())

    def files(self) -> set[str]:
        """Every path of the system but what apt keeps and what is a person's."""
        found = run("find", str(self.root), "-xdev", "-printf", "%P\\n").splitlines()
        return {path for path in found if not f"{path}/".startswith(NOT_OURS)}


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file in there and what it holds."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# -- using it --------------------------------------------------------------------------------------


@contextmanager
def desktop_in(folder: Path) -> Iterator[Desktop]:
    """A desktop with an unlocked keyring; this process is on it too."""
    desktop = Desktop(folder)
    try:
        desktop.start()
        os.environ.update(desktop.environment)
        desktop.session.start_keyring()
        wait_for_keyring(locked=False)
        yield desktop
    finally:
        desktop.stop()


@contextmanager
def window_of(desktop: Desktop, screen: Accessibility, *arguments: str) -> Iterator[Node]:
    """The installed program's window; it is closed at the end and must then end by itself."""
    started = time.monotonic()
    home = Path(desktop.environment["XDG_RUNTIME_DIR"]) / "home"
    with desktop.open_window(home, *arguments) as process:
        try:
            window = screen.program(process.pid)
            tell(f"  its window is there after {time.monotonic() - started:.2f} s")
            yield window
            desktop.close_window(process.pid)
            need(wait_for_exit(process, CLOSES_WITHIN_S) == 0, desktop.said())
        except AssertionError as problem:
            raise ProofError(f"{problem}\n{desktop.said()}") from problem
        finally:
            if process.poll() is None:
                process.kill()
    need("Traceback" not in desktop.said(), desktop.said())


def play_demo(desktop: Desktop, screen: Accessibility) -> None:
    """Press Send in the demo's window and read what became of everybody."""
    with window_of(desktop, screen, "--demo") as window:
        window.find(object_name="send").press()  # the list and a text are there already
        grid = window.find("Results", role="table")
        numbers = window.find(object_name="numbers")
        wait_until(lambda: numbers.name.endswith("Waiting 0"), PATIENCE_S)
        tell(f"  {numbers.name}")
        need("Accepted 78, Rejected 5, May have gone out 2" in numbers.name, numbers.name)
        row = grid.row(0)
        tell(f"  first of {grid.row_count} rows: {' | '.join(row)}")


def open_document(desktop: Desktop, screen: Accessibility, system: System) -> None:
    """Start the program with a message document and look for its text."""
    shared = Path(desktop.environment["XDG_RUNTIME_DIR"])
    home = {**desktop.environment, "SMSDESK_HOME": str(shared / "home")}
    words = ("account", "add", "rehearsal", "--provider", "nxcloud-sms", "--rehearsal")
    system.run("/usr/bin/smsdesk", *words, environment=home)
    path = shared / "offer.smsdesk.json"
    path.write_text(json.dumps(MESSAGE), encoding="utf-8")
    with window_of(desktop, screen, str(path)) as window:
        text = window.find("Message text", role="text", timeout_s=PATIENCE_S)
        wait_until(lambda: text.text == MESSAGE["text"], PATIENCE_S)
        tell(f"  message text: {text.text}")


# -- saying and asking -----------------------------------------------------------------------------


def report(checks: dict[str, Any], states: Mapping[str, str]) -> dict[str, Any]:
    """Print what a self-test found, and compare it with what it should have."""
    for name, check in checks.items():
        facts = {key: value for key, value in check.items() if key != "state"}
        tell(f"  {check['state']:<8} {name:<13} {json.dumps(facts, ensure_ascii=False)}")
    wrong = {name: checks[name] for name, state in states.items() if checks[name]["state"] != state}
    need(not wrong, f"self-test: {wrong}")
    return checks


def run(*words: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a program; what it printed."""
    try:
        done = subprocess.run(
            words,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        raise ProofError(f"{' '.join(words)} did not end within {LONGEST_S:.0f} s") from None
    if done.returncode != 0:
        shown = f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        raise ProofError(f"{' '.join(words)} ended with {done.returncode}\n{shown}")
    return done.stdout


def need(holds: object, otherwise: str) -> None:
    """Stop unless it holds."""
    if not holds:
        raise ProofError(otherwise)


def tell(line: str) -> None:
    """One line of the protocol."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
