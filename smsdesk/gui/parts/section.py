"""A numbered section of Compose: folds to one line that says its result."""

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smsdesk.gui import fonts, icons, motion
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import Button
from smsdesk.gui.style import Themed

State = Literal["todo", "now", "done", "look", "locked"]
Piece = tuple[str, str] | tuple[str, str, str]
Fact = Piece | Sequence[Piece]

_HEIGHT: Final = 48
_TITLE_X: Final = 52
_RESULT_X: Final = 160
_QUIET: Final = ("text-2", "text-3")


def _pieces(fact: Fact) -> list[Piece]:
    """One fact as its pieces; a fact is one piece or several set side by side."""
    if isinstance(fact, tuple) and fact and isinstance(fact[0], str):
        return [fact]
    return list(fact)  # type: ignore[arg-type]


class _Header(Themed, QAbstractButton):
    """The whole line is one button: click, Enter and Space fold and unfold."""

    focus_look = ("button", 10)

    def __init__(self, number: int, title: str, parent: "Section") -> None:
        super().__init__(parent)
        self.number = number
        self.setText(title)
        self.state: State = "todo"
        self.facts: list[list[Piece]] = []
        self.hint = ""
        self.trailing = ""
        self.open = False
        self.reserved = 0  # room the Change button takes at the right
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name_it()

    def retheme(self) -> None:
        self.updateGeometry()
        self.update()

    def name_it(self) -> None:
        """Speak number, title and result."""
        said = [" ".join(piece[0] for piece in fact) for fact in self.facts]
        self.setAccessibleName(f"{self.number} {self.text()}")
        self.setAccessibleDescription(", ".join(said) or self.hint)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.smooth(painter)
        middle = self.height() / 2
        self._paint_disc(painter, QRectF(16, middle - 12, 24, 24))
        locked = self.state == "locked"
        left = max(_RESULT_X, _TITLE_X + fonts.px(96) + 12)
        title = QRectF(_TITLE_X, 0, left - _TITLE_X - 8, self.height())
        waiting = self.state == "todo" and bool(self.hint) and not self.facts
        tone = "text-3" if locked or waiting else "text"
        painting.words(painter, title, self.text(), fonts.font("section"), tone)
        end = self.width() - 12 - 16 - 12 - self.reserved
        self._paint_result(painter, float(left), float(end))
        mark = self.trailing or ("lock" if locked else "up" if self.open else "down")
        hovered = self.underMouse() and self.isEnabled()
        icons.paint(
            painter, mark, self.width() - 28, middle - 8, 16, "text" if hovered else "text-3"
        )

    def _paint_disc(self, painter: QPainter, disc: QRectF) -> None:
        looks = {
            "todo": ("", "line-2", 1.5, "text-2"),
            "locked": ("", "line-2", 1.5, "text-3"),
            "now": ("accent", "", 1.0, "on-accent"),
            "done": ("ok-soft", "ok-line", 1.0, "ok"),
            "look": ("warn-soft", "warn-line", 1.0, "warn"),
        }
        ground, line, width, tone = looks[self.state]
        painting.rounded(painter, disc, 12, ground or None, line or None, width)
        if self.state == "done":
            icons.paint(painter, "check", disc.x() + 5, disc.y() + 5, 14, tone)
            return
        painting.words(
            painter, disc, str(self.number), fonts.font("small", 600), tone,
            Qt.AlignmentFlag.AlignHCenter,
        )  # fmt: skip

    def _paint_result(self, painter: QPainter, x: float, end: float) -> None:
        high = self.height()
        if not self.facts:
            room = QRectF(x, 0, end - x, high)
            painting.words(painter, room, self.hint, fonts.font(), "text-3")
            return
        for at, fact in enumerate(self.facts):
            if at:
                x += 8
                x += painting.words(
                    painter, QRectF(x, 0, 8, high), "·", fonts.font(), "text-3", elide=False
                )
                x += 8
            for index, piece in enumerate(fact):
                if index:
                    x += 4
                x = self._paint_piece(painter, piece, x, end)
                if x >= end:
                    return

    def _paint_piece(self, painter: QPainter, piece: Piece, x: float, end: float) -> float:
        text, tone = piece[0], piece[1]
        if len(piece) == 3:
            icons.paint(painter, piece[2], x, self.height() / 2 - 8, 16, tone)
            x += 20
        font = fonts.font("body", 400 if tone in _QUIET else 500)
        if end - x < 16:
            return end
        room = QRectF(x, 0, end - x, self.height())
        return x + painting.words(painter, room, text, font, tone)


class Section(Themed, QFrame):
    """A card with a header that folds.

    Signals:
        change_requested(): *Change* was pressed (or the header of a section without a body).
        toggled(bool): it was opened or folded.
    """

    change_requested = Signal()
    toggled = Signal(bool)

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dashed = False
        self._body: QWidget | None = None
        self._animation: QVariantAnimation | None = None
        self._header = _Header(number, title, self)
        self._header.clicked.connect(self._on_header_clicked)
        self._change = Button(self.tr("Change"), "ghost", size="small", parent=self)
        self._change.setAccessibleName(self.tr("Change {what}").format(what=title))
        self._change.clicked.connect(self.change_requested)
        self._change.hide()
        self._holder = QWidget(self)
        self._holder.hide()
        inner = QVBoxLayout(self._holder)
        inner.setContentsMargins(_TITLE_X, 0, 16, 16)
        inner.setSpacing(0)
        self._inner = inner
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._holder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def header(self) -> QAbstractButton:
        """The header, for focus and tests."""
        return self._header

    def set_body(self, widget: QWidget) -> None:
        """Give it what unfolds."""
        self._body = widget
        self._inner.addWidget(widget)

    def set_result(self, facts: Sequence[Fact]) -> None:
        """Say the result: facts joined by middle dots, each `(text, tone[, icon])` or several."""
        self._header.facts = [_pieces(fact) for fact in facts]
        self._refresh()

    def set_hint(self, text: str) -> None:
        """Say in grey what will stand here; goes away with the first result."""
        self._header.hint = text
        self._refresh()

    def set_state(self, state: State) -> None:
        """Todo, now, done, look (a person should look) or locked."""
        self._header.state = state
        self._header.setEnabled(state != "locked")
        if state == "locked":
            self.expand(False, animate=False)
        self.update()
        self._refresh()

    def state(self) -> State:
        """The state shown."""
        return self._header.state

    def set_trailing_icon(self, name: str) -> None:
        """Replace the chevron, "" for the chevron."""
        self._header.trailing = name
        self._header.update()

    def set_dashed(self, dashed: bool) -> None:
        """Look like a place to drop a file on."""
        self._dashed = dashed
        self.update()

    def set_change_visible(self, visible: bool) -> None:
        """Offer *Change*."""
        self._change.setVisible(visible)
        self._place_change()

    def is_expanded(self) -> bool:
        """Whether the body is in sight."""
        return self._header.open

    def expand(self, opened: bool = True, animate: bool = True) -> None:
        """Open or fold the body."""
        if self._body is None or opened == self._header.open:
            return
        self._header.open = opened
        self._header.update()
        motion.stop(self._animation)
        self._holder.show()
        full = self._holder.sizeHint().height()
        if self._holder.hasHeightForWidth():
            full = self._holder.heightForWidth(max(1, self.width()))
        if not animate or motion.reduced() or not self.isVisible():
            self._finish_fold()
        else:
            self._animation = motion.glide(self)
            self._animation.valueChanged.connect(
                lambda share: self._holder.setMaximumHeight(
                    round(full * (share if opened else 1.0 - share))
                )
            )
            self._animation.finished.connect(self._finish_fold)
            self._holder.setMaximumHeight(0 if opened else full)
            self._animation.start()
        self.toggled.emit(opened)

    def _finish_fold(self) -> None:
        self._holder.setVisible(self._header.open)
        self._holder.setMaximumHeight(16777215)

    def _refresh(self) -> None:
        self._header.name_it()
        self._header.update()

    def _on_header_clicked(self) -> None:
        if self._body is None:
            self.change_requested.emit()
        else:
            self.expand(not self._header.open)

    def _place_change(self) -> None:
        shown = self._change.isVisibleTo(self)
        size = self._change.sizeHint()
        self._change.setGeometry(
            self.width() - 40 - size.width(), (_HEIGHT - size.height()) // 2,
            size.width(), size.height(),
        )  # fmt: skip
        self._change.raise_()
        self._header.reserved = size.width() + 12 if shown else 0
        self._header.update()

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self._place_change()

    def event(self, event: QEvent) -> bool:
        """Keep *Change* at its place."""
        handled = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._place_change()
        return handled

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painting.smooth(painter)
        if self._dashed:
            painting.rounded(painter, self.rect(), 10, None, "field", dashed=True)
        elif self._header.state == "locked":
            painting.rounded(painter, self.rect(), 10, None, "line")
        else:
            painting.rounded(painter, self.rect(), 10, "surface", "line")
