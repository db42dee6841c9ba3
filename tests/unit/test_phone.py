"""Phone numbers: what people type, what spreadsheets damage, and agreement with phonenumbers."""

import random

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.phone import (
    LANDLINE,
    REASONS,
    Phone,
    PhoneInvalid,
    country_code,
    display,
    parse_phone,
    read_number,
    regions,
)
from smsdesk.core.sentences import SENTENCES

WANG = 8613800138000


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("13800138000", "CN"),
        ("8613800138000", "CN"),
        ("+8613800138000", None),
        ("+86 138 0013 8000", "US"),
        ("008613800138000", "GB"),
        ("00 86 138-0013-8000", None),
        ("(86) 138.0013.8000", "CN"),
        ("(+86) 138 0013 8000", "DE"),
        ("+(86) 138 0013 8000", "DE"),
        ("tel:+86-138-0013-8000", None),
        ("TEL: 13800138000", "CN"),
        ("１３８００１３８０００", "CN"),
        ("＋８６　１３８－００１３－８０００", None),
        ("\u202a+86\u00a0138\u20110013\u20138000\u202c", None),
        ("\ufeff13800138000\t", "CN"),
        ("'13800138000", "CN"),
        ('="13800138000"', "CN"),
        ("=13800138000", "CN"),
        ("“13800138000”", "CN"),
        ("’13800138000", "CN"),
        ("'13800138000'", "CN"),
        ("13800138000,", "CN"),
        ("13800138000；", "CN"),
        ("手机:13800138000", "CN"),
        ("phone： 138 0013 8000", "CN"),
        ("13800138000.0", "CN"),
        ("٠٠٨٦١٣٨٠٠١٣٨٠٠٠", None),
        # digits of an international mobile number without its plus
        ("8613800138000", "SG"),
        ("8613800138000", None),
    ],
)
def test_every_way_to_write_one_number(text, region):
    assert parse_phone(text, region) == Phone(WANG, 86, "CN")


@pytest.mark.parametrize(
    ("text", "region", "digits"),
    [
        ("6581234567", "CN", 6581234567),
        ("+852 9123 4567", "CN", 85291234567),
        ("07911 123456", "GB", 447911123456),
        ("7911123456", "GB", 447911123456),
        ("+44 (0)7911 123456", "CN", 447911123456),
        ("0171/1234567", "DE", 491711234567),
        ("(202) 555-0143", "US", 12025550143),
        ("011 86 138 0013 8000", "US", WANG),
    ],
)
def test_national_and_foreign_numbers(text, region, digits):
    assert read_number(text, region) == (digits, "")


@pytest.mark.parametrize(
    ("text", "region", "digits"),
    [
        ("021-5588 7766", "CN", 862155887766),
        ("862155887766", "CN", 862155887766),
        ("4155552671", "CN", 864155552671),
        ("0044 20 7946 0018", "CN", 442079460018),
        ("06 698 12345", "IT", 390669812345),
        ("+390669812345", None, 390669812345),
    ],
)
def test_landlines_are_told(text, region, digits):
    assert read_number(text, region) == (digits, LANDLINE)


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("", "CN", "empty"),
        (" \u3000\t", "CN", "empty"),
        ("'", "CN", "empty"),
        ("1.38E+10", "CN", "shortened_by_spreadsheet"),
        ("1,38E+10", "DE", "shortened_by_spreadsheet"),
        ("1.3800138000e10", "CN", "shortened_by_spreadsheet"),
        ("8.61E+12", None, "shortened_by_spreadsheet"),
        ("########", "CN", "shortened_by_spreadsheet"),
        ("188O0001111", "CN", "letters"),
        ("order: 13800138000", "CN", "letters"),
        ("=13800138000-1", "CN", "not_a_number"),
        ("13800138000 ext 5", "CN", "letters"),
        ("手机13800138000", "CN", "letters"),
        ("1-800-FLOWERS", "US", "letters"),
        ("13-0000", "CN", "too_short"),
        ("+44 20 7946", "CN", "too_short"),
        ("1380013800", "CN", "too_short"),
        ("138001380001", "CN", "too_long"),
        ("13800138000/13900139000", "CN", "too_long"),
        ("13800138000 13900139000", "CN", "too_long"),
        ("1" * 200, "CN", "too_long"),
        ("-", "CN", "not_a_number"),
        ("-13800138000", "CN", "not_a_number"),
        ("+", "CN", "not_a_number"),
        ("13800138000;13900139000", "CN", "not_a_number"),
        ("13,800,138,000", "CN", "not_a_number"),
        ("1380013800.5", "CN", "not_a_number"),
        ("86+13800138000", "CN", "not_a_number"),
        ("12800138000", "CN", "invalid"),
        ("+999123456789", "CN", "invalid"),
        ("13800138000", None, "no_country"),
        ("021 5588 7766", None, "no_country"),
        ("13800138000", "XX", "invalid"),
    ],
)
def test_reasons(text, region, reason):
    assert read_number(text, region) == (0, reason)
    with pytest.raises(PhoneInvalid) as caught:
        parse_phone(text, region)
    assert caught.value.reason == reason


def test_every_reason_has_words():
    assert {f"phone_{reason}" for reason in REASONS} <= SENTENCES.keys()


@pytest.mark.parametrize("region", ["GB", "US", "SG", "DE", None])
def test_a_national_number_is_never_guessed_into_another_country(region):
    # +1 380 013 8000 and the like are no numbers: only China, chosen, makes this one valid
    assert read_number("13800138000", region)[0] == 0


def test_digits_without_plus_become_foreign_mobiles_only():
    landline = "862155887766"
    assert read_number("+" + landline, "GB") == (int(landline), LANDLINE)
    assert read_number(landline, "GB")[0] == 0


def test_plus_is_never_taken_for_a_national_number():
    assert read_number("+13800138000", "CN")[0] == 0


def by_library(text: str, region: str | None) -> int:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return 0
    if not phonenumbers.is_valid_number(number):
        return 0
    return int(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:])


def expected(text: str, region: str) -> int:
    """The documented order, with phonenumbers alone."""
    national = by_library(text, region)
    if text.startswith("00"):
        return by_library("+" + text[2:], None) or national
    if national or text.startswith("+"):
        return national
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    mobile_at_home = metadata.mobile if metadata else None
    if mobile_at_home and len(text) in mobile_at_home.possible_length:
        return 0
    number = by_library("+" + text, None)
    kind = phonenumbers.number_type(phonenumbers.parse(f"+{number}")) if number else -1
    mobile = (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    return number if kind in mobile else 0


all_regions = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@st.composite
def near_numbers(draw):
    """Texts close to real numbers of a country: with prefixes, cut, or changed in one place."""
    example = phonenumbers.example_number_for_type(
        draw(all_regions), draw(st.sampled_from([0, 1, 3, 4, 6]))
    )
    national = phonenumbers.national_significant_number(example) if example else "13800138000"
    calling_code = str(example.country_code) if example else "86"
    place = draw(st.integers(0, len(national) - 1))
    digit = draw(st.sampled_from(["", *"0123456789"]))
    national = draw(st.sampled_from([national, national[:place] + digit + national[place + 1 :]]))
    front = draw(st.sampled_from(["", "0", "00", "+", "8", "1", "011", "0" + calling_code, "86"]))
    return front + draw(st.sampled_from(["", calling_code])) + national


@settings(max_examples=600)
@given(st.one_of(near_numbers(), st.text("0123456789", min_size=2, max_size=19)), all_regions)
def test_agrees_with_phonenumbers(text, region):
    digits, remark = read_number(text, region)
    assert digits == expected(text, region)
    assert (remark in REASONS) != bool(digits)
    number = phonenumbers.parse(f"+{digits}") if digits else None
    kind = phonenumbers.number_type(number) if number else None
    assert (remark == LANDLINE) == (kind == phonenumbers.PhoneNumberType.FIXED_LINE)


@pytest.mark.parametrize("region", ["CN", "US", "GB", "DE", "IT", "BR", "AR", "CA", "MY", "GG"])
def test_long_lists_agree_with_phonenumbers(region):
    rng = random.Random(region)
    codes = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    own = phonenumbers.country_code_for_region(region)
    for _ in range(1_500):
        code = rng.choice([own, own, rng.choice(codes)])
        national = str(rng.randrange(10 ** rng.randint(6, 11)))
        text = rng.choice(["", "+", "00", str(own)]) + rng.choice(["", str(code)]) + national
        assert read_number(text, region)[0] == expected(text, region), text


@given(st.text(max_size=30), st.sampled_from(["CN", "US", None]))
def test_any_text_gives_a_verdict(text, region):
    digits, remark = read_number(text, region)
    assert (digits > 0) != (remark in REASONS)
    if digits:
        assert read_number(f"+{digits}", None) == (digits, remark)


def test_regions_know_their_calling_codes():
    known = dict(regions())
    assert (known["CN"], known["US"], known["MY"], known["GB"]) == (86, 1, 60, 44)
    assert list(known) == sorted(known)


def test_display_and_country_code():
    assert display(WANG) == "+86 138 0013 8000"
    assert display(9990) == "+9990"
    assert [country_code(n) for n in (WANG, 12025550143, 60123456789, 85291234567, 9990)] == [
        86, 1, 60, 852, 0,
    ]  # fmt: skip


def test_a_mistyped_number_at_home_never_becomes_one_abroad():
    # a valid American number, but as long as a Chinese mobile
    assert read_number("12025550123", "CN") == (0, "invalid")
    assert read_number("+12025550123", "CN") == (12025550123, "")
