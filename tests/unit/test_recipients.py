"""Rows of a file, judged."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import parse_table
from smsdesk.core.recipients import Recipients, RowState, reached, read_recipients

FILE = """Name,Mobile
李梅,13912345678
Wong,+852 9123 4567
Tom,1.38E+10
Grace,
李梅,139 1234 5678
Ella,+44 20 7946
"""


@pytest.fixture
def recipients() -> Recipients:
    return read_recipients(parse_table(FILE), 1, "CN")


def test_every_row_is_judged(recipients):
    assert list(recipients.phones) == [8613912345678, 85291234567, 0, 0, 8613912345678, 0]
    assert list(recipients.states) == [0, 0, 2, 1, 3, 2]
    assert recipients.reasons == {2: "shortened_by_spreadsheet", 3: "empty", 5: "too_short"}
    assert recipients.duplicate_of == {4: 0}
    assert recipients.members() == array("I", [0, 1])
    assert recipients.counts() == {
        RowState.WILL_RECEIVE: 2,
        RowState.NO_NUMBER: 1,
        RowState.INVALID: 2,
        RowState.DUPLICATE: 1,
        RowState.GUARDED: 0,
        RowState.LEFT_OUT: 0,
    }
    assert len(recipients) == 6
    assert recipients.cell(2, 0) == "Tom"
    assert [recipients.row_number(row) for row in (0, 5)] == [2, 7]


def test_editing_a_number_judges_its_row_again(recipients):
    recipients.edit_phone(2, "13800138000")
    assert recipients.phones[2] == 8613800138000
    assert recipients.states[2] == RowState.WILL_RECEIVE
    assert 2 not in recipients.reasons
    recipients.edit_phone(2, " ")
    assert recipients.states[2] == RowState.NO_NUMBER
    assert recipients.cell(2, 1) == " "


def test_editing_a_number_frees_or_binds_its_duplicates(recipients):
    recipients.edit_phone(0, "oops")
    assert recipients.states[4] == RowState.WILL_RECEIVE
    assert recipients.duplicate_of == {}
    recipients.edit_phone(0, "13912345678")
    assert recipients.states[0] == RowState.WILL_RECEIVE
    assert recipients.duplicate_of == {4: 0}


numbers = st.sampled_from(
    ["13800138000", "+8613800138000", "13900139000", "02155887766", "", "oops", "1.4E+10"]
)


@given(
    st.lists(numbers, min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), numbers), max_size=6),
)
def test_edits_come_to_the_same_as_reading_the_edited_file(cells, edits):
    table = parse_table("phone,name\n" + "".join(f"{cell},x\n" for cell in cells), header=True)
    edited = read_recipients(table, 0, "CN")
    for row, text in edits:
        edited.edit_phone(row % len(cells), text)
    again = read_recipients(table, 0, "CN")
    assert edited.phones == again.phones
    assert edited.states == again.states
    assert edited.reasons == again.reasons
    assert edited.duplicate_of == again.duplicate_of
    assert edited.landline == again.landline
    assert sum(edited.counts().values()) == len(cells)


MEI, WONG = 8613912345678, 85291234567


def test_a_guarded_account_reaches_its_test_numbers_only(recipients):
    guarded = Account("try", "nxcloud-sms", mode=Mode.GUARDED, test_numbers=(WONG,))
    list_of_account = reached(recipients, guarded)
    assert list(list_of_account.members()) == [1]
    assert list_of_account.states[0] == RowState.GUARDED
    assert list_of_account.states[4] == RowState.DUPLICATE
    assert list_of_account.rows is recipients.rows
    assert list(recipients.members()) == [0, 1]  # the list itself is as it was


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.REHEARSAL])
def test_other_accounts_reach_everybody(recipients, mode):
    assert reached(recipients, Account("a", "x", mode=mode, test_numbers=(1,))) is recipients


def test_who_is_left_out_stays_out_with_every_row_of_the_same_number(recipients):
    rest = recipients.without([0, 2])
    assert list(rest.members()) == [1]
    assert [rest.states[row] for row in (0, 2, 4)] == [
        RowState.LEFT_OUT,
        RowState.INVALID,
        RowState.DUPLICATE,
    ]
    assert recipients.states[0] == RowState.WILL_RECEIVE


def test_a_list_knows_when_its_numbers_were_corrected_elsewhere(recipients):
    made_of_it = recipients.only([MEI])
    assert made_of_it.is_current
    recipients.edit_phone(0, "oops")
    assert recipients.is_current
    assert not made_of_it.is_current
    assert recipients.only([MEI]).is_current


def test_a_correction_never_lets_a_number_past_the_guard(recipients):
    guarded = recipients.only([WONG])
    guarded.edit_phone(2, "13800138000")
    assert guarded.states[2] == RowState.GUARDED
    guarded.edit_phone(2, "+85291234567")
    assert guarded.states[2] == RowState.DUPLICATE


tables = st.lists(numbers, min_size=1, max_size=10)


@given(tables, st.sets(st.sampled_from([8613800138000, 8613900139000, 44])), st.data())
def test_cutting_a_list_only_ever_takes_people_out(cells, allowed, data):
    table = parse_table("phone,name\n" + "".join(f"{cell},x\n" for cell in cells), header=True)
    whole = read_recipients(table, 0, "CN")
    rows = data.draw(st.sets(st.integers(0, len(cells) - 1)))
    cut = whole.only(allowed).without(rows)
    expected = [row for row in whole.members() if whole.phones[row] in allowed and row not in rows]
    assert list(cut.members()) == expected
    assert whole.without(rows).only(allowed).members() == cut.members()
    assert sum(cut.counts().values()) == len(cells)
    for state in (RowState.NO_NUMBER, RowState.INVALID, RowState.DUPLICATE):
        assert cut.counts()[state] == whole.counts()[state]


def test_landlines_that_will_receive_are_known():
    table = parse_table("phone\n0755-12345678\n13800138000\n0755 1234 5678\n4155552671\n")
    recipients = read_recipients(table, 0, "CN")
    assert list(recipients.landlines()) == [0, 3]
    assert list(recipients.without([0]).landlines()) == [3]
    recipients.edit_phone(3, "13900139000")
    assert list(recipients.landlines()) == [0]
    recipients.edit_phone(1, "02155887766")
    assert list(recipients.landlines()) == [0, 1]


def test_rows_of_a_long_list_are_found_in_all_of_its_parts():
    rows, apart = 140_000, {0, 65_535, 65_536, 139_999}
    long = Recipients("", ("phone",), [[""]] * rows, 1, 0, None)
    long.phones = array("Q", range(1, rows + 1))
    long.states = bytearray([RowState.INVALID]) * rows
    for row in apart:
        long.states[row] = RowState.WILL_RECEIVE
    assert set(long.members()) == apart
    assert list(long.only([1, 65_537, 7]).members()) == [0, 65_536]
