"""What smsdesk promises of every provider, asked over real HTTP.

A provider's test class inherits `ProviderContract` and supplies the class attributes at its top.
Good and refused requests go to the sandbox, broken replies come from the fault server. Nothing here
is about one provider: what a provider does in its own way is an attribute or a small method.
"""

import itertools
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.message import Message, with_texts
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import (
    HttpReply,
    HttpRequest,
    Provider,
    SupportsBalance,
    SupportsProbe,
)
from smsdesk.core.sentences import SENTENCES
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES, HttpTransport, explain
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Accepted, Options, Sandbox
from tests.contract.receipt_contract import ReceiptContract
from tests.contract.reply_contract import ReplyContract
from tests.helpers import faultserver
from tests.helpers.faultserver import Behaviour, FaultServer

NONCE = "c-20261121-140806-3f9a-1-1"
_ATTEMPTS = itertools.count(1)
TEXTS = (
    "Hi",
    "您好，验证码 1234",
    "😀👩‍👩‍👧‍👦 🇨🇳 e\u0301",
    'quotes " and \\ backslash \\u4f60, tab\t, line\r\nbreak',
    "{braces} <b>&amp;</b> %s %00 #1 \u2028",
)


class ProviderContract(ReplyContract, ReceiptContract):
    """The contract. Attributes without a value are the provider's to supply."""

    provider_id: ClassVar[str]
    message: ClassVar[Message]
    text_path: ClassVar[str] = "text"
    """A text of `message` that may hold anything up to its limit."""
    texts: ClassVar[tuple[str, ...]] = TEXTS
    """Good contents of that text; fewer than `TEXTS` only where a document forbids some."""
    limit_characters: ClassVar[str] = "a中😀"
    """Characters its limit is tried with: one, two and four bytes."""
    required_path: ClassVar[str] = ""
    """A text of `message` that must say something; "" where `text_path` is one."""
    phones: ClassVar[tuple[str, ...]] = ("8613800138000", "8613800138001", "85261234567")
    accepted: ClassVar[bytes]
    """The body of a reply that accepts `phones`."""
    accepted_codes: ClassVar[frozenset[str]]
    refused: ClassVar[Mapping[str, tuple[bytes, Status]]]
    """By name: the body of a reply that refuses, and the status of each recipient."""
    mixed: ClassVar[tuple[bytes, tuple[Status, ...]] | None] = None
    """A reply that says something else about each of `phones`; None where it never does."""
    unknown_code: ClassVar[tuple[bytes, str]]
    """A body with a code no document lists, and that code."""
    shapeless: ClassVar[tuple[bytes, ...]]
    """JSON that is valid but holds no answer."""
    documented_codes: ClassVar[frozenset[str]]
    clock_code: ClassVar[str] = ""
    """What a clock that is off is answered with; "" where the provider does not look at it."""

    # --- how it is asked ----------------------------------------------------------------------

    @property
    def provider(self) -> Provider:
        return PROVIDERS[self.provider_id]

    def account(self, base_url: str = "", **changes: object) -> Account:
        account = Account(
            "shop",
            self.provider_id,
            SANDBOX_FIELDS[self.provider_id],
            base_url=base_url,
            secrets=SANDBOX_SECRETS[self.provider_id],
        )
        return replace(account, **changes)

    def with_text(self, text: str) -> Message:
        return with_texts(self.message, {self.text_path: text})

    @pytest.fixture
    def sandbox(self) -> Iterator[Sandbox]:
        with Sandbox() as sandbox:
            yield sandbox

    @pytest.fixture
    def transport(self) -> Iterator[HttpTransport]:
        transport = HttpTransport(connect_s=5.0, read_s=0.4)
        yield transport
        transport.close()

    def build(
        self, account: Account, phones: Sequence[str] | None = None, message: Message | None = None
    ) -> HttpRequest:
        now_ms = time.time_ns() // 1_000_000
        nonce = f"{NONCE}-{next(_ATTEMPTS)}"  # some take a request id only once
        return self.provider.build(
            message or self.message, phones or self.phones, account, now_ms, nonce
        )

    def send(
        self,
        transport: HttpTransport,
        account: Account,
        phones: Sequence[str] | None = None,
        message: Message | None = None,
    ) -> list[Outcome]:
        phones = phones or self.phones
        reply = transport.exchange(self.build(account, phones, message))
        return self.provider.parse(reply, phones)

    def ask(self, transport: HttpTransport, behaviour: Behaviour) -> list[Outcome]:
        with FaultServer(behaviour) as server:
            return self.send(transport, self.account(server.base_url))

    def arrived(self, entry: Accepted) -> str:
        """The text at `text_path` as the sandbox took it."""
        return entry.content

    # --- accepted -----------------------------------------------------------------------------

    def test_accepted_by_the_sandbox(self, transport, sandbox):
        outcomes = self.send(transport, self.account(sandbox.base_url))
        assert [outcome.status for outcome in outcomes] == [Status.ACCEPTED] * len(self.phones)
        assert [entry.phone for entry in sandbox.ledger] == list(self.phones)
        assert {outcome.message_id for outcome in outcomes} == {
            entry.messageid for entry in sandbox.ledger
        }
        assert all(outcome.code in self.accepted_codes for outcome in outcomes)

    def test_one_recipient(self, transport, sandbox):
        (outcome,) = self.send(transport, self.account(sandbox.base_url), self.phones[:1])
        assert outcome.status is Status.ACCEPTED
        assert outcome.message_id

    def test_texts_arrive_unharmed(self, transport, sandbox):
        assert any(max(text) > "\uffff" for text in self.texts), "an emoji is among them"
        for text in self.texts:
            (outcome,) = self.send(
                transport, self.account(sandbox.base_url), self.phones[:1], self.with_text(text)
            )
            assert outcome.status is Status.ACCEPTED, text
            assert self.arrived(sandbox.ledger[-1]) == text
        assert len(sandbox.ledger) == len(self.texts)

    # --- refused ------------------------------------------------------------------------------

    def test_refusals(self, transport):
        for name, (body, status) in self.refused.items():
            outcomes = self.ask(transport, faultserver.answer(body=body))
            assert [outcome.status for outcome in outcomes] == [status] * len(self.phones), name
            assert outcomes[0].code in self.documented_codes

    def test_mixed_answers_keep_the_order(self, transport):
        if self.mixed is None:
            pytest.skip("one code holds for every number of a request")
        body, statuses = self.mixed
        outcomes = self.ask(transport, faultserver.answer(body=body))
        assert tuple(outcome.status for outcome in outcomes) == statuses

    def test_wrong_secret_pauses(self, transport, sandbox):
        secrets = dict.fromkeys(SANDBOX_SECRETS[self.provider_id], "wrong")
        outcomes = self.send(transport, self.account(sandbox.base_url, secrets=secrets))
        assert {outcome.status for outcome in outcomes} == {Status.REJECTED}
        assert explain(self.provider_id, outcomes[0].code).cls.pauses
        assert sandbox.ledger == []

    def test_unknown_code_stays_as_it_is(self, transport):
        body, code = self.unknown_code
        outcomes = self.ask(transport, faultserver.answer(body=body))
        assert [(outcome.status, outcome.code) for outcome in outcomes] == [
            (Status.REJECTED, code)
        ] * len(self.phones)
        entry = explain(self.provider_id, code)
        assert entry.code == code
        assert entry.meaning.en
        assert entry.next_step.zh

    def test_clock_that_is_off_is_not_taken(self, transport):
        if not self.clock_code:
            pytest.skip("the provider does not look at the clock")
        off_ms = (self.provider.info.clock_window_s + 2) * 1000
        for offset_ms in (off_ms, -off_ms):
            with Sandbox(options=Options(clock_offset_ms=offset_ms)) as sandbox:
                outcomes = self.send(transport, self.account(sandbox.base_url))
                assert {(outcome.status, outcome.code) for outcome in outcomes} == {
                    (Status.QUEUED, self.clock_code)
                }
                assert sandbox.ledger == []

    def test_too_many_numbers_never_reach_the_network(self, sandbox):
        account = self.account(sandbox.base_url, batch_size=2)
        assert self.provider.batch_limit(self.message, account) == 2
        with pytest.raises(ValueError, match="3 numbers"):
            self.build(account, self.phones[:3])
        assert sandbox.requests == 0

    # --- replies nobody can trust -------------------------------------------------------------

    @pytest.mark.parametrize("status", [100, 301, 302, 307, 500, 502, 503, 504, 599, 999])
    def test_other_statuses_are_unknown(self, status):
        outcomes = self.provider.parse(HttpReply(status, {}, self.accepted), self.phones)
        assert {outcome.status for outcome in outcomes} == {Status.UNKNOWN}
        assert {outcome.code for outcome in outcomes} == {f"http_{status}"}

    def test_server_that_breaks_down_is_unknown(self, transport):
        outcomes = self.ask(transport, faultserver.answer(503, self.accepted, Retry_After="1"))
        assert [(outcome.status, outcome.code) for outcome in outcomes] == [
            (Status.UNKNOWN, "http_503")
        ] * len(self.phones)
        assert TRANSPORT_CODES.get("http_5xx").retry is Retry.CHECK_FIRST

    @pytest.mark.parametrize("status", [401, 403, 404, 407])
    def test_http_refusals_pause(self, transport, status):
        outcomes = self.ask(transport, faultserver.answer(status, b"go away", "text/plain"))
        assert [(outcome.status, outcome.code, outcome.raw) for outcome in outcomes] == [
            (Status.REJECTED, f"http_{status}", "go away")
        ] * len(self.phones)
        assert explain(self.provider_id, f"http_{status}").cls.pauses

    def test_http_429_was_not_taken(self, transport):
        outcomes = self.ask(transport, faultserver.answer(429, b""))
        assert {outcome.status for outcome in outcomes} == {Status.QUEUED}
        assert explain(self.provider_id, "http_429").cls is CodeClass.THROTTLE

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>sign in to this network</html>",
            b'{"code":"0","messageid":"12',
            b"\xff\xfe\x00",
            b"[" * 200_000,
            b"1" * 10_000,
            b"null",
            b"[]",
            b'"0"',
            b"0",
            b"true",
            b"{}",
        ],
        ids=lambda body: repr(body[:12]),
    )
    def test_rubbish_is_unknown(self, transport, body):
        outcomes = self.ask(transport, faultserver.answer(body=body))
        assert [(outcome.status, outcome.code) for outcome in outcomes] == [
            (Status.UNKNOWN, "unreadable")
        ] * len(self.phones)
        assert all(len(outcome.raw) <= 500 for outcome in outcomes)

    def test_shapeless_json_is_unknown(self):
        for body in self.shapeless:
            outcomes = self.provider.parse(HttpReply(200, {}, body), self.phones)
            assert [outcome.status for outcome in outcomes] == [Status.UNKNOWN] * len(self.phones)
            assert outcomes[0].code == "unreadable", body

    def test_headers_that_end_early_are_unknown(self, transport):
        outcomes = self.ask(transport, faultserver.cut_off_headers)
        assert {outcome.status for outcome in outcomes} == {Status.UNKNOWN}

    def test_byte_order_mark_does_not_hurt(self):
        outcomes = self.provider.parse(
            HttpReply(200, {}, b"\xef\xbb\xbf" + self.accepted), self.phones
        )
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}

    def test_any_number_of_phones_gets_as_many_outcomes(self):
        for count in (0, 1, 7):
            phones = [str(85260000000 + i) for i in range(count)]
            for body in (self.accepted, b"rubbish", *(body for body, _ in self.refused.values())):
                assert len(self.provider.parse(HttpReply(200, {}, body), phones)) == count

    # --- no reply -----------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("behaviour", "code"),
        [
            (faultserver.reset_after_request, "reset"),
            (faultserver.close_after_request, "reset"),
            (faultserver.hang, "read_timeout"),
            (faultserver.cut_off, "cut_off"),
            (faultserver.cut_off_chunked, "cut_off"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_no_reply_may_have_gone_out(self, transport, behaviour, code):
        with FaultServer(behaviour) as server:
            with pytest.raises(OutcomeUnknown) as caught:
                self.send(transport, self.account(server.base_url))
            assert caught.value.code == code
            assert len(server.received) == 1

    def test_refused_connection_was_not_sent(self, transport):
        base_url = f"http://127.0.0.1:{faultserver.closed_port()}"
        with pytest.raises(NotSent) as caught:
            self.send(transport, self.account(base_url))
        assert caught.value.code == "refused"

    def test_unknown_host_was_not_sent(self, transport):
        with pytest.raises(NotSent) as caught:
            self.send(transport, self.account("https://name.invalid"))
        assert caught.value.code == "dns"

    def test_certificate_nobody_trusts_was_not_sent(self, transport):
        with FaultServer(faultserver.answer(body=self.accepted), tls=True) as server:
            with pytest.raises(NotSent) as caught:
                self.send(transport, self.account(server.base_url))
            assert caught.value.code == "tls"
            assert server.received == []

    # --- secrets ------------------------------------------------------------------------------

    def test_secrets_are_in_no_url_repr_or_exception(self, transport):
        account = self.account("http://127.0.0.1:1")
        secrets = [
            account.secrets[field.key]
            for field in self.provider.info.account_fields
            if field.secret
        ]
        assert secrets, "every provider has one"
        request = self.build(account)
        with pytest.raises(NotSent) as caught:
            transport.exchange(request)
        seen = [request.url, repr(account), repr(caught.value), str(caught.value)]
        seen += [repr(caught.value.__context__), repr(caught.value.__cause__), repr(transport)]
        seen += [repr(request)]
        assert not [
            name
            for name in request.sensitive & request.headers.keys()
            if request.headers[name] in repr(request)
        ]
        for secret in secrets:
            assert not any(secret in text for text in seen)
            assert secret.encode() not in request.body
            assert secret not in request.headers.values()

    def test_secrets_are_in_no_log(self, transport, sandbox, caplog):
        caplog.set_level(0)
        account = self.account(sandbox.base_url)
        request = self.build(account)
        transport.exchange(request)
        for secret in (
            *account.secrets.values(),
            *(request.headers[name] for name in request.sensitive & request.headers.keys()),
        ):
            assert secret not in caplog.text

    def test_sensitive_names_exist(self):
        request = self.build(self.account())
        names = {*request.headers, *parse_qs(urlsplit(request.url).query), *body_keys(request)}
        assert request.sensitive
        assert request.sensitive <= names

    # --- requests -----------------------------------------------------------------------------

    def test_build_is_pure(self):
        account = self.account()
        build = self.provider.build
        first = build(self.message, self.phones, account, 1_655_710_885_431, NONCE)
        assert first == build(self.message, self.phones, account, 1_655_710_885_431, NONCE)
        # some write the time in seconds
        assert first != build(self.message, self.phones, account, 1_655_710_886_431, NONCE)

    @pytest.mark.parametrize(
        "base_url",
        [
            "https://api.example.com",
            "https://api.example.com/",
            "https://user:pw@api.example.com/x",
        ],
    )
    def test_base_url_is_scheme_and_host(self, base_url):
        # at one moment: some addresses hold a number made from the time
        own, url = (
            self.provider.build(self.message, self.phones, account, 1_655_710_885_431, NONCE).url
            for account in (self.account(), self.account(base_url))
        )
        assert own.startswith(self.provider.info.base_url + "/")
        assert url == "https://api.example.com" + own.removeprefix(self.provider.info.base_url)

    # --- what it declares ---------------------------------------------------------------------

    def test_declaration(self):
        info = self.provider.info
        assert info.id == self.provider_id
        assert PROVIDERS[info.id] is self.provider
        assert len(info.tile) == 2
        assert info.base_url.startswith("https://")
        assert 1 <= info.batch_default <= info.batch_max
        assert self.provider.batch_limit(self.message, self.account()) == info.batch_default
        assert self.provider.batch_limit(self.message, self.account(batch_size=10**9)) == (
            info.batch_max
        )
        assert {field.key for field in info.account_fields if not field.secret} <= set(
            SANDBOX_FIELDS[info.id]
        )

    def test_good_message_has_no_problem(self):
        assert self.provider.check(self.message, self.account()) == []
        for text in self.texts:
            assert self.provider.check(self.with_text(text), self.account()) == []

    def test_limit_of_characters_is_exact(self):
        limit = self.provider.info.limit(self.text_path)
        assert limit is not None, "the composer counts towards it"
        longest = limit.maximum
        for character in self.limit_characters:
            fits = self.with_text(character * longest)
            over = self.with_text(character * (longest + 1))
            assert self.provider.check(fits, self.account()) == []
            problems = self.provider.check(over, self.account())
            assert [(problem.where, problem.code) for problem in problems] == (
                [(self.text_path, "field_too_long")] if limit.firm else []
            )
            for problem in problems:
                assert (problem.data["length"], problem.data["limit"]) == (longest + 1, longest)

    @pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
    def test_empty_text_is_a_problem(self, text):
        path = self.required_path or self.text_path
        message = with_texts(self.message, {path: text})
        (problem,) = self.provider.check(message, self.account())
        assert (problem.where, problem.code) == (path, "field_empty")
        assert problem.sentence("zh")

    def test_half_a_character_is_a_problem(self):
        (problem,) = self.provider.check(self.with_text("a\ud83d"), self.account())
        assert (problem.where, problem.code) == (self.text_path, "text_unencodable")

    # --- code book ----------------------------------------------------------------------------

    def test_every_documented_code_is_in_the_book(self):
        missing = {code for code in self.documented_codes if self.provider.codes.get(code) is None}
        assert missing == set()

    def test_entries_are_complete(self):
        for entry in (*self.provider.codes.entries, *TRANSPORT_CODES.entries):
            texts = (entry.meaning.en, entry.meaning.zh, entry.next_step.en, entry.next_step.zh)
            assert all(texts), entry.code
            assert entry.source, entry.code
            assert len(entry.meaning.en) <= 40, entry.code
            words = " ".join(texts).lower()
            for unwanted in ("please", "error", "successfully", "!", "！"):
                assert unwanted not in words, entry.code
            assert (entry.retry_after_s > 0) <= (entry.retry is Retry.LATER), entry.code

    def test_problems_have_sentences(self):
        for code in ("field_empty", "field_too_long", "text_unencodable"):
            assert SENTENCES[code].zh

    # --- what only some can do ----------------------------------------------------------------

    def test_probe_sends_nothing(self, transport, sandbox):
        provider = self.provider
        if not isinstance(provider, SupportsProbe):
            pytest.skip("has no probe")
        now_ms = time.time_ns() // 1_000_000
        good = self.account(sandbox.base_url)
        bad = replace(good, secrets=dict.fromkeys(good.secrets, "wrong"))
        assert (
            provider.read_probe(transport.exchange(provider.build_probe(good, now_ms))).ok is True
        )
        assert (
            provider.read_probe(transport.exchange(provider.build_probe(bad, now_ms))).ok is False
        )
        assert sandbox.ledger == []
        assert provider.read_probe(HttpReply(200, {}, b"rubbish")).ok is None
        assert provider.read_probe(HttpReply(503, {}, self.accepted)).ok is None
        assert provider.read_probe(HttpReply(401, {}, b"")).ok is False

    def test_balance(self, transport, sandbox):
        provider = self.provider
        if not isinstance(provider, SupportsBalance):
            pytest.skip("has no balance")
        account = self.account(sandbox.base_url)
        request = provider.build_balance(account)
        assert not any(secret in repr(request) for secret in account.secrets.values())
        assert request is not None
        assert request.url.startswith(sandbox.base_url + "/")
        assert provider.read_balance(transport.exchange(request))
        for reply in (
            HttpReply(200, {}, b"rubbish"),
            HttpReply(500, {}, b'{"code":"0"}'),
            HttpReply(200, {}, b"[]"),
            HttpReply(200, {}, b'{"code":"2"}'),
        ):
            assert provider.read_balance(reply) is None
        assert provider.build_balance(self.account(secrets={})) is None


def body_keys(request: HttpRequest) -> set[str]:
    """The top-level keys of a body in JSON, else of a form."""
    try:
        return set(json.loads(request.body))
    except ValueError:
        return set(parse_qs(request.body.decode()))
