"""What happened on the wire, told apart over real connections."""

import gc
import gzip
import socket
import ssl
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from smsdesk.core.errors import NotSent, OutcomeUnknown, SmsdeskError
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpRequest
from smsdesk.core.sentences import SENTENCES
from smsdesk.providers import PROVIDERS
from smsdesk.providers.codes import TRANSPORT_CODES
from smsdesk.providers.transport import MAX_BODY, HttpTransport
from smsdesk.providers.watch import Watch, Watchdog
from tests.helpers import faultserver
from tests.helpers.faultserver import CERTIFICATE, FAR_CERTIFICATE, FAR_HOST, FaultServer
from tests.helpers.waiting import wait_until

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
        (faultserver.trickle_headers, "read_timeout"),
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


@pytest.fixture
def far() -> Iterator[FaultServer]:
    """A provider this computer has no way to: only a proxy finds it."""
    context = faultserver.server_context(FAR_CERTIFICATE)
    with FaultServer(faultserver.answer(), tls=context) as server:
        yield server


def test_proxy_of_the_environment_is_used_and_sees_neither_keys_nor_text(monkeypatch, far):
    with FaultServer(faultserver.tunnel(far.port)) as proxy:
        address = f"http://desk:Zu7-proxy-word@127.0.0.1:{proxy.port}"
        monkeypatch.setenv("https_proxy", address)
        transport = HttpTransport(ca_bundle=str(FAR_CERTIFICATE))
        url = f"https://{FAR_HOST}/api"
        assert transport.exchange(request(url)).status == 200
        assert transport.exchange(request(url)).status == 200
        transport.close()
        assert transport.proxy_for(url) == f"127.0.0.1:{proxy.port}"
    (asked,) = proxy.received  # one tunnel serves both
    assert asked.startswith(f"CONNECT {FAR_HOST}:443 HTTP/1.".encode())
    assert b"Proxy-Authorization: Basic " in asked
    assert SECRET.encode() not in asked
    assert len(far.received) == 2
    assert b"proxy-authorization" not in far.received[0].lower()
    assert f"sign: {SECRET}".encode() in far.received[0]


def test_certificate_is_checked_behind_a_proxy_too(monkeypatch, far):
    with FaultServer(faultserver.tunnel(far.port)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base_url)
        problem = failure(HttpTransport(), f"https://{FAR_HOST}/")
        other_name = HttpTransport(ca_bundle=str(FAR_CERTIFICATE))
        assert failure(other_name, "https://other.invalid/").code == "tls"
    assert isinstance(problem, NotSent)
    assert problem.code == "tls"
    assert far.received == []


@pytest.mark.parametrize(
    "behaviour",
    [
        faultserver.answer(status=407, body=b"who are you?"),
        faultserver.answer(status=502, body=b"no such host"),
        faultserver.answer(status=302, body=b"", Location="https://127.0.0.1/"),
        faultserver.reset_after_request,
        faultserver.close_after_request,
        faultserver.hang,
        faultserver.rubbish,
        faultserver.trickle_headers,
    ],
    ids=["407", "502", "302", "reset", "close", "hang", "rubbish", "trickle"],
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_proxy_that_does_not_connect_means_nothing_left(monkeypatch, behaviour):
    with FaultServer(behaviour) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base_url)
        transport = HttpTransport(connect_s=QUICK, read_s=QUICK)
        problem = failure(transport, f"https://{FAR_HOST}/")
        transport.close()
        assert isinstance(problem, NotSent)
        assert problem.code == "proxy"
        assert "nothing left this computer" in problem.sentence()
        assert SECRET.encode() not in b"".join(proxy.received)
    gc.collect()  # urllib3 forgets the line to a proxy that hung up


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "https://api.invalid/", ""),
        ({"https_proxy": "http://p.example:3128"}, "https://api.invalid/", "p.example:3128"),
        ({"HTTPS_PROXY": "http://u:word@p.example:3128"}, "https://api.invalid/", "p.example:3128"),
        ({"https_proxy": "p.example:3128"}, "https://api.invalid/", "p.example:3128"),
        ({"https_proxy": "http://p.example"}, "https://api.invalid/", "p.example"),
        ({"https_proxy": "http://[2001:db8::1]:80"}, "https://api.invalid/", "[2001:db8::1]:80"),
        ({"all_proxy": "http://p.example:3128"}, "https://api.invalid/", "p.example:3128"),
        ({"http_proxy": "http://p.example:3128"}, "https://api.invalid/", ""),
        ({"https_proxy": "http://p.example:99999"}, "https://api.invalid/", ""),
        ({"https_proxy": "http://p:1", "no_proxy": "invalid"}, "https://api.invalid/", ""),
        ({"https_proxy": "http://p:1", "NO_PROXY": "*"}, "https://api.invalid/", ""),
        (
            {"https_proxy": "http://p:1", "no_proxy": "api.invalid:8443"},
            "https://api.invalid/",
            "p:1",
        ),
        (
            {"https_proxy": "http://p:1", "no_proxy": "api.invalid:8443"},
            "https://api.invalid:8443/",
            "",
        ),
        ({"https_proxy": "http://p:1", "http_proxy": "http://p:1"}, "http://127.0.0.1:8080/", ""),
        ({"https_proxy": "http://p:1", "all_proxy": "http://p:1"}, "https://localhost:8080/", ""),
        ({"https_proxy": "http://p:1"}, "no address", ""),
    ],
)
def test_which_proxy_stands_in_between(monkeypatch, environment, url, proxy):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert HttpTransport().proxy_for(url) == proxy


def test_no_proxy_goes_straight_there(monkeypatch):
    with FaultServer(faultserver.answer()) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base_url)
        monkeypatch.setenv("no_proxy", f"other.invalid,{FAR_HOST}")
        assert failure(HttpTransport(), f"https://{FAR_HOST}/").code == "dns"
        assert proxy.connections == 0


def test_proxy_is_never_used_for_this_computer(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{faultserver.closed_port()}")
    for tls in (False, True):
        with FaultServer(faultserver.answer(), tls=tls) as server:
            transport = HttpTransport(ca_bundle=str(CERTIFICATE))
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_a_redirect_leads_nowhere_and_leaves_the_message_open(transport, status, provider):
    with FaultServer(faultserver.answer()) as elsewhere:
        moved = faultserver.answer(status, b"", Location=elsewhere.base_url + "/new")
        with FaultServer(moved) as server:
            reply = transport.exchange(request(server.base_url))
            assert len(server.received) == 1
        assert elsewhere.connections == 0
    (outcome,) = provider.parse(reply, ["8613800138000"])
    assert (outcome.status, outcome.code) == (Status.UNKNOWN, f"http_{status}")


def test_a_small_packed_reply_does_not_unpack_to_gigabytes(transport):
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert len(bomb) < 250_000
    with FaultServer(faultserver.answer(body=bomb, Content_Encoding="gzip")) as server:
        transport = HttpTransport(read_s=20.0)
        tracemalloc.start()
        problem = failure(transport, server.base_url)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert isinstance(problem, OutcomeUnknown)
    assert problem.code == "too_large"
    assert peak < 6 * MAX_BODY


@pytest.mark.parametrize(
    "head",
    [b"X-A: " + b"x" * 70_000, b"\r\n".join(b"X-%d: 1" % number for number in range(200))],
    ids=["long line", "many lines"],
)
def test_headers_without_end_are_no_reply(transport, head):
    def behave(line: faultserver.Line) -> None:
        line.read_request()
        line.send(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nContent-Length: 2\r\n\r\n{}")

    with FaultServer(behave) as server:
        problem = failure(transport, server.base_url)
    assert isinstance(problem, OutcomeUnknown)
    assert problem.code == "unreadable"


def test_body_and_headers_arrive_as_given(transport):
    with FaultServer(faultserver.answer()) as server:
        transport.exchange(request(server.base_url + "/path?a=%20b", b"\x00\xff 1"))
        head, _, body = server.received[0].partition(b"\r\n\r\n")
        assert body == b"\x00\xff 1"
        assert head.startswith(b"POST /path?a=%20b HTTP/1.1\r\n")
        assert b"\r\nsign: do-not-tell\r\n" in head
        assert b"\r\nContent-Type: application/json\r\n" in head + b"\r\n"


def test_what_a_server_sends_back_of_the_request_holds_no_key(transport):
    def mirror(line: faultserver.Line) -> None:
        while seen := line.read_request():
            line.send(b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n" % len(seen) + seen)

    form = HttpRequest(
        "POST",
        "",
        {"Content-Type": "application/x-www-form-urlencoded", "sign": "0f3a77aa51"},
        b"user=shop&Signature=a%2Bb%2Fc%3Dword&text=Hi+there",
        frozenset({"sign", "signature", "sig"}),
    )
    with FaultServer(mirror) as server:
        reply = transport.exchange(replace(form, url=server.base_url + "/x?id=7&sig=77ab0c1d"))
        body = reply.body.decode()
        signed = HttpRequest(
            "POST", server.base_url, {}, b'{"tel":1,"sig": "ac458f"}', form.sensitive
        )
        assert b"ac458f" not in transport.exchange(signed).body
    for kept in ("id=7", "user=shop", "text=Hi+there"):
        assert kept in body
    for value in ("0f3a77aa51", "a%2Bb%2Fc%3Dword", "a+b/c=word", "77ab0c1d"):
        assert value not in body
    assert body.count("••••••") == 3


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


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(version):
    context = faultserver.server_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with FaultServer(faultserver.answer(), tls=context) as server:
        transport = HttpTransport(ca_bundle=str(CERTIFICATE))
        problem = failure(transport, server.base_url)
        assert isinstance(problem, NotSent)
        assert problem.code == "tls"
        assert server.received == []
        # one who takes anything gets through: it is the version that was refused
        careless = ssl.create_default_context(cafile=CERTIFICATE)
        careless.set_ciphers("ALL:@SECLEVEL=0")
        careless.minimum_version = ssl.TLSVersion.TLSv1
        with (
            socket.create_connection(("127.0.0.1", server.port)) as bare,
            careless.wrap_socket(bare, server_hostname="localhost") as line,
        ):
            assert line.version() == {"TLSv1": "TLSv1", "TLSv1_1": "TLSv1.1"}[version.name]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_of_today_is_spoken(version):
    context = faultserver.server_context()
    context.minimum_version = context.maximum_version = version
    with FaultServer(faultserver.answer(), tls=context) as server:
        transport = HttpTransport(ca_bundle=str(CERTIFICATE))
        assert transport.exchange(request(server.base_url)).status == 200
        ours = transport._watch.line.context  # type: ignore[union-attr]
        assert ours.minimum_version >= ssl.TLSVersion.TLSv1_2
        assert ours.verify_mode is ssl.CERT_REQUIRED
        assert ours.check_hostname
        transport.close()


def test_certificate_of_another_host_is_refused():
    with FaultServer(faultserver.answer(), tls=faultserver.server_context(FAR_CERTIFICATE)) as far:
        transport = HttpTransport(ca_bundle=str(FAR_CERTIFICATE))
        assert failure(transport, far.base_url).code == "tls"
        assert far.received == []


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


@pytest.mark.parametrize("behaviour", [faultserver.trickle, faultserver.trickle_headers])
def test_an_exchange_has_an_end_however_busy_the_line_is(behaviour):
    transport = HttpTransport(connect_s=QUICK, read_s=QUICK)
    with FaultServer(behaviour, faultserver.answer()) as server:
        began = time.monotonic()
        failure(transport, server.base_url)
        assert time.monotonic() - began < 3 * QUICK + 2.0
        assert transport.exchange(request(server.base_url)).status == 200  # on a line of its own
    transport.close()


def test_many_transports_share_one_watchdog_which_goes_when_nothing_is_left():
    def dogs() -> list[threading.Thread]:
        return [one for one in threading.enumerate() if one.name == "watchdog"]

    transports = [HttpTransport(connect_s=QUICK, read_s=QUICK) for _ in range(4)]
    with FaultServer(faultserver.trickle_headers) as server, ThreadPoolExecutor(4) as pool:
        ended = [pool.submit(failure, one, server.base_url) for one in transports]
        wait_until(lambda: server.connections == 4)
        assert len(dogs()) == 1
        assert {one.result(10.0).code for one in ended} == {"read_timeout"}
    for one in transports:
        one.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_an_exchange_has_an_end_behind_a_proxy_that_speaks_tls_too(monkeypatch, tmp_path):
    bundle = tmp_path / "trusted.pem"
    bundle.write_text(CERTIFICATE.read_text() + FAR_CERTIFICATE.read_text())
    tls = faultserver.server_context(FAR_CERTIFICATE)
    with (
        FaultServer(faultserver.trickle_headers, faultserver.answer(), tls=tls) as far,
        FaultServer(faultserver.tunnel(far.port), tls=True) as proxy,
    ):
        monkeypatch.setenv("https_proxy", proxy.base_url)
        transport = HttpTransport(connect_s=1.0, read_s=QUICK, ca_bundle=str(bundle))
        problem = failure(transport, f"https://{FAR_HOST}/")
        assert transport.exchange(request(f"https://{FAR_HOST}/")).status == 200
        transport.close()
    assert isinstance(problem, OutcomeUnknown)
    assert problem.code == "read_timeout"
    gc.collect()  # urllib3 forgets the line to such a proxy


def test_a_computer_out_of_threads_still_sends(monkeypatch):
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    dog, watch = Watchdog(), Watch()
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", start)
        with dog.over(watch, QUICK):
            assert not watch.expired
    with dog.over(watch, QUICK):
        wait_until(lambda: watch.expired)  # with the first thread there is


def test_a_look_that_never_got_past_the_proxy_says_so(monkeypatch):
    with FaultServer(faultserver.trickle_headers) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base_url)
        transport = HttpTransport()
        with pytest.raises(NotSent) as caught:
            transport.peek(f"https://{FAR_HOST}/", 10, QUICK)
        transport.close()
    assert caught.value.code == "proxy"


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_nothing_leaves_once_the_time_is_up(monkeypatch, tls):
    """The system's look-up of a name has no limit of its own."""
    look_up = socket.getaddrinfo

    def slowly(*args, **options):
        threading.Event().wait(5 * QUICK)
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    transport = HttpTransport(connect_s=QUICK, read_s=QUICK, ca_bundle=str(CERTIFICATE))
    with FaultServer(faultserver.answer(), tls=tls) as server:
        problem = failure(transport, server.base_url.replace("127.0.0.1", "localhost"))
        assert server.received == []
    assert isinstance(problem, NotSent)
    assert problem.code == "connect_timeout"
    gc.collect()  # the ssl module forgets to close a socket that ended before the handshake
