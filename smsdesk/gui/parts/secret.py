"""An input for a secret: typed hidden, once saved only replaced."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.input import Input, paint_ground
from smsdesk.gui.parts.text import Link


class _SavedSecret(QWidget):
    """A saved secret: lock, dots of a fixed length, *saved*. The value itself is never shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.replace = Link(self.tr("Replace…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.addStretch(1)
        row.addWidget(self.replace)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ground(painter, self, wrong=False)
        middle = self.height() / 2
        icons.paint(painter, "lock", 10, middle - 8, 16, "text-3")
        saved = self.tr("saved")
        words = painting.advance(saved, fonts.font("body", 500))
        end = self.replace.x() - 8 - words
        painting.words(
            painter, QRectF(end, 0, words + 1, self.height()), saved, fonts.font("body", 500), "ok"
        )
        icons.paint(painter, "check", end - 20, middle - 8, 16, "ok")
        for at in range(16):
            x = 38 + at * 9.0
            if x + 5 > end - 28:
                break
            painting.disc(painter, x, middle - 2, 4, "text")


class SecretInput(QWidget):
    """An input for a secret: typed hidden, and once saved only replaced, never shown.

    Signals:
        edited(): something was typed.
    """

    edited = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = Input(placeholder, mono=True, icon="lock", parent=self)
        self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.input.textEdited.connect(self._on_input_edited)
        self._saved = _SavedSecret(self)
        self._saved.hide()
        self._saved.replace.clicked.connect(self._on_replace_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.input)
        column.addWidget(self._saved)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_saved(self, saved: bool) -> None:
        """Show that a value is kept in the keyring, or ask for one."""
        self.input.clear()
        self._show(saved)

    def _show(self, saved: bool) -> None:
        self._saved.setFixedHeight(self.input.sizeHint().height())
        self._saved.setVisible(saved)
        self.input.setVisible(not saved)

    @property
    def editor(self) -> QWidget:
        """What a label is for."""
        return self.input

    def setFocus(  # noqa: N802 - Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Give the keyboard to what is in sight; a focus proxy would be a trap for Tab."""
        (self.input if self._saved.isHidden() else self._saved.replace).setFocus(reason)

    def text(self) -> str:
        """What was typed, "" where the saved value stays."""
        return self.input.text()

    def set_error(self, wrong: bool) -> None:
        """Mark what was typed as not usable."""
        self.input.set_error(wrong)

    def set_name(self, name: str) -> None:
        """Say which secret it is."""
        self.input.setAccessibleName(name)
        self._saved.setAccessibleName(self.tr("{name}, saved").format(name=name))
        self._saved.replace.setAccessibleName(self.tr("Replace {name}").format(name=name))

    def _on_input_edited(self) -> None:
        self.edited.emit()

    def _on_replace_clicked(self) -> None:
        self._show(saved=False)
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)
