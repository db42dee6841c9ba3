"""A one-line input with merge fields, and the field around it, as a person types into them."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.provider import Limit
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.forms.merge_input import MergeField, MergeInput
from smsdesk.gui.compose.merge_fields import renamed
from smsdesk.gui.parts.text import Paragraph


@pytest.fixture
def merge_input(qtbot: QtBot) -> MergeInput:
    made = MergeInput()
    qtbot.addWidget(made)
    made.resize(320, 32)
    made.set_columns(["Name", "order no."])
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def field(qtbot: QtBot) -> MergeField:
    made = MergeField("Title", object_name="title", hint="What people read first.")
    qtbot.addWidget(made)
    made.input.set_columns(["name"])
    made.show()
    qtbot.waitExposed(made)
    return made


def words(widget: QWidget, kind: type[QLabel]) -> list[str]:
    return [label.text() for label in widget.findChildren(kind) if label.isVisible()]


def below(field: MergeField) -> str:
    return " ".join(words(field, Paragraph))


def counter(field: MergeField) -> str:
    return next((text for text in words(field, QLabel) if "/" in text), "")


@pytest.mark.parametrize(
    "text", ["", "plain", "{Name}, hi {{no}} {", "去门店看看 💐 {Name}", "  a  "]
)
def test_what_is_set_stays_literal(merge_input: MergeInput, text: str) -> None:
    merge_input.set_text(text)
    assert merge_input.text() == text


def test_known_and_unknown_fields_are_chips(merge_input: MergeInput) -> None:
    merge_input.set_text("💐 {name} {nobody}")
    assert [known for _, known in merge_input.editor.chips()] == [True, False]


def test_enter_and_tab_break_nothing(qtbot: QtBot, merge_input: MergeInput) -> None:
    merge_input.set_text("one")
    merge_input.focus_end()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(merge_input.editor, key)
        qtbot.keyClick(merge_input.editor, key, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(merge_input.editor, " two")
    qtbot.keyClick(merge_input.editor, Qt.Key.Key_Tab)
    assert merge_input.text() == "one two"


def test_tab_goes_on_to_the_next_control(qtbot: QtBot) -> None:
    holder = QWidget()
    first, second = MergeInput(), MergeInput(tall=True)
    column = QVBoxLayout(holder)
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    first.setFocus()
    qtbot.keyClick(first.editor, Qt.Key.Key_Tab)
    assert holder.focusWidget() is second.editor
    assert first.text() == ""


@pytest.mark.parametrize("tall", [False, True])
def test_pasted_and_set_line_breaks_become_spaces(qtbot: QtBot, tall: bool) -> None:
    made = MergeInput(tall)
    qtbot.addWidget(made)
    pasted = QMimeData()
    pasted.setHtml("<b>rich</b>")
    pasted.setText("https://a.example/\r\nb\nc")
    made.editor.insertFromMimeData(pasted)
    assert made.text() == "https://a.example/ b c"
    made.set_text("one\ntwo\u2028three\tfour\n")
    assert made.text() == "one two three four"


def test_copying_is_plain(merge_input: MergeInput) -> None:
    merge_input.set_text("{Name} 💐 https://a.example")
    merge_input.editor.selectAll()
    merge_input.editor.copy()
    data = QApplication.clipboard().mimeData()
    assert data.text() == "{Name} 💐 https://a.example"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups offscreen
def test_a_brace_completes_and_enter_takes_it(qtbot: QtBot, merge_input: MergeInput) -> None:
    merge_input.focus_end()
    qtbot.keyClicks(merge_input.editor, "https://a.example/{ord")
    qtbot.keyClick(merge_input.editor._offers, Qt.Key.Key_Return)
    assert merge_input.text() == "https://a.example/{order no.}"


def test_a_field_is_put_where_the_cursor_is(merge_input: MergeInput) -> None:
    merge_input.set_text("Hi ")
    merge_input.focus_end()
    merge_input.insert_field("Name")
    assert merge_input.text() == "Hi {Name}"


def test_undo_takes_a_replaced_text_back(merge_input: MergeInput) -> None:
    merge_input.set_text("first")
    merge_input.set_text("second")
    merge_input.editor.undo()
    assert merge_input.text() == "first"


def test_a_long_address_shows_its_beginning(qtbot: QtBot, merge_input: MergeInput) -> None:
    merge_input.editor.clearFocus()
    merge_input.set_text("https://a.example/" + "x" * 200)
    assert merge_input.editor.horizontalScrollBar().value() == 0
    merge_input.focus_end()
    assert merge_input.editor.horizontalScrollBar().value() > 0
    merge_input.editor.clearFocus()
    qtbot.waitUntil(lambda: merge_input.editor.horizontalScrollBar().value() == 0)


def test_a_single_line_keeps_its_height_and_a_tall_one_grows(qtbot: QtBot) -> None:
    single, tall = MergeInput(), MergeInput(tall=True)
    for made in (single, tall):
        qtbot.addWidget(made)
        made.resize(240, made.sizeHint().height())
        made.show()
        qtbot.waitExposed(made)
    before = single.sizeHint().height(), tall.sizeHint().height()
    for made in (single, tall):
        made.set_text("您好 {name} 💐 " * 12)
    assert single.sizeHint().height() == before[0]
    assert tall.sizeHint().height() > before[1]


def test_the_control_itself_carries_the_names(field: MergeField) -> None:
    editor = field.input.editor
    assert editor.objectName() == "title"
    assert editor.accessibleName() == "Title"
    assert editor.accessibleDescription() == "What people read first."
    field.set_error("“Title” is empty.")
    assert editor.accessibleDescription() == "“Title” is empty."


def test_an_error_takes_the_place_of_the_hint_and_gives_it_back(field: MergeField) -> None:
    field.set_error("“Title” is empty.")
    assert below(field) == "“Title” is empty."
    field.set_text("Hello")
    assert below(field) == "“Title” is empty."
    field.set_error("")
    assert below(field) == "What people read first."


def test_the_counter_counts_what_is_typed_or_the_longest(field: MergeField) -> None:
    assert counter(field) == ""
    field.set_limit(Limit(85, firm=False), "NXCloud")
    field.set_text("Hi {name} 💐")
    assert counter(field) == "11/85"
    field.show_longest(Longest(80, "Alexandra Montgomery-Chan"))
    assert counter(field) == "80/85"
    assert below(field) == (
        "What people read first. Counted for the longest: Alexandra Montgomery-Chan. "
        "NXCloud states no limit; 85 is ours, and more is kept."
    )
    field.show_longest(None)
    assert counter(field) == "11/85"
    field.set_limit(None)
    assert counter(field) == ""
    assert below(field) == "What people read first."


def test_a_firm_limit_needs_no_words_and_cuts_nothing(field: MergeField) -> None:
    field.set_limit(Limit(5), "NXCloud")
    field.set_text("Hello there")
    assert counter(field) == "11/5"
    assert field.text() == "Hello there"
    assert below(field) == "What people read first."


def test_typing_tells(qtbot: QtBot, field: MergeField) -> None:
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.input.editor, "a")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("{a} {b} {a}", "{c} {b} {c}"), ("{{a}} {a}", "{{a}} {c}"), ("none", "none")],
)
def test_renaming_leaves_literal_braces(text: str, wanted: str) -> None:
    assert renamed(text, "a", "c") == wanted
