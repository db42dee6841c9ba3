"""Sending on without a window: an icon in the tray where there is one, and the end by itself."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from smsdesk.core.campaign import CampaignState
from smsdesk.gui import icons, words
from smsdesk.gui.closing import UnderWay, under_way_line
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.style import beside_sheet
from smsdesk.services.progress import Group, Progress
from smsdesk.services.sender import CampaignRun

translate = QCoreApplication.translate

_LOOK_MS: Final = 500
_ICON: Final = 32


class Background(QObject):
    """Hides the window of a program that is still sending, and ends it when all is at rest.

    running: the campaigns being sent, at once.

    Signals:
        ended(): every campaign is at rest; nobody needs the program any more.
    """

    ended = Signal()

    def __init__(self, window: MainWindow, running: Callable[[], Sequence[CampaignRun]]) -> None:
        super().__init__(window)
        self._window = window
        self._running = running
        self._seen: dict[str, CampaignRun] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._menu = QMenu()
        self._menu.setStyleSheet(beside_sheet())
        self._line = self._menu.addAction("")
        self._line.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(translate("Background", "Open smsdesk")).triggered.connect(self.leave)
        self._menu.addAction(translate("Background", "Pause and quit")).triggered.connect(
            window.close_now
        )
        self._tray = QSystemTrayIcon(QIcon(icons.logo(_ICON, 2.0)), self)
        self._tray.setContextMenu(self._menu)
        self._tray.activated.connect(self._on_tray_activated)

    @property
    def is_on(self) -> bool:
        """Whether the window is hidden and the campaigns go on."""
        return self._timer.isActive()

    def enter(self) -> None:
        """Hide the window and go on."""
        self._seen = {}
        self._window.hide()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
        self._timer.start()
        self._on_timer_timeout()

    def leave(self) -> None:
        """Bring the window back."""
        self.stop()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def stop(self) -> None:
        """Take the icon away and look no more."""
        self._timer.stop()
        self._tray.hide()

    def _on_timer_timeout(self) -> None:
        runs = self._running()
        self._seen |= {run.campaign.id: run for run in runs}
        if runs:
            said = under_way_line(under_way(runs))
            self._line.setText(said)
            self._tray.setToolTip(translate("Background", "smsdesk: {what}").format(what=said))
            return
        self._timer.stop()
        if self._tray.isVisible() and self._tray.supportsMessages():
            for run in self._seen.values():
                self._tray.showMessage(run.campaign.name, result_line(run.progress()))
        self.ended.emit()

    def _on_tray_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.leave()


def under_way(runs: Sequence[CampaignRun]) -> list[UnderWay]:
    """How far each of these is, at once."""
    found = []
    for run in runs:
        now = run.progress()
        found.append(UnderWay(run.campaign.name, now.done, now.total, now.seconds_left))
    return found


def result_line(progress: Progress) -> str:
    """How a campaign came to rest, in one sentence."""
    numbers = progress.numbers
    if progress.state is not CampaignState.FINISHED:
        said = translate("Background", "Paused at {done} of {total}.")
    elif numbers[Group.REJECTED] or numbers[Group.UNKNOWN]:
        said = translate(
            "Background",
            "Finished: {accepted} accepted, {rejected} rejected, {unknown} may have gone out.",
        )
    else:
        said = translate("Background", "Finished: {accepted} accepted.")
    return said.format(
        done=words.number(progress.done),
        total=words.number(progress.total),
        accepted=words.number(numbers[Group.ACCEPTED]),
        rejected=words.number(numbers[Group.REJECTED]),
        unknown=words.number(numbers[Group.UNKNOWN]),
    )
