"""Codes: any code of any provider in words, found by number or by a word in either language."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.core.code_words import same_words
from smsdesk.gui import words
from smsdesk.gui.codes.body import BESIDE_FROM, CodesBody
from smsdesk.gui.codes.code_card import CodeItem
from smsdesk.gui.codes.code_list import CodesModel, CodesView
from smsdesk.gui.codes.numbers import RehearsalNumbers
from smsdesk.gui.codes.receipt_pane import ReceiptPane
from smsdesk.gui.drawer_host import DrawerHost
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.page import Page
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.input import SearchInput
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.tab_order import insert_before
from smsdesk.gui.tiles import tile_tones
from smsdesk.services.code_search import WIRE, CodeSearch, FoundCode, marks
from smsdesk.services.desk import Desk

_OVER: Final = 1 << 24  # px no window has: the numbers lie over the rest at any width


class CodesPage(Page):
    """Search on top, one card per code below; the receipt reader at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search: CodeSearch | None = None
        self._provider: str | None = None  # the one shown alone, None for all
        self._chip_ids: list[str | None] = [None]  # provider of each chip, the first for all
        self._looks: dict[str, tuple[str, str, str]] = {}  # title, tile and its tone
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
        self._search = CodeSearch(desk.providers, desk.wire_codes, desk.explain)
        tones = tile_tones(desk.providers)
        for provider in desk.providers.values():
            info = provider.info
            self._looks[info.id] = (info.title, info.tile, tones[info.id])
        self._looks[WIRE] = (self.tr("Any provider"), "", "wait")
        for name, (title, _tile, _tone) in self._looks.items():
            self._chip_ids.append(name)
            self._chips.add(Chip(count=0, word=title, count_last=True))
        insert_before(self.view, self._chips.chips)
        self.numbers.show_numbers(desk)
        self.show_numbers.setVisible(self.numbers.has_any)
        self.reader.attach(desk)
        self._search_now()

    def receive(self, argument: object) -> None:
        """Look up a code or a word; `Mode.REHEARSAL` shows the numbers for rehearsals."""
        if argument is Mode.REHEARSAL:
            self._show_numbers(True)
        else:
            self._provider = None
            self.search.setText(str(argument))

    def shown(self) -> None:
        """Ready to type."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    async def aclose(self) -> None:
        """The window closes: end the page's tasks."""
        await self.reader.aclose()

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
        self.show_reader = Button(self.tr("Read a receipt"), icon="file")
        self.show_reader.setObjectName("show_receipt_reader")
        self.show_reader.hide()
        self._top.row.addWidget(self.show_reader)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, 20, 12, 0)
        column.setSpacing(12)
        self.search = SearchInput(self.tr("A code, or a word in English or Chinese"), 44)
        self.search.setAccessibleName(self.tr("Search codes"))
        self.search.setObjectName("search_codes")
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 12, 0)
        top.addWidget(self.search)
        column.addLayout(top)
        self._chips = ChipRow(self.tr("Providers"))
        self._chips.add(Chip(count=0, word=self.tr("All"), count_last=True))
        self._same = Label("", "small", "text-3", elide=True)
        self._same.setContentsMargins(0, 0, 12, 0)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self._chips, 1)
        filters.addWidget(self._same)
        column.addLayout(filters)
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
        self._keys = self._foot()
        column.addWidget(self._keys)
        self.numbers = RehearsalNumbers()
        self.reader = ReceiptPane()
        self._body = CodesBody(left, self.reader)
        outer.addWidget(DrawerHost(self._body, self.numbers, wanted=_OVER, least=_OVER))

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(36)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 12, 8)
        said = self.tr("Enter shows where a code is documented. Ctrl+C copies its card.")
        row.addWidget(IconLabel("info", "text-3", said, style="small", size=14))
        return foot

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search_now)
        self.search.returnPressed.connect(self._on_search_return_pressed)
        self._chips.chosen.connect(self._on_chips_chosen)
        self.show_numbers.clicked.connect(self._on_show_numbers_clicked)
        self.numbers.closed.connect(self._on_numbers_closed)
        self.numbers.copied.connect(self._on_numbers_copied)
        self.show_reader.clicked.connect(self._on_show_reader_clicked)
        self.reader.closed.connect(self._on_reader_closed)
        self.reader.place_requested.connect(self._on_reader_place_requested)
        self.reader.code_requested.connect(self._on_reader_code_requested)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find_activated)

    # -- the panes at the right ----------------------------------------------------------------

    def _show_numbers(self, shown: bool) -> None:
        if shown and self.numbers.has_any:
            self.numbers.reveal()
        else:
            self.numbers.conceal()

    def _on_show_numbers_clicked(self) -> None:
        self._show_numbers(self.numbers.isHidden())
        if self.numbers.isVisible():
            self.numbers.focus_close()

    def _on_numbers_closed(self) -> None:
        self._show_numbers(False)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_numbers_copied(self, text: str) -> None:
        self.toast_requested.emit(self.tr("{text} copied").format(text=text))

    def _on_show_reader_clicked(self) -> None:
        self._show_numbers(False)
        self._body.ask_reader(True)
        self.reader.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reader_closed(self) -> None:
        self._body.ask_reader(False)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reader_place_requested(self, place: object) -> None:
        self.page_requested.emit("results", place)

    def _on_reader_code_requested(self, code: str) -> None:
        self.search.setText(code)
        if not self._body.roomy:
            self._on_reader_closed()

    # -- searching -----------------------------------------------------------------------------

    def _search_now(self) -> None:
        query = self.search.text().strip()
        found = self._search.find(query) if self._search is not None else ()
        self._show_chips(found)
        items = [self._item(one) for one in found if self._provider in (None, one.provider)]
        self.view.cards.marks = marks(query)
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
        self._keys.setVisible(bool(items))
        self._say_count(found)
        self._say_same(query)

    def _item(self, found: FoundCode) -> CodeItem:
        return CodeItem(found.provider, *self._looks[found.provider], found.entry)

    def _show_chips(self, found: Sequence[FoundCode]) -> None:
        counts = Counter(one.provider for one in found)
        for chip, provider_id in zip(self._chips.chips, self._chip_ids, strict=True):
            count = len(found) if provider_id is None else counts[provider_id]
            chip.set_count(count)
            chip.setVisible(provider_id is None or count > 0)
        if self._provider is not None and not counts[self._provider]:
            self._provider = None
        self._chips.relayout()
        self._chips.set_current(self._chip_ids.index(self._provider))

    def _say_count(self, found: Sequence[FoundCode]) -> None:
        count, whose = len(found), len({one.provider for one in found} - {WIRE})
        codes = self.tr("1 code") if count == 1 else self.tr("{count} codes")
        said = codes.format(count=words.number(count))
        if whose > 1:
            said = self.tr("{codes}, {count} providers").format(
                codes=said, count=words.number(whose)
            )
        self.search.set_suffix(said)

    def _say_same(self, query: str) -> None:
        """Say that a word of the other language finds the same."""
        pair = same_words(query)
        said = self.tr("“{en}” and “{zh}” find the same codes")
        self._same.setText(said.format(en=pair.en, zh=pair.zh) if pair else "")
        self._same.setVisible(pair is not None and self._body.roomy)

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
        """Where the reader finds no room beside the cards, a button opens it."""
        super().resizeEvent(event)
        self.show_reader.setVisible(self.width() < BESIDE_FROM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the search goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
