"""Takes over what another page begins: a new message to some people of an earlier campaign."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from smsdesk.core.account import Mode
from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.gui.asking_sheet import asking_sheet
from smsdesk.gui.compose.accounts import AccountChoice
from smsdesk.gui.compose.departing import Departing
from smsdesk.gui.compose.listing import Listing
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.sequel import Sequel
from smsdesk.services.workers import run_blocking


class Taking(QObject):
    """Puts account, message and list into Compose, after a question where work would be lost.

    Signals:
        opened(Message): show it.
        trouble(str, SmsdeskError): a heading, and what keeps it from being as it was.
    """

    opened = Signal(object)
    trouble = Signal(str, object)

    def __init__(
        self, body: MessageBody, listing: Listing, departing: Departing, tasks: TaskSet,
        host: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(host)
        self._body, self._listing, self._departing = body, listing, departing
        self._tasks, self._host = tasks, host

    def take(self, sequel: Sequel, desk: Desk, choice: AccountChoice) -> None:
        """Begin with it, or ask first."""
        self._tasks.replace(self._ask(sequel, partial(self._go, sequel, desk, choice)), "sequel")

    async def _ask(self, sequel: Sequel, go: partial[None]) -> None:
        """In a task: a page that comes to the front takes the keyboard, the question is to keep it.

        go: what to do on Yes.
        """
        lost = self._lost(sequel)
        if not lost:
            go()
            return
        sheet = asking_sheet(
            self._host.window(),
            "take_sheet",
            self.tr("Replace what stands in Compose?"),
            lost,
            self.tr("Replace it"),
        )
        sheet.accepted.connect(go)
        sheet.open()

    def _lost(self, sequel: Sequel) -> str:
        """What was not sent yet and would be gone, in words; "" for nothing."""
        sent = self._departing.is_sent
        listed = self._listing.imported is not None and not sent
        typed = self._body.typed(sequel.message.kind)
        written = (
            typed is not None
            and is_written(typed)
            and typed != sequel.message
            and not (sent and typed == self._body.message())
        )
        if listed and written:
            return self.tr("The message and the list that stand there were not sent yet.")
        if written:
            return self.tr("The message that stands there was not sent yet.")
        return self.tr("Nothing was sent yet to the list that stands there.") if listed else ""

    def _go(self, sequel: Sequel, desk: Desk, choice: AccountChoice) -> None:
        self._tasks.replace(self._take(sequel, desk, choice), "sequel")

    async def _take(self, sequel: Sequel, desk: Desk, choice: AccountChoice) -> None:
        if self._listing.is_open:
            self._listing.close()
        problem = await _choose(sequel, desk, choice)
        self.opened.emit(sequel.message)
        await self._listing.take(sequel.table, sequel.phone_column)
        if problem is not None:  # a list that arrives takes the note before it away
            self.trouble.emit(self.tr("Choose an account"), problem)


async def _choose(sequel: Sequel, desk: Desk, choice: AccountChoice) -> SmsdeskError | None:
    """Send with the account of the campaign before; a rehearsal's lasts one run of the program."""
    await choice.load(sequel.account)
    if choice.current is not None and choice.current.name == sequel.account:
        return None
    if sequel.mode is not Mode.REHEARSAL:
        return UserInputError("campaign_account_missing", name=sequel.account)
    try:
        account = await run_blocking(desk.start_rehearsal, sequel.provider)
    except SmsdeskError as problem:
        return problem
    await choice.load(account.name)
    return None
