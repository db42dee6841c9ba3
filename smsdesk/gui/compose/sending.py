"""From the press of Send to a running campaign: the sheets, the keyring, the start."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import Table
from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.core.message import Message
from smsdesk.core.phone import PhoneInvalid, parse_phone
from smsdesk.core.plan import Plan, make_plan
from smsdesk.core.preflight import Check
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui.compose.confirm_sheet import ConfirmSheet
from smsdesk.gui.compose.departure import Draft, departure_of, look_sentences, passed_count
from smsdesk.gui.compose.number_sheet import NumberSheet
from smsdesk.gui.compose.people import People, Person
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.words import language
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking

_TEST = "test send"


class Sending(QObject):
    """Asks where asking is due, then starts the campaign off the window's thread.

    Signals:
        confirmed(Draft): a person said yes; `begin` starts it.
        started(CampaignRun): it is frozen and under way.
        refused(SmsdeskError): nothing was sent.
        busy_changed(bool): a campaign is being frozen; the page waits.
    """

    confirmed = Signal(object)
    started = Signal(object)
    refused = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, tasks: TaskSet, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._tasks, self._host = desk, tasks, host
        self._busy = False
        self._asking: tuple[ConfirmSheet, Plan] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a campaign is being started right now."""
        return self._busy

    def send(self, draft: Draft, people: People) -> None:
        """Start at once in a rehearsal; ask first where real people get a text."""
        if draft.account.mode is Mode.REHEARSAL:
            self.begin(draft)
            return

        def sample(index: int) -> Person:
            person = people.person(index)
            if person is None:
                raise IndexError(index)
            return person

        sheet = ConfirmSheet(departure_of(draft), sample, self._host)
        sheet.confirmed.connect(partial(self.confirmed.emit, draft))
        sheet.finished.connect(self._on_answered)
        sheet.finished.connect(sheet.deleteLater)
        self._asking = (sheet, draft.plan)
        sheet.open()

    def show_checks(self, plan: Plan | None, checks: Sequence[Check]) -> None:
        """More is known by now: say it in the sheet, while it still asks about `plan`."""
        if self._asking is not None and self._asking[1] is plan:
            self._asking[0].show_checks(passed_count(checks), look_sentences(checks))

    @Slot()
    def _on_answered(self) -> None:
        self._asking = None

    def test(
        self,
        message: Message,
        recipients: Recipients | None,
        account: Account,
        person: Person,
        row: int | None,
    ) -> None:
        """Ask for one number and send the text of `person` there."""
        sheet = NumberSheet(account, person, self._host)

        def entered(number: str) -> None:
            sheet.wait()
            work = self._send_test(sheet, message, recipients, account, row, number)
            self._tasks.replace(work, _TEST)

        sheet.number_entered.connect(entered)
        sheet.rejected.connect(self._on_test_rejected)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    @Slot()
    def _on_test_rejected(self) -> None:
        self._tasks.cancel(_TEST)  # before anything left: after that the sheet stays

    def begin(self, draft: Draft) -> None:
        """Freeze it and start to send."""
        if not self._busy:
            self._set_busy(True)
            self._tasks.spawn(self._start(draft), "start campaign")

    async def _start(self, draft: Draft) -> None:
        try:
            unlocked = await run_blocking(self._unlock, draft.account)
            start = partial(self._desk.campaigns.start, plan=draft.plan)
            run = await run_blocking(start, draft.message, draft.recipients, unlocked)
        except SmsdeskError as problem:
            self.refused.emit(problem)
        else:
            self.started.emit(run)
        finally:
            self._set_busy(False)

    async def _send_test(
        self,
        sheet: NumberSheet,
        message: Message,
        recipients: Recipients | None,
        account: Account,
        row: int | None,
        number: str,
    ) -> None:
        """Send one message; Esc forgets it for as long as the keyring is waited for."""
        self._set_busy(True)
        try:
            one, unlocked, plan = await run_blocking(
                self._prepare_test, message, recipients, account, row, number
            )
            sheet.wait(can_cancel=False)
            name = self.tr("Test to {number}").format(number=f"+{one.phones[0]}")
            start = partial(self._desk.campaigns.start, plan=plan, name=name)
            run = await run_blocking(start, message, one, unlocked)
        except PhoneInvalid as problem:
            sheet.show_trouble(SENTENCES["phone_" + problem.reason].to(language()))
        except SmsdeskError as problem:
            sheet.show_trouble(problem.sentence(language()))
        else:
            sheet.accept()
            self.started.emit(run)
        finally:
            self._set_busy(False)
            if isValid(sheet):  # Esc: it is gone by now
                sheet.rest()

    def _prepare_test(
        self,
        message: Message,
        recipients: Recipients | None,
        account: Account,
        row: int | None,
        number: str,
    ) -> tuple[Recipients, Account, Plan]:
        """A list of that number alone, the account with its secrets, and the plan."""
        region = recipients.region if recipients else None
        phone = parse_phone(number, region)
        if not account.may_reach(phone.digits):
            raise UserInputError("test_beyond_guard", name=account.name)
        one = one_recipient(recipients, row, f"+{phone.digits}")
        unlocked = self._unlock(account)
        provider = self._desk.providers[unlocked.provider]
        return one, unlocked, make_plan(message, one, provider, unlocked)

    def _unlock(self, account: Account) -> Account:
        """The account with its secrets, as long as it is still what was in sight.

        Raises:
            UserInputError: account_changed: what a person said yes to was another mode, another
                address or other limits.
        """
        unlocked = self._desk.accounts.unlock(account.name)
        if unlocked != account:
            raise UserInputError("account_changed", name=account.name)
        return unlocked

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def one_recipient(recipients: Recipients | None, row: int | None, number: str) -> Recipients:
    """A list of one: the row of somebody, with another number."""
    if recipients is None or row is None:
        table = Table(("phone",), [[number]], ",", "UTF-8", False, 1)
        return read_recipients(table, 0, None)
    cells = list(recipients.rows[row])
    cells[recipients.phone_column] = number
    table = Table(recipients.header, [cells], ",", "UTF-8", True, recipients.row_number(row))
    return read_recipients(table, recipients.phone_column, None)
