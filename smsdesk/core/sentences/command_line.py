"""Sentences about the command line."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "no_display": Words(
        "There is no display, so no window can open. Start smsdesk on a desktop, or use a command: "
        "smsdesk --help lists them.",
        "没有可用的显示环境，窗口无法打开。请在桌面环境中启动 smsdesk，"
        "或使用命令：smsdesk --help 会列出所有命令。",
    ),
    "cli_no_pair": Words(
        "“{text}” has no equals sign, so it says nothing about any field. Write KEY=VALUE.",
        "「{text}」中没有等号，无法对应任何字段。请写成 KEY=VALUE。",
    ),
    "cli_secret_line": Words(
        "Line {line} of standard input is not KEY=VALUE with one of the keys {known}, so nothing "
        "was saved. Correct it; the line is not shown because it may hold a secret.",
        "标准输入第 {line} 行不是以 {known} 之一开头的 KEY=VALUE，未保存任何内容。"
        "请修正该行；其中可能含有密钥，因此不予显示。",
    ),
    "cli_no_code": Words(
        "No code of {title} is “{query}” or speaks of it. Try another word, or look up the whole "
        "code as the results show it.",
        "{title} 没有代码「{query}」，说明中也未提到它。请换一个词，或按结果中显示的完整代码查询。",
    ),
    "cli_text_not_utf8": Words(
        "The text on standard input is not UTF-8 (byte {byte}), so it cannot be read. "
        "Convert it to UTF-8.",
        "标准输入中的文本不是 UTF-8（第 {byte} 字节），无法读取。请先转换为 UTF-8。",
    ),
    "message_not_utf8": Words(
        "The message file {name} is not UTF-8, so nothing was sent. "
        "Save it as UTF-8, or again from the composer.",
        "消息文件 {name} 不是 UTF-8 编码，未发送任何内容。请另存为 UTF-8，或在编辑器中重新保存。",
    ),
    "message_key_twice": Words(
        "The message file {name} says {key} twice, so nothing was sent. Take one of them out.",
        "消息文件 {name} 中 {key} 出现了两次，未发送任何内容。请删除其中一个。",
    ),
    "message_no_json": Words(
        "The message file {name} is no JSON (line {line}), so nothing was sent. "
        "Correct it, or save it again from the composer.",
        "消息文件 {name} 不是有效的 JSON（第 {line} 行），未发送任何内容。"
        "请修正，或在编辑器中重新保存。",
    ),
    "message_no_object": Words(
        "The message file {name} holds no JSON object, so nothing was sent. "
        'It begins like this: {{"kind": "text", "text": ...',
        "消息文件 {name} 中不是 JSON 对象，未发送任何内容。"
        '正确的开头是：{{"kind": "text", "text": ...',
    ),
    "cli_phone_column": Words(
        "It is not clear which column holds the phone numbers, so nothing was sent. "
        "Name it with --phone-column; there are: {columns}.",
        "无法确定哪一列是手机号，未发送任何内容。请用 --phone-column 指定；现有列：{columns}。",
    ),
    "cli_test_numbers_alone": Words(
        "Only a guarded account is held to test numbers, and this one would send to everybody; it "
        "was not saved. Add --guarded, or leave out --test-number.",
        "只有受限账户才会限制在测试号码内，该账户会发送给所有人，因此未保存。"
        "请加上 --guarded，或去掉 --test-number。",
    ),
    "cli_region": Words(
        "There is no country “{region}”, so numbers without a prefix cannot be read. "
        "Give its two letters, for example CN or GB.",
        "没有国家或地区「{region}」，无法识别不带区号的号码。请填写两位字母代码，例如 CN 或 GB。",
    ),
    "cli_output": Words(
        "The output cannot be written ({reason}). Send it elsewhere, or make room there.",
        "无法写入输出（{reason}）。请输出到别处，或清理出空间。",
    ),
    "cli_port": Words(
        "{port} is no port. Give a number from 0 to {most}; 0 takes any that is free.",
        "{port} 不是有效的端口。请填写 0 到 {most} 之间的数字；0 表示任选空闲端口。",
    ),
    "cli_results_is_input": Words(
        "{path} is read for this campaign, and the results would replace it, so nothing was sent. "
        "Choose another file for the results.",
        "{path} 是本次发送要读取的文件，写入结果会将其覆盖，未发送任何内容。请为结果另选文件。",
    ),
    "cli_results_folder": Words(
        "The results cannot be written to {path}, so nothing was sent. "
        "Choose a file in a folder that exists and may be written to.",
        "无法将结果写入 {path}，未发送任何内容。请选择一个已存在且可写入的文件夹中的文件。",
    ),
    "cli_send_again_yes": Words(
        "{count} people may have it already, so nothing was put back into the queue. Add --yes to "
        "send to them again, or type the number at a terminal.",
        "{count} 人可能已收到，未放回待发队列。如确要重发，请加 --yes，或在终端中键入人数。",
    ),
    "cli_send_again_not_typed": Words(
        "{count} was not typed, so nothing was put back into the queue.",
        "未键入 {count}，未放回待发队列。",
    ),
    "cli_rows_form": Words(
        "“{text}” names no row, so nothing was changed. Write row numbers as in the file, such as "
        "5,9-12.",
        "「{text}」不是行号，未作任何更改。请按文件中的行号填写，例如 5,9-12。",
    ),
    "cli_rows_beyond": Words(
        "There are rows {first} to {last} in the file, not {text}, so nothing was changed.",
        "文件中只有第 {first} 到 {last} 行，没有 {text}，未作任何更改。",
    ),
}
