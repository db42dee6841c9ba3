import pytest

from smsdesk.core.codebook import CodeEntry
from smsdesk.core.outcome import Outcome, Status
from smsdesk.providers import explain
from smsdesk.services.verdict import Act, Verdict, came_before, judge, of_repetition

TAKEN = Outcome(Status.ACCEPTED, "0")
BAD_NUMBER = Outcome(Status.REJECTED, "6")
TOO_OFTEN = Outcome(Status.REJECTED, "27")
THROTTLED = Outcome(Status.QUEUED, "28")
LOST = Outcome(Status.UNKNOWN, "reset")


def nxcloud(code: str) -> CodeEntry:
    return explain("nxcloud-sms", code)


def sendcloud(code: str) -> CodeEntry:
    return explain("sendcloud", code)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([TAKEN, TAKEN], Verdict(Act.GO_ON, taken=True)),
        ([TAKEN, BAD_NUMBER], Verdict(Act.GO_ON, taken=True)),
        ([BAD_NUMBER], Verdict(Act.GO_ON)),  # this person's own number
        ([BAD_NUMBER, BAD_NUMBER], Verdict(Act.GO_ON, failure="6")),  # refused as a whole
        ([BAD_NUMBER, TOO_OFTEN], Verdict(Act.GO_ON)),  # each for its own sake
        ([LOST], Verdict(Act.GO_ON, failure="reset")),
        ([THROTTLED, TAKEN], Verdict(Act.WAIT, "28", taken=True)),
        ([THROTTLED, BAD_NUMBER], Verdict(Act.WAIT, "28")),
        ([Outcome(Status.QUEUED, "1004")], Verdict(Act.RESIGN, "1004")),
        ([TAKEN, Outcome(Status.REJECTED, "3")], Verdict(Act.PAUSE, "3")),
        ([Outcome(Status.NOT_SENT, "dns")], Verdict(Act.OFFLINE, "dns")),
        ([Outcome(Status.NOT_SENT, "tls")], Verdict(Act.GO_ON, failure="tls")),
    ],
)
def test_what_a_reply_means_for_the_campaign(outcomes: list[Outcome], verdict: Verdict) -> None:
    assert judge(outcomes, nxcloud) == verdict


def test_a_repetition_that_was_known_is_no_failure_however_many_it_held() -> None:
    known = [Outcome(Status.UNKNOWN, "reset", "m-1"), Outcome(Status.UNKNOWN, "reset", "m-2")]
    duplicate = [Outcome(Status.REJECTED, "400")] * 2
    told = came_before(duplicate, known, sendcloud)
    assert [(one.status, one.message_id) for one in told] == [
        (Status.ACCEPTED, "m-1"),
        (Status.ACCEPTED, "m-2"),
    ]
    assert judge(told, sendcloud) == Verdict(Act.GO_ON, taken=True)
    assert of_repetition(told, known) == told


def test_a_repetition_that_was_refused_leaves_the_first_request_in_doubt() -> None:
    known = [LOST, LOST]
    told = came_before([Outcome(Status.REJECTED, "401")] * 2, known, sendcloud)
    assert of_repetition(told, known) == known
