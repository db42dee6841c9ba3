"""What a code means: the provider's book, the wire's, or said to be unknown."""

import pytest

from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.providers import explain


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("0", "NXCloud has it"),
        ("3", "Balance too low"),
        ("1042", "The account's keys were not accepted"),
        ("interrupted", "smsdesk ended while it was sending"),
        ("read_timeout", "No reply came"),
        ("http_503", "The provider's server broke down"),
        ("http_418", "Request not accepted"),
        ("http_302", "Sent elsewhere; not followed"),
    ],
)
def test_known_codes(code, meaning):
    entry = explain("nxcloud-sms", code)
    assert entry.code == code
    assert entry.meaning.en == meaning


@pytest.mark.parametrize("code", ["4711", "", "http_", "xx", "10xx0", "ERR\U0001f600", "http_200"])
def test_unknown_codes_are_kept(code):
    entry = explain("nxcloud-sms", code)
    assert (entry.code, entry.family) == (code, "unlisted")
    assert entry.cls is CodeClass.REQUEST
    assert entry.retry is Retry.CHECK_FIRST


def test_unknown_provider_still_knows_the_wire():
    assert explain("nobody", "dns").meaning.en == "Address not found"
    assert explain("nobody", "3").family == "unlisted"
