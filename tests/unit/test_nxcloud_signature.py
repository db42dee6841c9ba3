"""The signature, against the provider's published vectors and our own."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.providers.nxcloud_signature import sign

KEY, SECRET, TS = "fme2na3kdi3ki", "abciiiko2k3", "1655710885431"
N1 = '{"name":"牛小信","id":10001}'
N5 = '{"appKey":"demoKey","phone":"8615088888888","content":"hello"}'
N8 = (
    '{"appkey":"bFzEXXAx","phones":["85290000001"],'
    '"message":{"textMessage":{"text":"Greetings from Super API."}}}'
)


@pytest.mark.parametrize(
    ("action", "biz_type", "body", "expected"),
    [
        # published by the provider in five languages
        pytest.param("send", "1", N1, "87c3560d3331ae23f1021e2025722354", id="N1"),
        pytest.param(
            "send", "1", '{"id":10001,"name":"牛小信"}', "7750759da06333f20d0640be09355e34", id="N2"
        ),
        pytest.param(
            "send",
            "1",
            '{"id": 10001, "name": "牛小信"}',
            "d0c24a9886c629330d7f3f2056c65bc2",
            id="N3",
        ),
        # computed from the published rule
        pytest.param("send", "1", "", "884afe159e39b6c88a0d6102ca97d704", id="N4"),
        pytest.param("mtsend", "3", N5, "ed3cbfe1b62d5f2cf95c917ecff1d892", id="N5"),
        pytest.param(
            "mtsend",
            "3",
            '{"appKey":"demoKey","phone":"8615088888888","content":"您的验证码是1234 😀"}',
            "a1f768f48156834b0674a691a106f669",
            id="N6",
        ),
        pytest.param(
            "mtsend",
            "3",
            '{"appKey":"demoKey","phone":"8615088888888","content":"\\u60a8\\u597d"}',
            "221fb2542fdd239b43f3f6319c6a7b20",
            id="N7",
        ),
        pytest.param("mt", "8", N8, "7bfa7a7004308978715d09258f70b2ee", id="N8"),
    ],
)
def test_vectors(action, biz_type, body, expected):
    assert sign(KEY, action, biz_type, TS, body.encode(), SECRET) == expected


@pytest.mark.parametrize(
    ("action", "biz_type", "body", "expected"),
    [
        ("send", "1", N1, "e0eec2c99ef80f269a82795e2223f618ebfc0616c8b6c8c7d438021ec38ad0eb"),
        ("mtsend", "3", N5, "523092d89ef0698b4500fedc7c0b05c0ffad6e51e5a3bac5d2239cb33ad28e14"),
        ("mt", "8", N8, "53cb19a6cf15b1eb2c9a0c6b3f944fcd0d2ce1ecd18001b4a396f8c687196e9e"),
    ],
)
def test_sha256_vectors(action, biz_type, body, expected):
    assert sign(KEY, action, biz_type, TS, body.encode(), SECRET, "sha256") == expected


@given(body=st.binary(min_size=1), secret=st.text())
def test_any_body_and_secret_follow_the_rule(body, secret):
    secret = secret.encode("utf-8", "replace").decode()
    text = f"accessKey={KEY}&action=mtsend&bizType=3&ts={TS}&body=".encode() + body
    text += b"&accessSecret=" + secret.encode()
    expected = hashlib.md5(text).hexdigest()
    assert sign(KEY, "mtsend", "3", TS, body, secret) == expected


def test_one_byte_changes_everything():
    signatures = {sign(KEY, "mtsend", "3", TS, bytes([byte]), SECRET) for byte in range(256)}
    assert len(signatures) == 256
