"""What a look at a web address finds, over real connections."""

import threading
import time
from functools import partial

import pytest

from smsdesk.core.check import Check, CheckState
from smsdesk.core.content_type import content_type
from smsdesk.core.media import MAX_PICTURE_BYTES, MediaAddress, media_addresses, type_differs
from smsdesk.core.media_checks import media_checks
from smsdesk.core.message import (
    CardMessage,
    Choice,
    ChoiceMessage,
    File,
    Image,
    MediaMessage,
    TextMessage,
    Video,
)
from smsdesk.providers.transport import HttpTransport
from smsdesk.sandbox import Sandbox
from smsdesk.services.media import MediaChecker, MediaReport, MediaUse
from tests.helpers import faultserver
from tests.helpers.faultserver import CERTIFICATE, Behaviour, FaultServer, Line

IMAGE, VIDEO, FILE, LINK = MediaUse
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(100)
PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html><body>Gone</body></html>"
OFFICE = "application/vnd.openxmlformats-officedocument."
NOW_MS = 1_700_000_000_000


def checker(time_limit_s: float = 5.0) -> MediaChecker:
    line = partial(HttpTransport, ca_bundle=str(CERTIFICATE))
    return MediaChecker(line, lambda: NOW_MS, time_limit_s=time_limit_s)


def served(body: bytes, kind: str = "application/octet-stream", **more: object) -> Behaviour:
    return faultserver.answer(body=body, content_type=kind, **more)  # type: ignore[arg-type]


def look(use: MediaUse, *behaviours: Behaviour, tls: bool = True, path: str = "/a") -> MediaReport:
    with FaultServer(*behaviours, tls=tls) as server:
        return checker().check(server.base_url + path, use)


def told(report: MediaReport) -> set[str]:
    """Codes of the problem and the warnings; every sentence is read in both languages."""
    found = [*report.warnings, *([report.problem] if report.problem else [])]
    for problem in found:
        for language in ("en", "zh"):
            assert "{" not in problem.sentence(language)
    return {problem.code for problem in found} - {"media_near"}  # the tests' server is near


# --- what is there ----------------------------------------------------------------------------


def test_a_picture_comes_whole():
    report = look(IMAGE, served(PNG, "image/jpeg"))
    assert told(report) == set()
    assert (report.content_type, report.size_bytes, report.body) == ("image/png", len(PNG), PNG)
    assert report.checked_ms == NOW_MS


def test_a_page_behind_a_picture_address():
    report = look(IMAGE, served(PAGE, "image/jpeg"), path="/a.jpg")
    assert told(report) == {"media_not_picture"}
    assert report.problem is not None
    assert report.problem.sentence().startswith("What is there is a web page, not a picture")
    assert report.body == b""


@pytest.mark.parametrize(
    ("use", "body", "kind", "code"),
    [
        (IMAGE, b"", "image/png", "media_empty"),
        (IMAGE, MP4, "image/png", "media_not_picture"),
        (IMAGE, b"II*\0" + bytes(40), "image/png", "media_picture_kind"),
        (IMAGE, b'<?xml version="1.0"?><svg/>', "text/plain", "media_picture_kind"),
        (VIDEO, PNG, "video/mp4", "media_not_video"),
        (VIDEO, b"who knows", "application/octet-stream", "media_type_unknown"),
        (FILE, PAGE, "application/pdf", "media_not_file"),
    ],
)
def test_what_is_there_is_not_what_should_be(use, body, kind, code):
    assert told(look(use, served(body, kind))) == {code}


def test_of_a_video_only_the_start_is_read_and_its_size_is_told():
    whole = 30 * 1024 * 1024

    def behave(line: Line) -> None:
        assert b"Range: bytes=0-65535\r\n" in line.read_request()
        start = MP4.ljust(65536, b"\0")
        line.send(
            b"HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Length: 65536\r\n"
            b"Content-Range: bytes 0-65535/%d\r\n\r\n" % whole + start
        )

    report = look(VIDEO, behave)
    assert told(report) == set()
    assert (report.content_type, report.size_bytes) == ("video/mp4", whole)


def test_a_server_without_ranges_is_not_read_to_the_end():
    sent = []

    def behave(line: Line) -> None:
        line.read_request()
        line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n" + MP4)
        try:
            while not line.server.stopping.is_set():
                line.send(bytes(65536))
                sent.append(1)
        except OSError:
            pass

    report = look(VIDEO, behave)
    assert told(report) == {"media_large"}
    assert len(sent) < 500, "32 MB at the very most may stand in buffers"


def test_a_picture_without_end_is_not_read_to_the_end():
    def behave(line: Line) -> None:
        line.read_request()
        line.send(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG)
        chunk = bytes(1024 * 1024)
        while not line.server.stopping.is_set():
            line.send(chunk)

    report = look(IMAGE, behave)
    assert told(report) == {"media_large"}
    assert f"{MAX_PICTURE_BYTES >> 20} MB" in report.problem.sentence()


def test_the_size_may_stay_unknown():
    def behave(line: Line) -> None:
        line.read_request()
        line.send(b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-99/*\r\n\r\n" + MP4)

    report = look(VIDEO, behave)
    assert told(report) == {"media_size_unknown"}
    assert report.size_bytes is None


def test_a_packed_answer_is_not_unpacked():
    report = look(IMAGE, served(b"\x1f\x8b\x08", "image/png", Content_Encoding="gzip"))
    assert (report.content_type, report.body) == ("image/png", b"\x1f\x8b\x08")


@pytest.mark.parametrize(
    ("status", "image", "link"),
    [
        (200, set(), set()),
        (404, {"media_missing"}, {"media_missing"}),
        (410, {"media_missing"}, {"media_missing"}),
        (401, {"media_denied"}, {"media_link_shy"}),
        (403, {"media_denied"}, {"media_link_shy"}),
        (429, {"media_status"}, {"media_link_shy"}),
        (500, {"media_status"}, {"media_status"}),
        (304, {"media_status"}, {"media_status"}),
    ],
)
def test_statuses(status, image, link):
    assert told(look(IMAGE, served(PNG, status=status))) == image
    assert told(look(LINK, served(PAGE, status=status))) == link


def test_of_a_link_nothing_is_read():
    report = look(LINK, faultserver.hang_in_body)
    assert told(report) == set()
    assert (report.body, report.size_bytes) == (b"", None)


# --- the way there ----------------------------------------------------------------------------


def to(target: str, status: int = 302) -> Behaviour:
    return faultserver.answer(status, b"", Location=target)


def test_a_redirect_is_followed_and_told():
    report = look(IMAGE, to("/b", 301), served(PNG))
    assert told(report) == {"media_redirected"}
    assert report.content_type == "image/png"
    assert told(look(LINK, to("/b"), served(PAGE))) == set(), "browsers follow as well"


def test_three_redirects_and_no_more():
    assert told(look(LINK, to("/b"), to("/c"), to("/d"), served(PAGE))) == set()
    assert told(look(LINK, to("/b"), to("/c"), to("/d"), to("/e"))) == {"media_redirects"}


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/a",
        "http://example.com/a",
        "file:///etc/passwd",
        "ftp://127.0.0.1/a",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//[::1",
    ],
)
def test_redirects_that_are_not_followed(target):
    with FaultServer(to(target), tls=True) as server:
        report = checker().check(server.base_url, IMAGE)
        assert told(report) == {"media_redirect_unsafe"}
        assert server.connections == 1


def test_this_computer_may_lead_on_to_itself_without_https():
    assert told(look(LINK, to("/b"), served(PAGE), tls=False)) == set()


def test_plain_http_elsewhere_is_not_followed_from_here():
    with FaultServer(to("http://example.com/"), tls=False) as server:
        assert told(checker().check(server.base_url, LINK)) == {"media_redirect_unsafe"}


def test_nothing_of_the_person_is_sent_along(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    to_next = faultserver.answer(302, b"", Location="/b", Set_Cookie="id=1")
    with FaultServer(to_next, served(PNG), tls=True) as server:
        url = server.base_url.replace("//", "//mei:secret@") + "/a#part"
        report = checker().check(url, IMAGE)
        assert told(report) == {"media_redirected", "media_user"}
        sent = b"".join(server.received).lower()
    assert b"\r\naccept: */*\r\n" in sent
    assert b"get /a http" in sent
    for word in (b"cookie", b"authorization", b"secret", b"referer"):
        assert word not in sent


def test_an_address_near_by_is_told():
    with FaultServer(served(PNG)) as server:
        report = checker().check(server.base_url, IMAGE)
    assert [warning.code for warning in report.warnings] == ["media_near"]


def test_plain_http_is_told(monkeypatch):
    """Through a proxy, so that an address elsewhere is answered here."""
    with FaultServer(served(PNG)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url)
        report = checker().check("http://pictures.invalid/a.png", IMAGE)
    assert told(report) == {"media_plain_http"}


# --- nothing there ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["", "bouquet.jpg", "ftp://127.0.0.1/a", "https:///a", "file:///etc/passwd", "https://[::1/"],
)
def test_what_is_no_address(url):
    assert told(checker().check(url, IMAGE)) == {"media_address"}


def test_servers_that_are_not_there():
    port = faultserver.closed_port()
    assert told(checker().check(f"https://127.0.0.1:{port}/", IMAGE)) == {"media_refused"}
    assert told(checker().check("https://name.invalid/", IMAGE)) == {"media_dns"}


def test_a_certificate_nobody_trusts():
    with FaultServer(served(PNG), tls=True) as server:
        report = MediaChecker(HttpTransport, lambda: 0).check(server.base_url, IMAGE)
        assert told(report) == {"media_tls"}
        assert server.received == []


@pytest.mark.parametrize(
    "behaviour",
    [faultserver.reset_after_request, faultserver.cut_off, faultserver.rubbish],
    ids=lambda behaviour: behaviour.__name__,
)
def test_answers_that_break_off(behaviour):
    assert told(look(IMAGE, behaviour, tls=False)) == {"media_broken"}


def slow_headers(line: Line) -> None:
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not line.server.stopping.wait(0.02):
        line.send(b"a")


def slow_without_length(line: Line) -> None:
    line.read_request()
    line.send(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG)
    while not line.server.stopping.wait(0.02):
        line.send(b"a")


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize(
    "behaviour",
    [
        faultserver.hang,
        faultserver.hang_in_body,
        faultserver.trickle,
        slow_headers,
        slow_without_length,
    ],
    ids=lambda behaviour: behaviour.__name__,
)
def test_time_is_limited_for_the_whole_look(behaviour, tls):
    with FaultServer(behaviour, tls=tls) as server:
        began = time.monotonic()
        report = checker(0.4).check(server.base_url, IMAGE)
        assert time.monotonic() - began < 3.0
    assert told(report) == {"media_timeout"}


def test_redirects_share_the_time():
    def behave(line: Line) -> None:
        line.read_request()
        threading.Event().wait(0.2)
        line.send(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")

    with FaultServer(behave, tls=True) as server:
        assert told(checker(0.3).check(server.base_url, IMAGE)) == {"media_timeout"}


# --- what the sandbox has ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "use", "kind"),
    [
        ("bouquet.png", IMAGE, "image/png"),
        ("bouquet.mp4", VIDEO, "video/mp4"),
        ("prices.pdf", FILE, "application/pdf"),
        ("bouquet.png", LINK, "image/png"),
    ],
)
def test_sample_media_of_the_sandbox(name, use, kind):
    with Sandbox() as sandbox:
        report = checker().check(f"{sandbox.base_url}/sandbox/media/{name}", use)
        assert told(report) == set()
        assert report.content_type == kind
        missing = checker().check(f"{sandbox.base_url}/sandbox/media/../server.py", use)
        assert told(missing) == {"media_missing"}


# --- types and addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "header", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"GIF89a", "", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"\0\0\0\x14ftypqt  ", "", "video/quicktime"),
        (b"\0\0\0\x1cftypavif", "", "image/avif"),
        (b"%PDF-1.7", "text/html", "application/pdf"),
        (b"PK\x03\x04....word/document.xml", "", f"{OFFICE}wordprocessingml.document"),
        (b"PK\x03\x04", "", "application/zip"),
        (b"MZ\x90", "application/pdf", "application/x-msdownload"),
        (b"  <HTML>", "image/png", "text/html"),
        (b"hello", "Text/Plain; charset=utf-8", "text/plain"),
        (b"", "", ""),
    ],
)
def test_types(start, header, kind):
    assert content_type(start, header) == kind


@pytest.mark.parametrize(
    ("kind", "ending", "differs"),
    [
        ("application/pdf", "pdf", False),
        ("application/pdf", ".PDF", False),
        ("application/pdf", "docx", True),
        ("application/zip", "docx", False),
        ("application/x-msdownload", "pdf", True),
        ("text/plain", "csv", False),
        ("application/pdf", "", False),
    ],
)
def test_the_type_given_for_a_file(kind, ending, differs):
    report = MediaReport("https://example.com/a", FILE, content_type=kind)
    assert (type_differs(report, ending) is not None) is differs


def test_addresses_of_messages():
    choices = (Choice("Order", "https://a.example/o"), Choice("Shop", " "))
    card = CardMessage("Hi", Image("https://a.example/p.png"), choices)
    assert [(one.path, one.use) for one in media_addresses(card)] == [
        ("image.url", IMAGE),
        ("choices.0.url", LINK),
    ]
    video = MediaMessage(video=Video("https://v", "https://t", 1, 1))
    assert [one.use for one in media_addresses(video)] == [VIDEO, IMAGE]
    file = MediaMessage(file=File("https://f", "Prices", "pdf"))
    assert media_addresses(file) == (MediaAddress("file.url", "https://f", FILE, "pdf"),)
    assert media_addresses(TextMessage("https://a.example")) == ()


# --- the check in the review ------------------------------------------------------------------

CARD = CardMessage(
    "Hi", Image("https://p"), (Choice("Order", "https://o"), Choice("Shop", "https://s"))
)


def the_check(message=CARD, **reports: MediaReport | None) -> Check:
    known = {f"https://{name}": report for name, report in reports.items()}
    (check,) = media_checks(media_addresses(message), known)
    for language in ("en", "zh"):
        assert "{" not in check.sentence(language)
    return check


def fine(name: str, use: MediaUse = LINK, **more) -> MediaReport:
    return MediaReport(f"https://{name}", use, **more)


def test_all_addresses_open():
    check = the_check(p=fine("p", IMAGE), o=fine("o"), s=fine("s"))
    assert check.state is CheckState.PASSED
    assert check.sentence() == "The picture and both links open · over HTTPS"
    assert check.sentence("zh") == "图片和两个链接均可打开 · 通过 HTTPS"
    only = the_check(MediaMessage(image=Image("https://p")), p=fine("p", IMAGE))
    assert only.title() == "The picture opens"
    assert only.title("zh") == "图片可以打开"


def test_addresses_nobody_looked_at_or_that_are_being_looked_at():
    check = the_check()
    assert check.state is CheckState.LOOK
    assert check.title() == "Not opened yet: the picture and both links"
    assert the_check(p=fine("p", IMAGE)).title() == "Not opened yet: both links"
    assert the_check(p=fine("p", IMAGE), o=None).title() == "Being opened: the link"


def test_findings_are_named_by_their_field_and_block_nothing():
    report = look(IMAGE, served(PAGE))
    check = the_check(p=report, o=fine("o"), s=fine("s"))
    assert check.state is CheckState.LOOK
    assert check.title().startswith("“Image address”: What is there is a web page, not a picture")
    assert check.title("zh").startswith("「图片地址」一项：该处是网页，不是图片")


def test_a_file_of_another_type_is_told():
    message = MediaMessage(file=File("https://f", "Prices", "docx"))
    check = the_check(message, f=fine("f", FILE, content_type="application/pdf"))
    assert "a PDF document, but the type given is docx" in check.title()


def test_no_addresses_no_check():
    assert media_checks((), {}) == []
    assert [a.path for a in media_addresses(ChoiceMessage("Hi", (Choice("A", "https://a"),)))] == [
        "choices.0.url"
    ]
