"""Sentences about the keyring; what to do is said for the system at hand alone."""

import sys
from typing import Final

from smsdesk.core.words import Words


def keyring_sentences(platform: str) -> dict[str, Words]:
    """The sentences for a system, as `sys.platform` calls it."""
    start, unlock, protect = _STEPS.get(platform, _STEPS["linux"])
    return {
        "keyring_absent": Words(
            "No keyring is running on this computer, so secrets cannot be saved; they are never "
            f"written to a file. Use the account for this session only, or {start.en}.",
            "本机没有运行密钥环，因此无法保存密钥；密钥绝不会写入文件。"
            f"可以仅在本次会话中使用该账户，或{start.zh}。",
        ),
        "keyring_locked": Words(
            f"The keyring is locked, so secrets cannot be read or saved. {unlock.en}, then try "
            "again. Or use the account for this session only.",
            f"密钥环已锁定，无法读取或保存密钥。请{unlock.zh}，然后重试。"
            "也可以仅在本次会话中使用该账户。",
        ),
        "keyring_hung": Words(
            "The keyring does not answer, so secrets cannot be read or saved. Look for a window "
            "that asks for its password and answer it, or log out and in again. Or use the "
            "account for this session only.",
            "密钥环没有响应，无法读取或保存密钥。请查看是否有窗口要求输入密钥环密码，"
            "或注销后重新登录。也可以仅在本次会话中使用该账户。",
        ),
        "keyring_plain_text": Words(
            "The keyring found here ({keyring}) writes secrets to a file without protection, so "
            f"nothing is saved in it. Use the account for this session only, or {protect.en}.",
            "本机的密钥环（{keyring}）会把密钥不加保护地写入文件，因此不会使用它保存。"
            f"可以仅在本次会话中使用该账户，或{protect.zh}。",
        ),
        "keyring_refused": Words(
            "The keyring refused ({detail}), so the secret was neither read nor saved. Open the "
            "keyring's own program and see whether it works there, then try again. Or use the "
            "account for this session only.",
            "密钥环拒绝了请求（{detail}），密钥未能读取或保存。请打开密钥环自带的程序检查其是否正常，"
            "然后重试。也可以仅在本次会话中使用该账户。",
        ),
    }


_OWN_KEYRING: Final = Words(
    "remove the PYTHON_KEYRING_BACKEND setting, so that the system's own keyring is used",
    "删除 PYTHON_KEYRING_BACKEND 设置，以使用系统自带的密钥环",
)

# by system: how to start a keyring, to unlock it, to have a protected one
_STEPS: Final[dict[str, tuple[Words, Words, Words]]] = {
    "linux": (
        Words(
            "install and start gnome-keyring or KWallet and log in again",
            "安装并启动 gnome-keyring 或 KWallet 后重新登录",
        ),
        Words(
            "Unlock it in “Passwords and Keys” or KWallet",
            "在“密码和密钥”或 KWallet 中解锁",
        ),
        Words("set up gnome-keyring or KWallet", "配置 gnome-keyring 或 KWallet"),
    ),
    "win32": (
        Words("start the service “Credential Manager”", "启动“凭据管理器”服务"),
        Words("Log in with your own user", "用自己的用户登录"),
        _OWN_KEYRING,
    ),
    "darwin": (
        Words("open “Keychain Access”", "打开“钥匙串访问”"),
        Words("Unlock it in “Keychain Access”", "在“钥匙串访问”中解锁"),
        _OWN_KEYRING,
    ),
}

SENTENCES: Final[dict[str, Words]] = keyring_sentences(sys.platform)
