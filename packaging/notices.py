"""The licence notice that goes with every package: who made what, and on which terms.

    python packaging/notices.py [--bundle build/frozen/smsdesk] OUTPUT.txt

A text that several parts share is printed once. What the LGPL asks for Qt stands first.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import facts
import parts

RULE = "=" * 80
QT_TERMS = """\
Qt and PySide6
--------------
smsdesk uses the Qt libraries {version} and their Python bindings PySide6 and Shiboken, copyright
The Qt Company Ltd. and others, unchanged, under the GNU Lesser General Public License, version 3.
Its text and that of the GNU General Public License, which it builds on, stand below.

They are separate shared libraries, which you may replace by your own, changed or not, as long as
they offer the same interface: in the folder smsdesk is installed in, _internal/PySide6 holds the
bindings and, on Linux and macOS in Qt/lib, on Windows beside them, the Qt libraries. Put your files
in the place of these and start smsdesk; `smsdesk --selftest` tells whether it takes them. Nothing
in smsdesk or in its terms forbids that, nor taking smsdesk apart to find errors in such changes.
On macOS, sign the changed program again for yourself: codesign --force --deep --sign - smsdesk.app

Qt's modules below (qtbase and others) contain work of others still, each on its own terms.

Source: the complete source of these versions is published by the Qt Project, at download.qt.io
under official_releases, qt/{series}/{version} and QtForPython/pyside6. For three years from the
day you received this copy, {publisher} will also give it to anybody who asks where this copy
came from, for no more than the cost of copying.
"""
SYSTEM_TERMS = """\
Libraries of the system it was built on
---------------------------------------
Named "system" below; they lie beside the program as separate shared libraries too, and may be
replaced likewise. Their source is in Debian's source packages of the same version, which the
offer above includes.
"""


def notice(delivered: Sequence[parts.Part], known: dict[str, str]) -> str:
    """The whole notice; `known` are the facts of `facts.py`."""
    qt = next(part.version for part in delivered if part.name.lower().startswith("pyside6"))
    blocks = [
        f"{known['name']} {known['version']} is delivered with work of others.",
        QT_TERMS.format(
            version=qt, series=".".join(qt.split(".")[:2]), publisher=known["publisher"]
        ),
    ]
    if any(part.kind == "system" for part in delivered):
        blocks.append(SYSTEM_TERMS)
    blocks.append("\n".join(["Everything, with its terms", "-" * 26, *_table(delivered)]))
    blocks += _texts(delivered)
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _table(delivered: Sequence[parts.Part]) -> list[str]:
    return [
        f"{part.kind:<12} {f'{part.name} {part.version}':<36} {part.licence}" for part in delivered
    ]


def _texts(delivered: Sequence[parts.Part]) -> list[str]:
    """Every licence text once, under the names of all parts it belongs to."""
    holders: dict[str, list[str]] = {}
    for part in delivered:
        for place, text in part.texts.items():
            holders.setdefault(text.strip("\n"), []).append(f"{part.name}: {place}")
    return ["\n".join([RULE, *names, RULE, "", text]) for text, names in holders.items()]


def main(arguments: Sequence[str]) -> int:
    """Write the notice."""
    parser = argparse.ArgumentParser(description="Licence notice of everything delivered")
    parser.add_argument("--bundle", type=Path, help="the frozen folder")
    parser.add_argument("output", type=Path)
    options = parser.parse_args(arguments)
    try:
        text = notice(parts.delivered(options.bundle), facts.facts())
    except parts.UnaccountedError as problem:
        sys.stderr.write(f"notices: {problem}\n")
        return 1
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
