"""Documents that are refused, plans without sending, and codes in words: nothing leaves."""

import json
import re
from collections.abc import Callable

import pytest

from smsdesk.__main__ import main
from tests.helpers.outside import NXCLOUD, PEOPLE, SENDCLOUD, SUPER, TENCENT, Bench, Done, Json

Inside = Callable[..., Done]


@pytest.fixture
def inside(
    bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Inside:
    """Run one command in this process: quicker, where nothing is to leave it."""
    monkeypatch.setenv("SMSDESK_HOME", str(bench.home))

    def call(*words: object) -> Done:
        taken, seen = len(bench.sandbox.ledger), len(bench.tap.seen)
        capsys.readouterr()
        status = main([str(word) for word in words])
        assert (len(bench.sandbox.ledger), len(bench.tap.seen)) == (taken, seen)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return call


# -- what is refused -------------------------------------------------------------------------

IMAGE = {"url": "https://shop.example/1001.jpg"}
BAD_DOCUMENTS: dict[str, tuple[str, Json, list[str]]] = {
    "a card without title": (SUPER, {"kind": "card", "image": IMAGE}, ["title"]),
    "unknown key, wrong types, missing text": (
        SUPER,
        {"kind": "choice", "choices": [{"text": 1, "url": "https://a.example"}], "color": "red"},
        ["color", "choices.0.text", "has no text"],
    ),
    "an unknown key, and what the provider would refuse": (
        SUPER,
        {
            "kind": "media",
            "color": 1,
            "video": {"url": "x", "thumbnail_url": "", "size_bytes": 1, "duration_s": 601},
        },
        ["color", "x is no web address", "“Thumbnail address” is empty", "10:01 long"],
    ),
    "no choices, no text": (
        SUPER,
        {"kind": "choice", "text": " ", "choices": []},
        ["“Text”", "no buttons"],
    ),
    "a bare card that only SMS would carry": (
        SUPER,
        {"kind": "card", "title": "Hi", "channels": ["SMS"]},
        ["card has only a title", "channels"],
    ),
    "buttons that lead nowhere": (
        SUPER,
        {
            "kind": "choice",
            "text": "Hi",
            "choices": [
                {"text": "", "url": "https://a.example"},
                {"text": "Go", "url": "shop.example"},
            ],
        },
        ["Button 1: words", "Button 2: address"],
    ),
    "a program as a file": (
        SUPER,
        {"kind": "media", "file": {"url": "ftp://a/b", "file_name": "", "file_type": "exe"}},
        ["“exe”", "File address", "File name"],
    ),
    "a video too long and too large": (
        SUPER,
        {
            "kind": "media",
            "video": {
                "url": "https://a.example/v.mp4",
                "thumbnail_url": "",
                "size_bytes": 210763776,
                "duration_s": 601,
            },
        },
        ["10:01", "201 MB", "Thumbnail address"],
    ),
    "two media in one": (
        SUPER,
        {
            "kind": "media",
            "image": IMAGE,
            "file": {"url": "https://a.example/b.pdf", "file_name": "b", "file_type": "pdf"},
        },
        ["image, video and file"],
    ),
    "451 characters": (
        TENCENT,
        {"kind": "text", "text": "【牛信】" + "x" * 447, "webhook": "https://a.example"},
        ["Receipt address"],
    ),
    "451 characters and nothing else": (
        TENCENT,
        {"kind": "text", "text": "【牛信】" + "x" * 447},
        ["“Text”", "451", "450"],
    ),
    "a kind of SMS nobody knows": (
        TENCENT,
        {"kind": "text", "text": "Hi", "sms_type": 2},
        ["sms_type"],
    ),
    "a template with names instead of numbers": (
        TENCENT,
        {
            "kind": "template",
            "template_id": "A7",
            "signature": "【牛信】",
            "variables": {"name": "Mei"},
        },
        ["template id", "signature", "name"],
    ),
    "a link in a variable, and one too long": (
        SENDCLOUD,
        {
            "kind": "template",
            "template_id": "",
            "variables": {"a": "http://b.example", "c": "x" * 33},
            "tag": "vip",
        },
        ["“Template id”", "variable a ", "“Variable c”", "“Tag”"],
    ),
    "a code of letters": (SENDCLOUD, {"kind": "voice_code", "code": "12ab"}, ["“Code”"]),
    "a code nobody signed, as MMS": (
        SENDCLOUD,
        {"kind": "verification_code", "code": "1234567", "msg_type": 1},
        ["“Signature name”", "MMS", "“Code”"],
    ),
    "a kind this provider has not": (
        SENDCLOUD,
        {"kind": "text", "text": "Hi"},
        ["SendCloud", "text"],
    ),
}


@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_document_is_refused_with_all_its_problems(
    bench: Bench, inside: Inside, case: str
) -> None:
    account, document, said = BAD_DOCUMENTS[case]

    before = inside("campaigns").out

    done = inside(*bench.words(account, document))

    assert done.status == 2, done.out
    assert done.err.startswith("smsdesk: ")
    assert [words for words in said if words not in done.err] == []
    assert "Traceback" not in done.err
    assert done.out == ""
    assert inside("campaigns").out == before


# -- planning --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "document", "counts"),
    [
        (NXCLOUD, {"kind": "text", "text": "Hello"}, (1, 1, 3, 3)),
        (SUPER, "super-card-image", (3, 3, 0, 0)),
        # 70/67 on the mainland, 160/153 abroad
        (TENCENT, {"kind": "text", "text": "x" * 150}, (2, 1, 3, 7)),
        (SENDCLOUD, {"kind": "template", "template_id": "1"}, (2, 1, 0, 0)),
        (SENDCLOUD, "sendcloud-voice", (3, 3, 0, 0)),
    ],
)
def test_a_dry_run_counts_requests_and_segments(
    bench: Bench, inside: Inside, account: str, document: str | Json, counts: tuple[int, ...]
) -> None:
    people = [*PEOPLE, "Ana,+85291234567,123456"]

    done = inside(*bench.words(account, document, people), "--dry-run")

    assert done.status == 0, done.err
    plan = json.loads(done.out)
    assert (plan["provider"], plan["recipients"]) == (account, 3)
    keys = ("requests", "messages", "segments", "billed_segments")
    assert tuple(plan[key] for key in keys) == counts


# -- codes -----------------------------------------------------------------------------------

CODES = [
    (NXCLOUD, "27", "hour", "小时"),
    (NXCLOUD, "7", "xpired", "过期"),
    (SUPER, "14002", "text only", "文本"),
    (SUPER, "14006", "xpired", "过期"),
    (TENCENT, "1036", "12", "12"),
    (TENCENT, "MK:0001", "number", "号"),
    (SENDCLOUD, "422", "ignature", "签名"),
    (SENDCLOUD, "580", "off", "关机"),
]


@pytest.mark.parametrize(("provider", "code", "english", "chinese"), CODES)
def test_a_code_is_told_in_both_languages(
    inside: Inside, provider: str, code: str, english: str, chinese: str
) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        done = inside("code", provider, code, "--lang", language)

        assert done.status == 0, done.err
        assert words in done.out
        assert len(done.out.splitlines()) >= 3


@pytest.mark.parametrize(
    ("provider", "word", "code"),
    [
        (NXCLOUD, "balance", "3"),
        (NXCLOUD, "余额", "3"),
        (SUPER, "expired", "14006"),
        (SUPER, "渠道", "14001"),
        (TENCENT, "blacklist", "1015"),
        (TENCENT, "黑名单", "1015"),
        (SENDCLOUD, "template", "431"),
        (SENDCLOUD, "签名", "422"),
    ],
)
def test_a_word_finds_its_codes(inside: Inside, provider: str, word: str, code: str) -> None:
    done = inside("code", provider, word)

    assert done.status == 0, done.err
    assert re.search(rf"^{code}  ", done.out, re.MULTILINE)


def test_codes_are_looked_up_from_outside(bench: Bench) -> None:
    done = bench.run("code", TENCENT, "频率", "--lang", "zh")

    assert done.status == 0, done.err
    assert "1013  " in done.out
    assert done.err == ""
