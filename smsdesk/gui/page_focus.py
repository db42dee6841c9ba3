"""Where the keyboard is when a page comes to the front: in the page, also while it still loads."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def park(page: QWidget, *, anew: bool) -> None:
    """Let the page itself hold the focus until `settle`.

    anew: also where one of its controls has it, which Qt does with the first one of a new page;
        else a person finds the keyboard where they left it.
    """
    focused = page.window().focusWidget()
    if anew or focused is None or not page.isAncestorOf(focused):
        page.setFocus(Qt.FocusReason.OtherFocusReason)


def park_from(page: QWidget, leaving: QWidget) -> None:
    """Let the page hold the focus where `leaving`, which goes away, would take it along."""
    focused = page.window().focusWidget()
    if focused is not None and (focused is leaving or leaving.isAncestorOf(focused)):
        page.setFocus(Qt.FocusReason.OtherFocusReason)


def settle(page: QWidget, *targets: QWidget | None) -> None:
    """Hand a parked focus to the first of `targets` that can take it; a person's own move stays."""
    if page.window().focusWidget() is not page:
        return
    for target in targets:
        if target is not None and target.isEnabled() and target.isVisibleTo(page):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            return
