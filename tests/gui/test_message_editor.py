import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from smsdesk.gui.compose.merge_fields import fields_in
from smsdesk.gui.compose.message_editor import MessageEditor
from smsdesk.gui.style import color


@pytest.fixture
def editor(qtbot: QtBot) -> MessageEditor:
    editor = MessageEditor()
    qtbot.addWidget(editor)
    editor.resize(500, 124)
    editor.set_columns(["Name", "order no."])
    editor.show()
    qtbot.waitExposed(editor)
    return editor


def _marked(editor: MessageEditor) -> list[tuple[str, bool]]:
    """Every decorated piece of the text, and whether a wavy line is under it."""
    data = editor.text().encode("utf-16-le")
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    return [
        (
            data[2 * found.start : 2 * (found.start + found.length)].decode("utf-16-le"),
            QTextCharFormat(found.format).underlineStyle() == wave,
        )
        for found in editor.document().firstBlock().layout().formats()
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hi {name}, {order no.}", ["name", "order no."]),
        ("{{name}} is literal, {a} is not", ["a"]),
        ("{} {", []),
        ("{{{x}}}", ["x"]),
    ],
)
def test_fields_are_found_and_double_braces_are_not(text: str, names: list[str]) -> None:
    assert [name for _, _, name in fields_in(text)] == names


def test_known_and_unknown_fields_get_their_own_ground(editor: MessageEditor) -> None:
    editor.set_text("😀 {name} and {nobody}")
    assert [known for _, known in editor.chips()] == [True, False]


def test_the_ground_lies_under_the_field_also_after_an_emoji(editor: MessageEditor) -> None:
    editor.set_text("😀 {name}")
    rect = next(editor.chips())[0]
    cursor = editor.textCursor()
    cursor.setPosition(3)  # an emoji takes two positions
    left = editor.cursorRect(cursor).left()
    assert abs(rect.left() - left) <= 6
    assert rect.right() <= editor.cursorRect(editor.textCursor()).left() + 6


def test_costly_characters_are_underlined_but_chinese_is_not(editor: MessageEditor) -> None:
    editor.set_text("Your order is “ready” to collect")
    assert _marked(editor) == [("“", True), ("”", True)]
    editor.set_text("您的订单已备好，请来取")
    assert not _marked(editor)


def test_text_beyond_the_limit_is_kept_and_marked(editor: MessageEditor) -> None:
    editor.set_limit(10)
    editor.set_text("0123456789abc")
    assert editor.text() == "0123456789abc"
    assert _marked(editor) == [("abc", False)]


def _beyond(editor: MessageEditor) -> str:
    """What is marked of the last paragraph as beyond the limit."""
    shown, ground = editor.document().lastBlock(), color("bad-soft")
    return "".join(
        shown.text()[one.start : one.start + one.length]
        for one in shown.layout().formats()
        if QTextCharFormat(one.format).background().color() == ground
    )


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("{Name}", ""),  # six letters to type, perhaps four to send
        ("{order no.}1234", ""),
        ("{Name}12345{order no.}6", "56"),
        ("{Name}a\n123", "3"),
    ],
)
def test_a_field_takes_nothing_of_the_limit_while_nobody_knows_how_much(
    editor: MessageEditor, text: str, marked: str
) -> None:
    editor.set_limit(4)
    editor.set_text(text)
    assert _beyond(editor) == marked


def test_renaming_a_field_is_one_step_for_undo(editor: MessageEditor) -> None:
    editor.set_text("{a} {b} {a} {{a}}")
    editor.rename_field("a", "Name")
    assert editor.text() == "{Name} {b} {Name} {{a}}"
    editor.undo()
    assert editor.text() == "{a} {b} {a} {{a}}"


def test_paste_takes_words_only_and_leaves_files_to_the_page(editor: MessageEditor) -> None:
    rich = QMimeData()
    rich.setHtml("<b>bold</b> &amp; 中文 😀")
    rich.setText("bold & 中文 😀")
    editor.insertFromMimeData(rich)
    assert editor.text() == "bold & 中文 😀"
    assert "font-weight" not in editor.toHtml().split("<body")[1].split("<p")[1]
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("list.csv")])
    assert not editor.canInsertFromMimeData(files)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups offscreen
def test_an_open_brace_completes_a_column(qtbot: QtBot, editor: MessageEditor) -> None:
    editor.set_text("😀 hi ")
    qtbot.keyClicks(editor, "{na")
    assert editor._offers.isVisible()
    qtbot.keyClick(editor._offers, Qt.Key.Key_Return)
    assert editor.text() == "😀 hi {Name}"
    assert not editor._offers.isVisible()


def test_lines_keep_their_height_through_typing_and_pasting(editor: MessageEditor) -> None:
    editor.set_text("one\ntwo")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("\nthree")
    block, heights = editor.document().begin(), []
    while block.isValid():
        heights.append(editor.document().documentLayout().blockBoundingRect(block).height())
        block = block.next()
    assert len(set(heights)) == 1
