"""A segmented switch: one of a few, all in sight; what cannot be had stays and says why."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed


class _Segment(Themed, QAbstractButton):
    """One option. Unavailable ones keep their place, take focus and explain themselves."""

    focus_look = ("button", 6)

    def __init__(self, text: str, small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._small = small
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # screen readers then say "one of several"
        self.available = True
        self.reason = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        self.setFont(fonts.font("small" if self._small else "body", 500))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        high = fonts.px(24 if self._small else 28)
        return QSize(round(painting.advance(self.text(), self.font())) + 25, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.smooth(painter)
        if self.isChecked():
            painting.rounded(painter, self.rect(), 6, "segment-on", "line-2")
        tone = "text" if self.isChecked() else "text-2"
        if not self.available or not self.isEnabled():
            tone = "text-3"
        elif self.underMouse():
            tone = "text"
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.words(painter, self.rect(), self.text(), self.font(), tone, middle)


class SegmentedSwitch(QWidget):
    """One of a few options in a row, 32 high; `small` is 28 high with smaller words.

    Arrow keys move; an option that is not available stays visible and gives its reason.

    Signals:
        chosen(str): the key of the option a person chose.
        refused(str, str): key and reason of an unavailable option a person tried.
    """

    chosen = Signal(str)
    refused = Signal(str, str)

    def __init__(self, name: str, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._small = small
        self._segments: dict[str, _Segment] = {}
        self._current = ""
        self._setting = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def add(self, key: str, text: str, reason: str = "") -> None:
        """Append an option; a `reason` marks it as not available."""
        segment = _Segment(text, self._small, self)
        # not `clicked`: assistive technology toggles an option
        segment.toggled.connect(self._on_segment_toggled)
        segment.installEventFilter(self)
        self._segments[key] = segment
        self._row.addWidget(segment)
        self.set_available(key, not reason, reason)
        if len(self._segments) == 1:
            self.set_current(key)

    def set_available(self, key: str, available: bool, reason: str = "") -> None:
        """Say whether an option can be chosen, and why not."""
        segment = self._segments[key]
        segment.available, segment.reason = available, reason
        segment.setToolTip("" if available else reason)
        segment.setAccessibleDescription("" if available else reason)
        segment.update()

    def set_offered(self, key: str, offered: bool) -> None:
        """Show or hide an option."""
        self._segments[key].setVisible(offered)

    def keys(self) -> list[str]:
        """The options in sight, in order."""
        return [key for key, segment in self._segments.items() if not segment.isHidden()]

    def current(self) -> str:
        """Key of the option in force."""
        return self._current

    def set_current(self, key: str) -> None:
        """Show an option as chosen, without a signal."""
        self._current = key
        self._setting = True
        self._segments[key].setChecked(True)
        self._setting = False

    def _choose(self, key: str) -> None:
        segment = self._segments[key]
        segment.setFocus(Qt.FocusReason.OtherFocusReason)
        if not segment.available:
            self.set_current(self._current)
            self.refused.emit(key, segment.reason)
        elif key != self._current:
            self.set_current(key)
            self.chosen.emit(key)

    def _key_of(self, widget: object) -> str:
        return next(key for key, segment in self._segments.items() if segment is widget)

    def _on_segment_toggled(self, on: bool) -> None:
        if on and not self._setting:
            self._choose(self._key_of(self.sender()))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrow keys choose the neighbour; unavailable ones are passed over."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            if step:
                self._step(self._key_of(watched), step)
                return True
        return False

    def _step(self, key: str, step: int) -> None:
        keys = self.keys()
        at = keys.index(key) + step
        while 0 <= at < len(keys):
            if self._segments[keys[at]].available:
                self._choose(keys[at])
                return
            at += step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The gaps between options do nothing."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track."""
        painter = QPainter(self)
        painting.smooth(painter)
        dark = painting.is_dark()
        painting.rounded(painter, QRectF(self.rect()), 8, "segment-track", "line" if dark else None)
