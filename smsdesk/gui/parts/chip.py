"""Chips: filters with counts, and merge fields to insert."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.flow import FlowRow
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.style import Themed
from smsdesk.gui.words import number

_HEIGHT, _PADDING, _GAP = 28, 10, 6


class Chip(EnterPresses, Themed, QAbstractButton):
    """A filter chip: icon, number, word; on or off.

    tone: family of the icon (and, when `tinted`, of the whole chip). count None shows no number.
    count_last: the number stands behind the word (`Decide 2`), else before it (`9 invalid`).
    """

    focus_look = ("button", 14)

    def __init__(
        self,
        icon: str = "",
        count: int | None = None,
        word: str = "",
        tone: str = "",
        tinted: bool = False,
        count_last: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._count, self._tone = icon, count, tone
        self._tinted, self._count_last = tinted, count_last
        self.setText(word)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def set_count(self, count: int | None) -> None:
        """Change the number."""
        if count != self._count:
            self._count = count
            self.retheme()

    def retheme(self) -> None:
        """Take the font and the spoken name anew."""
        self.setFont(fonts.font("small", 500))
        self.setAccessibleName(" ".join(text for text, _bold in self._texts()))
        self.updateGeometry()
        self.update()

    def _texts(self) -> list[tuple[str, bool]]:
        count = [] if self._count is None else [(number(self._count), True)]
        word = [(self.text(), False)] if self.text() else []
        return word + count if self._count_last else count + word

    def sizeHint(self) -> QSize:
        """Icon, number, word and padding."""
        pieces = [
            painting.advance(text, fonts.font("small", 600 if bold else 500))
            for text, bold in self._texts()
        ]
        if self._icon_name:
            pieces.append(14)
        gaps = _GAP * max(0, len(pieces) - 1)
        return QSize(round(sum(pieces) + gaps) + 2 * _PADDING + 1, fonts.px(_HEIGHT))

    def _colours(self) -> tuple[str, str, str, str, str]:
        """Ground, outline, word, number, icon."""
        if self.isChecked():
            accent = "accent-text"
            return "accent-soft", "accent-line", accent, accent, self._tone or accent
        if self._tinted and self._tone:
            tone = self._tone
            return f"{tone}-soft", f"{tone}-line", tone, tone, tone
        ground = "hover" if self.underMouse() and self.isEnabled() else "chip"
        if not self.isEnabled():
            return "sunken", "line", "text-3", "text-3", "text-3"
        return ground, "line-2", "text-2", "text", self._tone or "text-2"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painting.smooth(painter)
        ground, line, word, count, mark = self._colours()
        painting.rounded(painter, self.rect(), self.height() / 2, ground, line)
        x = float(_PADDING)
        if self._icon_name:
            icons.paint(painter, self._icon_name, x, (self.height() - 14) / 2, 14, mark)
            x += 14 + _GAP
        for text, bold in self._texts():
            font = fonts.font("small", 600 if bold else 500)
            room = QRectF(x, 0, self.width() - x, self.height())
            x += painting.words(painter, room, text, font, count if bold else word, elide=False)
            x += _GAP


class ChipRow(FlowRow):
    """Chips of which one (or none) is on; arrow keys move between them.

    Signals:
        chosen(int): index of the chip a person turned on.
    """

    chosen = Signal(int)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(8, parent)
        self.setAccessibleName(name)
        self.chips: list[Chip] = []
        self._setting = False

    def add(self, chip: Chip) -> None:
        """Append a chip."""
        self.chips.append(chip)
        # not `clicked`: assistive technology toggles a chip
        chip.toggled.connect(self._on_chip_toggled)
        chip.installEventFilter(self)
        self.add_widget(chip)

    def clear(self) -> None:
        """Remove and delete all chips."""
        self.chips.clear()
        super().clear()

    def set_current(self, index: int) -> None:
        """Show one chip as on (-1 for none), without a signal."""
        self._setting = True
        for at, chip in enumerate(self.chips):
            chip.setChecked(at == index)
        self._setting = False

    def current(self) -> int:
        """Index of the chip that is on, -1 for none."""
        return next((at for at, chip in enumerate(self.chips) if chip.isChecked()), -1)

    def _on_chip_toggled(self) -> None:
        if self._setting:
            return
        index = next(at for at, chip in enumerate(self.chips) if chip is self.sender())
        self.set_current(index)
        self.chosen.emit(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move the focus to the next visible chip."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            seen = [chip for chip in self.chips if not chip.isHidden()]
            if step and watched in seen:
                at = seen.index(watched) + step
                if 0 <= at < len(seen):
                    seen[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


def paint_field(painter: QPainter, rect: QRectF, tone: str = "accent") -> None:
    """Paint the ground of a merge field; the words are painted by whoever owns them."""
    painting.rounded(painter, rect, 6, f"{tone}-soft", f"{tone}-line")


class FieldChip(EnterPresses, Themed, QAbstractButton):
    """A merge field as a chip of 22: `{name}`, pressed to insert it.

    bare: the name without braces (the phone column).
    """

    focus_look = ("button", 6)

    def __init__(self, name: str, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._tone = "accent"
        self.setText(name if bare else "{" + name + "}")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def set_tone(self, tone: str) -> None:
        """`bad` for a field no column fills, `accent` otherwise."""
        self._tone = tone
        self.update()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font("small", 600))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The name with 7 px at each side."""
        return QSize(round(painting.advance(self.text(), self.font())) + 15, fonts.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and name."""
        painter = QPainter(self)
        painting.smooth(painter)
        hovered = self.underMouse() and self.focusPolicy() != Qt.FocusPolicy.NoFocus
        paint_field(painter, QRectF(self.rect()), self._tone)
        if hovered:
            painting.rounded(painter, self.rect(), 6, None, f"{self._tone}")
        ink = "accent-text" if self._tone == "accent" else self._tone
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.words(painter, self.rect(), self.text(), self.font(), ink, middle)
