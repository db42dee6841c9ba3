"""Compose: four sections from the list to the checks, a live preview, and Send."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.message import Kind, Message
from smsdesk.gui import assets
from smsdesk.gui.compose.accounts import AccountChoice
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.departing import Departing
from smsdesk.gui.compose.documents import Documents
from smsdesk.gui.compose.field_errors import field_errors
from smsdesk.gui.compose.importing import dropped_file
from smsdesk.gui.compose.listing import Listing
from smsdesk.gui.compose.looking import Looking, Question
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.rehearsal import Rehearsal
from smsdesk.gui.compose.request_sheet import RequestSheet
from smsdesk.gui.compose.seeing import Seeing
from smsdesk.gui.compose.showing import Showing
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.taking import Taking
from smsdesk.gui.compose.top import ComposeTop
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.keys import Keys
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.page import Page
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun
from smsdesk.services.sequel import Sequel

_SAMPLE = "sample/customers.csv"
_SAMPLE_REGION = "CN"


class ComposePage(Page):
    """Everything from bringing a list to pressing Send.

    Signals:
        campaign_started(CampaignRun): it is under way; the window shows Results.
        account_wanted(): a person wants to add an account.
    """

    campaign_started = Signal(object)
    account_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._choice: AccountChoice | None = None
        self._asked: list[object] = []  # by other pages, while nothing may change
        self._tasks = TaskSet(self._on_task_failed)
        self._setup_ui()
        self._documents = Documents(self._view.message_body, self._tasks, self)
        self._rehearsal = Rehearsal(self._view, self._tasks, self)
        self._media = MediaLooking(self._tasks, self)
        self._looking = Looking(self._media, self._tasks, self)
        self._stepping = Stepping(self._view.pane, self)
        self._audience = Audience(self._stepping.people, self._tasks, self)
        self._view.message_body.set_looking(self._media, self._stepping.people.render)
        self._view.pane.set_looking(self._media)
        about = (self._view, self._looking, self._stepping, self._audience)
        self._showing = Showing(*about, self)
        self._seeing = Seeing(*about, self._tasks, self)
        self._departing = Departing(*about, self._tasks, self)
        self._listing = Listing(
            self._view, self._top, self._stack, self._showing, self._audience, self._tasks, self
        )
        self._taking = Taking(
            self._view.message_body, self._listing, self._departing, self._tasks, self
        )
        self._connect()
        self._changed()

    # -- the page protocol ---------------------------------------------------------------------

    def title(self) -> str:
        """The page's name."""
        return self.tr("Compose")

    def top_bar(self) -> QWidget:
        """Account and kind, or the way back from the list."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """The services are ready: offer the accounts."""
        self._desk = desk
        self._looking.attach(desk)
        self._media.attach(desk)
        self._departing.attach(desk)
        self._choice = AccountChoice(desk, self._tasks, self._top)
        self._choice.changed.connect(self._on_account_changed)
        self._choice.existence_changed.connect(self._on_existence_changed)
        self._choice.failed.connect(self._on_accounts_failed)
        self._choice.unsaved.connect(self.toast_requested)
        self._listing.choice = self._choice
        self._rehearsal.attach(desk, self._choice)
        self._choice.refresh()

    def fail(self) -> None:
        """Nothing can be sent in this run; what is typed stays."""
        self._departing.fail()

    def receive(self, argument: object) -> None:
        """Take a recipient file (Path) or a `Sequel`, or choose an account (its name).

        While a campaign is about to begin nothing changes; it is done after that.
        """
        if self._departing.is_busy:
            self._asked.append(argument)
        elif isinstance(argument, Path):
            self.load_recipients(argument)
        elif self._desk is not None and self._choice is not None:
            if isinstance(argument, Sequel):
                self._taking.take(argument, self._desk, self._choice)
            elif isinstance(argument, str):
                self._choice.refresh(argument)

    def shown(self) -> None:
        """Accounts may have changed meanwhile; go on where the work is."""
        if self._choice is not None and not self._departing.is_busy:
            self._choice.refresh()
        if self._listing.is_open:
            self._listing.page.table.setFocus()
        else:
            self._view.focus_work()

    async def aclose(self) -> None:
        """End what is under way for this page; a campaign goes on without it."""
        self._departing.undo()
        self._looking.end()
        await self._tasks.aclose()
        await self._listing.page.aclose()

    def set_narrow(self, narrow: bool) -> None:
        """The window went under (or over) 1100 wide."""
        self._top.set_narrow(narrow)
        self._view.set_narrow(narrow)

    def load_recipients(self, path: Path | str, region: str | None = None) -> None:
        """Take a recipient file; what cannot be used is said in the Recipients section.

        region: ISO code of the default country, None for the one of the settings.
        """
        self._listing.read(Path(path), region)

    def set_text(self, text: str) -> None:
        """Replace the text of a text message."""
        self._view.message_body.text_form.editor.set_text(text)

    def open_message(self, name: str) -> None:
        """Open a message document; what cannot be used is said above the sections."""
        self._documents.open(name)

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self.setAcceptDrops(True)
        self._top = ComposeTop()
        self._view = ComposeView()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._view)
        self._view.open_only(self._view.recipients, self._view.message)

    def _connect(self) -> None:
        view, top, body = self._view, self._top, self._view.message_body
        top.account_wanted.connect(self.account_wanted)
        top.preview_requested.connect(view.toggle_drawer)
        top.kind_chosen.connect(self._on_kind_chosen)
        top.kind_refused.connect(self.toast_requested)
        body.kind_changed.connect(top.show_kind)
        body.changed.connect(self._changed)
        body.request_requested.connect(self._on_request_requested)
        view.first_run.account_requested.connect(self.account_wanted)
        view.columns.change_requested.connect(view.open_columns)
        view.review_list.media_requested.connect(self._looking.look_at_media)
        view.pane.channel_removed.connect(body.remove_channel)
        self._rehearsal.ready.connect(self._on_rehearsal_ready)
        self._documents.opened.connect(self._on_message_opened)
        self._documents.told.connect(self.toast_requested)
        self._documents.trouble_changed.connect(view.show_trouble)
        self._taking.opened.connect(self._on_message_opened)
        self._taking.trouble.connect(view.show_trouble)
        self._stepping.moved.connect(body.show_person)
        self._audience.changed.connect(self._on_audience_changed)
        self._looking.surveyed.connect(self._listing.free_spent)
        self._seeing.problems_requested.connect(self._listing.show_problems)
        self._listing.page.corrected.connect(self._departing.forget_sent)
        self._listing.page.task_failed.connect(self._on_task_failed)
        self._departing.started.connect(self._on_started)
        self._departing.refused.connect(self._on_refused)
        self._departing.busy_changed.connect(self._on_busy_changed)
        self._departing.told.connect(self.toast_requested)
        self._keys = Keys(self)
        self._keys.add(QKeySequence.StandardKey.Open, self._listing.ask_for_file)
        self._keys.add(QKeySequence.StandardKey.Save, self._documents.ask_to_save)
        self._keys.add("Ctrl+Shift+O", self._documents.ask_to_open)
        self._keys.add("Ctrl+T", self._departing.test)
        self._keys.add("Ctrl+Return", view.bar.send_requested.emit)
        self._keys.add("Alt+Left", self._stepping.go_back, changes=False)
        self._keys.add("Alt+Right", self._stepping.go_on, changes=False)

    # -- account and kind ----------------------------------------------------------------------

    @property
    def _account(self) -> Account | None:
        return self._choice.current if self._choice else None

    @Slot()
    def _on_account_changed(self) -> None:
        provider = self._choice.provider if self._choice else None
        self._take_back_toast()
        self._view.message_body.set_provider(provider.info if provider else None)
        rehearsal = self._account is not None and self._account.mode is Mode.REHEARSAL
        self._top.set_rehearsal(rehearsal)
        self._media.set_rehearsal(rehearsal)
        self._audience.set_account(self._account)
        self._changed()

    @Slot(str)
    def _on_kind_chosen(self, key: str) -> None:
        self._take_back_toast()
        self._view.message_body.set_kind(Kind(key))

    def _take_back_toast(self) -> None:
        self.toast_requested.emit("")  # what it says may be about the account or kind of before

    @Slot(object)
    def _on_accounts_failed(self, problem: SmsdeskError) -> None:
        self._view.show_trouble(self.tr("The accounts cannot be read"), problem)

    @Slot(bool)
    def _on_existence_changed(self, there: bool) -> None:
        self._view.lock(not there)
        self._departing.set_ready()
        self._showing.first_run = not there
        self._showing.open_next()
        self._showing.show()

    @Slot()
    def _on_rehearsal_ready(self) -> None:
        self.load_recipients(assets.path(_SAMPLE), region=_SAMPLE_REGION)
        if not self._view.message_body.text_form.editor.text():
            self.set_text(
                self.tr("Hi {name}, order {order} is ready: collect it by {due_date} at {shop}.")
            )

    # -- list and message ----------------------------------------------------------------------

    @Slot()
    def _on_audience_changed(self) -> None:
        self._looking.forget_list()
        self._changed()

    @Slot()
    def _changed(self) -> None:
        """Say at once what can be said at once, and have the whole list looked at."""
        provider = self._choice.provider if self._choice else None
        message = self._view.message_body.message()
        self._stepping.set_message(message, provider)
        self._looking.ask(Question(message, self._audience.recipients, provider, self._account))
        self._showing.show()
        self._departing.show()

    @Slot(object)
    def _on_message_opened(self, message: Message) -> None:
        """Show it, also where this account cannot send it; then say so."""
        self._view.message_body.show_message(message)
        self._view.message_body.focus_first()
        provider = self._choice.provider if self._choice else None
        if provider is not None and message.kind not in provider.info.kinds:
            self.toast_requested.emit(self._top.reason(message.kind))

    @Slot()
    def _on_request_requested(self) -> None:
        provider = self._choice.provider if self._choice else None
        if provider is None or self._account is None:
            self.toast_requested.emit(self.tr("A request needs an account."))
            return
        message, person = self._view.message_body.message(), self._stepping.person()
        sheet = RequestSheet(provider, self._account, message, person, self.window())
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    # -- sending -------------------------------------------------------------------------------

    @Slot(object)
    def _on_started(self, run: CampaignRun) -> None:
        self._view.show_trouble("", None)
        self.campaign_started.emit(run)

    @Slot(object)
    def _on_refused(self, problem: SmsdeskError) -> None:
        errors = field_errors(problem, self._view.message_body.message())
        self._view.message_body.show_errors(errors)
        if "" in errors:
            self._view.show_trouble(self.tr("Nothing was sent"), problem)
        if self._choice is not None:
            self._choice.refresh()  # it may be the account that is another one by now

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        self._view.set_read_only(busy)
        self._top.set_read_only(busy)
        self._keys.set_read_only(busy)
        self.setAcceptDrops(not busy)
        if not busy:
            asked, self._asked = self._asked, []
            for argument in asked:
                self.receive(argument)

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the room."""
        super().resizeEvent(event)
        self._view.adapt()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the preview drawer."""
        if event.key() == Qt.Key.Key_Escape and self._view.has_drawer:
            self._view.toggle_drawer()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._listing.read(path, show=True)
