"""The sandbox shows records as strictly as the documents say."""

import hashlib
import json
from urllib.parse import urlencode

import pytest

from smsdesk.sandbox import Options, nxcloud_sms, sendcloud
from smsdesk.sandbox.exchange import Request
from smsdesk.sandbox.state import State

NOW = 1_700_000_000_000  # 2023-11-15 06:13:20 in China
DAY_MS = 86_400_000
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Desk:
    """A State with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW
        self.state = State(Options(), lambda: self.now, lambda _: None)

    def take(self, path: str, *phones: str, ending: str = "", content: str = "Hi") -> None:
        for phone in phones:
            taken = self.state.accept([phone], content, ending and f"${phone[2:]}")
            assert isinstance(taken, str)
            self.state.sign_for(path, taken)

    def nxcloud(self, headers: dict[str, str] = FORM, **changes: str) -> dict:
        form = {
            "appkey": nxcloud_sms.FIELDS["app_key"],
            "secretkey": nxcloud_sms.SECRETS["secret_key"],
            "date": "20231115",
            "page_size": "10",
            "page": "1",
            **changes,
        }
        body = urlencode(form).encode()
        request = Request("POST", nxcloud_sms.RECORDS_PATH, headers, body)
        answer = nxcloud_sms.answer(request, self.state)
        assert answer is not None
        return json.loads(answer.body)

    def sendcloud(self, base: dict[str, str] | None = None, **changes: str) -> dict:
        sent = {"smsUser": "testuser", **(base or {"days": "1"}), **changes}
        key = sendcloud.SECRETS["sms_key"]
        text = "&".join(f"{name}={sent[name]}" for name in sorted(sent))
        sent["signature"] = hashlib.sha256(f"{key}&{text}&{key}".encode()).hexdigest()
        request = Request("POST", sendcloud.STATUS_PATH, FORM, urlencode(sent).encode())
        answer = sendcloud.answer(request, self.state)
        assert answer is not None
        return json.loads(answer.body)


def test_nxcloud_shows_its_own_messages_of_the_day_page_by_page() -> None:
    desk = Desk()
    desk.take(nxcloud_sms.SEND_PATH, *(f"86138000000{n:02}" for n in range(12)))
    desk.take("another api", "8613900000001")
    first, second = desk.nxcloud()["info"], desk.nxcloud(page="2")["info"]
    assert (first["total"], len(first["rows"]), len(second["rows"])) == (12, 10, 2)
    row = first["rows"][0]
    assert (row["phone"], row["body"], row["date"]) == (
        *("8613800000000", "Hi", "2023-11-15 06:13:20"),
    )
    assert row["msgid"] == desk.state.ledger[0].messageid
    assert desk.nxcloud(sort_type="1")["info"]["rows"][0]["phone"] == "8613800000011"
    assert desk.nxcloud(page="3")["info"]["rows"] == []
    assert desk.nxcloud(date="20231114")["info"]["total"] == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appkey": ""}, "1"),
        ({"secretkey": ""}, "1"),
        ({"appkey": "x"}, "2"),
        ({"secretkey": "x"}, "2"),
        ({"date": ""}, "1"),
        ({"date": "2023-11-15"}, "1"),
        ({"date": "20231350"}, "1"),
        ({"date": "20231016"}, "0"),
        ({"date": "20231015"}, "1"),
        ({"page_size": "999"}, "0"),
        ({"page_size": "1000"}, "3"),
        ({"page_size": "0"}, "3"),
        ({"page": "0"}, "4"),
        ({"page": "x"}, "4"),
        ({"sort_type": "2"}, "1"),
        ({"headers": {}}, "1"),
    ],
)
def test_nxcloud_refuses(changes: dict, code: str) -> None:
    assert Desk().nxcloud(**changes)["code"] == code


def test_sendcloud_shows_numbers_days_and_templates() -> None:
    desk = Desk()
    template = json.dumps({"templateId": "1000", "vars": {}})
    desk.take(sendcloud.SEND_PATH, "8613800138000", "8613800138001", ending="$", content=template)
    desk.now += DAY_MS
    desk.take(sendcloud.SEND_PATH, "8613800138000", ending="$", content="1234")
    desk.take("another api", "8613800138000")
    today = desk.sendcloud()["info"]
    assert (today["voListSize"], today["total"]) == (1, "1")
    both = {"startDate": "2023-11-15", "endDate": "2023-11-16"}
    assert desk.sendcloud(both)["info"]["voListSize"] == 3
    one = desk.sendcloud(both, phones="13800138001;13900000000")["info"]["voList"]
    assert [(row["receiver"], row["templateId"], row["requestTime"]) for row in one] == [
        ("13800138001", "1000", "2023-11-15 06:13:20")
    ]
    assert one[0]["smsId"].endswith("$13800138001")
    assert desk.sendcloud(both, templateId="1000")["info"]["total"] == "2"
    assert desk.sendcloud(both, smsIds=one[0]["smsId"])["info"]["voListSize"] == 1
    page = desk.sendcloud(both, start="1", limit="1")["info"]
    assert (page["voListSize"], page["total"]) == (1, "3")


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ({"days": "1"}, 200),
        ({"days": "30"}, 200),
        ({"days": "31"}, 421),
        ({"days": "0"}, 421),
        ({"days": "x"}, 421),
        ({"startDate": "2023-11-15"}, 421),
        ({"startDate": "2023-11-15", "endDate": "2023-11-14"}, 421),
        ({"startDate": "2023-10-17", "endDate": "2023-11-15"}, 200),
        ({"startDate": "2023-10-16", "endDate": "2023-11-15"}, 421),
        ({"startDate": "20231115", "endDate": "20231115"}, 421),
        ({"days": "1", "phones": ";".join(str(n) for n in range(100))}, 200),
        ({"days": "1", "phones": ";".join(str(n) for n in range(101))}, 421),
        ({"days": "1", "limit": "100"}, 200),
        ({"days": "1", "limit": "101"}, 421),
        ({"days": "1", "start": "-1"}, 421),
        ({"days": "1", "smsUser": "somebody"}, 471),
    ],
)
def test_sendcloud_refuses(base: dict, code: int) -> None:
    assert Desk().sendcloud(base)["statusCode"] == code


def test_sendcloud_keeps_an_answer_for_ten_minutes() -> None:
    desk = Desk()
    assert desk.sendcloud()["info"]["voListSize"] == 0
    desk.take(sendcloud.SEND_PATH, "8613800138000", ending="$")
    desk.now += 599_999
    assert desk.sendcloud()["info"]["voListSize"] == 0
    assert desk.sendcloud(phones="13800138000")["info"]["voListSize"] == 1
    desk.now += 1
    assert desk.sendcloud()["info"]["voListSize"] == 1
