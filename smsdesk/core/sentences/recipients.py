"""Sentences about files, columns, numbers, merge fields."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "csv_empty": Words(
        "There is nothing in it, so nobody would receive anything. "
        "Choose a file that holds a phone number per row.",
        "内容为空，没有可发送的收件人。请选择每行含一个手机号的文件。",
    ),
    "csv_no_rows": Words(
        "It holds a header and no rows below it, so nobody would receive anything. "
        "Add a row per recipient, or say that the first row is no header.",
        "只有表头，下面没有数据，没有可发送的收件人。请为每位收件人添加一行，或指定首行不是表头。",
    ),
    "csv_workbook": Words(
        "This is a spreadsheet's own format and not a CSV file, so it was not read. "
        "Open it in the spreadsheet and save it as CSV UTF-8.",
        "这是电子表格自己的格式，不是 CSV 文件，因此未读取。请在电子表格中打开，另存为 CSV UTF-8。",
    ),
    "csv_not_text": Words(
        "This file is not a table of text, so it was not read. "
        "Choose a CSV file; spreadsheets can save one as CSV UTF-8.",
        "该文件不是文本表格，因此未读取。请选择 CSV 文件；电子表格可另存为 CSV UTF-8。",
    ),
    "csv_encoding": Words(
        "Line {row} holds characters that are not {encoding}, so names would come out garbled; "
        "nothing was read. Choose another encoding, or save the file again as CSV UTF-8.",
        "第 {row} 行含有不属于 {encoding} 的字符，姓名会变成乱码，因此未读取。"
        "请选择其他编码，或将文件重新另存为 CSV UTF-8。",
    ),
    "csv_encoding_unknown": Words(
        "There is no encoding called {encoding}, so the file was not read. "
        "Choose one from the list, for example UTF-8 or GB18030.",
        "没有名为 {encoding} 的编码，因此未读取文件。请从列表中选择，例如 UTF-8 或 GB18030。",
    ),
    "csv_quote": Words(
        'The quotation mark (") opened in row {row} is never closed, so the rows after it would be '
        "swallowed; nothing was read. Close it or take it out, then open the file again.",
        '第 {row} 行的引号 (") 没有闭合，其后的行会被吞掉，因此未读取。'
        "请补上或删除该引号，然后重新打开文件。",
    ),
    "csv_too_wide": Words(
        "A row has {columns} columns and {limit} is the most, so the file was not read. "
        "Check the separator, or take out columns the message does not need.",
        "有一行包含 {columns} 列，最多允许 {limit} 列，因此未读取文件。"
        "请检查分隔符，或删除短信用不到的列。",
    ),
    "csv_no_column": Words(
        "There is no column called {column}. The columns are: {columns}. "
        "Name one of them as it is written in the file.",
        "没有名为 {column} 的列。现有的列：{columns}。请使用文件中的列名。",
    ),
    "csv_columns_alike": Words(
        "Columns {first} and {second} are both called {column}, so it is not certain which one is "
        "meant. Give one of them another name in the file.",
        "{first} 列和 {second} 列都名为 {column}，无法确定指哪一列。请在文件中修改其中一列的名称。",
    ),
    "no_recipients": Words(
        "No row holds a valid number, so nobody would receive anything. "
        "Check the phone column and the country.",
        "没有任何一行包含有效号码，没有可发送的收件人。请检查手机号列和国家/地区。",
    ),
    "merge_brace": Words(
        "The brace at character {position} has no partner or nothing in it, so it is no merge "
        "field. Write {{column}} for a field, {{{{ or }}}} for a brace.",
        "第 {position} 个字符处的花括号未配对或内容为空，不是合并字段。"
        "合并字段请写成 {{列名}}，花括号本身请写成 {{{{ 或 }}}}。",
    ),
    "merge_no_column": Words(
        "The merge field {{{field}}} has no column. The columns are: {columns}. "
        "Correct the field or choose a file that has this column.",
        "合并字段 {{{field}}} 没有对应的列。现有的列：{columns}。"
        "请修改字段，或选择包含该列的文件。",
    ),
    "merge_columns_alike": Words(
        "The merge field {{{field}}} could be column {first} or column {second}: both have this "
        "name. Give one of them another name in the file.",
        "合并字段 {{{field}}} 可能指 {first} 列或 {second} 列：两列同名。"
        "请在文件中修改其中一列的名称。",
    ),
    "plan_rows_problem": Words(
        "{problem} (Row {row} is the first; recipients concerned: {recipients}.)",
        "{problem}（首次出现在第 {row} 行，涉及收件人数：{recipients}。）",
    ),
    "phone_empty": Words("No phone number", "没有手机号"),
    "phone_shortened_by_spreadsheet": Words(
        "Shortened by the spreadsheet; type it again",
        "号码被电子表格缩短了，请重新输入",
    ),
    "phone_letters": Words("Holds letters; keep the digits only", "含有字母，请只保留数字"),
    "phone_too_short": Words("Too short; digits are missing", "太短，缺少数字"),
    "phone_too_long": Words("Too long; one number per row", "太长，每行只放一个号码"),
    "phone_not_a_number": Words("Not a phone number", "不是手机号"),
    "phone_invalid": Words(
        "No such number; check digits and country", "没有这样的号码，请检查数字和国家/地区"
    ),
    "phone_no_country": Words(
        "No country code; choose one for the list", "没有国家代码，请为列表选择国家/地区"
    ),
    "text_blank_for_rows": Words(
        "The text comes out empty for some rows, so they would get nothing; row {row} is the "
        "first, recipients concerned: {recipients}. Fill the column or add words of your own.",
        "部分行的短信内容为空，不会发送任何文字；首次出现在第 {row} 行，"
        "涉及收件人数：{recipients}。请填写该列，或补充固定文字。",
    ),
}
