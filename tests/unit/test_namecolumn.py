"""Who somebody is: the column of names."""

import pytest

from smsdesk.core.namecolumn import guess_name_column


@pytest.mark.parametrize(
    ("header", "samples", "expected"),
    [
        (("Mobile", "Name", "Order"), [], 1),
        (("手机号", "订单", "姓名"), [], 2),
        (("Mobile", "Username", "City"), [], 1),
        (("Mobile", "Order", "Who"), [["1", "2040", "王小明"], ["2", "2041", "Mei"]], 2),
        (("Mobile", "Order"), [["1", "2040"]], -1),
        (("Mobile", "Link"), [["1", "https://example.org/abc"]], -1),
        ((), [], -1),
    ],
)
def test_name_column(header: tuple[str, ...], samples: list[list[str]], expected: int) -> None:
    assert guess_name_column(header, 0, samples) == expected
