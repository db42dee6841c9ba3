"""Masks: what is shown of secrets, numbers and requests."""

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.masking import as_curl, mask_phone, mask_request, mask_secret
from smsdesk.core.provider import HttpRequest

SECRET = "sesame-open-0815"


def request(
    body: bytes = b"", content_type: str = "application/json", url: str = "https://x.test/send"
) -> HttpRequest:
    return HttpRequest(
        "POST",
        url,
        {"Content-Type": content_type, "Sign": SECRET, "ts": "1655710885431"},
        body,
        frozenset({"sign", "secretKey"}),
    )


def test_secret_shows_its_beginning_only_if_long_enough():
    assert mask_secret("fme2na3kdi3ki") == "fme2••••••"
    assert mask_secret("fme2na3") == "••••••"
    assert mask_secret("") == ""


@given(st.text(min_size=1))
def test_secret_never_shows_more_than_a_third(secret):
    shown = mask_secret(secret).removesuffix("••••••")
    assert secret.startswith(shown)
    assert 3 * len(shown) <= len(secret)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("8613800138000", "86138••••8000"),
        ("+8613800138000", "+86138••••8000"),
        ("13800138000", "138••••8000"),
        ("6581234567", "65••••4567"),
        ("12345", "••••5"),
        ("123", "•••"),
        ("", ""),
    ],
)
def test_phone_hides_its_middle(phone, masked):
    assert mask_phone(phone) == masked


@given(st.text("0123456789", min_size=4, max_size=17))
def test_phone_always_hides_four_digits(phone):
    masked = mask_phone(phone)
    assert len(masked) == len(phone)
    assert masked.count("•") >= 4


def test_json_request_is_laid_out_and_masked():
    body = json.dumps({"content": "您好", "auth": [{"secretKey": SECRET}]}).encode()
    view = mask_request(request(body))
    assert view.startswith("POST https://x.test/send\nContent-Type: application/json\nSign: sesa••")
    assert "您好" in view
    assert "1655710885431" in view
    assert SECRET not in view


def test_form_and_query_are_masked_by_name():
    body = f"appkey=a%20b&secretkey={SECRET}".encode()
    view = mask_request(
        request(body, "application/x-www-form-urlencoded", f"https://x.test/?sign={SECRET}&a=b")
    )
    assert "appkey=a%20b&secretkey=sesa••••••" in view
    assert "https://x.test/?sign=sesa••••••&a=b" in view
    assert SECRET not in view


def test_other_bodies_stay_as_they_are():
    assert mask_request(request(b"plain \xff text")).endswith("\n\nplain � text")
    assert mask_request(HttpRequest("GET", "https://x.test/", {}, b"")) == "GET https://x.test/"


def test_json_is_masked_whatever_the_headers_say():
    bare = HttpRequest("POST", "https://x.test", {"A": "b"}, b'{"key": "s"}', frozenset({"key"}))
    assert '"key": "••••••"' in mask_request(bare)


def test_curl_is_one_shell_command_without_secrets():
    body = json.dumps({"content": "it's $HOME", "secretKey": SECRET}).encode()
    command = as_curl(request(body))
    words = shlex.split(command)
    assert words[:4] == ["curl", "-X", "POST", "https://x.test/send"]
    assert json.loads(words[-1])["content"] == "it's $HOME"
    assert words[words.index("--data-raw") - 2 :][0] == "-H"
    assert SECRET not in command
    assert "--data-raw" not in as_curl(request())
