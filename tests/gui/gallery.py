# ruff: noqa: E501
"""Draws every part in both themes to PNG files, to look at. Not a test.

python -m tests.gui.gallery FOLDER
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smsdesk.core.account import Mode
from smsdesk.core.outcome import Status
from smsdesk.gui.parts.account_picker import AccountPicker, AccountRow
from smsdesk.gui.parts.badge import Badge, ModeBadge, Tile
from smsdesk.gui.parts.bar import OutcomeBar
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.check import OptionCard, Switch, TickBox
from smsdesk.gui.parts.chip import Chip, ChipRow, FieldChip
from smsdesk.gui.parts.code_view import CodeView
from smsdesk.gui.parts.dead_leg import DeadLeg
from smsdesk.gui.parts.drawer import Drawer, KeyValues
from smsdesk.gui.parts.empty import Door, EmptyState
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.parts.input import Input, SearchInput
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.number_input import NumberInput
from smsdesk.gui.parts.numbers import NumberRow
from smsdesk.gui.parts.phone_content import SmallLine, TextBubble
from smsdesk.gui.parts.phone_preview import PhonePreview
from smsdesk.gui.parts.secret import SecretInput
from smsdesk.gui.parts.section import Section
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.surface import Card, Ground, ScrollColumn
from smsdesk.gui.parts.table import CELL_ROLE, Cell, Column, TableCard, TableView
from smsdesk.gui.parts.text import Hairline, Link, Paragraph
from smsdesk.gui.parts.timeline import Step, Timeline
from smsdesk.gui.parts.toast import Toaster
from smsdesk.gui.parts.viber_card import FileMessage, Picture, ViberCard, VideoMessage
from smsdesk.gui.style import apply_theme
from smsdesk.gui.words import status_look


def row(*widgets: QWidget, spacing: int = 12) -> QWidget:
    """Widgets side by side."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return holder


class Rows(QAbstractTableModel):
    """A few rows like those of the pictures."""

    TITLES = ("Row", "Phone", "Name", "Status", "Meaning", "Next step", "Code", "Seg.", "Time")
    DATA = (
        (603, "+86 136 0172 4455", "周晓彤", Status.UNKNOWN, "No reply came", "Decide…", "–"),
        (602, "+86 139 1122 0457", "李梅", Status.ACCEPTED, "NXCloud has it", "–", "0"),
        (601, "+852 9123 4567", "Wong Ka Yan", Status.ACCEPTED, "NXCloud has it", "–", "0"),
        (
            599,
            "+86 150 8888 8888",
            "王小明 🌷",
            Status.REJECTED,
            "5 an hour reached",
            "Send after 15:08",
            "27",
        ),
        (604, "+86 136 7070 8181", "周杰", Status.QUEUED, "Not sent yet", "–", ""),
        (605, "+65 9876 5432", "Siti Rahman", Status.NOT_SENT, "Never left this computer", "–", ""),
    )

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.DATA)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.TITLES)

    def headerData(self, section: int, _orientation: Qt.Orientation, role: int = 0) -> object:
        return self.TITLES[section] if role == 0 else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        number, phone, name, status, meaning, step, code = self.DATA[index.row()]
        look = status_look(status)
        cells = (
            Cell(str(number), "text-3", right=True), Cell(phone), Cell(name),
            Cell(look.word, look.tone, look.icon, 500), Cell(meaning, "text-2"),
            Cell(step, "text" if step != "–" else "text-3", weight=500 if step != "–" else 400),
            Cell(code, "text-3", mono=True), Cell("1", right=True), Cell("14:08:21", "text-3", right=True),
        )  # fmt: skip
        cell = cells[index.column()]
        if role == CELL_ROLE:
            return cell
        return cell.text if role == 0 else None


def controls() -> QWidget:
    """Buttons, chips, switches, inputs, badges."""
    page = Ground("canvas")
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(14)
    column.addWidget(
        row(
            Button("Test send", size="large"),
            Button("Send 982 messages", "primary", "send", "large"),
            Button("Pause", icon="pause", size="large"),
            Button("Stop", "destructive", "stop", "large"),
            Button("Remove", "danger", "trash", "large"),
            Button("Cancel", size="large", key="Esc"),
            Button("Undo", icon="ret", size="large", key="Ctrl Z"),
        )
    )
    off = Button("Send", size="large")
    off.setEnabled(False)
    change = Button("Change", "ghost", size="small")
    column.addWidget(
        row(
            Button("Try", icon="bolt"), Button("Replace 3…", icon="swap", size="small"), change,
            Button("Export results", "ghost", "dl"), IconButton("left", "Previous", kind="neutral"),
            IconButton("x", "Close"), IconButton("dots", "More", "small"), off, Link("See them"),
            Link("see them", underline=True),
        )
    )  # fmt: skip
    chips = ChipRow("Filter")
    for chip in (
        Chip("", 982, "All", count_last=True), Chip("qc", 2, "Decide", "warn", count_last=True),
        Chip("edit", 3, "Fix the number", "bad", count_last=True),
        Chip("clock", 1, "Try later", "wait", count_last=True),
        Chip("okc", 598, "Accepted", "ok", count_last=True),
    ):  # fmt: skip
        chips.add(chip)
    chips.set_current(0)
    column.addWidget(chips)
    column.addWidget(
        row(
            Chip("okc", 982, "will receive", "ok", tinted=True), Chip("minus", 3, "no number", "wait"),
            Chip("tri", 9, "invalid", "warn", tinted=True), Chip("", None, "longest"),
            FieldChip("name"), FieldChip("订单号"), FieldChip("phone", bare=True), spacing=8,
        )
    )  # fmt: skip
    kinds = SegmentedSwitch("Message kind")
    for key, text in (("text", "Text"), ("media", "Media"), ("choice", "Choice"), ("card", "Card")):
        kinds.add(key, text, "" if key == "text" else "NXCloud SMS carries text only.")
    picker = AccountPicker()
    picker.set_accounts([AccountRow("Bloom Flowers", "NXCloud SMS", "NX", Mode.LIVE)])
    column.addWidget(row(picker, AccountPicker(), kinds, Select("Choice", small=True)))
    column.addWidget(
        row(
            ModeBadge(Mode.LIVE), ModeBadge(Mode.REHEARSAL), Badge("SMS"), Badge("Guarded", "warn", "shield"),
            Tile("NX"), Tile("TC", "ok"), Tile("SC", "wait", big=True), Tile(icon="loop", tone="viber", size=40),
        )
    )  # fmt: skip
    on, tick = Switch("Only rows to look at"), TickBox("Short link")
    on.setChecked(True)
    tick.setChecked(True)
    column.addWidget(row(Switch("Off"), on, TickBox("Off"), tick))
    secret = SecretInput()
    secret.set_saved(True)
    wrong = Input()
    wrong.setText("13-0000")
    bad = FormField("App key", wrong, "From the console")
    bad.set_error("8 characters are needed; this has 7. Copy it again from the console.")
    key = Input(mono=True)
    key.setText("fme2na3kdi3ki")
    counted = FormField("Title", Input("Spring offer"), "Counted for the longest name")
    counted.set_counter(80, 85)
    grid = QGridLayout()
    grid.setSpacing(16)
    editor = QPlainTextEdit("Hi {name}, order {order} is ready 您好")
    for at, widget in enumerate(
        (
            FormField("Access key", key, "From NXCloud, Developer settings"), bad,
            FormField("Access secret", secret), FormField("Secret key", SecretInput(), "", "optional"),
            FormField("Requests per second", NumberInput(0, 100), "982 messages take 24 s"),
            FormField("Ask from", NumberInput(0, 9999, "people")),
            counted, FormField("Search", SearchInput("Search results")),
        )
    ):  # fmt: skip
        grid.addWidget(widget, at // 4, at % 4)
    column.addLayout(grid)
    column.addWidget(TextFrame(editor))
    column.addStretch(1)
    return page


def sections() -> QWidget:
    """Sections, notes, numbers, option cards, doors."""
    page = ScrollColumn()
    files = Section(1, "Recipients")
    files.set_state("done")
    files.set_change_visible(True)
    files.set_result(
        [
            ("customers.csv", "text"),
            ("982 will receive", "ok"),
            ("9 need attention", "warn", "tri"),
            ("12 left out", "text-3"),
        ]
    )
    columns = Section(2, "Columns")
    columns.set_state("done")
    columns.set_change_visible(True)
    columns.set_result(
        [[("phone ←", "text-2"), ("Mobile", "text")], [("{name} ←", "text-2"), ("Name", "text")]]
    )
    message = Section(3, "Message")
    message.set_state("now")
    message.set_body(
        Paragraph("The body of a section starts under its title. 正文从标题下方开始。")
    )
    message.expand(animate=False)
    review = Section(4, "Review")
    review.set_state("look")
    review.set_result([("7 checks passed", "ok"), ("1 to look at", "warn")])
    drop = Section(1, "Recipients")
    drop.set_dashed(True)
    drop.set_hint("Drop a CSV or Excel file here, or paste numbers, at any time")
    drop.set_trailing_icon("dl")
    locked = Section(2, "Columns")
    locked.set_hint("We guess which column is the phone number; you confirm")
    locked.set_state("locked")
    for one in (files, columns, message, review, drop, locked):
        page.add(one)
    card = Card()
    inside = QVBoxLayout(card)
    inside.setContentsMargins(20, 16, 20, 16)
    numbers = NumberRow()
    for at, (status, figure, small) in enumerate(
        ((Status.ACCEPTED, 598, "61% of 982"), (Status.REJECTED, 4, "each with a reason"),
         (Status.UNKNOWN, 2, "never resent by themselves"), (Status.QUEUED, 378, "9 s left"))
    ):  # fmt: skip
        look = status_look(status)
        numbers.set(at, look.icon, look.tone, look.word, figure, small)
    bar = OutcomeBar()
    bar.set_slices([(598, "ok"), (4, "bad"), (2, "warn")], 982)
    inside.addWidget(numbers)
    inside.addWidget(bar)
    page.add(card)
    page.add(
        Note(
            "warn",
            "May have gone out",
            "The request left, but NXCloud’s reply did not come within 15 s. NXCloud cannot spot a repeat, so we do not send it again by ourselves.",
        )
    )
    page.add(
        Note(
            "bad",
            "The journal cannot be opened",
            "It was written by a newer version.",
            action="Show where it is",
        )
    )
    page.add(
        Note(
            "wait",
            "",
            "A receipt comes once. With a secret key on the account, records of the last 31 days can be looked up.",
        )
    )
    holder = QWidget()
    options = QHBoxLayout(holder)
    options.setContentsMargins(0, 0, 0, 0)
    live = OptionCard(ModeBadge(Mode.LIVE), "Live", "Sends to everybody on the list.")
    live.setChecked(True)
    options.addWidget(live)
    options.addWidget(
        OptionCard(
            ModeBadge(Mode.REHEARSAL),
            "Rehearsal",
            "Nothing leaves this computer. Replies are made up, codes are real.",
        )
    )
    page.add(holder)
    return page


def details() -> QWidget:
    """Table, drawer, phone, doors, chart."""
    page = Ground("canvas")
    line = QHBoxLayout(page)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    view = TableView()
    view.setModel(Rows(view))
    view.set_columns(
        [Column("Row", 52, right=True), Column("Phone", 146), Column("Name", 110, True), Column("Status", 160),
         Column("Meaning", 150), Column("Next step", 124), Column("Code", 56, priority=4),
         Column("Seg.", 48, priority=6, right=True), Column("Time", 84, priority=5, right=True)]
    )  # fmt: skip
    view.selectRow(0)
    left = QVBoxLayout()
    left.setContentsMargins(24, 16, 24, 16)
    left.setSpacing(16)
    left.addWidget(TableCard(view), 1)
    doors = QHBoxLayout()
    doors.setSpacing(16)
    doors.addWidget(
        Door(
            "loop",
            "viber",
            "Try the rehearsal",
            "Practise with a pretend provider and 500 made-up people.",
            ["Nothing leaves this computer", "Real codes, a pause, a few refusals"],
            Button("Start the rehearsal", "primary", "play", "large"),
        )
    )
    doors.addWidget(
        Door(
            "accounts",
            "accent",
            "Add an account",
            "Bring your provider’s keys. We try them before saving.",
            ["NXCloud SMS", "Tencent SMS 腾讯云短信"],
            Button("Add an account", icon="plus", size="large"),
        )
    )
    left.addLayout(doors)
    left.addWidget(
        EmptyState(
            "No campaigns yet",
            "Everything you send is kept here, with an answer for every person.",
            "history",
        )
    )
    line.addLayout(left, 1)
    phone = PhonePreview()
    text = "Hi Alexandra Montgomery-Chan, order 2041 is “ready” — collect by 7 pm. Bloom Flowers 您好🌷"
    phone.set_content(
        "BloomHK",
        [TextBubble(text), SmallLine("2 segments for this person", "warn", "tri")],
        text,
    )
    phone.setFixedWidth(340)
    line.addWidget(phone)
    drawer = Drawer()
    drawer.set_title("周晓彤", note="row 603")
    drawer.set_steps(True)
    drawer.add(Bubble("Hi 周晓彤, order 2640 is “ready” — collect by 7 pm. Bloom Flowers"))
    drawer.add(
        Note(
            "warn",
            "May have gone out",
            "The request left, but NXCloud’s reply did not come within 15 s.",
            "qc",
        )
    )
    steps = Timeline()
    steps.set_steps(
        [
            Step(
                "file",
                "text-2",
                "Written to the journal",
                "Before the first byte left",
                "14:08:06.204",
            ),
            Step("send", "ok", "Request sent, 214 bytes", "", "14:08:06.311"),
            Step("qc", "warn", "No reply after 15 s", "Read timeout", "14:08:21.312"),
        ]
    )
    drawer.add(steps)
    values = KeyValues()
    values.add("Sent to", "8613601724455", mono=True, copy=True)
    values.add("Campaign", "c-20261121-03", mono=True, copy=True)
    drawer.add(values)
    drawer.add(Hairline())
    drawer.add(
        CodeView(
            'POST api2.nxcloud.com/api/sms/mtsend_v2\naccessKey: fme2••••••  ts: 1795241286311\nsign: ••••••••••••••••\n{"appKey":"bFzE••••","phone":"8613601724455"}',
            "Request",
        )
    )
    line.addWidget(drawer)
    return page


def viber() -> QWidget:
    """Cards, files and videos on the phone; the leg that cannot carry them."""
    page = Ground("sunken")
    line = QHBoxLayout(page)
    buttons = ("Order now 🌷", "去门店看看")
    card = ViberCard("Spring bouquets are here 💐", Picture(hint="Check the address"), buttons)
    for dark, blocks in (
        (None, [card]),
        (True, [VideoMessage(Picture(), "2:05", "18.4 MB"), FileMessage("prices.pdf", "PDF")]),
    ):
        phone = PhonePreview()
        phone.set_content("Bloom", blocks, "", "viber")
        phone.set_dark(dark)
        line.addWidget(phone)
    dead = DeadLeg()
    dead.set_words("2 SMS", "SMS carries text only, so this card will not fall back.", "Leave out")
    line.addWidget(dead)
    return page


def main() -> int:
    """Draw everything."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    for theme in ("light", "dark"):
        apply_theme(app, theme)
        for name, make, size in (
            ("controls", controls, (1180, 760)),
            ("sections", sections, (1000, 900)),
            ("details", details, (1440, 900)),
            ("viber", viber, (960, 580)),
        ):
            widget = make()
            widget.resize(*size)
            widget.show()
            toaster = Toaster(widget)
            if name == "controls":
                toaster.say("Copied to the clipboard", "Undo")
            app.processEvents()
            widget.grab().save(str(folder / f"{name}-{theme}.png"))
            widget.close()
        window = Ground("canvas")
        window.resize(760, 420)
        window.show()
        sheet = Sheet(window, "Pause and close?")
        sheet.set_subtitle("A campaign is being sent: 604 of 982 are done.")
        sheet.column.addSpacing(16)
        sheet.column.addWidget(Input(height=40))
        sheet.set_footer_note("What was not sent stays so and can be resumed.")
        sheet.add_button(Button("Keep sending", size="large", key="Esc"))
        sheet.add_button(Button("Pause and close", "primary", size="large"))
        sheet.open()
        app.processEvents()
        sheet.grab().save(str(folder / f"sheet-{theme}.png"))
        sheet.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
