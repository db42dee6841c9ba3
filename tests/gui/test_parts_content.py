"""Sections, tables, bars, phone, drawer, notes, toasts, sheets, countdown."""

import pytest
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.core.recipients import RowState
from smsdesk.gui import assets, motion, tokens, words
from smsdesk.gui.parts.bar import OutcomeBar, widths
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.code_view import CodeView
from smsdesk.gui.parts.drawer import Drawer, KeyValues
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.numbers import NumberRow
from smsdesk.gui.parts.phone_content import Block, SmallLine, TextBubble, ValuesNote, lay_out
from smsdesk.gui.parts.phone_preview import PhonePreview
from smsdesk.gui.parts.section import Section
from smsdesk.gui.parts.sheet import Scrim, Sheet
from smsdesk.gui.parts.surface import Ground, ScrollColumn, TopBar
from smsdesk.gui.parts.table import (
    CELL_ROLE,
    Cell,
    Column,
    TableCard,
    TableView,
    shared_widths,
    visible_columns,
)
from smsdesk.gui.parts.text import Label, Link, Paragraph
from smsdesk.gui.parts.timeline import Step, Timeline
from smsdesk.gui.parts.toast import Toaster
from smsdesk.gui.style import apply_theme
from tests.helpers.showing import colours, put


@pytest.fixture(autouse=True)
def _still(qapp: QApplication):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    apply_theme(qapp, "light")
    motion.reduce_motion(True)
    yield
    QLocale.setDefault(before)
    motion.reduce_motion(False)


@pytest.fixture
def window(qtbot) -> QWidget:
    window = Ground("canvas")
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(900, 640)
    window.show()
    return window


# -- sections ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_section_folds_by_keyboard(qtbot, window, key: Qt.Key) -> None:
    section = Section(3, "Message")
    section.set_body(Paragraph("Body"))
    put(window, section)
    assert not section.is_expanded()
    with qtbot.waitSignal(section.toggled) as toggled:
        qtbot.keyClick(section.header(), key)
    assert toggled.args == [True]
    assert section.is_expanded()
    qtbot.keyClick(section.header(), key)
    assert not section.is_expanded()


def test_a_section_speaks_its_result(window) -> None:
    section = Section(2, "Columns")
    section.set_hint("We guess which column is the phone number")
    assert section.header().accessibleName() == "2 Columns"
    assert section.header().accessibleDescription().startswith("We guess")
    section.set_result(
        [[("phone ←", "text-2"), ("Mobile", "text")], ("9 need attention", "warn", "tri")]
    )
    assert section.header().accessibleDescription() == "phone ← Mobile, 9 need attention"


def test_a_locked_section_folds_and_cannot_be_opened(qtbot, window) -> None:
    section = Section(4, "Review")
    section.set_body(Label("Body"))
    put(window, section)
    section.expand(animate=False)
    section.set_state("locked")
    assert not section.is_expanded()
    qtbot.mouseClick(section.header(), Qt.MouseButton.LeftButton)
    assert not section.is_expanded()


def test_a_section_without_a_body_asks_for_a_change(qtbot, window) -> None:
    section = Section(1, "Recipients")
    put(window, section)
    with qtbot.waitSignal(section.change_requested):
        qtbot.mouseClick(section.header(), Qt.MouseButton.LeftButton)
    section.set_change_visible(True)
    with qtbot.waitSignal(section.change_requested):
        section.findChild(Button).click()


def test_folding_glides_unless_motion_is_reduced(qtbot, window) -> None:
    motion.reduce_motion(False)
    section = Section(3, "Message")
    body = Paragraph("Body")
    body.setMinimumHeight(200)
    section.set_body(body)
    put(window, section)
    section.expand()
    qtbot.waitUntil(lambda: section.height() >= 248)
    assert body.isVisible()


@pytest.mark.parametrize("state", ["todo", "now", "done", "look", "locked"])
def test_every_state_of_a_section_paints(window, state: str) -> None:
    section = Section(1, "Recipients")
    section.set_state(state)
    put(window, section)
    grounds = {
        "now": tokens.LIGHT.accent, "done": tokens.LIGHT.ok_soft, "look": tokens.LIGHT.warn_soft,
    }  # fmt: skip
    painted = colours(section)
    for name, ground in grounds.items():
        assert (ground in painted) == (name == state)
    assert section.height() >= 48


# -- bars and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "total"),
    [((598, 4, 2), 982), ((982, 0, 0), 982), ((1, 1, 1), 1_000_000), ((0, 0, 0), 5), ((), 0)],
)
def test_no_slice_is_lost_and_none_takes_too_much(counts: tuple[int, ...], total: int) -> None:
    wide = widths(counts, total, 300.0)
    for count, one in zip(counts, wide, strict=True):
        assert (one >= 3.0) if count else (one == 0.0)
    assert sum(wide) <= max(300.0 * min(1.0, sum(counts) / total if total else 0), 9.0) + 1e-6


def test_the_bar_paints_every_family(window) -> None:
    bar = OutcomeBar()
    put(window, bar)
    bar.set_slices([(598, "ok"), (4, "bad"), (2, "warn")], 982)
    painted = colours(bar)
    light = tokens.LIGHT
    assert {light.ok_fill, light.bad_fill, light.warn_fill, light.wait_soft} <= painted


def test_the_four_numbers_are_spoken(window) -> None:
    row = NumberRow(2)
    row.set(0, "okc", "ok", "Accepted", 1598, "61% of 982")
    row.set(1, "xc", "bad", "Rejected", 4)
    put(window, row)
    assert row.accessibleName() == "Accepted 1,598, Rejected 4"


# -- tables --------------------------------------------------------------------------------------


class People(QAbstractTableModel):
    """Three rows, four columns."""

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 3

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        return ("Row", "Phone", "Status", "Time")[section] if role == 0 else None

    def data(self, index: QModelIndex, role: int = 0) -> object:
        cell = (
            Cell(str(index.row() + 1), right=True),
            Cell("1.38E+10", "warn", ground="warn-soft"),
            Cell("Accepted", "ok", "okc", 500),
            Cell("14:08", tile=("NX", "accent"), second=(("late", "text-3", 400),)),
        )[index.column()]
        if role == CELL_ROLE:
            return cell
        return cell.text if role == 0 else None


COLUMNS = [
    Column("Row", 60, right=True), Column("Phone", 150, stretch=True), Column("Status", 150),
    Column("Time", 100, priority=1),
]  # fmt: skip


@pytest.fixture
def table(window) -> TableView:
    view = TableView()
    view.setModel(People(view))
    view.set_columns(COLUMNS)
    put(window, TableCard(view))
    return view


def test_columns_give_way_by_priority_never_all_at_once() -> None:
    columns = [Column("a", 100), Column("b", 100, priority=2), Column("c", 100, priority=5)]
    assert visible_columns(columns, 300) == [0, 1, 2]
    assert visible_columns(columns, 299) == [0, 1]
    assert visible_columns(columns, 199) == [0]
    assert visible_columns(columns, 10) == [0]


def test_spare_room_goes_to_a_growing_column_first(qapp: QApplication) -> None:
    columns = [Column("a", 100, grows_to=130), Column("b", 100, stretch=True)]
    assert shared_widths(columns, [0, 1], 220) == {0: 120, 1: 100}
    assert shared_widths(columns, [0, 1], 300) == {0: 130, 1: 170}
    assert shared_widths(columns, [1], 300) == {1: 300}


def test_a_table_fills_its_room(table: TableView) -> None:
    used = sum(table.columnWidth(at) for at in range(4) if not table.isColumnHidden(at))
    assert used == table.viewport().width()
    assert table.rowHeight(0) == 32
    assert table.horizontalHeader().height() == 32


def test_a_narrow_table_drops_a_column(window, table: TableView) -> None:
    window.resize(400, 400)
    QApplication.processEvents()
    assert table.isColumnHidden(3)
    assert not table.isColumnHidden(2)


def test_rows_are_chosen_and_opened_by_keyboard(qtbot, table: TableView) -> None:
    with qtbot.waitSignal(table.current_row_changed) as changed:
        table.selectRow(1)
    assert changed.args == [1]
    with qtbot.waitSignal(table.row_activated) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_cells_paint_status_problem_and_selection(table: TableView) -> None:
    table.selectRow(0)
    painted = colours(table)
    light = tokens.LIGHT
    assert {light.ok, light.warn_soft, light.accent_soft, light.accent, light.line} <= painted


def test_the_scroll_bar_lies_over_the_rows(qtbot, window) -> None:
    column = ScrollColumn()
    tall = QWidget()
    tall.setMinimumHeight(2000)
    column.add(tall)
    put(window, column)
    assert column.viewport().width() == column.width()
    bars = [bar for bar in column.findChildren(type(column._bar)) if bar.isVisible()]
    assert bars == [column._bar]
    column._bar.setValue(300)
    assert column.verticalScrollBar().value() == 300
    tall.setMinimumHeight(10)
    qtbot.waitUntil(lambda: not column._bar.isVisible())


# -- phone, drawer, notes ------------------------------------------------------------------------


def test_the_phone_reads_what_is_sent(window) -> None:
    phone = PhonePreview()
    put(window, phone)
    phone.set_empty("Here you will see exactly what each person gets.")
    assert phone.objectName() == "preview"
    assert phone.accessibleDescription().startswith("Here")
    assert phone.text() == ""
    text = "欧阳秀文您好！您的订单 2041 已备好🌷"
    phone.set_content("花漾花店", [TextBubble(text), SmallLine("2 segments", "warn", "tri")], text)
    assert phone.text() == phone.accessibleDescription() == text
    assert {tokens.LIGHT.bubble, tokens.LIGHT.warn} <= colours(phone)


def test_a_phone_may_be_dark_in_a_light_window(window) -> None:
    phone = PhonePreview()
    put(window, phone)
    phone.set_content("Bloom", [TextBubble("Hello")], "Hello")
    phone.set_dark(True)
    painted = colours(phone)
    assert {tokens.DARK.bubble, tokens.DARK.phone_screen} <= painted
    assert tokens.LIGHT.phone_screen not in painted
    assert tokens.theme() is tokens.LIGHT  # only while it was painted
    phone.set_dark(None)
    assert tokens.LIGHT.phone_screen in colours(phone)


def test_what_is_too_high_for_the_phone_scrolls(qtbot, window) -> None:
    phone = PhonePreview()
    put(window, phone)
    phone.set_content("Bloom", [TextBubble("Hello")], "Hello")
    assert phone.focusPolicy() == Qt.FocusPolicy.NoFocus
    rows: list[Block] = [TextBubble("Hello\n" * 20), SmallLine("the end", "bad", "tri")]
    phone.set_content("Bloom", rows, "Hello")
    assert phone.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert tokens.LIGHT.bad not in colours(phone)
    qtbot.keyClick(phone, Qt.Key.Key_End)
    assert tokens.LIGHT.bad in colours(phone)
    qtbot.keyClick(phone, Qt.Key.Key_Home)
    assert tokens.LIGHT.bad not in colours(phone)
    for _ in range(20):
        qtbot.keyClick(phone, Qt.Key.Key_Down)
    assert tokens.LIGHT.bad in colours(phone)
    phone.set_content("Bloom", [TextBubble("Hi")], "Hi")
    assert tokens.LIGHT.bubble in colours(phone)  # a short one begins at the top again


def test_a_long_word_breaks_inside_the_bubble(qapp: QApplication) -> None:
    _layout, used, high = lay_out("https://example.test/" + "a" * 200, 210.0)
    assert used <= 210
    assert high > 20


def test_text_that_runs_to_the_left_keeps_to_the_right(qapp: QApplication) -> None:
    arabic = "مرحبا ليلى، طلبك رقم 2041 جاهز للاستلام اليوم قبل الساعة السابعة"
    layout, used, _high = lay_out(arabic, 150.0)
    ends = [
        layout.lineAt(at).position().x() + layout.lineAt(at).naturalTextWidth()
        for at in range(layout.lineCount())
    ]
    assert len(ends) > 1
    assert ends == pytest.approx([used] * len(ends))
    layout, used, _high = lay_out("Hello there, how are you all today", 100.0)
    assert {layout.lineAt(at).position().x() for at in range(layout.lineCount())} == {0.0}


def test_links_and_codes_stand_out_after_emoji(qapp: QApplication) -> None:
    layout, *_ = lay_out("🌷🌷 https://a.test/x, code 4829", 200.0, strong="4829")
    link, code = layout.formats()
    text = layout.text().encode("utf-16-le")
    spans = [text[2 * f.start : 2 * (f.start + f.length)].decode("utf-16-le") for f in (link, code)]
    assert spans == ["https://a.test/x", "4829"]
    assert link.format.fontUnderline()


def test_a_template_note_is_as_high_as_its_values() -> None:
    one = ValuesNote("Template 1", (("name", "李梅"),))
    two = ValuesNote("Template 1", (("name", "李梅"), ("order", "2041 " * 20)))
    assert two.height(236) > one.height(236) + 20


def test_the_drawer_steps_closes_and_stays(qtbot, window) -> None:
    drawer = Drawer()
    drawer.set_title("周晓彤", note="row 603")
    drawer.set_steps(True)
    put(window, drawer)
    names = [button.accessibleName() for button in drawer.findChildren(IconButton)]
    assert names == ["Previous", "Next", "Close"]
    for at, signal in enumerate((drawer.previous_requested, drawer.next_requested, drawer.closed)):
        with qtbot.waitSignal(signal):
            drawer.findChildren(IconButton)[at].click()
    with qtbot.waitSignal(drawer.closed):
        qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    drawer.conceal()
    assert not drawer.is_open()
    drawer.reveal()
    assert drawer.is_open()


def test_values_are_copied_whole(qtbot, window) -> None:
    values = KeyValues()
    values.add("Campaign", "c-20261121-03", mono=True, copy=True)
    put(window, values)
    with qtbot.waitSignal(values.copied) as copied:
        values.findChild(IconButton).click()
    assert copied.args == ["c-20261121-03"]
    assert QGuiApplication.clipboard().text() == "c-20261121-03"
    values.clear()
    QApplication.processEvents()
    assert values.sizeHint().height() == 0


def test_bubble_timeline_and_code_paint(window) -> None:
    bubble = Bubble("Hi 周晓彤")
    steps = Timeline()
    steps.set_steps([Step("send", "ok", "Request sent", "214 bytes", "14:08:06.311")])
    code = CodeView("POST /api", "Request")
    put(window, bubble, steps, code)
    assert bubble.accessibleName() == "Hi 周晓彤"
    assert "Request sent" in steps.accessibleName()
    assert tokens.LIGHT.code_bg in colours(code)
    code.set_text("GET /")
    assert code.toPlainText() == "GET /"


def test_a_note_says_one_thing_and_offers_one_action(qtbot, window) -> None:
    note = Note("bad", "The journal cannot be opened", "It is damaged.", action="Show it")
    put(window, note)
    assert note.accessibleName() == "The journal cannot be opened"
    assert note.accessibleDescription() == "It is damaged."
    with qtbot.waitSignal(note.action_clicked):
        note.findChild(Button).click()
    note.set_action("")
    assert not note.findChild(Button).isVisible()
    note.set_tone("ok")
    assert tokens.LIGHT.ok_soft in colours(note)


def test_an_empty_state_wraps_its_sentence(window) -> None:
    empty = EmptyState("No campaigns yet", "word " * 60, "history")
    empty.add_action(Button("Write one", "primary"))
    put(window, empty)
    sentence = empty.findChild(Paragraph)
    assert sentence.height() == sentence.heightForWidth(380)


def test_the_top_bar_warns_of_a_rehearsal(window) -> None:
    bar = TopBar()
    put(window, bar)
    assert tokens.LIGHT.viber_fill not in colours(bar)
    bar.set_rehearsal(True)
    assert tokens.LIGHT.viber_fill in colours(bar)


# -- over the window -----------------------------------------------------------------------------


def test_a_toast_says_one_line_with_one_action(qtbot, window) -> None:
    toaster = Toaster(window)
    pressed = []
    toaster.say("Copied", "Undo", lambda: pressed.append(True))
    assert toaster.text() == "Copied"
    assert toaster.geometry().center().x() == pytest.approx(window.width() / 2, abs=1)
    window.resize(700, 500)
    assert toaster.geometry().center().x() == pytest.approx(350, abs=1)
    qtbot.mouseClick(toaster.findChild(Link), Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert toaster.text() == ""


def test_a_toast_goes_by_itself(qtbot, window) -> None:
    toaster = Toaster(window)
    toaster.say("Copied")
    toaster._timer.setInterval(1)
    toaster._timer.start()
    qtbot.waitUntil(lambda: toaster.text() == "")


def test_a_sheet_opens_over_a_scrim_and_esc_rejects(qtbot, window) -> None:
    sheet = Sheet(window, "Send 982 messages?")
    sheet.set_subtitle("Real people get a text.")
    sheet.add_button(Button("Cancel", size="large"))
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    assert window.findChild(Scrim).isVisible()
    assert window.findChild(Scrim).size() == window.size()
    with qtbot.waitSignal(sheet.finished) as finished:
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert finished.args == [0]
    assert not window.findChild(Scrim).isVisible()


def test_a_sheet_keeps_focus_and_shortcuts_to_itself(qtbot, window) -> None:
    behind = Button("Behind")
    put(window, behind)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    fired = []
    QShortcut(QKeySequence("Ctrl+2"), window).activated.connect(lambda: fired.append(True))
    behind.setFocus()
    sheet = Sheet(window, "Send?")
    cancel, send = Button("Cancel"), Button("Send", "primary")
    sheet.add_button(cancel)
    sheet.add_button(send)
    sheet.open()
    assert cancel.hasFocus()
    for expected in (send, cancel, send):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert expected.hasFocus()
    qtbot.keyClick(send, Qt.Key.Key_Backtab)
    assert cancel.hasFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert fired == []
    sheet.reject()
    assert behind.hasFocus()
    qtbot.keyClick(behind, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert fired == [True]


def test_a_sheet_gives_the_focus_back_though_a_control_took_it_early(qtbot, window) -> None:
    behind = Button("Behind")
    put(window, Button("First"), behind)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    behind.setFocus()
    sheet = Sheet(window, "Send?")
    cancel = Button("Cancel")
    sheet.add_button(cancel)
    cancel.setFocus()
    sheet.open()
    assert cancel.hasFocus()
    sheet.reject()
    qtbot.waitUntil(behind.hasFocus)


def test_a_sheet_stays_in_the_window(qtbot, window) -> None:
    sheet = Sheet(window, "Send?")
    sheet.set_subtitle("word " * 80)
    sheet.open()
    assert sheet.geometry().top() == 112
    window.resize(700, 300)
    assert window.rect().contains(sheet.geometry())
    assert window.findChild(Scrim).size() == window.size()


# -- words ---------------------------------------------------------------------------------------


def test_every_state_has_an_icon_a_tone_and_a_word() -> None:
    looks = [words.status_look(status) for status in Status]
    looks += [words.row_look(state) for state in RowState]
    looks += [words.campaign_look(state) for state in CampaignState]
    looks += [words.mode_look(mode) for mode in Mode]
    for look in looks:
        assert look.word
        assert hasattr(tokens.LIGHT, look.tone.replace("-", "_"))
        assert look.icon == "dot" or assets.path(f"icons/{look.icon}.svg").is_file()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (9.4, "9 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
        (-3, "0 s"),
    ],
)
def test_durations_in_words(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said
