"""The bottom bar's side of Compose: what Send would do, whether it may, and doing it."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.departure import Draft
from smsdesk.gui.compose.holding import Holding
from smsdesk.gui.compose.looking import Looking
from smsdesk.gui.compose.merge_fields import message_fields
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.compose.people import Person
from smsdesk.gui.compose.sending import Sending
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.compose.words import bar_words, reason_words, send_words
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun


class Departing(QObject):
    """Keeps the bar true and starts campaigns, never the same one twice.

    Signals:
        started(CampaignRun): it is under way.
        refused(SmsdeskError): nothing was sent.
        told(str): one line that asks for nothing.
        busy_changed(bool): a campaign is about to begin, held back or being frozen: nothing may be
            changed.
    """

    started = Signal(object)
    refused = Signal(object)
    told = Signal(str)
    busy_changed = Signal(bool)

    def __init__(
        self,
        view: ComposeView,
        looking: Looking,
        stepping: Stepping,
        audience: Audience,
        tasks: TaskSet,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._view, self._bar = view, view.bar
        self._looking, self._stepping, self._audience = looking, stepping, audience
        self._tasks, self._host = tasks, host
        self._sending: Sending | None = None
        self._ready = self._failed = False
        self._wants_to_send = False
        self._pending: Draft | None = None
        self._sent: Draft | None = None
        self._before: QWidget | None = None  # had the keyboard before it was held back
        self.holding = Holding(view.countdown, host)
        self.holding.changed.connect(self._on_holding_changed)
        self.holding.undone.connect(self._on_undone)
        self._bar.send_requested.connect(self.send)
        self._bar.test_requested.connect(self.test)
        looking.changed.connect(self._on_looking_changed)
        looking.broke_off.connect(self._on_looking_broke_off)

    def attach(self, desk: Desk) -> None:
        """The services are ready."""
        self._sending = Sending(desk, self._tasks, self._host)
        self._sending.confirmed.connect(self._on_confirmed)
        self._sending.started.connect(self._on_started)
        self._sending.refused.connect(self._on_refused)
        self._sending.busy_changed.connect(self._on_busy_changed)

    def fail(self) -> None:
        """The services cannot be had: nothing will ever be sent in this run."""
        self._failed = True
        self.show()

    def set_ready(self) -> None:
        """The accounts were looked at: from now on a missing one is a person's turn."""
        self._ready = True
        self.show()

    def forget_sent(self) -> None:
        """The list was corrected: it is another one now."""
        self._sent = None
        self.show()

    @Slot()
    def _on_looking_changed(self) -> None:
        """More is known of the whole list; send if somebody waits for that."""
        self.show()
        found = self._looking.survey
        if self._sending is not None and found is not None:
            self._sending.show_checks(found.plan, found.telling)
        if self._wants_to_send and self._looking.is_current and self._audience.is_settled:
            self._wants_to_send = False
            self._depart()

    @Slot()
    def _on_looking_broke_off(self) -> None:
        """Send nothing later on: the window says that it may not have been done."""
        self._wants_to_send = False

    @property
    def is_busy(self) -> bool:
        """Whether a campaign is about to begin: held back, or being frozen."""
        freezing = self._sending is not None and self._sending.is_busy
        return freezing or self.holding.is_active

    def show(self) -> None:
        """Say in the bar what Send would do, or why it cannot."""
        question, found = self._looking.question, self._looking.survey
        account = question.account if question else None
        provider = question.provider if question else None
        people = len(self._stepping.people)
        button = send_words(people, account)
        reason = self._reason()
        if reason or found is None or found.plan is None or account is None or provider is None:
            self._bar.show_reason(reason, button)
        else:
            self._bar.show_ready(provider.info.title, bar_words(found.plan, account), button)
        able = account is not None and self._test_person() is not None and not self.is_busy
        self._bar.set_test_enabled(able, self.tr("It needs an account and a message."))

    def _reason(self) -> str:
        question = self._looking.question
        return reason_words(
            failed=self._failed,
            ready=self._ready,
            account=question.account if question else None,
            busy=self.is_busy,
            recipients=question.recipients if question else None,
            people=len(self._stepping.people),
            written=question is not None and is_written(question.message),
            found=self._looking.survey,
            sent=self.is_sent,
        )

    @property
    def is_sent(self) -> bool:
        """Whether exactly this already went out: sending it again takes a change."""
        sent, question = self._sent, self._looking.question
        return (
            sent is not None
            and question is not None
            and question.account is not None
            and sent.recipients is question.recipients
            and sent.account.name == question.account.name
            and sent.message == question.message
        )

    @Slot()
    def send(self) -> None:
        """Send what is in sight, once it was looked at as a whole."""
        if self._sending is None or self.is_busy:
            return
        self._looking.look_at_new_media()
        if not self._looking.is_fresh or not self._audience.is_settled:
            # the plan must be that of the text in sight, and nobody may have sent it meanwhile
            self._wants_to_send = True
            self._looking.hurry()
        else:
            self._depart()

    def _depart(self) -> None:
        draft = self._draft()
        if self._sending is not None and draft is not None and not self._reason():
            self._pending = draft
            self._sending.send(draft, self._stepping.people)

    def _draft(self) -> Draft | None:
        question, found = self._looking.question, self._looking.survey
        if question is None or found is None or found.plan is None:
            return None
        if question.recipients is None or question.account is None or question.provider is None:
            return None
        return Draft(
            question.message,
            question.recipients,
            question.account,
            question.provider.info,
            found.plan,
            found.telling,
            found.past is not None and found.past.after_rehearsal,
        )

    def _test_person(self) -> Person | None:
        """Whose message is tried out; without a list, one without fields is nobody's own."""
        message = self._looking.question.message if self._looking.question else None
        if message is None or not is_written(message):
            return None
        person = self._stepping.person() or self._audience.somebody(message)
        if person is None and not message_fields(message):
            return Person(1, 1, self.tr("nobody in particular"), "", 0, "", message)
        return person

    @Slot()
    def test(self) -> None:
        """Try the message out on one number."""
        question, person = self._looking.question, self._test_person()
        if self._sending is None or question is None or question.account is None or person is None:
            return
        if self.is_busy:
            return
        self._pending = None
        self._sending.test(
            question.message,
            question.recipients,
            question.account,
            person,
            self._audience.row,
        )

    @Slot(object)
    def _on_confirmed(self, draft: Draft) -> None:
        """Give a person five seconds to think better of it."""
        sending = self._sending
        if sending is not None and not self.is_busy:
            self._before = self._host.window().focusWidget()
            self.holding.hold(draft.plan.recipients, partial(sending.begin, draft))

    @Slot(bool)
    def _on_holding_changed(self, counting: bool) -> None:
        self._view.show_countdown(counting)
        self.show()
        self.busy_changed.emit(self.is_busy)

    @Slot()
    def undo(self) -> None:
        """Send nothing of what is held back."""
        self.holding.undo()

    @Slot()
    def _on_undone(self) -> None:
        self._pending = None
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._bar.send.setFocus(Qt.FocusReason.OtherFocusReason)
        self.told.emit(self.tr("Undone: nothing was sent"))

    @Slot(object)
    def _on_started(self, run: CampaignRun) -> None:
        if self._pending is not None:
            self._sent, self._pending = self._pending, None
        self.show()
        self.started.emit(run)

    @Slot(object)
    def _on_refused(self, problem: SmsdeskError) -> None:
        self._pending = None
        self.show()
        self.refused.emit(problem)

    @Slot(bool)
    def _on_busy_changed(self, _freezing: bool) -> None:
        self.show()
        self.busy_changed.emit(self.is_busy)
