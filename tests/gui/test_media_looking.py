"""Looking at addresses in the background: pictures, bombs, and what the review says of it."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account
from smsdesk.core.check import Check, CheckState
from smsdesk.core.csvimport import parse_table
from smsdesk.core.media import media_addresses
from smsdesk.core.message import CardMessage, Choice, Image, Message, TextMessage
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.desk import open_desk
from smsdesk.gui.compose.looking import Looking, Question
from smsdesk.gui.compose.media_looking import SHOWN, MediaLook, MediaLooking, read_picture
from smsdesk.gui.compose.review_list import ReviewList
from smsdesk.gui.compose.survey import Survey, survey
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.text import Link
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS
from smsdesk.services.desk import Desk
from smsdesk.services.media import MediaReport, MediaUse
from tests.helpers import faultserver
from tests.helpers.faultserver import FaultServer

WAIT_MS = 10_000
RED, BLUE = QColor("#E2566F"), QColor("#2B59C3")


def encoded(image: QImage, kind: str) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(data.data())


def picture(width: int, height: int) -> QImage:
    """Red, with its left half blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, BLUE)
    return image


def png(width: int, height: int, *chunks: bytes, depth: int = 1, colour: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(chunks) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def looked(body: bytes, kind: str) -> MediaLook:
    report = MediaReport("https://p", MediaUse.IMAGE, content_type=f"image/{kind}", body=body)
    found = read_picture(report)
    assert found.report is not None
    assert found.report.body == b"", "what was unpacked is not kept packed as well"
    return found


def code(found: MediaLook) -> str:
    assert found.report is not None
    return found.report.problem.code if found.report.problem else ""


# --- unpacking --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_is_shown(kind: str) -> None:
    found = looked(encoded(picture(40, 20), kind), kind)
    assert (code(found), found.width, found.height) == ("", 40, 20)
    assert found.image is not None
    assert found.image.pixelColor(35, 10).red() > 150


def test_a_large_picture_is_held_small() -> None:
    image = QImage(3000, 1500, QImage.Format.Format_RGB32)
    image.fill(RED)
    found = looked(encoded(image, "jpeg"), "jpeg")
    assert (found.width, found.height) == (3000, 1500)
    assert found.image is not None
    assert (found.image.width(), found.image.height()) == (SHOWN, SHOWN // 2)


def test_a_bomb_is_never_unpacked() -> None:
    """A picture of 900 million points in 110 kilobytes."""
    side = 30_000
    bomb = png(side, side, _chunk(b"IDAT", zlib.compress(bytes((side // 8 + 1) * side), 9)))
    assert len(bomb) < 120_000
    found = looked(bomb, "png")
    assert code(found) == "media_picture_pixels"
    assert found.image is None
    assert found.report is not None
    assert found.report.problem is not None
    assert "30000 × 30000 pixels" in found.report.problem.sentence()


def test_a_bomb_of_deep_colours_is_never_unpacked() -> None:
    """Not many points, but 8 bytes each."""
    bomb = png(6300, 6300, _chunk(b"IDAT", zlib.compress(bytes(9))), depth=16, colour=6)
    assert code(looked(bomb, "png")) == "media_picture_pixels"


@pytest.mark.parametrize(
    ("kind", "keep"), [("jpeg", 0.5), ("jpeg", 0.99), ("jpeg", 0.02), ("png", 0.5), ("webp", 0.5)]
)
def test_half_a_picture_is_told(kind: str, keep: float) -> None:
    whole = encoded(picture(400, 300), kind)
    assert code(looked(whole[: int(len(whole) * keep)], kind)) == "media_picture_broken"


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp"])
def test_rubbish_is_told(kind: str) -> None:
    assert code(looked(b"no picture at all", kind)) == "media_picture_broken"


def test_of_a_moving_picture_the_first_is_shown() -> None:
    frame = b"\x2c\0\0\0\0\2\0\2\0\0"
    head = b"GIF89a\2\0\2\0\x80\0\0" + bytes((0xE2, 0x56, 0x6F)) + bytes((0x2B, 0x59, 0xC3))
    red, blue = b"\2\2\x84\x51\0", b"\2\2\x8c\x53\0"
    found = looked(head + frame + red + frame + blue + b";", "gif")
    assert (code(found), found.width, found.height) == ("", 2, 2)
    assert found.image is not None
    assert not found.image.isNull()


def test_a_photo_is_turned_upright() -> None:
    """As cameras do: stored lying, with a mark that says which side is up."""
    plain = encoded(picture(60, 30), "jpeg")
    tags = b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"
    mark = b"\xff\xe1" + struct.pack(">H", len(tags) + 2) + tags
    found = looked(plain[:2] + mark + plain[2:], "jpeg")
    assert (code(found), found.width, found.height) == ("", 30, 60)
    assert found.image is not None
    assert found.image.pixelColor(15, 5).blue() > 150, "what was left is up"


@pytest.mark.parametrize("kind", ["svg+xml", "tiff", "x-icon", "avif"])
def test_pictures_of_rare_types_are_left_alone(kind: str) -> None:
    found = looked(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", kind)
    assert (code(found), found.image) == ("", None)


# --- in the background ------------------------------------------------------------------------


@pytest.fixture
def desk(smsdesk_home: object) -> Iterator[Desk]:
    desk = open_desk(Paths.from_environment(), demo=True)
    yield desk
    desk.close()


@pytest.fixture
def tasks(qtbot: QtBot, aio: Any) -> Iterator[TaskSet]:
    def fail(problem: BaseException) -> None:
        raise problem

    tasks = TaskSet(fail)
    yield tasks
    tasks.cancel_all()
    qtbot.waitUntil(lambda: len(tasks) == 0)


@pytest.fixture
def looking(tasks: TaskSet, desk: Desk) -> MediaLooking:
    looking = MediaLooking(tasks)
    looking.attach(desk)
    return looking


def sample(desk: Desk, name: str = "bouquet.png") -> str:
    account = desk.rehearsal.route(desk.start_rehearsal("nxcloud-sms"))
    return f"{account.base_url}/sandbox/media/{name}"


def wait_for(qtbot: QtBot, looking: MediaLooking, url: str) -> MediaLook:
    def is_there() -> bool:
        state = looking.state(url)
        return state is not None and state.report is not None

    qtbot.waitUntil(is_there, timeout=WAIT_MS)
    found = looking.state(url)
    assert found is not None
    return found


def test_a_look_begins_at_once_and_ends_with_the_picture(
    qtbot: QtBot, desk: Desk, looking: MediaLooking
) -> None:
    url, heard = sample(desk), []
    looking.looked.connect(heard.append)
    assert looking.state(url) is None
    looking.look(url, MediaUse.IMAGE)
    assert looking.state(url) == looking.state(url)
    began = looking.state(url)
    assert began is not None
    assert began.report is None
    found = wait_for(qtbot, looking, url)
    assert (found.width, found.height) == (1200, 660)
    assert found.image is not None
    assert heard == [url, url]


def test_one_look_is_enough_until_somebody_asks_again(
    qtbot: QtBot, tasks: TaskSet, looking: MediaLooking
) -> None:
    with FaultServer(faultserver.answer(body=encoded(picture(9, 9), "png"))) as server:
        card = CardMessage("Hi", Image(server.base_url))
        looking.look_at_new(media_addresses(card))
        looking.look_at_new(media_addresses(card))
        looking.look(server.base_url, MediaUse.IMAGE)
        assert len(tasks) == 1
        wait_for(qtbot, looking, server.base_url)
        looking.look_at_new(media_addresses(card))
        assert len(tasks) == 0
        assert len(server.received) == 1
        looking.look(server.base_url, MediaUse.IMAGE)
        wait_for(qtbot, looking, server.base_url)
        assert len(server.received) == 2


def test_closing_the_page_ends_a_look(qtbot: QtBot, tasks: TaskSet, looking: MediaLooking) -> None:
    with FaultServer(faultserver.hang) as server:
        looking.look(server.base_url, MediaUse.IMAGE)
        qtbot.waitUntil(lambda: bool(server.received), timeout=WAIT_MS)
        tasks.cancel_all()
        qtbot.waitUntil(lambda: len(tasks) == 0, timeout=WAIT_MS)
        assert looking.state(server.base_url) is None, "nothing is known"


# --- in the review ----------------------------------------------------------------------------


def people(*rows: str) -> Recipients:
    return read_recipients(parse_table("phone,name\n" + "\n".join(rows), header=True), 0, "CN")


PEOPLE = people("13800138000,Ann", "13800138001,Alexandra Montgomery-Chan")
ACCOUNT = Account("shop", "nxcloud-super", {"access_key": "k", "app_key": "a"})


def found_for(message: Message) -> Survey:
    return survey(message, PEOPLE, PROVIDERS["nxcloud-super"], ACCOUNT)


def media_check(found: Survey) -> Check:
    return next(check for check in found.checks if check.id == "media")


def test_the_longest_texts_and_whose_they_are() -> None:
    card = CardMessage("Hi {name}", None, (Choice("Order", "https://a.example/{name}"),))
    longest = found_for(card).longest
    assert longest["title"].length == len("Hi Alexandra Montgomery-Chan")
    assert longest["title"].who == "Alexandra Montgomery-Chan"
    assert (longest["choices.0.text"].length, longest["choices.0.text"].who) == (5, "")
    assert survey(TextMessage("Hi {nobody}"), PEOPLE, None, None).longest == {}


def test_a_personal_address_is_looked_at_for_one_person() -> None:
    card = CardMessage("Hi", None, (Choice("Order", "https://a.example/{name}"),))
    assert [one.url for one in found_for(card).addresses] == ["https://a.example/Ann"]


@pytest.fixture
def review(qtbot: QtBot) -> ReviewList:
    review = ReviewList()
    qtbot.addWidget(review)
    return review


@pytest.fixture
def about(looking: MediaLooking, tasks: TaskSet, review: ReviewList) -> Looking:
    """What is known of the list; the review says it."""
    about = Looking(looking, tasks, review)
    review.media_requested.connect(about.look_at_media)
    about.changed.connect(lambda: review.show_checks(about.survey.telling if about.survey else ()))
    return about


def ask(qtbot: QtBot, about: Looking, message: Message) -> Survey:
    """Have the list looked at with another message."""
    with qtbot.waitSignal(about.surveyed, timeout=WAIT_MS):
        about.ask(Question(message, PEOPLE, PROVIDERS["nxcloud-super"], ACCOUNT))
    assert about.survey is not None
    return about.survey


def test_the_review_follows_the_looks(
    qtbot: QtBot, desk: Desk, looking: MediaLooking, about: Looking, review: ReviewList
) -> None:
    card = CardMessage("Hi", Image(sample(desk)), (Choice("Order", sample(desk, "prices.pdf")),))
    found = ask(qtbot, about, card)
    assert media_check(found).state is CheckState.LOOK
    assert any("Not opened yet: the picture and the link" in line for line in review.sentences())
    links = [link for link in review.findChildren(Link) if not link.isHidden()]
    next(link for link in links if link.text() == "Check now").click()
    assert any("Being opened: the picture" in line for line in review.sentences())
    for address in found.addresses:
        wait_for(qtbot, looking, address.url)
    lines = [line for line in review.sentences() if line.startswith("“Image address”: ")]
    assert "inside this computer or network" in lines[0]


def test_what_was_looked_at_before_sending_stays_known(
    qtbot: QtBot, desk: Desk, looking: MediaLooking, about: Looking
) -> None:
    card = CardMessage("Hi", Image(sample(desk, "none.png")))
    ask(qtbot, about, card)
    about.look_at_new_media()
    wait_for(qtbot, looking, sample(desk, "none.png"))
    found = ask(qtbot, about, CardMessage("Hi again", card.image))
    assert media_check(found).problems[0].code == "media_missing"
