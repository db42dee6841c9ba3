"""Sentences about what happens on the wire."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "refused": Words(
        "The provider's address refused the connection, so nothing left this computer. "
        "Check the address in the account, then try again.",
        "服务商地址拒绝了连接，没有任何内容发出。请检查账户中的地址，然后重试。",
    ),
    "dns": Words(
        "The provider's address was not found, so nothing left this computer. "
        "Check the network and the address in the account, then try again.",
        "找不到服务商地址，没有任何内容发出。请检查网络和账户中的地址，然后重试。",
    ),
    "tls": Words(
        "No secure connection came about, so nothing left this computer. "
        "Check this computer's date, and have the server's certificate checked.",
        "无法建立安全连接，没有任何内容发出。请检查本机日期，并请人检查服务器证书。",
    ),
    "connect_timeout": Words(
        "The provider was not reached in time, so nothing left this computer. "
        "Check the network, then try again.",
        "未能及时连接到服务商，没有任何内容发出。请检查网络，然后重试。",
    ),
    "proxy": Words(
        "The proxy did not connect to the provider, so nothing left this computer. "
        "Check the system's proxy settings, then try again.",
        "代理服务器未能连接到服务商，没有任何内容发出。请检查系统代理设置，然后重试。",
    ),
    "no_network": Words(
        "There is no way to the network, so nothing left this computer. "
        "Connect to the network, then try again.",
        "网络不可用，没有任何内容发出。请连接网络，然后重试。",
    ),
    "plain_http": Words(
        "The address begins with http://, so keys and texts could be read on the way; "
        "nothing left this computer. Use an address that begins with https://.",
        "地址以 http:// 开头，密钥和内容可能在途中被读取，因此没有任何内容发出。"
        "请改用以 https:// 开头的地址。",
    ),
    "bad_address": Words(
        "The address in the account cannot be used, so nothing left this computer. "
        "Enter scheme and host, for example https://api2.nxcloud.com.",
        "账户中的地址无法使用，没有任何内容发出。请填写协议和主机，例如 https://api2.nxcloud.com。",
    ),
    "unsendable": Words(
        "The request could not be made from this account's values, so nothing left this computer. "
        "Look for odd characters in its keys.",
        "无法用该账户的信息生成请求，没有任何内容发出。请检查密钥中是否有异常字符。",
    ),
    "read_timeout": Words(
        "The request left, but no reply came in time. It may have gone out. "
        "Look in the provider's records before sending again.",
        "请求已发出，但未及时收到回复。消息可能已发出。请先查看服务商的发送记录，再决定是否重发。",
    ),
    "reset": Words(
        "The request left, but the line was cut before the reply. It may have gone out. "
        "Look in the provider's records before sending again.",
        "请求已发出，但连接在回复前中断。消息可能已发出。请先查看服务商的发送记录，再决定是否重发。",
    ),
    "cut_off": Words(
        "The request left, but only a part of the reply came. It may have gone out. "
        "Look in the provider's records before sending again.",
        "请求已发出，但只收到部分回复。消息可能已发出。请先查看服务商的发送记录，再决定是否重发。",
    ),
    "too_large": Words(
        "The request left, but the reply was far too large to be one. It may have gone out. "
        "Check that the address is the provider's.",
        "请求已发出，但回复过大，无法识别。消息可能已发出。请确认地址属于服务商。",
    ),
    "unreadable": Words(
        "The request left, but what came back was no reply. It may have gone out. "
        "Check that the address is the provider's, and look in its records before sending again.",
        "请求已发出，但收到的不是有效回复。消息可能已发出。"
        "请确认地址属于服务商，并先查看发送记录再决定是否重发。",
    ),
    "sandbox_port": Words(
        "Port {port} is in use by another program, so the sandbox could not start. "
        "Choose another port, or 0 for any free one.",
        "端口 {port} 已被其他程序占用，沙盒无法启动。请换一个端口，或填 0 使用任意空闲端口。",
    ),
}
