"""Sentences about folders, journal, files, keyring."""

from typing import Final

from smsdesk.core.sentences import keyring
from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "folder_unwritable": Words(
        "The folder {path} cannot be created ({detail}), so nothing can be kept there. "
        "Give yourself the right to write to it, or name another folder in SMSDESK_HOME.",
        "无法创建文件夹 {path}（{detail}），因此无法在其中保存任何内容。"
        "请取得该文件夹的写入权限，或用 SMSDESK_HOME 指定其他文件夹。",
    ),
    "disk_full": Words(
        "The disk has no room left for {path}, or a quota is used up. What was saved before is "
        "safe and nothing was half-written. Free some space, then go on.",
        "磁盘已满或配额已用完，无法写入 {path}。此前保存的内容完好，也没有写入一半的数据。"
        "请腾出空间后继续。",
    ),
    "journal_damaged": Words(
        "The journal {path} is damaged or is no journal. It was left as it is, and nothing is "
        "sent without it. Move it away to start a new one, or put back a copy: files named "
        "“….before-…” beside it are copies from before an update.",
        "日志文件 {path} 已损坏或不是日志文件。文件保持原样，没有它不会发送任何内容。"
        "请将其移走以新建日志，或恢复备份：旁边名为“….before-…”的文件是升级前的副本。",
    ),
    "campaign_damaged": Words(
        "What the journal holds of campaign {campaign} is damaged, so nobody can tell who got it. "
        "Nothing more of it is sent; all other campaigns go on. A copy of the journal from before "
        "the damage, put back in its place, shows it again.",
        "日志中任务 {campaign} 的记录已损坏，无法得知谁已收到。该任务不再发送，其他任务不受影响。"
        "恢复损坏前的日志副本后即可再次查看。",
    ),
    "journal_too_new": Words(
        "The journal {path} was written by a newer smsdesk (its form is {revision}). It was left "
        "as it is. Update smsdesk on this computer.",
        "日志文件 {path} 由更新版本的 smsdesk 写入（格式 {revision}）。文件保持原样。"
        "请更新本机的 smsdesk。",
    ),
    "journal_busy": Words(
        "Another program holds the journal {path}, so nothing could be written to it. "
        "Close that program, or wait until it is done, then try again.",
        "另一个程序正占用日志文件 {path}，因此无法写入。请关闭该程序或等它完成，然后重试。",
    ),
    "journal_conflict": Words(
        "The journal {path} already holds this entry: another smsdesk is sending the same "
        "campaign. Nothing was written, and this one stops so that nobody gets it twice. "
        "Go on in the other window.",
        "日志文件 {path} 中已有这条记录：另一个 smsdesk 正在发送同一任务。"
        "没有写入任何内容，本窗口停止发送以免重复。请在另一个窗口中继续。",
    ),
    "journal_unwritable": Words(
        "The journal {path} cannot be written ({detail}), and nothing is sent without it. "
        "Check that the folder exists and that you may write to it and to the file.",
        "无法写入日志文件 {path}（{detail}），没有它不会发送任何内容。"
        "请确认文件夹存在，且你对文件夹和文件有写入权限。",
    ),
    "campaign_unknown": Words(
        "There is no campaign {campaign} in the journal. List the campaigns to see their ids.",
        "日志中没有任务 {campaign}。请列出全部任务以查看编号。",
    ),
    "file_unwritable": Words(
        "The file {path} cannot be written ({detail}). What stood there before is unchanged. "
        "Choose another place, or close the program that holds the file open.",
        "无法写入文件 {path}（{detail}）。原有内容没有改变。"
        "请选择其他位置，或关闭正在使用该文件的程序。",
    ),
    "file_unreadable": Words(
        "The file {path} cannot be read ({detail}), so what it holds is missing. "
        "Give yourself the right to read it, then try again.",
        "无法读取文件 {path}（{detail}），其中的内容暂时缺失。请取得该文件的读取权限，然后重试。",
    ),
    "accounts_damaged": Words(
        "The list of accounts {path} cannot be understood, so no account is there. It is kept as "
        "{kept}, and the secrets are still in the keyring. Put back a copy of the file, or add "
        "the accounts again under the same names.",
        "无法识别账户列表 {path}，因此没有可用账户。原文件保存为 {kept}，密钥仍在系统密钥环中。"
        "请恢复该文件的副本，或用相同名称重新添加账户。",
    ),
    "accounts_too_new": Words(
        "The list of accounts {path} was written by a newer smsdesk. It was left as it is. "
        "Update smsdesk on this computer.",
        "账户列表 {path} 由更新版本的 smsdesk 写入。文件保持原样。请更新本机的 smsdesk。",
    ),
    **keyring.SENTENCES,
}
