"""The preview pane: every kind of message, on every channel, as one person gets it."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from smsdesk.core.csvimport import parse_table
from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    Video,
    VoiceCodeMessage,
    outline,
)
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import read_recipients
from smsdesk.desk import open_desk
from smsdesk.gui import tokens
from smsdesk.gui.compose.legs import dead_sentence, legs_of, verdict
from smsdesk.gui.compose.media_looking import MediaLook, MediaLooking
from smsdesk.gui.compose.people import Person
from smsdesk.gui.compose.phone_words import blocks_of, picture_address
from smsdesk.gui.compose.preview import PreviewPane
from smsdesk.gui.compose.stepping import Stepping
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.phone_content import Call, Day, SmallLine, TextBubble, ValuesNote
from smsdesk.gui.parts.viber_card import (
    FileMessage,
    Picture,
    PictureMessage,
    ViberCard,
    VideoMessage,
)
from smsdesk.gui.style import apply_theme
from smsdesk.paths import Paths
from smsdesk.providers.nxcloud_sms import INFO as SMS
from smsdesk.providers.nxcloud_super import INFO as SUPER
from smsdesk.providers.sendcloud import INFO as SENDCLOUD
from smsdesk.services.media import MediaUse
from tests.helpers.faultserver import FaultServer, answer
from tests.helpers.showing import colours

VIBER_FIRST = (Channel.VIBER, Channel.SMS)
BUTTONS = (Choice("Order now 🌷", "https://bloom.test/o"), Choice("去门店看看", "https://b.test"))
CARD = CardMessage("Spring is here 💐", Image("https://b.test/p.jpg"), BUTTONS, VIBER_FIRST)
CHOICE = ChoiceMessage("How was it?", BUTTONS, VIBER_FIRST)
PICTURE = MediaMessage(image=Image("https://b.test/p.jpg"), channels=VIBER_FIRST)
VIDEO = MediaMessage(
    video=Video("https://b.test/v.mp4", "https://b.test/t.jpg", 18_400_000, 125),
    channels=VIBER_FIRST,
)
FILE = MediaMessage(file=File("https://b.test/f.pdf", "Prices.pdf", "pdf"), channels=VIBER_FIRST)
TEXT = TextMessage("Hi 李梅, order 2041 is ready 🌷", channels=VIBER_FIRST)
CALL = VoiceCodeMessage("482913")
CODE = VerificationCodeMessage("482913", sign_name="Bloom")
PLAIN_TEMPLATE = TemplateMessage("1234", {"%name%": "李梅", "order": ""})
WORDED = TemplateMessage("7", {"1": "李梅"}, signature="花店", wording="{1}您好，已备好。")


def unseen(_url: str) -> MediaLook | None:
    return None


def person(message: Message) -> Person:
    return Person(3, 982, "Alexandra", "8613800138000", 4, "customers.csv", message)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


@pytest.fixture
def pane(qtbot: QtBot) -> PreviewPane:
    pane = PreviewPane()
    qtbot.addWidget(pane)
    pane.resize(pane.width(), 844)
    pane.show()
    return pane


def show(pane: PreviewPane, message: Message, info: ProviderInfo | None, segments: int = 0) -> None:
    pane.show_person(person(message), segments, "Bloom Flowers", info=info)
    QApplication.processEvents()


# -- legs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "info", "shown"),
    [
        (CARD, SUPER, [("1 Viber", True), ("2 SMS", False)]),
        (CardMessage("Hi", channels=(Channel.SMS, Channel.VIBER)), SUPER,
         [("1 SMS", False), ("2 Viber", True)]),
        (CardMessage("Hi"), SUPER, [("Viber", True), ("SMS", False)]),
        (CardMessage("Hi", channels=(Channel.SMS,)), SUPER, [("SMS", False)]),
        (CardMessage("Hi", channels=(Channel.VIBER,)), SUPER, [("Viber", True)]),
        (TEXT, SUPER, [("1 Viber", True), ("2 SMS", True)]),
        (TEXT, SMS, [("SMS", True)]),
        (CARD, SMS, [("SMS", False)]),
        (CARD, None, [("Viber", True)]),
        (TextMessage("Hi"), None, [("SMS", True)]),
        (CALL, SENDCLOUD, [("SMS", True)]),
    ],
)  # fmt: skip
def test_a_message_has_a_leg_for_each_of_its_channels(
    message: Message, info: ProviderInfo | None, shown: list[tuple[str, bool]]
) -> None:
    assert [(leg.title, leg.carries) for leg in legs_of(message, info)] == shown


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (CARD, "this card"), (PICTURE, "this picture"), (VIDEO, "this video"),
        (FILE, "this file"), (CHOICE, "this text with buttons"),
    ],
)  # fmt: skip
def test_the_dead_leg_says_what_will_not_fall_back(message: Message, said: str) -> None:
    viber, sms = legs = legs_of(message, SUPER)
    assert verdict(viber, message) == f"carries {said}"
    assert verdict(sms, message) == "cannot carry it"
    assert dead_sentence(sms, legs, message) == (
        f"SMS carries text only, so {said} will not fall back."
    )


def test_the_dead_leg_promises_no_fall_back_where_there_is_none() -> None:
    unordered = legs_of(CardMessage("Hi"), SUPER)
    first = legs_of(CardMessage("Hi", channels=(Channel.SMS, Channel.VIBER)), SUPER)
    alone = legs_of(CardMessage("Hi", channels=(Channel.SMS,)), SUPER)
    assert "goes by Viber only" in dead_sentence(unordered[1], unordered, CARD)
    assert "goes by Viber only" in dead_sentence(first[0], first, CARD)
    assert "cannot be sent" in dead_sentence(alone[0], alone, CARD)


# -- what stands on the phone --------------------------------------------------------------------


def test_every_kind_has_its_look() -> None:
    hint = "Check the address to see the picture"
    buttons = ("Order now 🌷", "去门店看看")
    looks: list[tuple[Message, list[object]]] = [
        (TEXT, [TextBubble(TEXT.text)]),
        (CARD, [ViberCard("Spring is here 💐", Picture(hint=hint), buttons)]),
        (CHOICE, [ViberCard("How was it?", None, buttons)]),
        (PICTURE, [PictureMessage(Picture(hint=hint))]),
        (VIDEO, [VideoMessage(Picture(hint="Check the address to see it"), "2:05", "17.5 MB")]),
        (FILE, [FileMessage("Prices.pdf", "PDF")]),
        (CALL, [Call("A call reads out:", "4 8 2 9 1 3")]),
        (
            CODE,
            [
                TextBubble("【Bloom】… 482913\u00a0…", strong="482913"),
                SmallLine("SendCloud words the text around the code."),
            ],
        ),
    ]
    for message, blocks in looks:
        assert blocks_of(message, "SendCloud", unseen) == blocks


def test_a_template_shows_its_wording_or_its_values() -> None:
    assert blocks_of(WORDED, "Tencent", unseen) == [TextBubble("【花店】李梅您好，已备好。")]
    note, keeps = blocks_of(PLAIN_TEMPLATE, "SendCloud", unseen)
    assert note == ValuesNote("Template 1234", (("name", "李梅"), ("order", "")))
    assert keeps == SmallLine("SendCloud keeps the wording and puts these values into it.")


def test_what_is_not_filled_yet_is_shown_as_typed() -> None:
    assert blocks_of(VoiceCodeMessage("{code}"), "", unseen) == [
        Call("A call reads out:", "{code}")
    ]
    [card] = blocks_of(CardMessage("", Image(""), ()), "", unseen)
    assert card == ViberCard("", Picture(), ())
    [file] = blocks_of(MediaMessage(file=File("https://b.test/a.pdf", "", "")), "", unseen)
    assert file == FileMessage("a.pdf", "–")


def test_a_card_cannot_be_cut_by_its_title() -> None:
    card = ViberCard("Spring bouquets " * 12, Picture(), ("One", "Two", "Three"))
    assert card.height(230) > ViberCard("Spring", Picture(), ("One",)).height(230) + 100


# -- the pane ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "info", "badge"),
    [
        (TextMessage("Hi 李梅"), SMS, "SMS"), (WORDED, SENDCLOUD, "SMS"), (CODE, SENDCLOUD, "SMS"),
        (PLAIN_TEMPLATE, SENDCLOUD, "SMS"), (CALL, SENDCLOUD, "Call"), (CARD, None, "Viber"),
    ],
)  # fmt: skip
def test_one_leg_is_one_phone(
    pane: PreviewPane, message: Message, info: ProviderInfo | None, badge: str
) -> None:
    show(pane, message, info)
    assert pane.width() == 396
    assert pane.phone.isVisible()
    assert not pane.legs.second.isVisible()
    assert not pane.legs.dead.isVisible()
    assert pane.phone.accessibleDescription() == outline(message)
    assert pane._channel.text() == badge


@pytest.mark.parametrize("message", [CARD, CHOICE, PICTURE, VIDEO, FILE])
def test_a_card_stands_beside_the_leg_that_cannot_carry_it(
    pane: PreviewPane, message: Message
) -> None:
    show(pane, message, SUPER)
    assert pane.width() == 566
    assert pane.phone.isVisible()
    assert pane.phone.accessibleDescription() == outline(message)
    assert pane.legs.dead.isVisible()
    assert pane.legs.dead.accessibleName() == "2 SMS, cannot carry it"
    assert "SMS carries text only" in pane.legs.dead.accessibleDescription()
    assert not pane._channel.isVisible()
    assert not pane._longest.isVisible()  # nobody knows which is the longest
    painted = colours(pane.legs.dead)
    assert tokens.LIGHT.bad not in painted
    assert tokens.LIGHT.bad_fill not in painted
    assert not pane.phone.geometry().intersects(pane.legs.heads[0].geometry().adjusted(0, 0, 0, -8))


def test_a_text_stands_on_two_phones_and_only_one_counts_segments(pane: PreviewPane) -> None:
    show(pane, TEXT, SUPER, segments=2)
    assert pane.phone.isVisible()
    assert pane.legs.second.isVisible()
    assert pane.legs.second.accessibleName() == "Preview of 2 SMS"
    assert pane.legs.second.accessibleDescription() == TEXT.text
    assert tokens.LIGHT.warn in colours(pane.legs.second)
    assert tokens.LIGHT.warn not in colours(pane.phone)
    assert pane._longest.isVisible()


def test_a_channel_can_be_left_out(qtbot: QtBot, pane: PreviewPane) -> None:
    show(pane, CARD, SUPER)
    [leave] = pane.legs.dead.findChildren(QPushButton)
    assert leave.text() == "Leave SMS out"
    with qtbot.waitSignal(pane.channel_removed) as removed:
        qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert removed.args == ["SMS"]
    show(pane, CardMessage("Hi", channels=(Channel.VIBER,)), SUPER)
    assert pane.width() == 396
    assert not pane.legs.dead.isVisible()
    show(pane, CardMessage("Hi", channels=(Channel.SMS,)), SUPER)
    assert pane.legs.dead.isVisible()
    assert leave.text() == "Use Viber instead"
    show(pane, CARD, SMS)
    assert not leave.isVisible()  # this account has no Viber


def test_in_a_low_window_the_message_gets_the_room(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.set_compact(True)
    pane.resize(pane.width(), 516)
    show(pane, CARD, SUPER)
    before = pane.phone.height()
    pane.set_low(True)
    QApplication.processEvents()
    assert pane.phone.height() >= before + 48
    assert [pane._who.isVisible(), pane._number.isVisible(), pane._file.isVisible()] == [
        True,
        True,
        False,
    ]
    assert (pane._who.text(), pane._number.text()) == ("Alexandra", "8613800138000")
    pane.show_nobody("")
    assert not pane._who.isVisible()


def test_a_narrow_pane_shows_one_leg_at_a_time(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.set_compact(True)
    show(pane, CARD, SUPER)
    assert pane.width() == 320
    assert pane.phone.isVisible()
    assert not pane.legs.dead.isVisible()
    viber, sms = pane.legs.chips.chips
    assert [viber.accessibleName(), sms.accessibleName()] == ["1 Viber", "2 SMS"]
    assert sms.accessibleDescription() == "cannot carry it"
    sms.setFocus()
    qtbot.keyClick(sms, Qt.Key.Key_Space)
    assert pane.legs.dead.isVisible()
    assert not pane.phone.isVisible()
    show(pane, TEXT, SUPER)  # the same channel stays in sight
    assert pane.legs.second.isVisible()
    pane.set_compact(False)
    assert pane.phone.isVisible()
    assert not pane.legs.chips.isVisible()


def test_nothing_jumps_when_the_first_word_is_written(pane: PreviewPane) -> None:
    show(pane, CardMessage("", channels=VIBER_FIRST), SUPER)
    assert pane.width() == 566
    assert pane.phone.text() == ""
    assert "appears here" in pane.phone.accessibleDescription()
    places = [pane.phone.geometry(), pane.legs.dead.geometry()]
    show(pane, CardMessage("S", channels=VIBER_FIRST), SUPER)
    assert pane.phone.text() == "S"
    assert [pane.phone.geometry(), pane.legs.dead.geometry()] == places


def test_the_bare_message_is_shown_to_nobody(pane: PreviewPane) -> None:
    pane.show_nobody("Bloom", CARD, SUPER)
    assert pane.phone.text() == outline(CARD)
    assert not pane._facts.isVisible()
    pane.show_nobody("Bloom")
    assert "before anything is sent" in pane.phone.accessibleDescription()


@pytest.mark.parametrize("sender", ["Bloom", ""])
def test_a_message_came_on_a_day_and_a_call_comes_now(pane: PreviewPane, sender: str) -> None:
    pane.show_person(person(TextMessage("Hi")), 1, sender, info=SMS)
    assert isinstance(pane.phone._content()[0], Day)
    pane.show_person(person(CALL), 0, sender, info=SENDCLOUD)
    assert not any(isinstance(block, Day) for block in pane.phone._content())
    pane.show_nobody(sender)
    assert not any(isinstance(block, Day) for block in pane.phone._content())


def test_the_phone_follows_the_window_until_somebody_chooses(
    qapp: QApplication, pane: PreviewPane
) -> None:
    show(pane, TEXT, SMS)
    assert pane.theme.current() == "light"
    apply_theme(qapp, "dark")
    assert pane.theme.current() == "dark"
    assert tokens.DARK.phone_screen in colours(pane.phone)
    pane.theme._choose("light")
    assert tokens.LIGHT.phone_screen in colours(pane.phone)
    apply_theme(qapp, "light")
    pane.theme._choose("dark")
    assert tokens.DARK.phone_screen in colours(pane.phone)
    assert tokens.theme() is tokens.LIGHT


# -- pictures ------------------------------------------------------------------------------------


def png(colour: str) -> bytes:
    image = QImage(400, 220, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def fail(problem: BaseException) -> None:
    raise problem


def test_a_picture_appears_once_it_was_looked_at(qtbot: QtBot, aio: Any, pane: PreviewPane) -> None:
    ink = "#12AB34"
    tasks = TaskSet(fail)
    looking = MediaLooking(tasks)
    pane.set_looking(looking)
    desk = open_desk(Paths.from_environment())
    looking.attach(desk)
    with FaultServer(answer(200, png(ink), "image/png")) as server:
        url = f"{server.base_url}/p.png"
        card = CardMessage("Spring", Image(url), (), VIBER_FIRST)
        assert picture_address(card) == url
        show(pane, card, SUPER)
        assert tokens.LIGHT.pressed in colours(pane.phone)
        assert ink not in colours(pane.phone)
        looking.look(url, MediaUse.IMAGE)
        qtbot.waitUntil(lambda: ink in colours(pane.phone), timeout=10_000)
        missing = f"{server.base_url}/not-looked-at.png"
        show(pane, MediaMessage(image=Image(missing), channels=VIBER_FIRST), SUPER)
        assert ink not in colours(pane.phone)
    tasks.cancel_all()
    qtbot.waitUntil(lambda: len(tasks) == 0)
    desk.close()


# -- stepping ------------------------------------------------------------------------------------


def test_a_wording_is_counted_as_it_is_filled(qtbot: QtBot, pane: PreviewPane) -> None:
    table = parse_table("name,phone\n李梅,13912345678\n", header=True)
    stepping = Stepping(pane, pane)
    recipients = read_recipients(table, 1, "CN")
    stepping.people.set_recipients(recipients, recipients.members())
    costs: list[Any] = []
    stepping.moved.connect(costs.append)
    worded = TemplateMessage("7", {"1": "{name}"}, signature="花店", wording="{1}您好。")
    stepping.set_message(worded, None)
    assert pane.phone.text() == "【花店】李梅您好。"
    assert costs[-1].on_air.units == len("【花店】李梅您好。")
    assert costs[-1].swap is None
    stepping.set_message(CARD, None)
    assert costs[-1] is None
    assert pane.phone.text() == outline(CARD)
