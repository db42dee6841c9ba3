"""From the press of Send to a running campaign: the sheets, the keyring, the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import Table
from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.core.message import Message, sender_of, text_fields
from smsdesk.core.phone import PhoneInvalid, parse_phone
from smsdesk.core.plan import Plan, make_plan
from smsdesk.core.preflight import Check, CheckState, without_columns
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui.compose.confirm_sheet import ConfirmSheet, Departure, TestSendSheet
from smsdesk.gui.compose.merge_fields import field_names
from smsdesk.gui.compose.people import People
from smsdesk.gui.compose.preview import Person
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.words import language, number
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import run_blocking


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything Send needs, as it stood when it was pressed."""

    message: Message
    recipients: Recipients
    account: Account
    info: ProviderInfo
    plan: Plan
    checks: tuple[Check, ...]
    after_rehearsal: bool = False


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
        sheet = TestSendSheet(account, person, self._host)
        sheet.finished.connect(sheet.deleteLater)

        def entered(number: str) -> None:
            work = self._send_test(sheet, message, recipients, account, row, number)
            self._tasks.spawn(work, "test send")

        sheet.number_entered.connect(entered)
        sheet.open()

    def begin(self, draft: Draft) -> None:
        """Freeze it and start to send."""
        if not self._busy:
            self._set_busy(True)
            self._tasks.spawn(self._start(draft), "start campaign")

    async def _start(self, draft: Draft) -> None:
        try:
            unlocked = await run_blocking(self._unlock, draft.account)
            run = await run_blocking(
                partial(
                    self._desk.campaigns.start,
                    draft.message,
                    draft.recipients,
                    unlocked,
                    plan=draft.plan,
                )
            )
        except SmsdeskError as problem:
            self.refused.emit(problem)
        else:
            self.started.emit(run)
        finally:
            self._set_busy(False)

    async def _send_test(
        self,
        sheet: TestSendSheet,
        message: Message,
        recipients: Recipients | None,
        account: Account,
        row: int | None,
        number: str,
    ) -> None:
        if self._busy:
            return
        self._set_busy(True)
        try:
            run = await run_blocking(self._start_test, message, recipients, account, row, number)
        except PhoneInvalid as problem:
            sheet.show_trouble(SENTENCES["phone_" + problem.reason].to(language()))
        except SmsdeskError as problem:
            sheet.show_trouble(problem.sentence(language()))
        else:
            sheet.accept()
            self.started.emit(run)
        finally:
            self._set_busy(False)

    def _start_test(
        self,
        message: Message,
        recipients: Recipients | None,
        account: Account,
        row: int | None,
        number: str,
    ) -> CampaignRun:
        region = recipients.region if recipients else None
        phone = parse_phone(number, region)
        if not account.may_reach(phone.digits):
            raise UserInputError("test_beyond_guard", name=account.name)
        one = one_recipient(recipients, row, f"+{phone.digits}")
        unlocked = self._unlock(account)
        provider = self._desk.providers[unlocked.provider]
        plan = make_plan(message, one, provider, unlocked)
        name = self.tr("Test to {number}").format(number=f"+{phone.digits}")
        return self._desk.campaigns.start(message, one, unlocked, plan=plan, name=name)

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


def departure_of(draft: Draft) -> Departure:
    """The facts of the confirmation."""
    plan, account = draft.plan, draft.account
    seconds = plan.seconds(account.rate_per_s, account.workers)
    return Departure(
        account=account,
        provider=draft.info.title,
        tile=draft.info.tile,
        sender=sender_of(draft.message),
        people=plan.recipients,
        segments=plan.segments,
        billed=plan.billed_segments,
        requests=plan.requests,
        seconds=seconds,
        rate_per_s=plan.requests / seconds if seconds else 0.0,
        passed=passed_count(draft.checks),
        look=look_sentences(draft.checks),
        left_out=len(draft.recipients) - plan.recipients,
        after_rehearsal=draft.after_rehearsal,
    )


def passed_count(checks: Sequence[Check]) -> int:
    """How many of them passed."""
    return sum(check.state is CheckState.PASSED for check in checks)


def look_sentences(checks: Sequence[Check]) -> list[str]:
    """What is to be looked at, a line each."""
    return [
        line
        for check in checks
        if check.state is CheckState.LOOK
        for line in check.sentence(language(), number).splitlines()
    ]


def field_errors(problem: SmsdeskError, message: Message) -> dict[str, str]:
    """Sentences by the path of the field of `message` they belong to; "" for those of none."""
    if not isinstance(problem, UserInputError):
        return {"": problem.sentence(language())}
    if not problem.problems:
        return {"": problem.sentence(language())}
    missing = without_columns(problem)
    if len(problem.problems) > 1 and not missing.problems:
        names = {one.where for one in problem.problems}
        paths = [path for name in names for path in _paths_with(name, message)]
        return dict.fromkeys(paths, missing.sentence(language(), number))
    grouped: dict[str, list[str]] = {}
    for one in problem.problems:
        absent = one.code == "merge_no_column"
        for where in _paths_with(one.where, message) if absent else [one.where]:
            grouped.setdefault(where, []).append(one.sentence(language()))
    return {where: "\n".join(sentences) for where, sentences in grouped.items()}


def _paths_with(name: str, message: Message) -> list[str]:
    """Where the merge field `name` stands."""
    return [path for path, text in text_fields(message).items() if name in field_names(text)]
