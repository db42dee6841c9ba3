"""What happened on the wire, told apart over real connections."""

import gc
import socket
import sys
import threading
import time

import pytest

from smsdesk.core.errors import NotSent, OutcomeUnknown, SmsdeskError
from smsdesk.core.provider import HttpRequest
from smsdesk.core.sentences import SENTENCES
from smsdesk.providers.codes import TRANSPORT_CODES
from smsdesk.providers.transport import HttpTransport
from tests.helpers import faultserver
from tests.helpers.faultserver import CERTIFICATE, FaultServer

SECRET = "do-not-tell"
QUICK = 0.3


def request(url: str, body: bytes = b'{"content":"\xe6\x82\xa8"}') -> HttpRequest:
    return HttpRequest("POST", url, {"sign": SECRET, "Content-Type": "application/json"}, body)


@pytest.fixture
def transport():
    transport = HttpTransport(connect_s=2.0, read_s=QUICK)
    yield transport
    transport.close()


def failure(transport: HttpTransport, url: str) -> SmsdeskError:
    with pytest.raises((NotSent, OutcomeUnknown)) as caught:
        transport.exchange(request(url))
    return caught.value


# --- the request left: it may have gone out ---------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (faultserver.reset_at_first_byte, "reset"),
        (faultserver.reset_after_request, "reset"),
        (faultserver.close_after_request, "reset"),
        (faultserver.reset_in_body, "reset"),
        (faultserver.hang, "read_timeout"),
        (faultserver.hang_in_body, "read_timeout"),
        (faultserver.trickle, "read_timeout"),
        (faultserver.cut_off, "cut_off"),
        (faultserver.cut_off_chunked, "cut_off"),
        (faultserver.too_much, "too_large"),
        (faultserver.rubbish, "unreadable"),
        (faultserver.answer(body=b"no gzip", Content_Encoding="gzip"), "unreadable"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_request_that_left_is_outcome_unknown(transport, behaviour, code):
    with FaultServer(behaviour) as server:
        problem = failure(transport, server.base_url)
        assert isinstance(problem, OutcomeUnknown)
        assert problem.code == code
        assert server.connections == 1, "nothing is ever repeated"


def test_request_that_left_over_tls_is_outcome_unknown_even_when_tls_breaks():
    """requests raises SSLError here, as it does for a handshake that failed."""
    transport = HttpTransport(read_s=2.0, ca_bundle=str(CERTIFICATE))
    with FaultServer(faultserver.damaged_tls, tls=True) as server:
        problem = failure(transport, server.base_url)
        assert isinstance(problem, OutcomeUnknown)
        assert len(server.received) == 1
    transport.close()


# --- the request never left -------------------------------------------------------------------


def test_refused(transport):
    problem = failure(transport, f"http://127.0.0.1:{faultserver.closed_port()}/")
    assert isinstance(problem, NotSent)
    assert problem.code == "refused"


def test_unknown_name(transport):
    problem = failure(transport, "https://name.invalid/")
    assert isinstance(problem, NotSent)
    assert problem.code == "dns"


def test_certificate_nobody_trusts(transport):
    with FaultServer(faultserver.answer(), tls=True) as server:
        problem = failure(transport, server.base_url)
        assert isinstance(problem, NotSent)
        assert problem.code == "tls"
        assert server.received == []


@pytest.mark.parametrize(
    "behaviour",
    [faultserver.reset_at_first_byte, faultserver.silent, faultserver.rubbish],
    ids=["reset", "silent", "rubbish"],
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_handshake_that_comes_to_nothing(behaviour):
    transport = HttpTransport(connect_s=QUICK, read_s=2.0)
    with FaultServer(behaviour) as server:
        problem = failure(transport, server.base_url.replace("http:", "https:"))
        assert isinstance(problem, NotSent)
        assert problem.code == "tls"
    transport.close()
    gc.collect()  # the ssl module forgets to close a socket that was reset before the handshake


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse instead")
def test_connect_timeout():
    """A full accept queue: the system drops further connection requests without a word."""
    waiting: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(address)
            waiting.append(filler)
        transport = HttpTransport(connect_s=QUICK, read_s=QUICK)
        problem = failure(transport, f"http://127.0.0.1:{address[1]}/")
        for filler in waiting:
            filler.close()
    assert isinstance(problem, NotSent)
    assert problem.code == "connect_timeout"


def test_proxy_that_is_not_there(monkeypatch):
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{faultserver.closed_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    problem = failure(HttpTransport(), "https://name.invalid/")
    assert isinstance(problem, NotSent)
    assert problem.code == "proxy"


def test_proxy_that_refuses_the_tunnel(monkeypatch):
    with FaultServer(faultserver.answer(status=407, body=b"")) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base_url)
        monkeypatch.delenv("no_proxy", raising=False)
        problem = failure(HttpTransport(), "https://name.invalid/")
        assert isinstance(problem, NotSent)
        assert problem.code == "proxy"
        assert SECRET.encode() not in b"".join(proxy.received)


def test_proxy_is_never_used_for_this_computer(monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{faultserver.closed_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    with FaultServer(faultserver.answer()) as server:
        transport = HttpTransport()
        assert transport.exchange(request(server.base_url)).status == 200
        transport.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://api2.nxcloud.com/api/sms/mtsend_v2", "plain_http"),
        ("http://192.168.1.20/", "plain_http"),
        ("http://127.0.0.300/", "plain_http"),
        ("http://127.0.0.1.name.invalid/", "plain_http"),
        ("http://localhost.name.invalid/", "plain_http"),
        ("ftp://127.0.0.1/", "bad_address"),
        ("127.0.0.1:8080/", "bad_address"),
        ("https:///path", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("https://a..invalid/", "bad_address"),
        ("", "bad_address"),
    ],
)
def test_addresses_that_are_not_spoken_to(transport, url, code):
    problem = failure(transport, url)
    assert isinstance(problem, NotSent)
    assert problem.code == code


def test_header_that_cannot_be_sent(transport):
    with FaultServer(faultserver.answer()) as server:
        for value in ("密钥", "two\r\nlines: 1"):
            with pytest.raises(NotSent) as caught:
                transport.exchange(HttpRequest("POST", server.base_url, {"sign": value}, b"{}"))
            assert caught.value.code == "unsendable"
        assert server.received == []


# --- replies ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 403, 404, 429, 500, 503])
def test_any_status_comes_back_whole(transport, status):
    body = b"" if status == 204 else '{"code":"0","result":"好"}'.encode()
    behaviour = faultserver.answer(status, body, Location="/elsewhere", X_Note="n")
    with FaultServer(behaviour) as server:
        reply = transport.exchange(request(server.base_url + "/path"))
        assert (reply.status, reply.body) == (status, body)
        assert reply.headers["x-note"] == "n"
        assert reply.elapsed_ms >= 0
        assert len(server.received) == 1, "redirects are not followed"


def test_body_and_headers_arrive_as_given(transport):
    with FaultServer(faultserver.answer()) as server:
        transport.exchange(request(server.base_url + "/path?a=%20b", b"\x00\xff 1"))
        head, _, body = server.received[0].partition(b"\r\n\r\n")
        assert body == b"\x00\xff 1"
        assert head.startswith(b"POST /path?a=%20b HTTP/1.1\r\n")
        assert b"\r\nsign: do-not-tell\r\n" in head
        assert b"\r\nContent-Type: application/json\r\n" in head + b"\r\n"


def test_one_connection_serves_many_requests_and_no_cookie_is_kept(transport):
    with FaultServer(faultserver.answer(Set_Cookie="id=1")) as server:
        for _ in range(3):
            transport.exchange(request(server.base_url))
        assert server.connections == 1
        assert b"cookie" not in b"".join(server.received).lower()


def test_idle_connection_is_not_trusted():
    now = [0.0]
    transport = HttpTransport(clock=lambda: now[0])
    with FaultServer(faultserver.answer()) as server:
        transport.exchange(request(server.base_url))
        now[0] += 60.0
        transport.exchange(request(server.base_url))
        assert server.connections == 2
        transport.close()


def test_after_a_failure_the_next_request_starts_anew(transport):
    with FaultServer(faultserver.reset_after_request, faultserver.answer()) as server:
        failure(transport, server.base_url)
        assert transport.exchange(request(server.base_url)).status == 200


def test_netrc_and_address_passwords_are_not_used(monkeypatch, tmp_path, transport):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with FaultServer(faultserver.answer()) as server:
        transport.exchange(request(server.base_url))
        assert b"authorization" not in server.received[0].lower()


def test_this_computer_by_any_of_its_names(transport):
    with FaultServer(faultserver.answer()) as server:
        for host in ("localhost", "127.0.0.1", "LOCALHOST"):
            url = f"http://{host}:{server.port}/"
            assert transport.exchange(request(url)).status == 200


def test_verified_certificate_is_accepted():
    transport = HttpTransport(ca_bundle=str(CERTIFICATE))
    with FaultServer(faultserver.answer(), tls=True) as server:
        assert transport.exchange(request(server.base_url)).status == 200
        transport.close()


def test_certificates_named_by_the_environment(monkeypatch, tmp_path):
    with FaultServer(faultserver.answer(), tls=True) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
        transport = HttpTransport()
        assert transport.exchange(request(server.base_url)).status == 200
        transport.close()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
        assert failure(HttpTransport(), server.base_url).code == "tls"


def test_closing_ends_the_connection(transport):
    gone = threading.Event()

    def watch(line: faultserver.Line) -> None:
        line.read_request()
        line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        if not line.read_request():
            gone.set()

    with FaultServer(watch) as server:
        transport.exchange(request(server.base_url))
        transport.close()
        assert gone.wait(5.0)


# --- looking at what is at an address ---------------------------------------------------------


def test_a_peek_reads_no_more_than_it_was_asked_for(transport):
    with FaultServer(faultserver.answer(body=b"x" * 1000)) as server:
        found = transport.peek(server.base_url, 10, 5.0, {"Range": "bytes=0-9"})
        assert (found.status, found.body, found.is_cut) == (200, b"x" * 10, True)
        assert found.headers["content-length"] == "1000"
        assert b"\r\nRange: bytes=0-9\r\n" in server.received[0]
        whole = transport.peek(server.base_url, 1000, 5.0)
        assert (len(whole.body), whole.is_cut) == (1000, False)
        assert server.connections == 2, "a line with half an answer on it is of no further use"


def test_a_peek_does_not_follow_redirects(transport):
    with FaultServer(faultserver.answer(302, b"", Location="/b")) as server:
        found = transport.peek(server.base_url, 10, 5.0)
        assert (found.status, found.headers["location"]) == (302, "/b")
        assert len(server.received) == 1


@pytest.mark.parametrize(
    "behaviour",
    [faultserver.hang, faultserver.hang_in_body, faultserver.trickle],
    ids=["hang", "hang_in_body", "trickle"],
)
def test_a_peek_ends_in_time(behaviour):
    transport = HttpTransport()
    with FaultServer(behaviour) as server:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown) as caught:
            transport.peek(server.base_url, 1000, QUICK)
        assert caught.value.code == "read_timeout"
        assert time.monotonic() - began < QUICK + 2.0


def test_after_a_peek_that_took_too_long_messages_are_sent_as_ever(transport):
    with FaultServer(faultserver.hang, faultserver.answer()) as server:
        with pytest.raises(OutcomeUnknown):
            transport.peek(server.base_url, 1000, QUICK)
        assert transport.exchange(request(server.base_url)).status == 200


def test_messages_never_go_over_plain_http_though_a_peek_may(monkeypatch):
    with FaultServer(faultserver.answer()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url)
        transport = HttpTransport()
        assert transport.peek("http://name.invalid/", 10, 5.0).status == 200
        assert failure(transport, "http://name.invalid/").code == "plain_http"
        transport.close()


# --- what an exception tells ------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", [faultserver.reset_after_request, faultserver.cut_off])
def test_exceptions_carry_no_request(transport, behaviour):
    with FaultServer(behaviour) as server:
        problem = failure(transport, server.base_url)
    assert problem.__cause__ is None
    assert problem.__context__ is None
    assert SECRET not in f"{problem!r} {problem} {problem.args} {problem.data}"


UNSENT = (
    "refused",
    "dns",
    "tls",
    "connect_timeout",
    "proxy",
    "no_network",
    "plain_http",
    "bad_address",
    "unsendable",
)
LOST = ("read_timeout", "reset", "cut_off", "too_large", "unreadable")


@pytest.mark.parametrize("code", UNSENT + LOST)
def test_every_code_has_words(code):
    entry = TRANSPORT_CODES.get(code)
    assert entry is not None
    assert entry.family == ("not_sent" if code in UNSENT else "unknown")
    assert SENTENCES[code].en
    assert SENTENCES[code].zh


def test_reply_of_a_long_hang_is_not_waited_for_longer_than_said():
    transport = HttpTransport(read_s=QUICK)
    with FaultServer(faultserver.trickle) as server:
        began = time.monotonic()
        failure(transport, server.base_url)
        assert time.monotonic() - began < QUICK + 2.0
