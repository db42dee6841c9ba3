"""Keeps what is said about the whole list up to date, off the window's thread."""

import logging
from dataclasses import dataclass
from functools import partial
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from smsdesk.core.account import Account
from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.core.listcount import ListCount, SegmentHistogram
from smsdesk.core.message import Message, sms_text
from smsdesk.core.provider import Provider
from smsdesk.core.recipients import Recipients
from smsdesk.gui.collector import collector_at_rest, free, spare_what_is_there
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.survey import UNREAD, Survey, look_back, survey
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking

log = logging.getLogger(__name__)

_LONG = 10_000  # recipients
_REST_MS = 120  # typing rests before the whole list is looked at
_PATIENCE_MS = 400  # the checks wait so long for what is remembered, so that no line comes and goes
FRESH_S = 20.0  # what is remembered is looked at anew where Send is pressed later than that


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

    question: the newest one. survey: what is known by now; the answer to an older question until
    `is_answered`.

    Signals:
        counted(ListCount, int): segments of the whole list, and what the provider charges for
            them, 0 where that is as many.
        surveyed(Survey): checks and plan of the newest question; twice where the history is slow
            to answer, first without it.
        changed(): `survey` says something else: after `surveyed`, and when more is known of an
            address of the message.
        broke_off(): a look ended with an error nobody foresaw; `survey` is not to be sent by.
    """

    counted = Signal(object, int)
    surveyed = Signal(object)
    changed = Signal()
    broke_off = Signal()

    def __init__(self, media: MediaLooking, tasks: TaskSet, parent: QObject) -> None:
        super().__init__(parent)
        self._media, self._tasks = media, tasks
        self.question: Question | None = None
        self.survey: Survey | None = None
        self._due = False  # nobody began to look at the question
        self._answered: Question | None = None
        self._at_work = self._is_over = False
        self._histogram: SegmentHistogram | None = None
        self._of: Recipients | None = None
        self._desk: Desk | None = None
        self._past_at_s = 0.0
        self._past_again = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._begin)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_PATIENCE_MS)
        self._slow.timeout.connect(self._on_slow)
        media.looked.connect(self._on_looked)

    def attach(self, desk: Desk) -> None:
        """The services are ready: from now on the history is looked into."""
        self._desk = desk

    @property
    def is_answered(self) -> bool:
        """Whether the survey is about the newest question, whatever may still be added to it."""
        return self._answered is self.question

    @property
    def is_current(self) -> bool:
        """Whether all is said that there is to say about the newest question."""
        return not self._due and not self._at_work

    @property
    def is_fresh(self) -> bool:
        """Whether it is current, and what is remembered was looked at just now."""
        past = self.survey.past if self.survey is not None else None
        return self.is_current and (past is None or monotonic() - self._past_at_s < FRESH_S)

    def ask(self, question: Question) -> None:
        """Look at this once typing rests."""
        self.question = question
        self._due = True
        self._rest.start()

    def forget_list(self) -> None:
        """The list on show was corrected: count it anew."""
        self._of = None

    def hurry(self) -> None:
        """Do not wait for typing to rest; look into the history anew."""
        if self._due:
            self._rest.stop()
        elif not self._at_work:
            self._past_again = True
        self._begin()

    def end(self) -> None:
        """The page closes: nothing begins any more, whatever still changes."""
        self._is_over = True
        self._rest.stop()
        self._slow.stop()

    @Slot()
    def _begin(self) -> None:
        if not self._at_work and not self._is_over:
            self._at_work = True
            self._tasks.spawn(self._look(), "look at the list")

    async def _look(self) -> None:
        spent: list[object] = []
        try:
            while self._due or self._past_again:
                self._past_again = False
                if self._due and (question := self.question) is not None:
                    self._due = False
                    counted, billed = await run_blocking(self._count, question)
                    self.counted.emit(counted, billed)
                    found = await run_blocking(_survey, question)
                    if self.survey is not None and self.survey.plan is not None:
                        spent += self.survey.plan.messages
                    self.survey, self._answered = found, question
                if not self._due:
                    await self._look_back()
        except Exception:
            self._due = True  # not all is known of this question: it is looked at again
            self.broke_off.emit()
            raise
        finally:
            self._at_work = False
        self._say()
        await run_blocking(free, spent)

    def _say(self) -> None:
        if self.survey is not None:
            self.survey = self.survey.with_media(self._media.reports())
            self.surveyed.emit(self.survey)
            self.changed.emit()

    async def _look_back(self) -> None:
        """Add what is remembered to the survey; say the rest meanwhile where that takes long."""
        found, question, desk = self.survey, self.question, self._desk
        if found is None or question is None or desk is None or found.plan is None:
            return
        account, provider, recipients = question.account, question.provider, question.recipients
        if account is None or provider is None or recipients is None:
            return
        work = partial(
            look_back, desk, question.message, recipients, account, provider.info, found.plan
        )
        self._slow.start()
        try:
            past = await run_blocking(work)
        except SmsdeskError:
            log.warning("the history cannot be looked into", exc_info=True)
            past = UNREAD
        finally:
            self._slow.stop()
        self._past_at_s = monotonic()
        self.survey = found.with_past(past)

    @Slot()
    def _on_slow(self) -> None:
        if self.is_answered:
            self._say()

    # -- the addresses of the message ----------------------------------------------------------

    @Slot()
    def look_at_new_media(self) -> None:
        """Look at the addresses nobody looked at yet; Send does not wait for it."""
        if self.survey is not None:
            self._media.look_at_new(self.survey.addresses)

    @Slot()
    def look_at_media(self) -> None:
        """Somebody asks: look at all of them."""
        for address in self.survey.addresses if self.survey else ():
            self._media.look(address.url, address.use)

    @Slot(str)
    def _on_looked(self, url: str) -> None:
        found = self.survey
        if found is not None and any(one.url == url for one in found.addresses):
            self.survey = found.with_media(self._media.reports())
            self.changed.emit()

    # -- in the worker -------------------------------------------------------------------------

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
