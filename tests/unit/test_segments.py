"""Segment counts: the published vectors, and an independent slow reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.segments import (
    GSM_BASIC,
    GSM_EXTENSION,
    SegmentCount,
    SegmentRule,
    costly_characters,
    count,
    is_gsm,
    look_alikes,
)

# text, encoding, units, on air, as NXCloud bills, in mainland China
VECTORS = [
    ("a" * 160, "GSM-7", 160, 1, 1, 3),
    ("a" * 161, "GSM-7", 161, 2, 2, 3),
    ("a" * 306, "GSM-7", 306, 2, 2, 5),
    ("a" * 307, "GSM-7", 307, 3, 2, 5),
    ("a" * 309, "GSM-7", 309, 3, 3, 5),
    ("€" * 80, "GSM-7", 160, 1, 1, 2),
    ("€" * 81, "GSM-7", 162, 2, 2, 2),
    ("a" * 158 + "€", "GSM-7", 160, 1, 1, 3),
    ("a" * 159 + "€", "GSM-7", 161, 2, 2, 3),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3, 2, 5),
    ("中" * 70, "UCS-2", 70, 1, 1, 1),
    ("中" * 71, "UCS-2", 71, 2, 2, 2),
    ("中" * 134, "UCS-2", 134, 2, 2, 2),
    ("中" * 135, "UCS-2", 135, 3, 3, 3),
    ("😀" * 35, "UCS-2", 70, 1, 1, 1),
    ("😀" * 36, "UCS-2", 72, 2, 2, 2),
    ("中" * 66 + "😀" + "中" * 66, "UCS-2", 134, 3, 2, 2),
    ("【腾讯云】您的验证码是1234", "UCS-2", 15, 1, 1, 1),
    # code points, not grapheme clusters: a combining mark may go to the next segment
    ("中" * 66 + "e\u0301" + "中" * 66, "UCS-2", 134, 2, 2, 2),
]


@pytest.mark.parametrize(
    ("text", "encoding", "units", "on_air", "nxcloud", "mainland"),
    VECTORS,
    ids=[f"{vector[0][:2]}-{vector[2]}-{index}" for index, vector in enumerate(VECTORS)],
)
def test_vectors(text, encoding, units, on_air, nxcloud, mainland):
    counted = count(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, on_air)
    assert count(text, SegmentRule.NXCLOUD).segments == nxcloud
    assert count(text, SegmentRule.MAINLAND).segments == mainland


def test_alphabet_is_complete():
    assert len(set(GSM_BASIC)) == len(GSM_BASIC) == 127
    assert len(set(GSM_EXTENSION)) == len(GSM_EXTENSION) == 10
    assert not set(GSM_BASIC) & set(GSM_EXTENSION)


@pytest.mark.parametrize("character", "`ç\t\u00a0‘’“”–…µΑ，！\x1b")
def test_not_gsm_although_it_looks_so(character):
    assert count(f"a{character}b").encoding == "UCS-2"
    assert costly_characters(f"a{character}b") == [(1, character)]


@pytest.mark.parametrize("text", ["\r\n", "\f", "€"])
def test_two_septets(text):
    assert count(text) == SegmentCount("GSM-7", 2, 1, 160)


@pytest.mark.parametrize("rule", SegmentRule)
@pytest.mark.parametrize("country", [None, 60])
def test_empty_text_takes_nothing(rule, country):
    assert count("", rule, country) == SegmentCount(
        "GSM-7", 0, 0, 70 if rule is SegmentRule.MAINLAND and country is None else 160
    )


def test_malaysia_costs_seven_units_more_at_nxcloud_only():
    assert count("a" * 153, SegmentRule.NXCLOUD, 60) == SegmentCount("GSM-7", 160, 1, 160)
    assert count("a" * 154, SegmentRule.NXCLOUD, 60).segments == 2
    assert count("中" * 64, SegmentRule.NXCLOUD, 60).segments == 2
    assert count("a" * 154, SegmentRule.NXCLOUD, 65).segments == 1
    assert count("a" * 154, SegmentRule.ON_AIR, 60).segments == 1


def test_capacity_is_what_fits_in_the_segments():
    assert count("a").capacity == 160
    assert count("a" * 161).capacity == 306
    assert count("a" * 161, SegmentRule.NXCLOUD).capacity == 308
    assert count("中").capacity == 70
    assert count("中" * 71).capacity == 134


def slow_segments(text: str) -> tuple[str, int, int]:
    """Fill segment after segment, character by character, as a phone would."""
    if all(character in GSM_BASIC + GSM_EXTENSION for character in text):
        sizes = [2 if character in GSM_EXTENSION else 1 for character in text]
        encoding, single, part = "GSM-7", 160, 153
    else:
        sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
        encoding, single, part = "UCS-2", 70, 67
    if sum(sizes) <= single:
        return encoding, sum(sizes), int(bool(sizes))
    segments, room = 1, part
    for size in sizes:
        if size > room:
            segments, room = segments + 1, part
        room -= size
    return encoding, sum(sizes), segments


gsm_texts = st.lists(
    st.one_of(
        st.text(GSM_BASIC, max_size=60),
        st.text(GSM_EXTENSION, max_size=4),
        st.sampled_from(["a" * 151, "a" * 152, "b" * 153]),
    ),
    max_size=8,
).map("".join)
any_texts = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        st.sampled_from(["中" * 65, "中" * 66, "😀", "😀" * 20, "{", "a" * 100]),
    ),
    max_size=8,
).map("".join)


@given(st.one_of(gsm_texts, any_texts))
def test_agrees_with_a_slow_splitter(text):
    counted = count(text)
    assert (counted.encoding, counted.units, counted.segments) == slow_segments(text)
    assert counted.units <= counted.capacity


@given(any_texts)
def test_division_never_exceeds_what_goes_on_air(text):
    assert count(text, SegmentRule.NXCLOUD).segments <= count(text).segments


@given(any_texts)
def test_costly_characters_are_exactly_what_forces_ucs_2(text):
    costly = costly_characters(text)
    assert bool(costly) == (count(text).encoding == "UCS-2")
    assert all(text[index] == character and not is_gsm(character) for index, character in costly)


def test_look_alikes_cost_ucs_2_and_their_replacements_do_not():
    for character, replacement in look_alikes.items():
        assert not is_gsm(character)
        assert is_gsm(replacement)
