"""The forms of cards, choices and media, and their lists of buttons and channels, driven as a
person would: by keyboard and mouse, with real looks at real addresses."""

from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    Kind,
    MediaMessage,
    Message,
    Video,
)
from smsdesk.desk import open_desk
from smsdesk.gui.compose.forms.address import Thumbnail
from smsdesk.gui.compose.forms.button_row import ButtonRow
from smsdesk.gui.compose.forms.buttons import ButtonList
from smsdesk.gui.compose.forms.card import CardForm
from smsdesk.gui.compose.forms.channels import ChannelRow
from smsdesk.gui.compose.forms.choice import ChoiceForm
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.media import MediaForm
from smsdesk.gui.compose.forms.media_values import length, megabytes, size_of
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.merge_edit import MergeEdit
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.channel_chip import ChannelChip
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.handle import Handle
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.text import Link
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS
from smsdesk.services.desk import Desk

WAIT_MS = 10_000
SUPER = PROVIDERS["nxcloud-super"].info
SMS = PROVIDERS["nxcloud-sms"].info
A, B, C = (Choice(word, f"https://{word}.example") for word in ("a", "b", "c"))
BOTH = (Channel.VIBER, Channel.SMS)
_W = TypeVar("_W", bound=QWidget)
_F = TypeVar("_F", bound=MessageForm)


def shown(qtbot: QtBot, widget: _W, width: int = 640) -> _W:
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def form_of(qtbot: QtBot, kind: type[_F]) -> _F:
    form = kind()
    form.set_provider(SUPER)
    form.set_columns(["name", "order"])
    return shown(qtbot, form)


def find(root: QWidget, kind: type[_W], name: str) -> _W:
    """What carries that object name or that accessible name."""
    found = [
        each
        for each in root.findChildren(kind)
        if name in (each.objectName(), each.accessibleName())
    ]
    if len(found) > 1:  # a row that was removed goes with the next turn of the loop
        found = [each for each in found if each.isVisibleTo(root)]
    assert len(found) == 1, name
    return found[0]


def visible_words(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def press(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def drag(handle: QWidget, to: QWidget, offset: QPoint) -> None:
    """Hold `handle` and move the pointer to `offset` from the middle of `to`."""
    start, end = handle.rect().center(), handle.mapFromGlobal(to.mapToGlobal(to.rect().center()))
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, (start + end) / 2)
    QTest.mouseMove(handle, end + offset)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=end + offset)


# --- every form -------------------------------------------------------------------------------

MESSAGES: list[tuple[type[MessageForm], Message]] = [
    (CardForm, CardMessage("Hi {name} 💐")),
    (
        CardForm,
        CardMessage("Hi", Image("https://a.example/{order}.png"), (A, B), BOTH, "https://w"),
    ),
    (ChoiceForm, ChoiceMessage("两行\n{name} {{x}}", (A, B, C))),
    (ChoiceForm, ChoiceMessage("Hi", (A,), (Channel.SMS, Channel.VIBER), "https://w.example")),
    (MediaForm, MediaMessage(image=Image("https://a.example/a.png"))),
    (MediaForm, MediaMessage(video=Video("https://v", "https://t", 12_345_678, 95), channels=BOTH)),
    (MediaForm, MediaMessage(video=Video("https://v", "", 1, 1))),
    (MediaForm, MediaMessage(file=File("https://f/a", "a {name}", "pdf"), webhook="https://w")),
    (MediaForm, MediaMessage(file=File("https://f/a.exe", "a.exe", "exe"))),
]


@pytest.mark.parametrize(("kind", "message"), MESSAGES)
def test_a_form_shows_a_message_and_gives_it_back(
    qtbot: QtBot, kind: type[MessageForm], message: Message
) -> None:
    form = form_of(qtbot, kind)
    form.show_message(message)
    assert form.message() == message


@pytest.mark.parametrize("kind", [CardForm, ChoiceForm, MediaForm])
def test_what_another_provider_has_not_stays_unsent(qtbot: QtBot, kind: type[MessageForm]) -> None:
    form = form_of(qtbot, kind)
    channels = find(form, SegmentedSwitch, "channel_order")
    press(qtbot, channels.findChildren(QWidget)[1])
    find(form, MergeEdit, "webhook").set_text("https://w.example")
    assert form.message().channels == BOTH  # type: ignore[union-attr]
    form.set_provider(SMS)
    assert form.message().channels == ()  # type: ignore[union-attr]
    assert form.message().webhook == ""  # type: ignore[union-attr]
    assert not find(form, MergeEdit, "webhook").isVisible()
    form.set_provider(SUPER)
    assert form.message().channels == BOTH  # type: ignore[union-attr]
    assert form.message().webhook == "https://w.example"  # type: ignore[union-attr]


class _Opened(QObject):
    """Hears of every window that opens."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        opens = event.type() == QEvent.Type.Show
        if opens and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("kind", [CardForm, ChoiceForm, MediaForm])
def test_making_a_form_opens_no_window(qtbot: QtBot, kind: type[MessageForm]) -> None:
    holder = shown(qtbot, QWidget())
    opened = _Opened()
    QApplication.instance().installEventFilter(opened)  # type: ignore[union-attr]
    form = kind(holder)
    form.set_provider(SUPER)
    form.show()
    QApplication.instance().removeEventFilter(opened)  # type: ignore[union-attr]
    assert opened.windows == []


def test_a_form_takes_its_own_kind_only(qtbot: QtBot) -> None:
    form = form_of(qtbot, CardForm)
    form.show_message(ChoiceMessage("no", ()))
    assert form.message() == CardMessage("")


@pytest.mark.parametrize(
    ("kind", "message", "paths"),
    [
        (
            CardForm,
            CardMessage("x", Image("y"), (A, B)),
            ("title", "image.url", "choices", "choices.0.text", "choices.1.url", "channels"),
        ),
        (
            ChoiceForm,
            ChoiceMessage("x", (A, B)),
            ("text", "choices", "choices.0.text", "choices.1.url", "webhook"),
        ),
        (MediaForm, MediaMessage(image=Image("x")), ("image.url", "channels", "webhook")),
        (
            MediaForm,
            MediaMessage(video=Video("x", "y", 1, 601)),
            ("video.url", "video.thumbnail_url", "video.size_bytes", "video.duration_s"),
        ),
        (
            MediaForm,
            MediaMessage(file=File("x", "y", "exe")),
            ("file.url", "file.file_name", "file.file_type"),
        ),
    ],
)
def test_every_error_is_told_at_its_field_and_goes_again(
    qtbot: QtBot, kind: type[MessageForm], message: Message, paths: tuple[str, ...]
) -> None:
    form = form_of(qtbot, kind)
    form.show_message(message)
    form.show_errors({path: f"Wrong: {path}." for path in paths})
    told = visible_words(form)
    assert all(f"Wrong: {path}." in told for path in paths)
    form.show_errors({})
    assert "Wrong" not in visible_words(form)


def test_errors_keep_to_their_button_where_an_empty_row_stands_between(qtbot: QtBot) -> None:
    form = form_of(qtbot, CardForm)
    form.show_message(CardMessage("x", None, (A, Choice("", ""), B)))
    message = form.message()
    assert isinstance(message, CardMessage)
    assert message.choices == (A, B), "an empty row is no button"
    form.show_errors({"choices.1.url": "Wrong."})
    assert find(form, MergeEdit, "Button 3: address").accessibleDescription() == "Wrong."
    assert find(form, MergeEdit, "Button 2: address").accessibleDescription() == ""


def test_the_longest_recipient_is_counted(qtbot: QtBot) -> None:
    form = form_of(qtbot, CardForm)
    form.show_message(CardMessage("{name}!", None, (Choice("Hi {name}", "https://a"),)))
    assert "7/85" in visible_words(form)
    form.show_longest({"title": Longest(80, "Alexandra Montgomery-Chan")})
    told = visible_words(form)
    assert "80/85" in told
    assert "Counted for the longest: Alexandra Montgomery-Chan." in told
    assert "NXCloud Super Message states no limit; 85 is ours, and more is kept." in told
    form.show_longest({})
    assert "7/85" in visible_words(form)


def test_fields_of_the_list_are_known_everywhere(qtbot: QtBot) -> None:
    form = form_of(qtbot, CardForm)
    address = "https://a.example/{order}"
    form.show_message(CardMessage("{name}", Image(address), (Choice("{name}", address),)))
    press(qtbot, find(form, Button, "add_button"))
    find(form, MergeEdit, "Button 2: words").set_text("{order}")
    known = [known for edit in form.findChildren(MergeEdit) for _, known in edit.chips()]
    assert known == [True] * 5
    form.set_columns(["other"])
    known = [known for edit in form.findChildren(MergeEdit) for _, known in edit.chips()]
    assert known == [False] * 5


# --- buttons ----------------------------------------------------------------------------------


@pytest.fixture
def buttons(qtbot: QtBot) -> ButtonList:
    buttons = shown(qtbot, ButtonList())
    buttons.set_choices((A, B, C))
    return buttons


def test_a_button_is_added_and_written_at_once(qtbot: QtBot) -> None:
    buttons = shown(qtbot, ButtonList())
    assert buttons.rows() == ()
    with qtbot.waitSignal(buttons.changed):
        press(qtbot, find(buttons, Button, "add_button"))
    words = find(buttons, MergeEdit, "Button 1: words")
    assert buttons.window().focusWidget() is words
    qtbot.keyClicks(words, "Order now")
    qtbot.keyClick(words, Qt.Key.Key_Tab)
    address = find(buttons, MergeEdit, "Button 1: address")
    assert buttons.window().focusWidget() is address
    qtbot.keyClicks(address, "https://a.example")
    assert buttons.choices() == (Choice("Order now", "https://a.example"),)


def test_buttons_move_by_keyboard(qtbot: QtBot, buttons: ButtonList) -> None:
    words = find(buttons, MergeEdit, "Button 2: words")
    words.setFocus()
    qtbot.keyClick(words, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert buttons.choices() == (B, A, C)
    assert buttons.window().focusWidget() is words, "the focus goes along"
    assert words.accessibleName() == "Button 1: words"
    qtbot.keyClick(words, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert buttons.choices() == (B, A, C)
    for _ in range(3):
        qtbot.keyClick(words, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert buttons.choices() == (A, C, B)


def test_tab_follows_the_order_in_sight(qtbot: QtBot, buttons: ButtonList) -> None:
    moved = find(buttons, MergeEdit, "Button 3: address")
    qtbot.keyClick(moved, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    find(buttons, MergeEdit, "Button 1: words").setFocus()
    names = []
    for _ in range(9):
        widget = buttons.window().focusWidget()
        names.append(widget.accessibleName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert names == [
        name
        for number in (1, 2, 3)
        for name in (
            f"Button {number}: words",
            f"Button {number}: address",
            f"Remove button {number}",
        )
    ]


def test_buttons_move_by_mouse(buttons: ButtonList) -> None:
    rows = buttons.rows()
    handles = [row.findChild(Handle) for row in rows]
    assert handles[2] is not None
    drag(handles[2], rows[0], QPoint(0, -2))
    assert buttons.choices() == (C, A, B)
    assert handles[0] is not None
    drag(handles[0], rows[1], QPoint(0, 60))
    assert buttons.choices() == (C, B, A)


def test_removing_goes_on_where_one_was(qtbot: QtBot, buttons: ButtonList) -> None:
    press(qtbot, find(buttons, Button, "Remove button 2"))
    assert buttons.choices() == (A, C)
    assert buttons.window().focusWidget() is find(buttons, MergeEdit, "Button 2: words")
    press(qtbot, find(buttons, Button, "Remove button 2"))
    assert buttons.window().focusWidget() is find(buttons, MergeEdit, "Button 1: words")
    press(qtbot, find(buttons, Button, "Remove button 1"))
    assert buttons.choices() == ()
    assert buttons.window().focusWidget() is find(buttons, Button, "add_button")


def test_a_choice_keeps_a_row(qtbot: QtBot) -> None:
    form = form_of(qtbot, ChoiceForm)
    assert not find(form, Button, "Remove button 1").isEnabled()
    press(qtbot, find(form, Button, "add_button"))
    assert find(form, Button, "Remove button 1").isEnabled()
    press(qtbot, find(form, Button, "Remove button 1"))
    assert not find(form, Button, "Remove button 1").isEnabled()


def test_a_column_is_put_into_the_field_written_in_while_it_is_there(qtbot: QtBot) -> None:
    body = shown(qtbot, MessageBody())
    body.set_provider(SUPER)
    body.set_columns(["name"], -1)
    body.show_message(CardMessage("Hi ", None, (A,)))
    column = find(body, FieldChip, "Insert name")
    body.activateWindow()
    address = find(body, MergeEdit, "Button 1: address")
    address.setFocus()
    qtbot.waitUntil(address.hasFocus)
    press(qtbot, column)
    assert body.message() == CardMessage("Hi ", None, (Choice("a", "{name}https://a.example"),))
    press(qtbot, find(body, Button, "Remove button 1"))
    qtbot.waitUntil(lambda: not body.findChildren(ButtonRow))
    press(qtbot, column)
    assert body.message() == CardMessage("Hi {name}")


# --- channels ---------------------------------------------------------------------------------


@pytest.fixture
def channels(qtbot: QtBot) -> ChannelRow:
    row = ChannelRow()
    row.set_provider(SUPER, Kind.CARD)
    return shown(qtbot, row)


def chip(channels: ChannelRow, name: str) -> ChannelChip:
    return find(channels, ChannelChip, f"channel_{name}")


def test_every_open_channel_is_the_default(qtbot: QtBot, channels: ChannelRow) -> None:
    assert channels.channels() == ()
    switch = find(channels, SegmentedSwitch, "channel_order")
    ordered = switch.findChildren(QWidget)[1]
    with qtbot.waitSignal(channels.changed):
        press(qtbot, ordered)
    assert channels.channels() == BOTH
    assert "tried in this order, until one says yes" in visible_words(channels)
    press(qtbot, switch.findChildren(QWidget)[0])
    assert channels.channels() == ()


@pytest.mark.parametrize(
    ("kind", "media", "words"),
    [
        (Kind.CARD, "image", "carries no card"),
        (Kind.CHOICE, "image", "carries no buttons"),
        (Kind.MEDIA, "image", "carries no picture"),
        (Kind.MEDIA, "video", "carries no video"),
        (Kind.MEDIA, "file", "carries no file"),
        (Kind.TEXT, "image", ""),
    ],
)
def test_sms_says_what_it_cannot_carry(
    channels: ChannelRow, kind: Kind, media: str, words: str
) -> None:
    channels.set_carries_text_only(kind, media)
    assert chip(channels, "sms").accessibleDescription() == words
    assert chip(channels, "viber").accessibleDescription() == ""


@pytest.mark.parametrize(
    ("key", "back"),
    [(Qt.Key.Key_Left, Qt.Key.Key_Right), (Qt.Key.Key_Up, Qt.Key.Key_Down)],
)
def test_channels_move_by_keyboard(
    qtbot: QtBot, channels: ChannelRow, key: Qt.Key, back: Qt.Key
) -> None:
    channels.set_channels(BOTH)
    sms = chip(channels, "sms")
    assert sms.accessibleName() == "2 SMS"
    qtbot.keyClick(sms, key, Qt.KeyboardModifier.AltModifier)
    assert channels.channels() == (Channel.SMS, Channel.VIBER)
    assert sms.accessibleName() == "1 SMS"
    assert sms.x() < chip(channels, "viber").x()
    qtbot.keyClick(sms, key, Qt.KeyboardModifier.AltModifier)
    assert channels.channels() == (Channel.SMS, Channel.VIBER)
    qtbot.keyClick(sms, back, Qt.KeyboardModifier.AltModifier)
    assert channels.channels() == BOTH


def test_the_keys_of_a_page_do_not_reach_a_channel(qtbot: QtBot, channels: ChannelRow) -> None:
    stepped = []
    stepping = QShortcut("Alt+Left", channels.window())
    stepping.activated.connect(lambda: stepped.append(1))
    channels.set_channels(BOTH)
    sms = chip(channels, "sms")
    sms.setFocus()
    qtbot.keyClick(sms, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert channels.channels() == (Channel.SMS, Channel.VIBER)
    assert not stepped


def test_channels_move_by_mouse_and_a_drag_is_no_press(channels: ChannelRow) -> None:
    channels.set_channels(BOTH)
    drag(chip(channels, "sms"), chip(channels, "viber"), QPoint(-8, 0))
    assert channels.channels() == (Channel.SMS, Channel.VIBER)
    drag(chip(channels, "sms"), chip(channels, "viber"), QPoint(8, 0))
    assert channels.channels() == BOTH


def test_a_channel_is_left_out_but_never_the_last(qtbot: QtBot, channels: ChannelRow) -> None:
    channels.set_channels(BOTH)
    press(qtbot, chip(channels, "sms"))
    assert channels.channels() == (Channel.VIBER,)
    assert chip(channels, "sms").accessibleDescription() == "left out"
    press(qtbot, chip(channels, "viber"))
    assert channels.channels() == (Channel.VIBER,)
    assert chip(channels, "viber").isChecked()
    qtbot.keyClick(chip(channels, "sms"), Qt.Key.Key_Space)
    assert channels.channels() == BOTH


def test_all_open_says_nothing_of_what_was_left_out(qtbot: QtBot, channels: ChannelRow) -> None:
    channels.set_channels((Channel.VIBER,))
    press(qtbot, find(channels, SegmentedSwitch, "channel_order").findChildren(QWidget)[0])
    assert channels.channels() == ()
    assert chip(channels, "sms").accessibleDescription() == "carries no card"
    press(qtbot, chip(channels, "sms"))
    assert channels.channels() == ()


# --- media ------------------------------------------------------------------------------------


def choose(qtbot: QtBot, form: MediaForm, number: int) -> None:
    press(qtbot, find(form, SegmentedSwitch, "media_kind").findChildren(QWidget)[number])


def test_switching_keeps_what_was_typed(qtbot: QtBot) -> None:
    form = form_of(qtbot, MediaForm)
    find(form, MergeEdit, "image_url").set_text("https://a.example/a.png")
    choose(qtbot, form, 1)
    assert form.message() == MediaMessage(video=Video("", "", 0, 0))
    find(form, MergeEdit, "video_url").set_text("https://a.example/a.mp4")
    find(form, Input, "video_size_bytes").setText("1.5")
    find(form, Input, "video_duration_s").setText("1:35")
    choose(qtbot, form, 0)
    assert form.message() == MediaMessage(image=Image("https://a.example/a.png"))
    choose(qtbot, form, 1)
    assert form.message() == MediaMessage(video=Video("https://a.example/a.mp4", "", 1_572_864, 95))


def test_a_number_nobody_can_read_is_told(qtbot: QtBot) -> None:
    form = form_of(qtbot, MediaForm)
    choose(qtbot, form, 1)
    find(form, Input, "video_size_bytes").setText("much")
    find(form, Input, "video_duration_s").setText("1:75")
    assert "This is no size." in visible_words(form)
    assert "This is no length." in visible_words(form)
    message = form.message()
    assert isinstance(message, MediaMessage)
    assert message.video == Video("", "", 0, 0)
    find(form, Input, "video_size_bytes").setText("200")
    assert "This is no size." not in visible_words(form)


@pytest.mark.parametrize(
    ("url", "name", "file_type"),
    [
        ("https://a.example/Price%20list.PDF?x=1", "Price list.PDF", "pdf"),
        ("https://a.example/{order}.xlsx", "{order}.xlsx", "xlsx"),
        ("https://a.example/setup.exe", "setup.exe", "exe"),
        ("https://a.example/", "", ""),
        ("https://[broken", "", ""),
    ],
)
def test_name_and_type_of_a_file_are_guessed(
    qtbot: QtBot, url: str, name: str, file_type: str
) -> None:
    form = form_of(qtbot, MediaForm)
    choose(qtbot, form, 2)
    find(form, MergeEdit, "file_url").set_text(url)
    assert form.message() == MediaMessage(file=File(url, name, file_type))


def test_what_was_chosen_is_not_guessed_over(qtbot: QtBot) -> None:
    form = form_of(qtbot, MediaForm)
    choose(qtbot, form, 2)
    find(form, MergeEdit, "file_file_name").set_text("Prices")
    types = find(form, Select, "file_file_type")
    types.setCurrentIndex(types.findData("xlsx"))
    find(form, MergeEdit, "file_url").set_text("https://a.example/a.pdf")
    assert form.message() == MediaMessage(file=File("https://a.example/a.pdf", "Prices", "xlsx"))


def test_the_types_on_offer_are_the_provider_s(qtbot: QtBot) -> None:
    form = form_of(qtbot, MediaForm)
    choose(qtbot, form, 2)
    types = find(form, Select, "file_file_type")
    assert [types.itemData(at) for at in range(types.count())] == list(SUPER.file_types)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("200", 209_715_200), ("12,5", 13_107_200), ("1.5 MB", 1_572_864), ("-1", None),
     ("x", None), ("1e9", None)],
)  # fmt: skip
def test_sizes_are_read(text: str, count: int | None) -> None:
    assert size_of(text) == count


@pytest.mark.parametrize(("count", "text"), [(0, ""), (13_107_200, "12.5"), (209_715_200, "200")])
def test_sizes_are_written(count: int, text: str) -> None:
    assert megabytes(count) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 0), ("95", 95), ("1:35", 95), ("10:00", 600), ("601", 601), ("1:60", None), ("a", None),
     ("1:5", None), ("٣", None)],
)  # fmt: skip
def test_lengths_are_read(text: str, seconds: int | None) -> None:
    assert length(text) == seconds


# --- looking at addresses ---------------------------------------------------------------------


@pytest.fixture
def desk(smsdesk_home: object) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment(), demo=True)
    yield desk
    desk.close()


@pytest.fixture
def looking(qtbot: QtBot, aio: Any, desk: Desk) -> Iterator[MediaLooking]:
    def fail(problem: BaseException) -> None:
        raise problem

    tasks = TaskSet(fail)
    looking = MediaLooking(tasks)
    looking.attach(desk)
    yield looking
    tasks.cancel_all()
    qtbot.waitUntil(lambda: len(tasks) == 0)


@pytest.fixture
def base(desk: Desk) -> str:
    account = desk.rehearsal.route(desk.start_rehearsal("nxcloud-sms"))
    return f"{account.base_url}/sandbox/media"


def test_check_shows_the_picture_and_says_what_it_is(
    qtbot: QtBot, looking: MediaLooking, base: str
) -> None:
    form = form_of(qtbot, CardForm)
    form.set_looking(looking)
    form.set_renderer(lambda text: text.replace("{name}", "bouquet"))
    check = find(form, Link, "image_url_check")
    assert not check.isEnabled()
    find(form, MergeEdit, "image_url").set_text(base + "/{name}.png")
    assert "Not checked yet." in visible_words(form)
    press(qtbot, check)
    assert "Looking…" in visible_words(form)
    qtbot.waitUntil(lambda: "reachable" in visible_words(form), timeout=WAIT_MS)
    told = visible_words(form)
    assert "PNG · reachable" in told
    assert "1200 × 660 · checked" in told
    thumbnail = form.findChild(Thumbnail)
    assert thumbnail is not None
    assert thumbnail.image() is not None
    form.set_renderer(lambda text: text.replace("{name}", "somebody else"))
    assert "Not checked yet." in visible_words(form)
    assert thumbnail.image() is None


def test_a_problem_is_said_in_words(qtbot: QtBot, looking: MediaLooking, base: str) -> None:
    form = form_of(qtbot, CardForm)
    form.set_looking(looking)
    find(form, MergeEdit, "image_url").set_text(base + "/missing.png")
    press(qtbot, find(form, Link, "image_url_check"))
    qtbot.waitUntil(lambda: "cannot be used" in visible_words(form), timeout=WAIT_MS)
    assert "404" in visible_words(form)


def test_fields_nobody_fills_cannot_be_checked(qtbot: QtBot, looking: MediaLooking) -> None:
    form = form_of(qtbot, CardForm)
    form.set_looking(looking)
    find(form, MergeEdit, "image_url").set_text("https://a.example/{name}.png")
    assert not find(form, Link, "image_url_check").isEnabled()
    assert "Can be checked once a recipient fills its fields." in visible_words(form)


def test_links_are_checked_row_by_row(qtbot: QtBot, looking: MediaLooking, base: str) -> None:
    form = form_of(qtbot, ChoiceForm)
    form.set_looking(looking)
    good, bad = Choice("Prices", base + "/prices.pdf"), Choice("Nothing", base + "/nothing")
    form.show_message(ChoiceMessage("Hi", (good, bad, Choice("later", ""))))
    press(qtbot, find(form, Button, "check_links"))
    qtbot.waitUntil(lambda: "404" in visible_words(form), timeout=WAIT_MS)
    assert "404" in find(form, MergeEdit, "Button 2: address").accessibleDescription()
    opened = find(form, MergeEdit, "Button 1: address")
    qtbot.waitUntil(lambda: opened.accessibleDescription() == "opens", timeout=WAIT_MS)


def test_check_fills_in_the_size_of_a_video(qtbot: QtBot, looking: MediaLooking, base: str) -> None:
    form = form_of(qtbot, MediaForm)
    form.set_looking(looking)
    choose(qtbot, form, 1)
    address = find(form, MergeEdit, "video_url")
    address.set_text(base + "/bouquet.mp4")
    press(qtbot, find(form, Link, "video_url_check"))
    size = find(form, Input, "video_size_bytes")
    qtbot.waitUntil(lambda: bool(size.text()), timeout=WAIT_MS)
    found = looking.state(base + "/bouquet.mp4")
    message = form.message()
    assert isinstance(message, MediaMessage)
    assert message.video is not None
    assert found is not None
    assert found.report is not None
    assert message.video.size_bytes == found.report.size_bytes
    address.set_text("https://a.example/other.mp4")
    assert size.text() == "", "what was found there says nothing about another address"
    size.setText("3")
    address.set_text(base + "/bouquet.mp4")
    assert size.text() == "3", "what a person typed stays"
