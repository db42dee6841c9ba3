"""Where the files beside the code are: icons, fonts, translations, sample data."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _find_root() -> Path:
    """The resources folder of a frozen program, an installed wheel or a checkout, in that order."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        bundled = Path(str(frozen)) / "resources"
        if bundled.is_dir():
            return bundled
    installed = _PACKAGE / "_resources"
    if installed.is_dir():
        return installed
    return _PACKAGE.parent / "resources"


ROOT = _find_root()
TRANSLATION = "i18n/smsdesk_zh_CN.qm"


def path(name: str) -> Path:
    """Path of one resource, for example `icons/send.svg`."""
    return ROOT / name
