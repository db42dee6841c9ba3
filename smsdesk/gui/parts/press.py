"""Enter presses a focused control, as Space does."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class EnterPresses:
    """Mixin for buttons; stands before the Qt class. In Qt only dialogs answer Enter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks, the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            if not event.isAutoRepeat():
                self.click()  # type: ignore[attr-defined]
            return
        super().keyPressEvent(event)  # type: ignore[misc]
