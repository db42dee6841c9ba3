"""A choice from a list, and the look of the open list."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.input import RADIUS
from smsdesk.gui.style import Themed, choices_sheet

Index = QModelIndex | QPersistentModelIndex


class RowsDelegate(QStyledItemDelegate):
    """Paints the ground of a row in an open list; what stands in it is `paint_row`'s."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painting.smooth(painter)
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.rounded(painter, area.adjusted(0, 1, 0, -1), 6, "hover")
        self.paint_row(painter, area, index)
        painter.restore()

    def paint_row(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Paint what the row says."""
        raise NotImplementedError


class _ChoiceDelegate(RowsDelegate):
    """Rows of 30, the current one ticked."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return QSize(round(painting.advance(text, fonts.font())) + 56, fonts.px(30))

    def paint_row(self, painter: QPainter, area: QRectF, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painting.words(painter, area.adjusted(10, 0, -28, 0), text, fonts.font())
        if self._box.currentIndex() == index.row():
            icons.paint(
                painter, "check", area.right() - 24, area.center().y() - 8, 16, "accent-text"
            )


class Select(Themed, QComboBox):
    """A choice from a list; looks like a neutral button with a chevron.

    name: what is chosen here, for a screen reader. small: 28 high.
    """

    focus_look: tuple[str, float] = ("button", RADIUS)

    def __init__(self, name: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._small = small
        self._dressed = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retheme()

    def add_choice(self, text: str, data: object = None) -> None:
        """Append a choice; `currentData()` gives its data back."""
        self.addItem(text, data)

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font("small" if self._small else "body", 500))
        if self._dressed:
            self.setStyleSheet(choices_sheet())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Wide enough for the longest choice."""
        widest = max(
            (painting.advance(self.itemText(at), self.font()) for at in range(self.count())),
            default=60,
        )
        return QSize(round(widest) + 10 + 6 + 16 + 10, fonts.px(28 if self._small else 32))

    def minimumSizeHint(self) -> QSize:
        """May cut its words."""
        return QSize(64, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Have a label at the latest now: on Linux Qt speaks a combo box's name from that alone."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None:
            return
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        labels = parent.findChildren(QLabel, options=direct)
        if not any(label.buddy() is self for label in labels):
            spoken = QLabel(self.accessibleName(), parent)
            spoken.hide()
            spoken.setBuddy(self)
            self.destroyed.connect(spoken.deleteLater)

    def showPopup(self) -> None:
        """Open the list; its window gets round corners the first time."""
        if not self._dressed:
            self._dressed = True
            self.retheme()
            self.setItemDelegate(self.make_delegate())  # makes the list; closed boxes need none
            _Popup(self)
        rows = range(self.count())
        widest = max((painting.advance(self.itemText(at), fonts.font()) for at in rows), default=0)
        self.view().setMinimumWidth(max(self.width(), round(widest) + 64))
        super().showPopup()

    def make_delegate(self) -> QStyledItemDelegate:
        """What paints the rows of the open list."""
        return _ChoiceDelegate(self)

    def wheelEvent(self, event: QEvent) -> None:
        """Scrolling over a form never changes a choice."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it closed."""
        painter = QPainter(self)
        painting.smooth(painter)
        enabled = self.isEnabled()
        ground = "button-hover" if self.underMouse() and enabled else "button"
        painting.rounded(
            painter, self.rect(), RADIUS, ground if enabled else "sunken",
            "line-2" if enabled else "line",
        )  # fmt: skip
        room = QRectF(10, 0, self.width() - 10 - 30, self.height())
        tone = "text" if enabled and self.currentText() else "text-3"
        shown = self.currentText() or self.placeholderText()
        painting.words(painter, room, shown, self.font(), tone)
        icons.paint(painter, "down", self.width() - 26, (self.height() - 16) / 2, 16, "text-3")


class _Popup(QObject):
    """Rounds the corners of a combo box's list, with or without a compositor."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._window = box.view().window()
        self._window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._window.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        if QGuiApplication.platformName() == "xcb":  # nobody may blend the corners there
            self._window.installEventFilter(self)
        else:
            self._window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cut the corners off at the list's size."""
        if event.type() == QEvent.Type.Resize:
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self._window.rect()), 8, 8)
            self._window.setMask(QRegion(shape.toFillPolygon().toPolygon()))
        return super().eventFilter(watched, event)
