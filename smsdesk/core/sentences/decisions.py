"""Sentences about rows that may have gone out, and about asking the provider for its records."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "records_none": Words(
        "{provider} cannot be asked what became of a single message. Look in its console, then "
        "decide here.",
        "{provider} 不支持查询单条消息的结果。请先在其控制台查看，再在此处决定。",
    ),
    "records_other_kind": Words(
        "The records of {provider} do not show messages of this kind clearly enough to tell one "
        "from another. Look in its console, then decide here.",
        "{provider} 的记录无法明确区分此类消息。请先在其控制台查看，再在此处决定。",
    ),
    "records_no_key": Words(
        "The account {account} has no secret key, and without it {provider} does not show its "
        "records. Add the key to the account, or look in the console.",
        "账户 {account} 没有 secretKey，{provider} 无法提供记录。请在账户中补充，或在控制台查看。",
    ),
    "records_too_old": Words(
        "{provider} keeps its records for {days} days only, and these messages are older. Look "
        "in its console, then decide here.",
        "{provider} 的记录只保留 {days} 天，这些消息已超过期限。请在其控制台查看，再在此处决定。",
    ),
    "records_keys": Words(
        "{provider} does not show its records with the keys of this account (code {answer}), so "
        "nothing was changed. Check the keys.",
        "{provider} 不接受该账户的密钥查询记录（代码 {answer}），未作任何更改。请检查密钥。",
    ),
    "records_busy": Words(
        "{provider} was asked for its records too often (code {answer}). Ask again in a few "
        "minutes.",
        "查询 {provider} 的记录过于频繁（代码 {answer}）。请几分钟后再查。",
    ),
    "records_refused": Words(
        "{provider} did not show its records (code {answer}). Ask again later, or look in its "
        "console.",
        "{provider} 未返回记录（代码 {answer}）。请稍后再查，或在其控制台查看。",
    ),
    "records_unreached": Words(
        "The records of {provider} could not be read. Nothing was sent by asking; check the "
        "network, then ask again.",
        "无法读取 {provider} 的记录。查询本身不会发送任何内容；请检查网络后再查。",
    ),
    "records_too_many": Words(
        "{provider} has more records of these days than can be looked through. Look in its "
        "console, then decide here.",
        "{provider} 这些日期的记录过多，无法逐一查找。请在其控制台查看，再在此处决定。",
    ),
    "records_not_found": Words(
        "Not found in the records of {provider}: {count}. They stay open.",
        "未在 {provider} 的记录中找到：{count}。这些收件人仍待确认。",
    ),
    "records_not_found_yet": Words(
        "Not found yet in the records of {provider}: {count}. They stay open; the records lag up "
        "to {minutes} minutes behind.",
        "尚未在 {provider} 的记录中找到：{count}。仍待确认；其记录最多滞后 {minutes} 分钟。",
    ),
}
