"""Codes of all books, found by number or by a word in either language."""

import pytest

from smsdesk.core.code_words import family_words, retry_words, same_words
from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.core.words import Words
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES, explain
from smsdesk.services.code_search import WIRE, CodeSearch, FoundCode, marks

SEARCH = CodeSearch(PROVIDERS, TRANSPORT_CODES, explain)
BOOKS = (*(provider.codes for provider in PROVIDERS.values()), TRANSPORT_CODES)


def found(query: str) -> list[tuple[str, str, str]]:
    return [(one.provider, one.entry.family, one.entry.code) for one in SEARCH.find(query)]


def entry(**changes: object) -> CodeEntry:
    values: dict[str, object] = {
        "code": "1",
        "meaning": Words("A", "甲"),
        "cls": CodeClass.FREQUENCY,
        "next_step": Words("B", "乙"),
        "retry": Retry.LATER,
    }
    return CodeEntry(**(values | changes))  # type: ignore[arg-type]


def test_nothing_asked_gives_everything() -> None:
    assert len(SEARCH.find(" ")) == sum(len(book.entries) for book in BOOKS)


def test_every_code_is_found_by_itself() -> None:
    for one in SEARCH.find(""):
        assert one in SEARCH.find(one.entry.code)
        assert one in SEARCH.find(f" {one.entry.code.lower()} ")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_code_is_found_by_its_meaning(language: str) -> None:
    for one in SEARCH.find(""):
        meaning = getattr(one.entry.meaning, language)
        same = [other.entry.meaning for other in SEARCH.find(meaning)]
        assert one.entry.meaning in same


def test_a_number_is_that_code_in_every_family_of_every_book() -> None:
    assert found("7") == [
        ("nxcloud-sms", "reply", "7"),
        ("nxcloud-sms", "receipt", "7"),
    ]
    assert {one[0] for one in found("0")} == set(PROVIDERS) - {"sendcloud"}
    assert {one.entry.code for one in SEARCH.find("1400")} == {
        "14001", "14002", "14003", "14004", "14005", "14006"
    }  # fmt: skip


def test_the_same_is_found_in_either_language() -> None:
    assert found("balance") == found("余额") == found("Balance ")
    assert [one[0] for one in found("余额")] == [
        *("nxcloud-sms", "nxcloud-sms", "nxcloud-super", "tencent-sms", "tencent-sms", "sendcloud")
    ]  # fmt: skip
    assert marks("余额") == ("balance", "余额")
    assert marks("Nobody ") == ("nobody",)
    assert same_words("nothing like it") is None


def test_a_code_in_no_book_is_found_by_what_stands_for_it() -> None:
    assert ("nxcloud-sms", "authentication", "1042") in found("1042")
    assert found("http_507") == [(WIRE, "http", "http_507")]
    assert found("MI:0013") == [("tencent-sms", "receipt", "MI:")]
    assert found("98765") == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("BWLISTS", "BWLIST"),
        ("UNDELIVRD", "UNDELIV"),
        ("w-blacklist", "W-BLACK"),
        ("TUIDINGX", "TUIDING"),
    ],
)
def test_what_a_carrier_writes_is_found_by_how_it_begins(written: str, code: str) -> None:
    assert found(written) == [("tencent-sms", "receipt", code)]
    assert found(f"{written} and more") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("69", [("nxcloud-sms", "smpp", "69")]),
        ("11002", [("nxcloud-super", "viber", "11002")]),
        ("secretKey 错误", [("nxcloud-sms", "records", "2")]),
    ],
)
def test_codes_of_other_interfaces_are_found(
    query: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(query) == expected


def test_a_word_that_is_a_code_too_finds_all_that_say_it() -> None:
    assert {provider for provider, _, _ in found("expired")} >= {"nxcloud-sms", "tencent-sms"}
    assert SEARCH.find("expired")[0].entry.code == "EXPIRED"


def test_our_own_words_stand_there_once() -> None:
    assert found("read_timeout") == [(WIRE, "unknown", "read_timeout")]
    assert SEARCH.find("refused")[0] == FoundCode(WIRE, TRANSPORT_CODES.entries[0])


def test_every_family_has_words_in_both_languages() -> None:
    for family in {one.family for book in BOOKS for one in book.entries}:
        said = family_words(family)
        assert said.en != family
        assert said.zh != family
    assert family_words("something new") == Words("something new", "something new")


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (1, "After 1 second", "1 秒后"),
        (30, "After 30 seconds", "30 秒后"),
        (60, "After 1 minute", "1 分钟后"),
        (90, "After 90 seconds", "90 秒后"),
        (300, "After 5 minutes", "5 分钟后"),
        (3600, "After 1 hour", "1 小时后"),
        (86_400, "After 1 day", "1 天后"),
        (0, "Later", "稍后"),
    ],
)
def test_when_to_send_again_in_words(seconds: int, en: str, zh: str) -> None:
    assert retry_words(entry(retry_after_s=seconds)) == Words(en, zh)


@pytest.mark.parametrize("retry", list(Retry))
def test_every_way_to_retry_has_words(retry: Retry) -> None:
    said = retry_words(entry(retry=retry))
    assert said.en
    assert said.zh


def test_what_went_well_is_not_sent_again() -> None:
    assert retry_words(entry(cls=CodeClass.OK, retry=Retry.NEVER)) == Words("", "")
    said = retry_words(entry(cls=CodeClass.BALANCE, retry=Retry.AFTER_FIX))
    assert said.en == "Straight after topping up"
