"""Numbers of a class: every page of the sandbox answers them in its provider's own codes."""

import time

import pytest

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass
from smsdesk.core.message import Kind, Message, TemplateMessage, TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.providers import PROVIDERS, HttpTransport, explain
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox
from smsdesk.sandbox.magic import spell
from smsdesk.sandbox.pages import PAGES

ORDINARY = ("8613800138000", "8613800138001")
NUMBERS = {
    CodeClass.NUMBER: "8613900030001",
    CodeClass.CONTENT: "8613900030002",
    CodeClass.REQUEST: "8613900030003",
    CodeClass.FREQUENCY: "8613900030004",
    CodeClass.DUPLICATE: "8613900030005",
    CodeClass.BALANCE: "8613900030006",
    CodeClass.ACCOUNT: "8613900030007",
    CodeClass.AMBIGUOUS: "8613900030008",
    CodeClass.CLOCK: "8613900030009",
    CodeClass.THROTTLE: "8613900010106",
}
TIMES = {CodeClass.CLOCK: 1, CodeClass.THROTTLE: 2}
"""How often a number is refused before it is accepted."""
ALONE = {
    "tencent-sms": {
        *(CodeClass.NUMBER, CodeClass.FREQUENCY, CodeClass.DUPLICATE, CodeClass.AMBIGUOUS)
    },
    "sendcloud": {CodeClass.NUMBER, CodeClass.FREQUENCY, CodeClass.AMBIGUOUS},
}
"""Classes that concern one number of a request, where the provider answers for each."""
DECLARED = [(provider, cls) for provider, page in PAGES.items() for cls in page.CLASS_CODES]


def message_for(provider: str) -> Message:
    takes_text = Kind.TEXT in PROVIDERS[provider].info.kinds
    return TextMessage("Hello") if takes_text else TemplateMessage("7")


class Caller:
    """Sends to one provider's page over HTTP, as the program does."""

    def __init__(self, provider: str, base_url: str, transport: HttpTransport) -> None:
        self.provider = PROVIDERS[provider]
        self.account = Account(
            "shop",
            provider,
            SANDBOX_FIELDS[provider],
            base_url=base_url,
            secrets=SANDBOX_SECRETS[provider],
        )
        self.transport = transport
        self.calls = 0

    def send(self, *phones: str) -> list[Outcome]:
        self.calls += 1
        request = self.provider.build(
            message_for(self.account.provider),
            phones,
            self.account,
            time.time_ns() // 1_000_000,
            f"call-{self.calls}",
        )
        return self.provider.parse(self.transport.exchange(request), phones)


@pytest.fixture
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def caller(request, sandbox):
    transport = HttpTransport(connect_s=5.0, read_s=5.0)
    yield Caller(request.param, sandbox.base_url, transport)
    transport.close()


def test_the_numbers_cover_every_class_a_page_may_declare():
    assert set(NUMBERS) == set(CodeClass) - {CodeClass.OK, CodeClass.TRANSPORT}
    for page in PAGES.values():
        assert page.CLASS_CODES.keys() <= NUMBERS.keys()
        assert {CodeClass.NUMBER, CodeClass.AMBIGUOUS, CodeClass.CLOCK} <= page.CLASS_CODES.keys()


@pytest.mark.parametrize(("caller", "cls"), DECLARED, indirect=["caller"])
def test_a_class_is_answered_with_a_code_of_that_class(caller, cls, sandbox):
    provider = caller.account.provider
    (outcome,) = caller.send(NUMBERS[cls])
    entry = explain(provider, outcome.code)
    assert (outcome.code, entry.cls) == (PAGES[provider].CLASS_CODES[cls], cls)
    assert entry.family != "unlisted"
    assert outcome.status is cls.status
    assert outcome.raw
    assert sandbox.ledger == []


@pytest.mark.parametrize("cls", TIMES)
@pytest.mark.parametrize("caller", PAGES, indirect=True)
def test_some_are_accepted_after_a_while_each_time(caller, cls):
    statuses = [caller.send(NUMBERS[cls])[0].status for _ in range(2 * TIMES[cls] + 2)]
    assert statuses == [*([cls.status] * TIMES[cls]), Status.ACCEPTED] * 2


@pytest.mark.parametrize("caller", PAGES, indirect=True)
def test_a_class_without_a_code_of_its_own_is_accepted(caller, sandbox):
    missing = NUMBERS.keys() - PAGES[caller.account.provider].CLASS_CODES.keys()
    for cls in missing:
        assert caller.send(NUMBERS[cls])[0].status is Status.ACCEPTED
    assert len(sandbox.ledger) == len(missing)


@pytest.mark.parametrize(("caller", "cls"), DECLARED, indirect=["caller"])
def test_a_class_concerns_one_number_where_the_provider_answers_for_each(caller, cls):
    outcomes = caller.send(ORDINARY[0], NUMBERS[cls], ORDINARY[1])
    alone = cls in ALONE.get(caller.account.provider, ())
    others = Status.ACCEPTED if alone else cls.status
    assert [outcome.status for outcome in outcomes] == [others, cls.status, others]
    assert explain(caller.account.provider, outcomes[1].code).cls is cls


def test_the_two_digits_before_the_class_are_free():
    assert spell("8613900034201") == spell("8613900030001")
    for phone in ("8613900030000", "8613900030010", "8613900034299"):
        assert spell(phone) is None
