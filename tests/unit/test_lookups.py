"""`smsdesk code`: any code of any provider, in words."""

import re

import pytest

from smsdesk.cli import main
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["code", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_every_code_of_every_provider_is_found(
    provider: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for entry in (*PROVIDERS[provider].codes.entries, *TRANSPORT_CODES.entries):
        status, out, _ = run(capsys, provider, entry.code)
        assert status == 0
        assert any(line.startswith(f"{entry.code} ") for line in out.splitlines())
        assert entry.meaning.en in out
        assert entry.next_step.en in out


def test_a_card_says_family_next_step_and_when_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = run(capsys, "nxcloud-sms", "27")
    assert out.splitlines()[0] == "27  (reply code, Try later)"
    assert "next step: Send again after an hour." in out
    assert "send again: After 1 hour" in out
    _, out, _ = run(capsys, "nxcloud-sms", "7", "--lang", "zh")
    assert "(回复代码, " in out
    assert "(回执代码, " in out


@pytest.mark.parametrize(
    ("provider", "query", "code", "family"),
    [
        ("nxcloud-super", "14001", "14001", "channel code"),
        ("tencent-sms", "MK:0001", "MK:0001", "receipt code"),
        ("tencent-sms", "MI:0013", "MI:", "receipt code"),
        ("sendcloud", "560", "560", "receipt code"),
        ("sendcloud", "422", "422", "reply code"),
        ("sendcloud", "read_timeout", "read_timeout", "may have gone out"),
    ],
)
def test_families(
    provider: str, query: str, code: str, family: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, provider, query)
    assert out.startswith(f"{code}  ({family}, ")


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_a_word_in_either_language(provider: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, english, _ = run(capsys, provider, "balance")
    assert status == 0
    assert run(capsys, provider, "余额")[1] == english
    chinese = run(capsys, provider, "余额", "--lang", "zh")[1]
    assert re.search(r"[一-鿿]", chinese)


def test_nothing_found_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "sendcloud", "98765")
    assert (status, out) == (1, "")
    assert "98765" in err
