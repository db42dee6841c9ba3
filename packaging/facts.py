"""The facts every package states, each taken from its one place.

    python packaging/facts.py version           prints one fact
    python packaging/facts.py --fill FILE [NAME=VALUE ...]
                                                prints FILE with every @fact@ filled in

Needs nothing but Python 3.11, so that it runs before anything is installed. The version stands in
`smsdesk/__init__.py`, description and Python versions in `pyproject.toml`. The time stamp that all
packages carry is the release day in `packaging/CHANGELOG.md`: it needs no git, an unpacked sdist
gives the same as a checkout. `SOURCE_DATE_EPOCH` in the environment overrides it.
"""

import os
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = ROOT / "packaging" / "CHANGELOG.md"
PUBLISHER = "The smsdesk project"
BUNDLE_ID = "org.smsdesk.smsdesk"
# what an unreleased version is stamped with, as long as no version was released before it
BEFORE_RELEASES = datetime(2026, 1, 1, tzinfo=UTC)

_HEADING = re.compile(
    r"^## \[?(?P<version>[0-9][^\s\]]*)\]? - (?P<day>\d{4}-\d{2}-\d{2})$", re.MULTILINE
)
_FACT = re.compile(r"@([a-z_]+)@")


class UnknownFactError(LookupError):
    """A template or a caller asks for what nobody states."""


def version() -> str:
    """The program's version, as `smsdesk --version` prints it."""
    text = (ROOT / "smsdesk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise UnknownFactError("smsdesk/__init__.py states no __version__")
    return found[1]


def release_numbers(version: str) -> tuple[int, int, int]:
    """The numbers alone: Windows and macOS take no `rc1` behind them."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        raise UnknownFactError(f"{version} is not MAJOR.MINOR.PATCH")
    return int(found[1]), int(found[2]), int(found[3])


def rpm_version(version: str) -> str:
    """For rpm `1.0.0rc1` would be newer than `1.0.0`; a tilde makes it older."""
    return re.sub(r"(?<=\d)\.?(a|b|rc|dev)(?=\d)", r"~\1", version, count=1)


def epoch(version: str, changelog: str, environment: Mapping[str, str] = os.environ) -> int:
    """Seconds since 1970 that go into every package: its release day, else the newest before it."""
    wanted = environment.get("SOURCE_DATE_EPOCH", "")
    if wanted:
        return int(wanted)
    days = {found["version"]: found["day"] for found in _HEADING.finditer(changelog)}
    if not days:
        return int(BEFORE_RELEASES.timestamp())
    day = days.get(version) or max(days.values())
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def facts() -> dict[str, str]:
    """All facts by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    current = version()
    stamp = epoch(current, CHANGELOG.read_text(encoding="utf-8"))
    release = ".".join(map(str, release_numbers(current)))
    return {
        "name": str(project["name"]),
        "description": str(project["description"]),
        "version": current,
        "release_numbers": release,
        "windows_version": f"{release}.0",
        "windows_version_tuple": f"{release}.0".replace(".", ", "),
        "rpm_version": rpm_version(current),
        "epoch": str(stamp),
        "year": str(datetime.fromtimestamp(stamp, UTC).year),
        "day": datetime.fromtimestamp(stamp, UTC).date().isoformat(),
        "publisher": PUBLISHER,
        "bundle_id": BUNDLE_ID,
    }


def fill(template: str, known: Mapping[str, str]) -> str:
    """`template` with every `@fact@` replaced.

    Raises:
        UnknownFactError: it names one that is not in `known`.
    """

    def value(found: re.Match[str]) -> str:
        try:
            return known[found[1]]
        except KeyError:
            raise UnknownFactError(f"no fact is called {found[1]}") from None

    return _FACT.sub(value, template)


def main(arguments: Sequence[str]) -> int:
    """Print what `arguments` ask for."""
    match arguments:
        case ["--fill", file, *more]:
            known = facts() | dict(pair.split("=", 1) for pair in more)
            sys.stdout.write(fill(Path(file).read_text(encoding="utf-8"), known))
        case [name]:
            sys.stdout.write(fill(f"@{name}@\n", facts()))
        case _:
            sys.stderr.write("usage: facts.py NAME | --fill FILE [NAME=VALUE ...]\n")
            sys.stderr.write(f"names: {', '.join(facts())}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
