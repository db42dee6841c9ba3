"""The way of the Tab key through what is made after the page."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QWidget


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


def follow_layout(parent: QWidget) -> None:
    """Let Tab go through everything in `parent` as it is laid out, from its first stop on.

    What is made after the page stands at the end of Qt's own chain, wherever it is seen. The first
    stop stays where it is in the chain of the window.
    """
    for one, following in pairwise(_laid_out(parent)):
        QWidget.setTabOrder(one, following)


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, QScrollArea):
        if (inner := widget.widget()) is not None:
            yield from _laid_out(inner)
    elif not isinstance(widget, QAbstractScrollArea) and (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _laid_out(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)
