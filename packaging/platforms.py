"""What the frozen program is told about itself on Windows and macOS, for `smsdesk.spec`.

The templates lie in `windows/` and `macos/`; all they state comes from `facts.py`. Icons are made
before by `python packaging/icons.py build/icons`.
"""

import plistlib
from pathlib import Path

import facts

HERE = Path(__file__).resolve().parent
BUILD = facts.ROOT / "build"


def windows_options() -> dict[str, str]:
    """Arguments of PyInstaller's EXE: version resource, manifest and icon."""
    folder = BUILD / "windows"
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "version": str(_filled(HERE / "windows" / "version_resource.txt", folder)),
        "manifest": str(_filled(HERE / "windows" / "smsdesk.manifest", folder)),
        "icon": str(BUILD / "icons" / "smsdesk.ico"),
    }


def macos_options() -> dict[str, object]:
    """Arguments of PyInstaller's BUNDLE: identifier, Info.plist and icon."""
    known = facts.facts()
    return {
        "name": f"{known['name']}.app",
        "bundle_identifier": known["bundle_id"],
        "info_plist": info_plist(known),
        "icon": str(BUILD / "icons" / "smsdesk.icns"),
    }


def info_plist(known: dict[str, str]) -> dict[str, object]:
    """Info.plist with `known` filled in."""
    text = facts.fill((HERE / "macos" / "Info.plist").read_text(encoding="utf-8"), known)
    return dict(plistlib.loads(text.encode()))


def _filled(template: Path, folder: Path) -> Path:
    target = folder / template.name
    text = facts.fill(template.read_text(encoding="utf-8"), facts.facts())
    target.write_text(text, encoding="utf-8")
    return target
