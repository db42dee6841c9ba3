"""What the fuzzers begin with: good bytes of every kind, and words that often do harm."""

import json
from collections.abc import Sequence
from typing import Any, Final

from smsdesk.storage.accounts import _entry
from tests.contract.receipt_samples import RECEIPT_SAMPLES
from tests.contract.test_nxcloud_sms import TestNxcloudSms
from tests.contract.test_nxcloud_super import TestNxcloudSuper
from tests.contract.test_sendcloud import TestSendCloud
from tests.contract.test_tencent_sms import TestTencentSms
from tests.helpers.outside import DOCUMENTS

_CONTRACTS: Final[Sequence[Any]] = (TestNxcloudSms, TestNxcloudSuper, TestSendCloud, TestTencentSms)

WORDS: Final = (
    *(b"0", b"-1", b"1e999", b"NaN", b"-Infinity", b"null", b"true", b'""', b"[]", b"{}"),
    *(b"9" * 5_000, b"1" + b"0" * 400, b"0" * 70, b'"\\ud83d"', b'"\\u0000"', b"[" * 3_000),
    *(
        b'{"a":' * 3_000,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\xed\xa0\xbd",
        b"\xf0\x9f\x8c\xb7",
    ),
    *(b'"', b"'", b"\r", b"\n", b"\r\n", b"\t", b",", b";", b"&", b"=", b"%00", b"%", b"+", b"?"),
    *(
        "１２３".encode(),
        "²".encode(),
        "٣".encode(),
        "\u2028".encode(),
        "\x85".encode(),
        b"sep=,\n",
    ),
    *(b'"code":', b'"kind":', b'"version":', b'"accounts":', b'"status"', b"event=", b"messageid="),
)


def seeds(target: str) -> list[bytes]:
    """Good input of one target."""
    return _SEEDS[target]


def _reply_seeds(contract: Any) -> list[bytes]:
    bodies = [contract.accepted, *(body for body, _ in contract.refused.values())]
    if contract.mixed:
        bodies.append(contract.mixed[0])
    return [bytes([first]) + body for body in bodies for first in (0x00, 0x10, 0x4C)]


def _account_seeds() -> list[bytes]:
    from smsdesk.core.account import Account, Mode

    some = [
        Account("shop", "nxcloud-sms", {"access_key": "k", "app_key": "a"}, rate_per_s=1.5),
        Account("试", "sendcloud", {}, mode=Mode.GUARDED, test_numbers=(8613800138000,)),
    ]
    document = {"version": 1, "accounts": [_entry(one) for one in some], "later": {"kept": 1}}
    return [json.dumps(document).encode(), b"", b"{}", b'{"accounts": []}']


def _table_seeds() -> list[bytes]:
    text = '手机号,姓名,备注\n13800138000,李梅,"您好, ""花"""\n+852 9123 4567,黄家欣,取货\n\n,,\n'
    plain = "Phone;Name\r\n+44 7911 123456;Tom\r\n'0791 1123456;Amélie\r\n1.38E+10;x\r\n"
    return [
        *(text.encode(codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030")),
        *(plain.encode(codec) for codec in ("utf-8", "cp1252", "utf-16-le")),
        b"+8613800138000, +8613800138001\n+447911123456",
        b"a\tb\tc\n1\t2\t3\n",
    ]


_SEEDS: Final[dict[str, list[bytes]]] = {
    **{f"reply-{contract.provider_id}": _reply_seeds(contract) for contract in _CONTRACTS},
    "receipts": [
        key + b"\0" + text.encode()
        for contract in _CONTRACTS
        for text in (*contract.receipts, RECEIPT_SAMPLES[contract.provider_id])
        for key in (b"", b"app key")
    ],
    "table": _table_seeds(),
    "document": [path.read_bytes() for path in sorted(DOCUMENTS.glob("*.json"))],
    "settings": [
        b'{"theme": "dark", "language": "zh", "region": "CN", "text_scale": 1.25}',
        b'{"last_account": "shop", "columns": {"results": ["row", "phone"]}, "later": [1]}',
    ],
    "accounts": _account_seeds(),
}
