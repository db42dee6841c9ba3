"""The request for looking at: as it would leave, with nothing in it that opens a door."""

from smsdesk.core.account import Account
from smsdesk.core.message import TextMessage
from smsdesk.providers.nxcloud_sms import NxcloudSms
from smsdesk.services.request_view import preview_request

NOW = 1_700_000_000_000
ACCOUNT = Account(
    "Bloom",
    "nxcloud-sms",
    {"access_key": "fme2na3kdi3ki", "app_key": "KEY-OF-APP"},
    secrets={"access_secret": "the secret itself"},
)


def test_it_shows_one_person_and_no_secret() -> None:
    view = preview_request(
        NxcloudSms(), TextMessage("Hi 李梅 🌷"), ACCOUNT, "8613912345678", NOW, "n"
    )
    assert view.problems == ()
    assert view.text.startswith("POST https://api2.nxcloud.com/api/sms/mtsend_v2")
    assert "8613912345678" in view.text
    assert "8613912345678" in view.curl
    for text in (view.text, view.curl, repr(view)):
        assert "the secret itself" not in text


def test_what_cannot_be_sent_is_named_instead() -> None:
    view = preview_request(NxcloudSms(), TextMessage(" "), ACCOUNT, "8613912345678", NOW, "n")
    assert view.text == view.curl == ""
    assert [problem.where for problem in view.problems] == ["text"]
