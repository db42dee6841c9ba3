"""Putting parts on the screen and looking at what was painted."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget


def put(window: QWidget, *widgets: QWidget) -> None:
    for widget in widgets:
        window.layout().addWidget(widget)
    QApplication.processEvents()


def colours(widget: QWidget) -> set[str]:
    image: QImage = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }
