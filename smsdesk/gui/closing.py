"""The question before a window closes that is still sending: go on hidden, pause, or stay."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from smsdesk.gui import words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.choices import ChoiceList, ChoiceRow
from smsdesk.gui.parts.sheet import Sheet

translate = QCoreApplication.translate

_LOOK_MS: Final = 500


class UnderWay(NamedTuple):
    """One campaign that is being sent. seconds_left: None while nobody can tell."""

    name: str
    done: int
    total: int
    seconds_left: float | None = None


Look = Callable[[], Sequence[UnderWay]]
"""What is being sent now, at once."""


class CloseSheet(Sheet):
    """Three answers; Esc stays. Where the sending ends meanwhile: whether to close.

    Signals:
        background_chosen: close the window, go on sending.
        pause_chosen: pause, then close.
    """

    background_chosen = Signal()
    pause_chosen = Signal()

    def __init__(self, window: QWidget, look: Look, *, has_tray: bool) -> None:
        super().__init__(window, translate("CloseSheet", "Close while sending?"), width=520)
        self.setObjectName("close_sheet")
        self._look = look
        if has_tray:
            stays = self.tr(
                "The window closes; an icon near the clock shows how far it is and opens it again. "
                "smsdesk ends by itself when everybody has an answer."
            )
        else:
            stays = self.tr(
                "The window closes; smsdesk ends by itself when everybody has an answer. Open "
                "smsdesk again to see how far it is."
            )
        self.background = ChoiceRow("send", self.tr("Keep going in the background"), text=stays)
        self.background.setObjectName("keep_going")
        self.pause = ChoiceRow(
            "pause",
            self.tr("Pause and close"),
            text=self.tr(
                "Requests under way get their answer first. The rest is kept and can be resumed."
            ),
        )
        self.pause.setObjectName("pause_and_close")
        self._choices = ChoiceList()
        self._choices.add(self.background)
        self._choices.add(self.pause)
        self.column.addSpacing(16)
        self.column.addWidget(self._choices)
        stay = Button(self.tr("Stay"), size="large", key=self.tr("Esc"))
        stay.setObjectName("stay")
        self.add_button(stay)
        self._close = Button(self.tr("Close"), kind="primary", size="large")
        self._close.setObjectName("close_now")
        self._close.hide()
        self.add_button(self._close)
        self.background.clicked.connect(self._on_background_clicked)
        self.pause.clicked.connect(self._on_pause_clicked)
        stay.clicked.connect(self.reject)
        self._close.clicked.connect(self._on_pause_clicked)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()
        self._on_timer_timeout()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        super().hideEvent(event)

    def _on_timer_timeout(self) -> None:
        running = self._look()
        self.set_subtitle(under_way_line(running))
        if not running and self._close.isHidden():
            self.set_title(self.tr("Close smsdesk?"))
            self._close.show()
            if self._choices.isAncestorOf(QApplication.focusWidget() or self):
                self._close.setFocus(Qt.FocusReason.OtherFocusReason)
            self._choices.hide()

    def _on_background_clicked(self) -> None:
        self.accept()
        self.background_chosen.emit()

    def _on_pause_clicked(self) -> None:
        self.accept()
        self.pause_chosen.emit()


def under_way_line(running: Sequence[UnderWay]) -> str:
    """How far what is being sent is, in one sentence."""
    if not running:
        return translate("CloseSheet", "Nothing is being sent any more.")
    lefts = [one.seconds_left for one in running]
    left = max((one for one in lefts if one is not None), default=None)
    left = None if None in lefts else left
    if len(running) > 1 and left is None:
        said = translate("CloseSheet", "{count} campaigns are at {done} of {total}.")
    elif len(running) > 1:
        said = translate("CloseSheet", "{count} campaigns are at {done} of {total}, {time} left.")
    elif left is None:
        said = translate("CloseSheet", "{name} is at {done} of {total}.")
    else:
        said = translate("CloseSheet", "{name} is at {done} of {total}, {time} left.")
    return said.format(
        name=running[0].name,
        count=words.number(len(running)),
        done=words.number(sum(one.done for one in running)),
        total=words.number(sum(one.total for one in running)),
        time=words.duration(left or 0),
    )
