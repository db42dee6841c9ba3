"""Sentences about campaigns, single results, opening files."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "campaign_busy": Words(
        "{name} is open in another window or command, so it was left alone. Go on with it there, "
        "or close that one first.",
        "{name} 正由另一个窗口或命令打开，因此未作改动。请在那里继续，或先将其关闭。",
    ),
    "campaign_ended": Words(
        "{name} was stopped or came to its end meanwhile, so it was left alone. Open it again to "
        "see where it stands.",
        "{name} 在此期间已被停止或已结束，因此未作改动。请重新打开以查看其状态。",
    ),
    "campaign_account_missing": Words(
        "The account {name}, with which this campaign was started, is not there any more. "
        "Add it again under this name.",
        "该发送任务所用的账户 {name} 已不存在。请以相同名称重新添加。",
    ),
    "campaign_account_changed": Words(
        "The account {name} has another provider, mode or kind of address than when this campaign "
        "was started, so its rest is not sent with it. Set the account back, or start anew.",
        "账户 {name} 的服务商、模式或地址类型与任务开始时不同，剩余部分不会用它发送。"
        "请恢复账户设置，或重新开始发送。",
    ),
    "campaign_beyond_guard": Words(
        "The account {name} is guarded and sends to its test numbers only; recipients beyond them: "
        "{beyond}. Nothing was sent. Leave them out, or choose another account.",
        "账户 {name} 受限，只能发送到测试号码；名单中其他收件人：{beyond}。"
        "未发送任何内容。请将其略过，或选择其他账户。",
    ),
    "test_beyond_guard": Words(
        "The account {name} is guarded and this is not one of its test numbers. "
        "Enter one of them, or add this one to the account.",
        "账户 {name} 受限，此号码不是它的测试号码。请输入其中一个，或将此号码添加到账户。",
    ),
    "nobody_allowed": Words(
        "The account {name} is guarded and none of its test numbers is on the list, so nobody "
        "would receive anything. Add test numbers to the account, or choose another one.",
        "账户 {name} 受限，名单中没有它的测试号码，没有可发送的收件人。"
        "请为账户添加测试号码，或选择其他账户。",
    ),
    "everybody_left_out": Words(
        "Everybody on the list was left out, so nobody would receive anything. "
        "Take some of them in again, or choose another list.",
        "名单中的收件人已全部略过，没有可发送的收件人。请恢复部分收件人，或选择其他名单。",
    ),
    "journal_closed": Words(
        "The program is closing, so nothing more is written. What was under way is looked after "
        "at the next start.",
        "程序正在关闭，不再写入记录。正在发送的部分将在下次启动时处理。",
    ),
    "campaign_reason_by_person": Words("By you", "由您操作"),
    "campaign_list_changed": Words(
        "The recipients were changed while the campaign was being prepared, so nothing was sent. "
        "Look at the list again, then press Send.",
        "准备发送时收件人名单被修改，未发送任何内容。请重新核对名单，然后点击发送。",
    ),
    "campaign_reason_interrupted": Words(
        "The program ended while this was being sent. What was under way may have gone out and is "
        "not sent again by itself.",
        "发送过程中程序被关闭。当时正在发送的消息可能已发出，不会自动重发。",
    ),
    "campaign_reason_never_started": Words(
        "It was prepared but never started, so nothing of it was sent. Resume it only if the same "
        "was not sent again since.",
        "该活动已准备但从未开始，未发送任何内容。如果之后已重新发送过相同内容，请不要继续发送。",
    ),
    "campaign_reason_not_sent_left": Words(
        "Some messages did not leave this computer. They are safe to send: resume when the way is "
        "clear.",
        "部分消息未能离开本机。这些消息可以放心重发：问题解决后请继续发送。",
    ),
    "campaign_reason_put_back": Words(
        "You put people back into its queue. Resume to send to them again.",
        "您已将部分收件人放回待发队列。继续发送即可再次发给他们。",
    ),
    "campaign_reason_repeated": Words(
        "{times} requests in a row ended alike: {meaning}", "连续 {times} 次请求结果相同：{meaning}"
    ),
    "campaign_reason_share": Words(
        "{share}% of the requests failed, most of them alike: {meaning}",
        "{share}% 的请求失败，多数结果相同：{meaning}",
    ),
    "campaign_reason_whole": Words(
        "one number in each of them made the provider refuse everybody in it ({meaning})",
        "每次请求中都有一个号码导致服务商拒绝该请求的所有收件人（{meaning}）",
    ),
    "campaign_reason_fault": Words(
        "A fault in this program stopped the sending. Nothing is lost; resume, and report it with "
        "the log file if it comes again.",
        "程序内部故障导致发送停止。数据没有丢失，可以继续发送；如再次出现，请附上日志反馈。",
    ),
    "result_together": Words(
        "{count} numbers went in one request and got this one answer: it may be another of them, "
        "and by it nobody got the message. Set numbers per request to 1, then send to them again.",
        "{count} 个号码在同一请求中，只得到这一个回复：问题可能出在其中另一个号码，"
        "且按该回复无人收到。请将每次请求的号码数设为 1，然后重新发送。",
    ),
    "result_queued": Words("Not sent yet", "尚未发送"),
    "result_sending": Words("Under way", "发送中"),
    "result_duplicate": Words("The same number as row {row}", "号码与第 {row} 行相同"),
    "result_guarded": Words("Not one of the account’s test numbers", "不是该账户的测试号码"),
    "result_left_out": Words("Left out by you", "由您略过"),
    "file_missing": Words(
        "There is no file {name}. Check the name and the folder.",
        "找不到文件 {name}。请检查文件名和所在文件夹。",
    ),
    "file_is_folder": Words(
        "{name} is a folder. Choose a file in it.", "{name} 是文件夹。请选择其中的文件。"
    ),
    "import_unreadable": Words(
        "{name} cannot be read ({reason}). Close it in other programs, or check who may read it.",
        "无法读取 {name}（{reason}）。请在其他程序中关闭它，或检查读取权限。",
    ),
    "file_too_large": Words(
        "{name} is larger than {limit_mb} MB, so it was not opened. Split it into smaller files.",
        "{name} 超过 {limit_mb} MB，未打开。请拆分成较小的文件。",
    ),
}
