"""CSV files and pasted text."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsdesk.core.csvimport import (
    MAX_COLUMNS,
    column_index,
    decode,
    find_column,
    guess_phone_column,
    parse_table,
    read_pasted,
    read_table,
)
from smsdesk.core.errors import UserInputError
from smsdesk.core.sentences import SENTENCES

CHINESE = "手机号,姓名,备注\n13800138000,李梅,您好\n+852 9123 4567,黄家欣,取货\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"


@pytest.mark.parametrize(
    ("codec", "bom", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8-sig", b"", "UTF-8 with BOM"),
        ("utf-16-le", b"\xff\xfe", "UTF-16 LE"),
        ("utf-16-be", b"\xfe\xff", "UTF-16 BE"),
        ("utf-16-le", b"", "UTF-16 LE"),
        ("utf-16-be", b"", "UTF-16 BE"),
        ("gb18030", b"", "GB18030"),
    ],
)
def test_encodings(codec, bom, name):
    table = read_table(bom + CHINESE.encode(codec))
    assert table.encoding == name
    assert table.header == ("手机号", "姓名", "备注")
    assert table.rows[1] == ["+852 9123 4567", "黄家欣", "取货"]
    assert read_table(bom + CHINESE.encode(codec), encoding=name).rows == table.rows


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("téléphone;prénom;ville\n0612345678;Amélie;Orléans\n" * 3, "cp1252", "Windows-1252"),
        ("телефон;имя\n79161234567;Иван Петров\n" * 5, "cp1251", "Windows-1251"),
        ("電話,姓名\n0912345678,陳大文\n0912345679,林小明\n" * 5, "big5", "Big5"),
        ("電話,名前\n09012345678,山田たろう\n" * 5, "cp932", "Shift JIS"),
    ],
)
def test_other_encodings_are_guessed(text, codec, name):
    assert decode(text.encode(codec)) == (text, name)


def test_gb18030_holds_rare_characters_too():
    text = "手机,姓名\n13800138000,张伟\n13900139000,王𠮷 €\n"
    assert decode(text.encode("gb18030")) == (text, "GB18030")


def code_of(data: bytes, **options: object) -> str:
    with pytest.raises(UserInputError) as caught:
        read_table(data, **options)
    assert caught.value.code in SENTENCES
    assert caught.value.sentence("zh")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "csv_empty"),
        (b" \r\n\t\n", "csv_empty"),
        (b"\xef\xbb\xbf", "csv_empty"),
        (b"\xff\xfe", "csv_empty"),
        (b"\xff\xfe\r\x00\n\x00", "csv_empty"),
        (b",,,\n,,\n", "csv_empty"),
        (PNG, "csv_not_text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x01\x02", "csv_not_text"),
        (bytes(range(256)) * 8, "csv_not_text"),
        (b"GIF89a\x01\x00\x01\x00\x80\x01\x00", "csv_not_text"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table>", "csv_not_text"),
        (b'{"phone": "13800138000"}', "csv_not_text"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "csv_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "csv_workbook"),
        (b"phone,name\n", "csv_no_rows"),
        (b"phone,name\n\n ,\n", "csv_no_rows"),
        (b'phone,name\n13800138000,"Ann\n13900139000,Bob\n', "csv_quote"),
        (b'phone,name\n13800138000,"' + b"a\n" * 100_000, "csv_quote"),
        (b"a" + b",1" * MAX_COLUMNS + b"\n1\n", "csv_too_wide"),
    ],
)
def test_what_is_no_csv_says_so(data, code):
    assert code_of(data) == code


def test_an_open_quotation_mark_is_named_by_its_row():
    with pytest.raises(UserInputError) as caught:
        read_table(b'phone,name\n138,Ann\n139,"Bob\n137,Cy\n')
    assert caught.value.data == {"row": 3}


def test_a_wrong_encoding_is_refused_and_never_replaced():
    assert code_of(CHINESE.encode("gb18030"), encoding="UTF-8") == "csv_encoding"
    assert code_of(CHINESE.encode(), encoding="klingon") == "csv_encoding_unknown"


def test_one_damaged_byte_in_utf_8_is_named_by_its_line():
    data = CHINESE.encode() * 3 + b"13800138000,\xe6\x9d,x\n"
    with pytest.raises(UserInputError) as caught:
        read_table(data)
    assert caught.value.data == {"encoding": "UTF-8", "row": 10}


@pytest.mark.parametrize(
    "data", [b"name,phone\nMei\0,+8613800138000\n", b"n,p\nM\0,1380\n", b"a;b\n1;\0" + b"2;3\n" * 9]
)
def test_a_stray_nul_is_not_taken_for_utf_16(data):
    assert code_of(data) == "csv_not_text"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter, end):
    lines = ["phone{0}name{0}note", '138{0}"Lee{0} Ann"{0}"two{1}lines"', "139{0}Bob{0}"]
    table = parse_table(end.join(lines).format(delimiter, end))
    assert table.delimiter == delimiter
    assert table.rows == [
        ["138", f"Lee{delimiter} Ann", f"two{end}lines"],
        ["139", "Bob", ""],
    ]


def test_commas_inside_texts_do_not_pass_for_the_delimiter():
    table = parse_table("phone;text\n13800138000;Hello, Ann, hello\n13900139000;Hi, Bob, hi\n")
    assert table.delimiter == ";"
    assert table.rows[0][1] == "Hello, Ann, hello"


def test_delimiter_and_header_can_be_said():
    table = parse_table("a|b\n1|2\n", delimiter="|", header=False)
    assert table.rows == [["a", "b"], ["1", "2"]]
    assert (table.has_header, table.first_row, table.header) == (False, 1, ("A", "B"))


def test_excels_separator_line_is_no_row():
    table = parse_table("SEP=;\r\nphone;name\r\n138;a,b\r\n")
    assert (table.header, table.rows, table.first_row) == (
        ("phone", "name"),
        [["138", "a,b"]],
        2,
    )


def test_spaces_before_quotes_do_not_break_cells():
    assert parse_table('phone, name\n"138", "Lee, Ann"\n').rows == [["138", "Lee, Ann"]]


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("13800138000,Ann\n13900139000,Bob\n", False),
        ("+86 138 0013 8000\n", False),
        ("1.38E+10,Ann\n", False),
        ("phone,name\n138,Ann\n", True),
        ("客户,号码\n张三,13800138000\n", True),
        ("13800138000,phone\n139,x\n", True),
    ],
)
def test_header_is_told_from_numbers(text, has_header):
    table = parse_table(text)
    assert table.has_header is has_header
    assert table.first_row == 1 + has_header


def test_row_numbers_are_those_of_the_spreadsheet():
    table = parse_table("\n\nphone,name\n138,Ann\n\n139,Bob\n,\n\n")
    assert table.first_row == 4
    assert table.rows == [["138", "Ann"], ["", ""], ["139", "Bob"]]


def test_a_mark_of_the_files_end_is_no_row():
    assert parse_table("phone,name\n138,Ann\n\x1a").rows == [["138", "Ann"]]


def test_ragged_rows_become_rectangular():
    table = parse_table("phone,name\n138\n139,Bob,extra,more\n")
    assert table.header == ("phone", "name", "C", "D")
    assert table.rows == [["138", "", "", ""], ["139", "Bob", "extra", "more"]]


def test_letters_go_on_after_z():
    header = parse_table("1" * 11 + "," * 701, header=False).header
    assert (header[25], header[26], header[701]) == ("Z", "AA", "ZZ")


def test_columns_are_found_by_name():
    table = parse_table("Mobile,Name,name\n138,a,b\n")
    assert column_index(table, "name") == 2
    assert column_index(table, " mobile ") == 0
    for name in ("Phone", ""):
        with pytest.raises(UserInputError) as caught:
            column_index(table, name)
        assert caught.value.code == "csv_no_column"
        assert "Mobile, Name, name" in caught.value.sentence()


@pytest.mark.parametrize(
    ("header", "name", "told"),
    [
        ("phone,name,name", "name", "Columns B and C are both called name"),
        ("手机,姓名,手机", "手机", "Columns A and C are both called 手机"),
        ("Mobile,Name,name", "NAME", "Columns B and C are both called NAME"),
    ],
)
def test_a_name_that_stands_twice_names_no_column(header, name, told):
    table = parse_table(f"{header}\n138,a,b\n", header=True)
    assert find_column(table.header, name) is None
    with pytest.raises(UserInputError) as caught:
        column_index(table, name)
    assert caught.value.code == "csv_columns_alike"
    assert told in caught.value.sentence()


cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12
)


@given(
    st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_what_a_writer_wrote_is_read_back(rows, delimiter, codec, end):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["phone", "name", "note"])
    writer.writerows([*rows, ("end", "", "")])
    name = {"gb18030": "GB18030"}.get(codec)
    table = read_table(out.getvalue().encode(codec), name, delimiter)
    assert table.header == ("phone", "name", "note")
    assert [tuple(row) for row in table.rows] == [*rows, ("end", "", "")]


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_sentence(data):
    try:
        table = read_table(data)
    except UserInputError as error:
        sentence = error.sentence()
    else:
        sentence = ""
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("name,phone\nAnn,13800138000\n", 1),
        ("Phone,Mobile\n02155887766,13800138000\n", 1),
        ("total,tel\n13800138000,13900139000\n", 1),
        ("hotel,to\nRitz,13900139000\n", 1),
        ("total,hotel\n120,Ritz\n", None),
        ("姓名,手机号码(必填)\n李梅,13800138000\n", 1),
        ("订单号,联系电话\n20391234567,13800138000\n", 1),
        ("phone model,customerPhone\niPhone 15,13800138000\n", 1),
        ("Order,Customer mobile no.\n13800138000,13900139000\n", 1),
        ("phone,number\nPixel,13800138000\n", 1),
        ("Mobile\n1.38E+10\n1.39E+10\n", 0),
        ("Mobile,Name\n,Ann\n,Bob\n", 0),
        ("Remark,Phone 2\n,13800138000\n", 1),
        ("when,who\n2026-11-21,13800138000\n", 1),
        ("20391234567,13800138000\n20391234568,+86 139 0013 9000\n", 1),
        ("13800138000,13900139000\n13800138001,13900139001\n", None),
        ("a,b\nx,y\n", None),
        ("price,id\n1234567.89,110101199003071234\n", None),
        ("手机,姓名,手机\n13800138000,李梅,13900139000\n", None),
        ("手机,姓名,手机\n,李梅,13900139000\n", 2),
        ("who,what\nMei,“13800138000”\n", 1),
    ],
)
def test_phone_column(text, column):
    assert guess_phone_column(parse_table(text)) == column


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13800138000", ["13800138000"]),
        ("13800138000, 13900139000;13700137000\n\n13600136000", None),
        ("13800138000，13900139000；13700137000、13600136000", None),
        ("13800138000 13900139000\n13700137000 13600136000", None),
        ("13800138000\t13900139000\t13700137000\t13600136000", None),
        ("+86 138 0013 8000 +86 139 0013 9000", ["+86 138 0013 8000", "+86 139 0013 9000"]),
        ("138 0013 8000\r\n(86) 139-0013-9000", ["138 0013 8000", "(86) 139-0013-9000"]),
        ("13800138000, oops", ["13800138000", "oops"]),
        ("1. 13800138000\n2. 138 0013 8001\n\n3. x", ["13800138000", "138 0013 8001", "x"]),
        ("1 415 555 2671\n3. 138", ["1 415 555 2671", "3. 138"]),
        ("手机：13800138000\n手机：13800138001", ["手机：13800138000", "手机：13800138001"]),
    ],
)
def test_pasted_lists(text, numbers):
    table = read_pasted(text)
    four = ["13800138000", "13900139000", "13700137000", "13600136000"]
    assert [row[0] for row in table.rows] == (numbers or four)
    assert (table.header, table.first_row, table.has_header) == (("phone",), 1, False)


def test_pasted_tables():
    sheet = read_pasted("Mobile\tName\n13800138000\tLee, Ann\n")
    assert (sheet.header, sheet.rows) == (("Mobile", "Name"), [["13800138000", "Lee, Ann"]])
    row = read_pasted("13800138000\tAnn\n")
    assert (row.has_header, row.rows) == (False, [["13800138000", "Ann"]])
    lines = read_pasted("phone;name\n13800138000;Ann")
    assert (lines.header, lines.delimiter) == (("phone", "name"), ";")
    bare = read_pasted("13800138000,Ann\n13900139000,Bob")
    assert bare.rows[1] == ["13900139000", "Bob"]


def test_pasted_names_with_numbers():
    people = read_pasted("Tom Lee 13800138000\n李梅： +86 139 0013 9000\n")
    assert people.header == ("name", "phone")
    assert people.rows == [["Tom Lee", "13800138000"], ["李梅", "+86 139 0013 9000"]]
    assert guess_phone_column(people) == 1
    counted = read_pasted("1) Tom 13800138000\n2) Mei 13900139000")
    assert counted.rows == [["Tom", "13800138000"], ["Mei", "13900139000"]]


def test_nothing_pasted():
    with pytest.raises(UserInputError) as caught:
        read_pasted(" \n")
    assert caught.value.code == "csv_empty"


@given(st.text(max_size=60))
@example(",")
@example('"')
def test_any_pasted_text_gives_a_table_or_a_sentence(text):
    try:
        assert read_pasted(text).rows
    except UserInputError as error:
        sentence = error.sentence()
        assert sentence


def test_long_files_are_read_in_pieces_without_a_seam():
    rows = [[f"名字{index}", "quoted\r\nline", str(index)] for index in range(30_000)]
    text = "\r\n".join(f'{name},"{quoted}",{number}' for name, quoted, number in rows)
    for codec in ("utf-8", "gb18030", "utf-16"):
        table = read_table(("name,note,number\r\n" + text).encode(codec))
        assert table.rows == rows


def test_damage_far_down_a_long_file_is_named_by_its_line():
    data = b"phone\n" + b"13800138000\n" * 200_000
    with pytest.raises(UserInputError) as caught:
        read_table(data[:-5] + b"\xff\n", "UTF-8")
    assert (caught.value.code, caught.value.data["row"]) == ("csv_encoding", 200_001)


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.7", b"\x1f\x8b\x08"])
def test_pictures_and_archives_are_no_tables(start):
    with pytest.raises(UserInputError) as caught:
        read_table(start + b"0000")
    assert caught.value.code == "csv_not_text"
