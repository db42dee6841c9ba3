"""Codes: any code of any provider in words, found by number or by a word in either language."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.core.codebook import CodeClass, CodeEntry
from smsdesk.gui import words
from smsdesk.gui.codes.code_list import CodeItem, CodesModel, CodesView
from smsdesk.gui.codes.numbers import RehearsalNumbers
from smsdesk.gui.drawer_host import DrawerHost
from smsdesk.gui.page import Page
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.input import SearchInput
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.text import Label
from smsdesk.services.desk import Desk

_BESIDE_FROM: Final = 1060  # px of the page below which the numbers lie over the cards


class CodesPage(Page):
    """Search on top, one card per code below; the sandbox's numbers at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._provider = ""  # id of the provider shown alone, "" for all
        self._chip_ids = [""]  # provider of each chip, the first for all
        self._setup_ui()
        self._connect()
        self._search_now()

    # -- Page ----------------------------------------------------------------------------------

    def title(self) -> str:
        """Name of the page."""
        return self.tr("Codes")

    def top_bar(self) -> QWidget:
        """Name and purpose."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """Services are ready: the books can be read."""
        self._desk = desk
        for provider in desk.providers.values():
            self._chip_ids.append(provider.info.id)
            self._chips.add(Chip(count=0, word=provider.info.title, count_last=True))
        self.numbers.show_numbers(desk)
        self._fit()
        self._search_now()

    def receive(self, argument: object) -> None:
        """Look up a code or a word; `Mode.REHEARSAL` shows the numbers for rehearsals."""
        if argument is Mode.REHEARSAL:
            self._reveal_numbers()
        else:
            self.search.setText(str(argument))

    def shown(self) -> None:
        """Ready to type."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._top = TopBar()
        self._top.row.addWidget(Label(self.title(), "page"))
        self._top.row.addWidget(
            Label(self.tr("What every reply means, and what to do next"), tone="text-3", elide=True)
        )
        self._top.row.addStretch()
        self.show_numbers = Button(self.tr("Numbers for rehearsals"), "ghost", icon="loop")
        self.show_numbers.setObjectName("rehearsal_numbers")
        self.show_numbers.hide()
        self._top.row.addWidget(self.show_numbers)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, 20, 12, 0)
        column.setSpacing(12)
        self.search = SearchInput(self.tr("A code, or a word in English or Chinese"))
        self.search.setFixedHeight(44)
        self.search.setAccessibleName(self.tr("Search codes"))
        self.search.setObjectName("search_codes")
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 12, 0)
        top.addWidget(self.search)
        column.addLayout(top)
        self._chips = ChipRow(self.tr("Providers"))
        self._chips.add(Chip(count=0, word=self.tr("All"), count_last=True))
        column.addWidget(self._chips)
        self._model = CodesModel(self)
        self.view = CodesView()
        self.view.setModel(self._model)
        self.view.setAccessibleName(self.tr("Codes found"))
        self.view.setObjectName("codes")
        self.view.cards.pauses_words = self.tr("pauses the whole campaign")
        self._nothing = EmptyState("", "", icon="search")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        column.addWidget(self._stack, 1)
        self.numbers = RehearsalNumbers()
        outer.addWidget(DrawerHost(left, self.numbers, _BESIDE_FROM))
        self.setTabOrder(self.search, self._chips)
        self.setTabOrder(self._chips, self.view)

    def _connect(self) -> None:
        # rest a moment before laying out cards, so that typing never waits for them
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(40)
        self._rest.timeout.connect(self._search_now)
        self.search.textChanged.connect(self._rest.start)
        self.search.returnPressed.connect(self._on_search_return_pressed)
        self._chips.chosen.connect(self._on_chips_chosen)
        self.show_numbers.clicked.connect(self._on_show_numbers_clicked)
        self.numbers.closed.connect(self._on_numbers_closed)
        self.numbers.copied.connect(self._on_numbers_copied)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find_activated)

    # -- numbers for rehearsals ----------------------------------------------------------------

    def _fit(self) -> None:
        """Beside the cards the numbers stand open; where they would cover them, on demand."""
        self._show_numbers(self.width() >= _BESIDE_FROM)

    def _show_numbers(self, shown: bool) -> None:
        shown = shown and self.numbers.has_any
        self.numbers.setVisible(shown)
        self.show_numbers.setVisible(self.numbers.has_any and not shown)

    def _reveal_numbers(self) -> None:
        self._show_numbers(True)
        self.numbers.reveal()

    def _on_show_numbers_clicked(self) -> None:
        self._reveal_numbers()
        self.numbers.focus_close()

    def _on_numbers_closed(self) -> None:
        self._show_numbers(False)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_numbers_copied(self, text: str) -> None:
        self.toast_requested.emit(self.tr("{text} copied").format(text=text))

    # -- searching -----------------------------------------------------------------------------

    def _search_now(self) -> None:
        query = self.search.text().strip()
        found = self._found(query)
        self._show_chips(found)
        items = [item for item in found if self._provider in ("", item.provider)]
        self.view.cards.query = query
        self.view.cards.forget()
        self._model.set_items(items)
        if items:
            self.view.setCurrentIndex(self._model.index(0))
            self._stack.setCurrentWidget(self.view)
        else:
            self._nothing.set_text(
                self.tr("No code says that"),
                self.tr("Try a number as the provider gave it, or one word of its meaning."),
            )
            self._stack.setCurrentWidget(self._nothing)
        self._say_count(found)

    def _found(self, query: str) -> list[CodeItem]:
        if self._desk is None:
            return []
        found = []
        for provider in self._desk.providers.values():
            info, book = provider.info, provider.codes
            entries: Sequence[CodeEntry] = book.find(query) if query else book.entries
            own = self._desk.explain(info.id, query) if query and not entries else None
            if own is not None and own.cls is CodeClass.TRANSPORT:
                entries = [own]  # not the provider's: what happened on the way to it
            found += [CodeItem(info.id, info.title, info.tile, entry) for entry in entries]
        return found

    def _show_chips(self, found: Sequence[CodeItem]) -> None:
        shown = [item.provider for item in found]
        for chip, provider_id in zip(self._chips.chips, self._chip_ids, strict=True):
            count = shown.count(provider_id) if provider_id else len(found)
            chip.set_count(count)
            chip.setVisible(not provider_id or count > 0)
        if self._provider and self._provider not in shown:
            self._provider = ""
        self._chips.relayout()
        self._chips.set_current(self._chip_ids.index(self._provider))

    def _say_count(self, found: Sequence[CodeItem]) -> None:
        count = len(found)
        text = self.tr("1 code") if count == 1 else self.tr("{count} codes")
        self.search.set_suffix(text.format(count=words.number(count)))

    def _on_chips_chosen(self, place: int) -> None:
        self._provider = self._chip_ids[place]
        self._search_now()

    def _on_search_return_pressed(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_find_activated(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers give way first."""
        super().resizeEvent(event)
        roomy = self.width() >= _BESIDE_FROM
        if roomy != (event.oldSize().width() >= _BESIDE_FROM):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the search goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
