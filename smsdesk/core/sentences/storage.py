"""Sentences about folders, journal, files, keyring."""

from typing import Final

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
    "keyring_absent": Words(
        "No keyring is running on this computer, so secrets cannot be saved; they are never "
        "written to a file. Use the account for this session only, or start a keyring: on Linux "
        "install and start gnome-keyring or KWallet and log in again; on Windows start the "
        "service “Credential Manager”; on macOS open “Keychain Access”.",
        "本机没有运行密钥环，因此无法保存密钥；密钥绝不会写入文件。可以仅在本次会话中使用该账户，"
        "或启用密钥环：Linux 请安装并启动 gnome-keyring 或 KWallet 后重新登录；"
        "Windows 请启动“凭据管理器”服务；macOS 请打开“钥匙串访问”。",
    ),
    "keyring_locked": Words(
        "The keyring is locked, so secrets cannot be read or saved. Unlock it and try again: on "
        "Linux in “Passwords and Keys” or KWallet, on macOS in “Keychain Access”, on Windows by "
        "logging in with your own user. Or use the account for this session only.",
        "密钥环已锁定，无法读取或保存密钥。请解锁后重试：Linux 在“密码和密钥”或 KWallet 中，"
        "macOS 在“钥匙串访问”中，Windows 请用自己的用户登录。也可以仅在本次会话中使用该账户。",
    ),
    "keyring_hung": Words(
        "The keyring does not answer, so secrets cannot be read or saved. Look for a window that "
        "asks for its password and answer it, or log out and in again. Or use the account for "
        "this session only.",
        "密钥环没有响应，无法读取或保存密钥。请查看是否有窗口要求输入密钥环密码，或注销后重新登录。"
        "也可以仅在本次会话中使用该账户。",
    ),
    "keyring_plain_text": Words(
        "The keyring found here ({keyring}) writes secrets to a file without protection, so "
        "nothing is saved in it. Use the account for this session only, or set up a protected "
        "keyring: on Linux gnome-keyring or KWallet; Windows and macOS bring their own, so "
        "remove the PYTHON_KEYRING_BACKEND setting there.",
        "本机的密钥环（{keyring}）会把密钥不加保护地写入文件，因此不会使用它保存。"
        "可以仅在本次会话中使用该账户，或配置受保护的密钥环：Linux 使用 gnome-keyring 或 KWallet；"
        "Windows 和 macOS 自带密钥环，请删除 PYTHON_KEYRING_BACKEND 设置。",
    ),
    "keyring_refused": Words(
        "The keyring refused ({detail}), so the secret was neither read nor saved. Open the "
        "keyring's own program and see whether it works there, then try again. Or use the "
        "account for this session only.",
        "密钥环拒绝了请求（{detail}），密钥未能读取或保存。请打开密钥环自带的程序检查其是否正常，"
        "然后重试。也可以仅在本次会话中使用该账户。",
    ),
}
