"""What a reply means for the campaign as a whole: go on, repeat, wait, or pause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from smsdesk.core.codebook import CodeClass, CodeEntry
from smsdesk.core.outcome import Outcome, Status

ABOUT_ONE_PERSON = frozenset({CodeClass.NUMBER, CodeClass.FREQUENCY, CodeClass.DUPLICATE})
"""What one number is refused for, or a whole request for the sake of one number in it."""

GOOD = frozenset({Status.ACCEPTED, Status.DELIVERED})
OFFLINE: Final = frozenset({"refused", "dns", "connect_timeout", "no_network"})
"""Why nobody was reached, where waiting may help; a certificate or a proxy needs a person."""


class Act(Enum):
    """What the sender does next."""

    GO_ON = 0
    WAIT = 1  # too fast; not taken: slow down and repeat
    RESIGN = 2  # refused for its time; not taken: correct the clock and repeat
    PAUSE = 3  # every further request would fail alike
    OFFLINE = 4  # nobody was reached: try again until somebody is


@dataclass(frozen=True, slots=True)
class Verdict:
    """act, and the code that decided it.

    failure: the code the request failed with as a whole; "" where somebody was taken, and where
        a single person was refused for that person's own sake.
    taken: somebody was accepted.
    """

    act: Act
    code: str = ""
    failure: str = ""
    taken: bool = False


def judge(outcomes: Sequence[Outcome], explain: Callable[[str], CodeEntry]) -> Verdict:
    """Judge the outcomes of one request.

    A request of many numbers that is refused for one of them alone has failed as a whole, for some
    providers take nobody of it then: going on would lose everybody on a list with a bad number here
    and there.
    """
    first, queued = outcomes[0], ""
    for outcome in outcomes:
        if outcome.status is Status.REJECTED and explain(outcome.code).cls.pauses:
            return Verdict(Act.PAUSE, outcome.code)
        if outcome.status is Status.QUEUED:
            queued = queued or outcome.code or "throttled"
    alike = all((o.status, o.code) == (first.status, first.code) for o in outcomes)
    taken = any(outcome.status in GOOD for outcome in outcomes)
    if queued:
        is_clock = explain(queued).cls is CodeClass.CLOCK
        return Verdict(Act.RESIGN if is_clock else Act.WAIT, queued, taken=taken)
    if alike and first.status is Status.NOT_SENT and first.code in OFFLINE:
        return Verdict(Act.OFFLINE, first.code)
    own_sake = len(outcomes) == 1 and explain(first.code).cls in ABOUT_ONE_PERSON
    failure = first.code if alike and not taken and not own_sake else ""
    return Verdict(Act.GO_ON, failure=failure, taken=taken)


def came_before(
    outcomes: Sequence[Outcome],
    known: Sequence[Outcome],
    explain: Callable[[str], CodeEntry],
) -> list[Outcome]:
    """What the reply to a repeated request says: that it came before means that it was taken.

    known: what was known of each recipient before.
    """
    return [
        Outcome(Status.ACCEPTED, said.code, before.message_id, said.raw)
        if said.status is Status.REJECTED and explain(said.code).cls is CodeClass.DUPLICATE
        else said
        for said, before in zip(outcomes, known, strict=True)
    ]


def of_repetition(told: Sequence[Outcome], known: Sequence[Outcome]) -> Sequence[Outcome]:
    """What a repeated request comes to for its recipients.

    That some were taken means that the others count as told. Any other refusal is one of the
    repetition alone (too fast, no money left): the first request stays in doubt.

    told: as `came_before` reads it. known: what was known of each before.
    """
    if any(said.status in GOOD for said in told):
        return told
    return [
        said if said.status is Status.UNKNOWN else Outcome(Status.UNKNOWN, before.code)
        for said, before in zip(told, known, strict=True)
    ]
