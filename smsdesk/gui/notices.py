"""What the window says over its pages: a problem, a passing line, a question before it closes.

Apart from the window, so that its first paint need not load any of this.
"""

import logging
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QSystemTrayIcon, QVBoxLayout, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.closing import CloseSheet, Look
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.toast import Toaster
from smsdesk.gui.paused_banner import PausedBanner, PausedLine

log = logging.getLogger(__name__)

_PAGES_THAT_TELL: Final = ("results", "history")


class Notices(QObject):
    """The notices of one window. Nothing here stops what is going on.

    look: what is being sent now, for the question before closing.

    Signals:
        background_wanted: close the window and go on sending.
        paused_dismissed(object): a tuple of `PausedLine` nobody wants to be told of again.
    """

    background_wanted = Signal()
    paused_dismissed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._toaster = Toaster(window)
        self.look: Look = tuple
        self._sheet: CloseSheet | None = None
        self._paused: list[PausedLine] = []
        self._place = QWidget()
        column = QVBoxLayout(self._place)
        column.setContentsMargins(24, 12, 24, 4)
        self._problem = Note("bad", action=self.tr("Close"))
        self._problem.setObjectName("window_problem")
        self._problem.action_clicked.connect(self.clear_problem)
        column.addWidget(self._problem)
        self._place.hide()
        self.banner = PausedBanner()
        self.banner.hide()
        self.banner.review_requested.connect(self._on_banner_review_requested)
        self.banner.dismissed.connect(self._on_banner_dismissed)
        window.put_over_pages(self.banner)
        window.put_over_pages(self._place)
        window.page_shown.connect(self._on_page_shown)
        window.toast_wanted.connect(self._on_window_toast_wanted)
        window.problem_found.connect(self.show_problem)
        window.task_failed.connect(self.show_failure)
        window.close_asked.connect(self.ask_before_closing)

    def show_problem(self, sentence: str) -> None:
        """Say what cannot be done and why; the first line, or sentence, is the heading."""
        head, rest = _parted(sentence)
        self._problem.set_text(head, rest)
        self._place.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._problem, QAccessible.Event.Alert))

    def show_failure(self, failure: BaseException) -> None:
        """Say what ended a task, in its own words where it has some; else the log has it all."""
        if isinstance(failure, SmsdeskError):
            self.show_problem(failure.sentence(words.language()))
            return
        log.error("nobody foresaw this", exc_info=failure)
        self.show_problem(
            self.tr(
                "Something in smsdesk went wrong\nWhat was asked for may not have been done: look "
                "before you ask for it again. The log tells more."
            )
        )

    def problem(self) -> str:
        """The heading of the problem in sight, "" for none."""
        return "" if self._place.isHidden() else self._problem.accessibleName()

    def clear_problem(self) -> None:
        """Take the problem away."""
        self._place.hide()

    def _on_window_toast_wanted(self, text: str) -> None:
        if text:
            self._toaster.say(text)
        else:
            self._toaster.hide()

    # -- what was left half sent ---------------------------------------------------------------

    def show_paused(self, paused: Sequence[PausedLine]) -> None:
        """Speak of campaigns that wait for a person; none takes the line away.

        The pages that say so themselves are left alone.
        """
        self._paused = list(paused)
        self._settle_banner()

    def paused(self) -> tuple[PausedLine, ...]:
        """The campaigns the line speaks of, whether it is in sight or not."""
        return tuple(self._paused)

    def _settle_banner(self) -> None:
        told = self._window.current() in _PAGES_THAT_TELL
        self.banner.show_paused([] if told else self._paused)

    def _on_page_shown(self) -> None:
        self._settle_banner()

    def _on_banner_review_requested(self, campaign_id: str) -> None:
        self.show_paused([])
        if campaign_id:
            self._window.show_page("results", campaign_id)
        else:
            self._window.show_page("history", "paused")

    def _on_banner_dismissed(self) -> None:
        gone = self.paused()
        self.show_paused([])
        self.paused_dismissed.emit(gone)

    # -- closing -------------------------------------------------------------------------------

    def ask_before_closing(self) -> None:
        """A campaign is being sent: go on hidden, pause it and close, or stay."""
        if self._sheet is not None:
            return
        sheet = CloseSheet(
            self._window, self.look, has_tray=QSystemTrayIcon.isSystemTrayAvailable()
        )
        sheet.background_chosen.connect(self.background_wanted)
        sheet.pause_chosen.connect(self._window.close_now)
        sheet.finished.connect(self._on_sheet_finished)
        self._sheet = sheet
        sheet.open()

    def _on_sheet_finished(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None


def _parted(text: str) -> tuple[str, str]:
    """Heading and rest: after the first line, else after the first sentence."""
    for end, kept in (("\n", 0), (". ", 1), ("\u3002", 1)):
        at = text.find(end)
        if at >= 0:
            return text[: at + kept], text[at + len(end) :]
    return text, ""
