"""Whether there is a display to open a window on."""

import os
import sys
from typing import Final

DISPLAY_VARIABLES: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_display() -> bool:
    """Whether a window can be opened: Qt ends the whole program where it finds no display."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in DISPLAY_VARIABLES)
