"""Sentences about what was found at the web addresses of a message."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    # cannot work as things stand
    "media_address": Words(
        "This is no web address, so nobody can open it. It begins with https:// and names a host.",
        "这不是网址，无法打开。须以 https:// 开头并包含主机名。",
    ),
    "media_dns": Words(
        "No server goes by the name {host}, so nothing can be opened. Check the spelling, and "
        "whether this computer has a network.",
        "找不到名为 {host} 的服务器，无法打开。请检查拼写和本机网络。",
    ),
    "media_refused": Words(
        "{host} refused the connection, so nothing can be opened. Check the address, or try again "
        "later.",
        "{host} 拒绝了连接，无法打开。请检查地址，或稍后再试。",
    ),
    "media_timeout": Words(
        "{host} did not answer in full within {seconds} s; phones would wait as long. "
        "Try again later, or use a faster server.",
        "{host} 未在 {seconds} 秒内完整响应，手机也会等待很久。请稍后再试，或换用更快的服务器。",
    ),
    "media_tls": Words(
        "No secure connection to {host} came about, so phones will warn or refuse. "
        "Have the server’s certificate checked.",
        "无法与 {host} 建立安全连接，手机会提示风险或拒绝打开。请检查服务器证书。",
    ),
    "media_proxy": Words(
        "This computer’s proxy did not let {host} through, so nothing was seen of it. "
        "Check the system’s proxy settings, or open the address on a phone.",
        "本机代理未放行 {host}，因此无法查看。请检查系统代理设置，或在手机上打开该地址。",
    ),
    "media_no_network": Words(
        "There is no way to the network, so nothing was seen of {host}. Connect, then look again.",
        "网络不可用，无法查看 {host}。请连接网络后重新检查。",
    ),
    "media_broken": Words(
        "{host} broke off its answer, so nothing whole can be shown. Look again, or check the "
        "server.",
        "{host} 的响应中断，内容不完整。请重新检查，或检查服务器。",
    ),
    "media_redirects": Words(
        "The address leads on more than {count} times, so phones may give up. Use the last one.",
        "该地址跳转超过 {count} 次，手机可能会放弃。请直接填写最终地址。",
    ),
    "media_redirect_unsafe": Words(
        "The address leads on to {target}, which is not HTTPS, so it was not followed. "
        "Use an address that stays on https://.",
        "该地址跳转到 {target}，不是 HTTPS，因此未继续访问。请改用始终为 https:// 的地址。",
    ),
    "media_missing": Words(
        "Nothing is there: the server answered {status}. People would see an empty place. "
        "Check the address.",
        "该处没有内容（服务器返回 {status}），收件人将看到空白。请检查地址。",
    ),
    "media_denied": Words(
        "The server lets not everybody in: it answered {status}, and phones would get that too. "
        "Make it public, or use another address.",
        "服务器不对所有人开放（返回 {status}），手机也无法访问。请设为公开，或换一个地址。",
    ),
    "media_status": Words(
        "The server answered {status} instead of what should be there. "
        "Look again later, or check the address.",
        "服务器返回 {status}，未给出内容。请稍后重新检查，或检查地址。",
    ),
    "media_empty": Words(
        "What is there is empty, so nothing would be shown. Check the file on the server.",
        "该处的文件为空，不会显示任何内容。请检查服务器上的文件。",
    ),
    "media_not_picture": Words(
        "What is there is {what}, not a picture, so none would be shown. "
        "Use the address of the picture itself.",
        "该处是{what}，不是图片，无法显示。请使用图片本身的地址。",
    ),
    "media_not_video": Words(
        "What is there is {what}, not a video, so none would be played. "
        "Use the address of the video itself.",
        "该处是{what}，不是视频，无法播放。请使用视频本身的地址。",
    ),
    "media_not_file": Words(
        "What is there is a web page, not a file, so people would get the page’s source. "
        "Use the address of the file itself.",
        "该处是网页，不是文件，收件人会得到网页源码。请使用文件本身的地址。",
    ),
    "media_large": Words(
        "What is there is larger than {limit}, which is too much to send. Make it smaller.",
        "该处的内容超过 {limit}，过大，无法发送。请缩小。",
    ),
    "media_picture_pixels": Words(
        "The picture has {width} × {height} pixels, which is more than phones can show; it was not "
        "unpacked. Make it smaller.",
        "图片为 {width} × {height} 像素，超出手机可显示的大小，因此未展开。请缩小。",
    ),
    "media_picture_broken": Words(
        "The picture is damaged or only a part of it is there, so it cannot be shown whole. "
        "Upload it again.",
        "图片已损坏或不完整，无法完整显示。请重新上传。",
    ),
    # worth knowing
    "media_plain_http": Words(
        "The address begins with http://, so others can read and change it on the way, and some "
        "phones refuse it. Use https://.",
        "地址以 http:// 开头，内容可能在途中被读取或更改，部分手机会拒绝打开。请改用 https://。",
    ),
    "media_near": Words(
        "The address is inside this computer or network; phones elsewhere cannot open it. "
        "Put it on a public server.",
        "该地址位于本机或本地网络，其他地方的手机无法打开。请放到公开的服务器上。",
    ),
    "media_user": Words(
        "The address holds a name or password, which everybody on the list would get; it was "
        "looked at without. Take it out.",
        "地址中包含用户名或密码，所有收件人都会看到；检查时未使用。请删除。",
    ),
    "media_redirected": Words(
        "The address leads on to {target}; not every provider follows. Use that one.",
        "该地址跳转到 {target}，部分服务商不会跟随。请直接填写该地址。",
    ),
    "media_link_shy": Words(
        "The server answered {status} to this program, as some do to all but browsers. "
        "Open the link once to be sure.",
        "服务器对本程序返回 {status}，有些网站只接受浏览器访问。请打开链接确认。",
    ),
    "media_size_unknown": Words(
        "The server does not tell the size. Look it up, and enter it where it is asked for.",
        "服务器未提供大小。请查明后在需要处填写。",
    ),
    "media_type_unknown": Words(
        "Neither the file nor the server tells that this is a video. Play it once to be sure.",
        "文件和服务器都未表明这是视频。请播放确认。",
    ),
    "media_type_differs": Words(
        "What is there is {what}, but the type given is {type}, so phones may not open it. "
        "Correct one of them.",
        "该处是{what}，但填写的类型是 {type}，手机可能无法打开。请更正其中之一。",
    ),
    "media_picture_kind": Words(
        "The picture is of type {type}, which not every phone shows. Save it as JPEG or PNG.",
        "图片类型为 {type}，并非所有手机都能显示。请另存为 JPEG 或 PNG。",
    ),
    "media_at": Words("“{field}”: {problem}", "「{field}」一项：{problem}"),
    # what stands there
    "media_is_page": Words("a web page", "网页"),
    "media_is_pdf": Words("a PDF document", "PDF 文档"),
    "media_is_image": Words("a picture", "图片"),
    "media_is_video": Words("a video", "视频"),
    "media_is_audio": Words("a sound", "音频"),
    "media_is_text": Words("plain text", "纯文本"),
    "media_is_other": Words("a file of type {type}", "{type} 类型的文件"),
    "media_is_unknown": Words("nothing known", "未知内容"),
    # what was looked at
    "media_the_image": Words("the picture", "图片"),
    "media_the_video": Words("the video", "视频"),
    "media_the_file": Words("the file", "文件"),
    "media_the_link": Words("the link", "链接"),
    "media_both_links": Words("both links", "两个链接"),
    "media_all_links": Words("all {count} links", "全部 {count} 个链接"),
    "media_and": Words("{first} and {last}", "{first}和{last}"),
}
