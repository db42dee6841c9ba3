"""The way of the Tab key through what is made after the page."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def insert_before(widget: QWidget, stops: Sequence[QWidget]) -> None:
    """Let Tab reach `stops` right before `widget`, which lies in the same window."""
    # first behind it, then it behind them: there may be nothing before it that takes the keyboard
    for one, following in pairwise((widget, *stops, widget) if stops else ()):
        QWidget.setTabOrder(one, following)


def insert_behind(widget: QWidget, stops: Sequence[QWidget]) -> None:
    """Let Tab reach `stops` right behind `widget`, which lies in the same window."""
    for one, following in pairwise((widget, *stops)):
        QWidget.setTabOrder(one, following)


def stops_in(form: QWidget) -> list[QWidget]:
    """Everything in `form` that takes the keyboard, in its order."""
    stops = []
    widget = form.nextInFocusChain()
    while widget is not None and widget is not form:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and form.isAncestorOf(widget):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops
