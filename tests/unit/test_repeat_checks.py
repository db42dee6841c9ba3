"""The checks about the past, in the words a person reads."""

from array import array

import pytest

from smsdesk.core.check import Check, CheckState
from smsdesk.core.repeat_checks import Repeats, clock_check, repeat_checks


def said(repeats: Repeats) -> list[tuple[CheckState, str]]:
    return [(check.state, check.sentence()) for check in repeat_checks(repeats)]


def rows(count: int) -> "array[int]":
    return array("I", range(count))


def test_nothing_in_the_past_is_told_in_a_line() -> None:
    assert said(Repeats()) == [
        (CheckState.PASSED, "Nobody got this same text in the last 24 hours")
    ]
    assert said(Repeats(limit=5))[1:] == [
        (CheckState.PASSED, "No number gets more than 5 messages an hour")
    ]


@pytest.mark.parametrize(
    ("repeats", "sentence"),
    [
        (
            Repeats(rows(12)),
            "12 people got, or may have got, this text in the last 24 hours · they can be left out",
        ),
        (
            Repeats(rows(1)),
            "1 person got, or may have got, this text in the last 24 hours · they can be left out",
        ),
        (
            Repeats(rows(1200), waiting=3),
            (
                "1,200 people got, or may have got, this text in the last 24 hours, or wait for it"
                " · 3 of them still in another campaign"
            ),
        ),
        (
            Repeats(rows(1), waiting=1),
            "1 person waits for this text already · in another campaign",
        ),
    ],
)
def test_a_repetition_is_worth_a_look(repeats: Repeats, sentence: str) -> None:
    assert said(repeats) == [(CheckState.LOOK, sentence)]


def test_too_many_in_an_hour_are_worth_a_look() -> None:
    assert said(Repeats(too_often=rows(2), limit=5))[1] == (
        CheckState.LOOK,
        "2 numbers would get more than 5 messages in an hour · more may be refused",
    )
    (_, one) = repeat_checks(Repeats(too_often=rows(1), limit=5))
    assert one.title("zh") == "1 个号码一小时内将超过 5 条"


def test_a_clock_is_mentioned_when_it_is_off() -> None:
    assert clock_check(None, 60) is None
    assert clock_check(0, 60) is None
    assert clock_check(-2_000, 60) is None
    slow, fast = clock_check(9_100, 60), clock_check(-600_000, 6)
    assert isinstance(slow, Check)
    assert isinstance(fast, Check)
    assert slow.sentence() == "Your clock is 9 s slow; corrected · 60 s allowed"
    assert fast.sentence() == "Your clock is 600 s fast; corrected · 6 s allowed"
    assert slow.state is fast.state is CheckState.PASSED
