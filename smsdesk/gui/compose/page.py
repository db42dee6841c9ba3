"""Compose: four sections from the list to the checks, a live preview, and Send."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.listcount import ListCount
from smsdesk.core.message import Message
from smsdesk.gui import assets
from smsdesk.gui.compose.accounts import AccountChoice
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.departing import Departing
from smsdesk.gui.compose.documents import Documents
from smsdesk.gui.compose.importing import Importing, dropped_file
from smsdesk.gui.compose.kinds import KindChoice
from smsdesk.gui.compose.looking import Looking, Question
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.media_review import MediaReview
from smsdesk.gui.compose.merge_fields import message_fields
from smsdesk.gui.compose.message_words import is_written
from smsdesk.gui.compose.rehearsal import Rehearsal
from smsdesk.gui.compose.seeing import Seeing
from smsdesk.gui.compose.sending import field_errors
from smsdesk.gui.compose.sheets import Sheets
from smsdesk.gui.compose.showing import show_sections
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.compose.top import ComposeTop
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.keys import Keys
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.recipients.imported import Choices, Imported
from smsdesk.gui.recipients.page import RecipientsPage
from smsdesk.services.desk import Desk
from smsdesk.services.sender import CampaignRun

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
        self._choice: AccountChoice | None = None
        self._imported: Imported | None = None
        self._survey: Survey | None = None
        self._asked: list[object] = []  # by other pages, while nothing may change
        self._tasks = TaskSet(self._on_task_failed)
        self._after_correction = QTimer(self)  # lets the table show its row first
        self._after_correction.setSingleShot(True)
        self._after_correction.timeout.connect(self._on_corrected)
        self._setup_ui()
        self._importing = Importing(self._tasks, self)
        self._documents = Documents(self._view.message_body, self._tasks, self)
        self._sheets = Sheets(self._view.message_body, self)
        self._kinds = KindChoice(self._top, self._view.message_body, self)
        self._media = MediaLooking(self._tasks, self)
        self._media_review = MediaReview(self._media, self._view, self)
        self._rehearsal = Rehearsal(self._view, self._tasks, self)
        self._looking = Looking(self._tasks, self)
        self._stepping = Stepping(self._view.pane, self)
        self._view.message_body.set_looking(self._media, self._stepping.people.render)
        self._view.pane.set_looking(self._media)
        self._audience = Audience(self._stepping.people, self)
        self._seeing = Seeing(self._view, self._stepping, self._audience, self)
        self._departing = Departing(
            self._view, self._looking, self._stepping, self._audience, self._tasks, self
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
        self._looking.attach(desk)
        self._media.attach(desk)
        self._departing.attach(desk)
        self._choice = AccountChoice(desk, self._tasks, self._top)
        self._choice.changed.connect(self._on_account_changed)
        self._choice.existence_changed.connect(self._on_existence_changed)
        self._choice.failed.connect(self._on_accounts_failed)
        self._choice.unsaved.connect(self.toast_requested)
        self._rehearsal.attach(desk, self._choice)
        self._choice.refresh()

    def fail(self) -> None:
        """Nothing can be sent in this run; what is typed stays."""
        self._departing.fail()

    def receive(self, argument: object) -> None:
        """Take a recipient file (Path) or choose an account (its name).

        While a campaign is about to begin nothing changes; it is done after that.
        """
        if self._departing.is_busy:
            self._asked.append(argument)
        elif isinstance(argument, Path):
            self.load_recipients(argument)
        elif isinstance(argument, str) and self._choice is not None:
            self._choice.refresh(argument)

    def shown(self) -> None:
        """Accounts may have changed meanwhile; go on where the work is."""
        if self._choice is not None and not self._departing.is_busy:
            self._choice.refresh()
        if self._stack.currentWidget() is self._list:
            self._list.table.setFocus()
        else:
            self._view.focus_work()

    async def aclose(self) -> None:
        """End what is under way for this page; a campaign goes on without it."""
        self._departing.undo()
        self._looking.end()
        await self._tasks.aclose()
        await self._list.aclose()

    def set_narrow(self, narrow: bool) -> None:
        """The window went under (or over) 1100 wide."""
        self._top.set_narrow(narrow)
        self._view.set_narrow(narrow)

    def load_recipients(self, path: Path | str, region: str | None = None) -> None:
        """Take a recipient file; what cannot be used is said in the Recipients section.

        region: ISO code of the default country, None for the one of the settings.
        """
        self._importing.read(Choices(Path(path), region=region or self._region()), show=False)

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
        self._list = RecipientsPage()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._list)
        self._view.open_only(self._view.recipients, self._view.message)

    def _connect(self) -> None:
        view, top, body = self._view, self._top, self._view.message_body
        top.account_wanted.connect(self.account_wanted)
        top.preview_requested.connect(view.toggle_drawer)
        top.back_requested.connect(self._close_list)
        self._kinds.told.connect(self.toast_requested)
        self._rehearsal.ready.connect(self._on_rehearsal_ready)
        view.first_run.account_requested.connect(self.account_wanted)
        view.recipients.change_requested.connect(self._open_list)
        view.recipients_body.import_requested.connect(self._on_import_requested)
        view.recipients_body.numbers_entered.connect(self._on_numbers_entered)
        view.recipients_body.list_requested.connect(self._open_list)
        view.columns.change_requested.connect(self._open_list)
        view.columns_body.phone_column_chosen.connect(self._list.reading.choose_phone_column)
        view.columns_body.field_column_chosen.connect(body.rename_field)
        view.message.toggled.connect(self._show_sections)
        body.changed.connect(self._changed)
        body.request_requested.connect(self._on_request_requested)
        self._documents.opened.connect(self._kinds.show_message)
        self._documents.told.connect(self.toast_requested)
        self._documents.trouble_changed.connect(view.show_trouble)
        self._seeing.problems_requested.connect(self._on_problems_requested)
        self._audience.changed.connect(self._new_list)
        self._departing.started.connect(self._on_started)
        self._departing.refused.connect(self._on_refused)
        self._departing.busy_changed.connect(self._on_busy_changed)
        self._departing.told.connect(self.toast_requested)
        self._list.reread_requested.connect(self._on_reread_requested)
        self._list.field_column_chosen.connect(body.rename_field)
        self._list.corrected.connect(self._after_correction.start)
        self._list.other_file_requested.connect(self._on_import_requested)
        self._list.numbers_pasted.connect(self._on_numbers_entered)
        self._list.done.connect(self._close_list)
        self._stepping.moved.connect(body.show_person)
        self._importing.imported.connect(self._on_imported)
        self._importing.failed.connect(self._on_import_failed)
        self._looking.counted.connect(self._on_counted)
        self._looking.surveyed.connect(self._on_surveyed)
        self._media_review.changed.connect(self._show_survey)
        view.pane.channel_removed.connect(body.remove_channel)
        self._keys = Keys(self)
        self._keys.add(QKeySequence.StandardKey.Open, self._on_import_requested)
        self._keys.add(QKeySequence.StandardKey.Save, self._documents.ask_to_save)
        self._keys.add("Ctrl+Shift+O", self._documents.ask_to_open)
        self._keys.add("Ctrl+T", self._departing.test)
        self._keys.add("Ctrl+Return", view.bar.send_requested.emit)
        self._keys.add("Alt+Left", self._stepping.go_back, changes=False)
        self._keys.add("Alt+Right", self._stepping.go_on, changes=False)

    # -- account -------------------------------------------------------------------------------

    @property
    def _account(self) -> Account | None:
        return self._choice.current if self._choice else None

    @Slot()
    def _on_account_changed(self) -> None:
        provider = self._choice.provider if self._choice else None
        self._kinds.use(provider.info if provider else None)
        rehearsal = self._account is not None and self._account.mode is Mode.REHEARSAL
        self._top.set_rehearsal(rehearsal)
        self._media.set_rehearsal(rehearsal)
        self._audience.set_account(self._account)
        self._list.show_reach(self._audience.recipients)
        self._changed()

    @Slot(object)
    def _on_accounts_failed(self, problem: SmsdeskError) -> None:
        self._view.show_trouble(self.tr("The accounts cannot be read"), problem)

    @Slot(bool)
    def _on_existence_changed(self, there: bool) -> None:
        self._view.lock(not there)
        self._departing.set_ready()
        self._open_next()
        self._show_sections()

    @Slot()
    def _on_rehearsal_ready(self) -> None:
        self.load_recipients(assets.path(_SAMPLE), region=_SAMPLE_REGION)
        if not self._view.message_body.text_form.editor.text():
            self.set_text(
                self.tr("Hi {name}, order {order} is ready: collect it by {due_date} at {shop}.")
            )

    # -- recipients ----------------------------------------------------------------------------

    def _region(self) -> str | None:
        chosen = self._choice.region if self._choice else ""
        return chosen or QLocale.territoryToCode(QLocale.system().territory()) or None

    @Slot()
    def _on_import_requested(self) -> None:
        self._importing.ask_for_file(self._region())

    @Slot(str)
    def _on_numbers_entered(self, text: str) -> None:
        self._importing.read(Choices(pasted=text, region=self._region()), show=False)

    @Slot(object)
    def _on_reread_requested(self, choices: Choices) -> None:
        before = self._imported.choices.region if self._imported else None
        if self._choice is not None and choices.region != before:
            self._choice.remember(region=choices.region or "")
            self._choice.region = choices.region or ""
        self._importing.read(choices, show=self._stack.currentWidget() is self._list)

    @Slot(object, bool)
    def _on_imported(self, imported: Imported, show: bool) -> None:
        self._imported = imported
        self._view.recipients_body.show_trouble("", "")
        self._view.recipients_body.clear_numbers()
        self._view.recipients_body.show_rows(len(imported.recipients))
        self._view.show_trouble("", None)
        recipients = imported.recipients
        self._view.message_body.set_columns(recipients.header, recipients.phone_column)
        self._audience.set_list(recipients)
        self._list.show_import(imported, self._fields())
        self._new_list()
        if show:
            self._open_list()
        else:
            self._open_next()

    @Slot(str, str)
    def _on_import_failed(self, name: str, sentence: str) -> None:
        heading = self.tr("{name} cannot be used").replace("{name}", name)
        if self._stack.currentWidget() is self._list:
            self._list.show_trouble(heading, sentence)
            return
        self._view.recipients_body.show_trouble(heading, sentence)
        self._view.recipients.expand(True, animate=False)
        self._view.column.verticalScrollBar().setValue(0)

    @Slot()
    def _on_corrected(self) -> None:
        self._audience.judge_again()
        self._new_list()

    @Slot()
    def _new_list(self) -> None:
        self._list.show_reach(self._audience.recipients)
        self._looking.forget_list()
        self._departing.forget_sent()
        self._changed()

    @Slot()
    def _open_list(self) -> None:
        if self._imported is None:
            self._view.recipients.expand(True)
            return
        self._list.show_trouble("", "")
        self._stack.setCurrentWidget(self._list)
        self._top.setCurrentIndex(1)
        self._list.table.setFocus()

    @Slot()
    def _close_list(self) -> None:
        self._stack.setCurrentWidget(self._view)
        self._top.setCurrentIndex(0)
        self._open_next()

    def _open_next(self) -> None:
        """Fold what is done, open what comes next."""
        view = self._view
        if self._choice is not None and self._choice.is_loaded and not self._choice.has_any:
            view.open_only()
        elif not len(self._stepping.people):
            view.open_only(view.recipients, view.message)
        else:
            view.open_only(view.message, view.review)
            view.focus_work()

    # -- message -------------------------------------------------------------------------------

    def _message(self) -> Message:
        return self._view.message_body.message()

    def _fields(self) -> list[str]:
        return message_fields(self._message())

    @Slot()
    def _on_request_requested(self) -> None:
        provider = self._choice.provider if self._choice else None
        if provider is None or self._account is None:
            self.toast_requested.emit(self.tr("A request needs an account."))
            return
        person = self._stepping.person()
        self._sheets.show_request(provider, self._account, self._message(), person)

    # -- what is said --------------------------------------------------------------------------

    @Slot()
    def _changed(self) -> None:
        """Say at once what can be said at once, and have the whole list looked at."""
        provider = self._choice.provider if self._choice else None
        message = self._message()
        self._stepping.set_message(message, self._account, provider)
        self._show_sections()
        question = Question(message, self._audience.recipients, provider, self._account)
        self._departing.set_question(question)
        self._looking.ask(question)

    @Slot()
    def _show_sections(self) -> None:
        first_run = self._choice is not None and self._choice.is_loaded and not self._choice.has_any
        people = len(self._stepping.people)
        message = self._message()
        recipients = self._audience.recipients
        show_sections(
            self._view, self._imported, recipients, people, message, self._survey, first_run
        )

    @Slot(object, int)
    def _on_counted(self, counted: ListCount, billed: int) -> None:
        self._stepping.set_counted(counted)
        people = len(self._stepping.people)
        self._view.message_body.counter.show_list(counted.segments, people, billed)

    @Slot(object)
    def _on_surveyed(self, found: Survey) -> None:
        self._importing.free_spent()
        self._seeing.set_found(self._audience.recipients, found)
        body, message = self._view.message_body, self._message()
        problem = found.problem if is_written(message) and len(self._stepping.people) else None
        body.show_errors(field_errors(problem, message) if problem else {})
        body.show_longest(found.longest)
        single = bool(found.plan and found.plan.single_number_fields)
        body.show_single_number(found.plan.requests if found.plan and single else 0)
        self._show_survey(self._media_review.added_to(found))

    @Slot(object)
    def _show_survey(self, found: Survey) -> None:
        self._survey = found
        self._view.review_list.show_checks(found.telling)
        self._show_sections()
        self._departing.set_survey(found)

    # -- looking at some of them ---------------------------------------------------------------

    @Slot()
    def _on_problems_requested(self) -> None:
        self._open_list()
        self._list.show_problems()

    # -- sending -------------------------------------------------------------------------------

    @Slot(object)
    def _on_started(self, run: CampaignRun) -> None:
        self._view.show_trouble("", None)
        self.campaign_started.emit(run)

    @Slot(object)
    def _on_refused(self, problem: SmsdeskError) -> None:
        errors = field_errors(problem, self._message())
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

    def _on_task_failed(self, failure: BaseException) -> None:
        raise failure

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
            self._importing.read(Choices(path, region=self._region()), show=True)
