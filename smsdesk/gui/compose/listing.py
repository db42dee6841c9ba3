"""The list of Compose: bringing it in, correcting it, and the page that shows all of it."""

from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from smsdesk.core.csvimport import Table
from smsdesk.gui.compose.accounts import AccountChoice
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.importing import Importing
from smsdesk.gui.compose.merge_fields import message_fields
from smsdesk.gui.compose.showing import Showing
from smsdesk.gui.compose.top import ComposeTop
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.loop import Task, TaskSet
from smsdesk.gui.recipients.imported import Choices, Imported
from smsdesk.gui.recipients.page import RecipientsPage


class Listing(QObject):
    """Reads what somebody brings, and goes to the page of the list and back.

    choice: knows and keeps the region of the settings, None until the services are ready.
    imported: what was read last.
    """

    def __init__(
        self,
        view: ComposeView,
        top: ComposeTop,
        stack: QStackedLayout,
        showing: Showing,
        audience: Audience,
        tasks: TaskSet,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._view, self._top, self._stack = view, top, stack
        self._showing, self._audience = showing, audience
        self.page = RecipientsPage()
        stack.addWidget(self.page)
        self.choice: AccountChoice | None = None
        self.imported: Imported | None = None
        self._arriving = False  # its people are not known yet
        self._importing = Importing(tasks, host)
        self._importing.imported.connect(self._on_imported)
        self._importing.failed.connect(self._on_import_failed)
        self._correction = QTimer(self)  # lets the table show its row first
        self._correction.setSingleShot(True)
        self._correction.timeout.connect(audience.judge_again)
        self.page.corrected.connect(self._correction.start)
        self.page.reread_requested.connect(self._on_reread_requested)
        self.page.other_file_requested.connect(self.ask_for_file)
        self.page.numbers_pasted.connect(self._on_numbers_entered)
        self.page.done.connect(self.close)
        self.page.field_column_chosen.connect(view.message_body.rename_field)
        view.message_body.changed.connect(self._on_message_changed)
        view.recipients.change_requested.connect(self.open)
        view.recipients_body.import_requested.connect(self.ask_for_file)
        view.recipients_body.numbers_entered.connect(self._on_numbers_entered)
        view.recipients_body.list_requested.connect(self.open)
        view.columns_body.phone_column_chosen.connect(self.page.reading.choose_phone_column)
        view.columns_body.field_column_chosen.connect(view.message_body.rename_field)
        top.back_requested.connect(self.close)
        audience.changed.connect(self._on_audience_changed)

    @property
    def is_open(self) -> bool:
        """Whether the page of the list is in sight."""
        return self._stack.currentWidget() is self.page

    # -- bringing it ---------------------------------------------------------------------------

    @Slot()
    def ask_for_file(self) -> None:
        """Open the system's file dialog."""
        self._importing.ask_for_file(self._region())

    def read(self, path: Path, region: str | None = None, *, show: bool = False) -> None:
        """Read a file. region: None for the one of the settings. show: go to the list then."""
        self._importing.read(Choices(path, region=region or self._region()), show)

    def take(self, table: Table, phone_column: int) -> Task:
        """Take rows that are there already."""
        choices = Choices(table=table, phone_column=phone_column, region=self._region())
        return self._importing.read(choices, show=False)

    def free_spent(self) -> None:
        """Let go of earlier lists, once nothing looks at them any more."""
        self._importing.free_spent()

    def _region(self) -> str | None:
        chosen = self.choice.region if self.choice else ""
        return chosen or QLocale.territoryToCode(QLocale.system().territory()) or None

    @Slot(str)
    def _on_numbers_entered(self, text: str) -> None:
        self._importing.read(Choices(pasted=text, region=self._region()), show=False)

    @Slot(object)
    def _on_reread_requested(self, choices: Choices) -> None:
        before = self.imported.choices.region if self.imported else None
        if self.choice is not None and choices.region != before:
            self.choice.remember(region=choices.region or "")
            self.choice.region = choices.region or ""
        self._importing.read(choices, show=self.is_open)

    @Slot(object, bool)
    def _on_imported(self, imported: Imported, show: bool) -> None:
        self.imported, view, recipients = imported, self._view, imported.recipients
        view.recipients_body.show_trouble("", "")
        if imported.choices.pasted:
            view.recipients_body.clear_numbers()
        view.recipients_body.show_rows(len(recipients))
        view.show_trouble("", None)
        view.message_body.set_columns(recipients.header, recipients.phone_column)
        self._showing.with_phone = imported.found_phone
        self._audience.set_list(recipients)
        self.page.show_import(imported, message_fields(view.message_body.message()))
        self._arriving = not show
        if show:
            self.open()

    @Slot(str, str)
    def _on_import_failed(self, name: str, sentence: str) -> None:
        heading = self.tr("{name} cannot be used").replace("{name}", name)
        if self.is_open:
            self.page.show_trouble(heading, sentence)
            return
        self._view.recipients_body.show_trouble(heading, sentence)
        self._view.recipients.expand(True, animate=False)
        self._view.column.verticalScrollBar().setValue(0)

    @Slot()
    def _on_audience_changed(self) -> None:
        self.page.show_reach(self._audience.recipients)
        if self._arriving:
            self._arriving = False
            self._showing.open_next()

    # -- its page ------------------------------------------------------------------------------

    @Slot()
    def open(self) -> None:
        """Go to the list, or to where one is brought."""
        if self.imported is None:
            self._view.recipients.expand(True)
            return
        self.page.show_trouble("", "")
        self._show_fields()
        self._stack.setCurrentWidget(self.page)
        self._top.setCurrentIndex(1)
        self.page.table.setFocus()

    @Slot()
    def _on_message_changed(self) -> None:
        if self.is_open:
            self._show_fields()

    def _show_fields(self) -> None:
        """Let the page say which columns the message of now takes values from."""
        self.page.show_fields(message_fields(self._view.message_body.message()))
        self.page.show_reach(self._audience.recipients)

    @Slot()
    def show_problems(self) -> None:
        """Go to the rows of the list that need a person."""
        self.open()
        self.page.show_problems()

    @Slot()
    def close(self) -> None:
        """Go back to composing."""
        self._stack.setCurrentWidget(self._view)
        self._top.setCurrentIndex(0)
        self._showing.open_next()
