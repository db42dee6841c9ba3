import pytest
from pytestqt.qtbot import QtBot

from smsdesk.core.segments import SegmentRule
from smsdesk.gui.compose.cost import Cost, cost_of
from smsdesk.gui.compose.counter import SegmentCounter

LONG = "Hi Alexandra, order 2041 is “ready” — collect by 7 pm at Queen Street. Bloom Flowers"


def cost(text: str, code: int | None = None) -> Cost:
    return cost_of(text, lambda template: template, SegmentRule.NXCLOUD, code)


@pytest.fixture
def counter(qtbot: QtBot) -> SegmentCounter:
    counter = SegmentCounter("NXCloud SMS")
    qtbot.addWidget(counter)
    counter.resize(800, 80)
    counter.show()
    return counter


def test_names_of_the_contract(counter: SegmentCounter) -> None:
    assert counter.objectName() == "segment_counter"
    assert counter.accessibleName() == "Segment counter"


def test_one_segment_needs_no_advice(counter: SegmentCounter) -> None:
    counter.show_person(cost("Hello"))
    assert counter.sentence().startswith("Charged as 1 segment.")
    assert "5 / 160 · GSM-7" in counter.sentence()
    assert counter._replace.isHidden()


def test_advice_is_what_lowers_the_price(counter: SegmentCounter) -> None:
    found = cost(LONG)
    assert found.billed == 2
    assert found.remove == len(LONG) - 70
    assert cost(LONG[: -found.remove]).billed == 1
    assert cost(LONG[: -found.remove + 1]).billed == 2
    assert found.swap is not None
    assert found.swap.characters == ("“", "”", "—")
    assert found.swap.segments == 1
    counter.show_person(found)
    assert "Charged as 2 segments: remove 14 characters, or replace" in counter.sentence()
    assert not counter._replace.isHidden()
    assert counter._replace.text() == "Replace 3…"


def test_what_cannot_be_swapped_is_not_offered() -> None:
    found = cost("中" * 71)
    assert found.swap is None
    assert found.remove == 1
    assert cost("中" * 200).remove == 0  # too many to be advice


def test_names_of_fields_are_never_rewritten() -> None:
    found = cost_of(
        "Dear {a–b}: " + "x" * 70 + "—",
        lambda t: t.replace("{a–b}", "Ann"),
        SegmentRule.NXCLOUD,
        None,
    )
    assert found.swap is not None
    assert found.swap.text == "Dear {a–b}: " + "x" * 70 + "-"


def test_the_provider_s_own_count_stands_beside_where_it_differs(counter: SegmentCounter) -> None:
    counter.show_person(cost("a" * 307))
    assert "3 segments on the air; NXCloud SMS charges 2" in counter.sentence()
    counter.show_person(cost("a" * 154, code=60))
    assert "1 segments" not in counter.sentence()
    assert "charges 2" in counter.sentence()


def test_the_whole_list_in_one_line(qtbot: QtBot, counter: SegmentCounter) -> None:
    counter.show_list({2: 42, 1: 940}, 982)
    assert "Whole list: 1 segment for 940 · 2 for 42" in counter.sentence()
    assert not counter._see_them.isHidden()
    with qtbot.waitSignal(counter.list_requested):
        counter._see_them.click()
    counter.show_list({1: 982}, 982)
    assert counter._see_them.isHidden()
    counter.show_list({}, 0)
    assert "nobody on it yet" in counter.sentence()


def test_the_counter_does_not_jump_while_typing(counter: SegmentCounter) -> None:
    sizes = set()
    for text in ("", "Hello", LONG, "中" * 500):
        counter.show_person(cost(text) if text else None)
        sizes.add((counter.sizeHint().height(), counter._numbers.x(), counter.width()))
    assert len({size[0] for size in sizes}) == 1
