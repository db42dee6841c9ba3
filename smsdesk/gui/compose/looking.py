"""Keeps what is said about the whole list up to date, off the window's thread."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from smsdesk.core.account import Account
from smsdesk.core.errors import UserInputError
from smsdesk.core.listcount import ListCount, SegmentHistogram
from smsdesk.core.message import Message, sms_text
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients
from smsdesk.gui.collector import collector_at_rest, free, spare_what_is_there
from smsdesk.gui.compose.survey import Survey, survey
from smsdesk.gui.loop import TaskSet
from smsdesk.services.workers import run_blocking

_LONG = 10_000  # recipients
_REST_MS = 120  # typing rests before the whole list is looked at


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is to be looked at."""

    message: Message
    recipients: Recipients | None
    provider: Provider | None
    account: Account | None


class Looking(QObject):
    """Looks again after every change: counts first, then checks and plan.

    One worker at most is at it; a change meanwhile lets it start again with the newest question,
    so that fast typing over a long list does not pile up work.

    Signals:
        counted(ListCount, int): segments of the whole list, and what the provider charges for
            them, 0 where that is as many.
        surveyed(Survey): checks and plan of the newest question.
    """

    counted = Signal(object, int)
    surveyed = Signal(object)

    def __init__(self, tasks: TaskSet, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._question: Question | None = None
        self._at_work = False
        self._histogram: SegmentHistogram | None = None
        self._of: Recipients | None = None
        self._survey: Survey | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._begin)

    @property
    def is_current(self) -> bool:
        """Whether the last survey answers the newest question."""
        return self._question is None and not self._at_work

    def ask(self, question: Question) -> None:
        """Look at this once typing rests."""
        self._question = question
        self._rest.start()

    def forget_list(self) -> None:
        """The list on show was corrected: count it anew."""
        self._of = None

    def hurry(self) -> None:
        """Do not wait for typing to rest."""
        if self._question is not None:
            self._rest.stop()
            self._begin()

    @Slot()
    def _begin(self) -> None:
        if not self._at_work:
            self._at_work = True
            self._tasks.spawn(self._look(), "look at the list")

    async def _look(self) -> None:
        spent: list[object] = []
        try:
            while (question := self._question) is not None:
                self._question = None
                counted, billed = await run_blocking(self._count, question)
                self.counted.emit(counted, billed)
                if self._survey is not None and self._survey.plan is not None:
                    spent += self._survey.plan.messages
                self._survey = await run_blocking(_survey, question)
        finally:
            self._at_work = False
        if self._survey is not None:
            self.surveyed.emit(self._survey)
        await run_blocking(free, spent)

    def _count(self, question: Question) -> tuple[ListCount, int]:
        if question.recipients is None or not sms_text(question.message):
            return ListCount(), 0
        with collector_at_rest():
            if self._histogram is None or self._of is not question.recipients:
                self._of = question.recipients
                self._histogram = SegmentHistogram(question.recipients)
            try:
                counted = self._histogram.count(question.message)
                if question.provider is None:
                    return counted, 0
                rule = question.provider.info.billing
                billed = self._histogram.count(question.message, rule).total
                return counted, 0 if billed == counted.total else billed
            except UserInputError:
                return ListCount(), 0  # a field without a column: the checks say so


def _survey(question: Question) -> Survey:
    with collector_at_rest():
        found = survey(question.message, question.recipients, question.provider, question.account)
    if found.plan is not None and found.plan.recipients >= _LONG:
        spare_what_is_there()
    return found
