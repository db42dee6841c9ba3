"""Release notes: one version's section of `packaging/CHANGELOG.md`.

    python packaging/notes.py [VERSION]         prints the section; the current version without one
    python packaging/notes.py --check           fails where the current version cannot be released

`Unreleased` is a section too. The check wants the current version to have a section with a day
and something in it, no section twice, and nothing left under `Unreleased`.
"""

import re
import sys
from collections.abc import Sequence

import facts

UNRELEASED = "Unreleased"
_HEADING = re.compile(r"^## \[?([^\s\]]+)\]?(?: - (\S+))?$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def sections(changelog: str) -> list[tuple[str, str, str]]:
    """Version, day and text of every section, in the file's order."""
    found = list(_HEADING.finditer(changelog))
    ends = [heading.start() for heading in found[1:]] + [len(changelog)]
    return [
        (heading[1], heading[2] or "", changelog[heading.end() : end].strip())
        for heading, end in zip(found, ends, strict=True)
    ]


def section(changelog: str, version: str) -> str:
    """The text of one version's section, without its heading.

    Raises:
        LookupError: there is none.
    """
    for name, _, text in sections(changelog):
        if name == version:
            return text
    raise LookupError(f"packaging/CHANGELOG.md has no section for {version}")


def problems(changelog: str, version: str) -> list[str]:
    """Why `version` cannot be released with this changelog; empty when it can."""
    known = sections(changelog)
    names = [name for name, _, _ in known]
    said = [f"{name} has two sections" for name in sorted(set(names)) if names.count(name) > 1]
    for name, day, text in known:
        if name == UNRELEASED and text:
            said.append(f"something still stands under {UNRELEASED}")
        if name == version and not _DAY.fullmatch(day):
            said.append(f"the section of {version} has no day: ## {version} - YYYY-MM-DD")
        if name == version and not text:
            said.append(f"the section of {version} is empty")
    if version not in names:
        said.append(f"there is no section for {version}")
    return said


def main(arguments: Sequence[str]) -> int:
    """Print a section, or what is wrong with the changelog."""
    changelog = facts.CHANGELOG.read_text(encoding="utf-8")
    if list(arguments) == ["--check"]:
        found = problems(changelog, facts.version())
        sys.stderr.writelines(f"packaging/CHANGELOG.md: {problem}\n" for problem in found)
        return 1 if found else 0
    try:
        text = section(changelog, arguments[0] if arguments else facts.version())
    except LookupError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
