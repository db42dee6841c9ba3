"""Sentences about accounts, and what trying one found."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "account_changed": Words(
        "The account {name} was changed meanwhile, so nothing was sent. "
        "Look at its mode and its limits, then press Send again.",
        "账户 {name} 刚刚被修改，未发送任何内容。请核对其模式和限制，然后再次点击发送。",
    ),
    "account_unknown": Words(
        "There is no account called {name}. The accounts here are: {known}. Choose one of them.",
        "没有名为 {name} 的账户。现有账户：{known}。请从中选择。",
    ),
    "account_none": Words(
        "There is no account called {name}; no account has been added yet. Add one first.",
        "没有名为 {name} 的账户，目前还未添加任何账户。请先添加账户。",
    ),
    "account_secret_missing": Words(
        "The {label} of {name} is not in the keyring, so nothing can be signed. "
        "Enter it again in the account.",
        "密钥环中没有 {name} 的 {label}，无法签名。请在账户中重新填写。",
    ),
    "account_name_empty": Words(
        "The account needs a name, without spaces at its ends. Only you see it.",
        "请为账户填写名称，首尾不要留空格。名称只有您能看到。",
    ),
    "account_name_unfit": Words(
        "The account's name is longer than {limit} characters or holds a control character. "
        "Choose another.",
        "账户名称超过 {limit} 个字符，或含有控制字符。请换一个名称。",
    ),
    "account_name_taken": Words(
        "There is an account called {name} already. Choose another name.",
        "已有名为 {name} 的账户。请换一个名称。",
    ),
    "account_field_missing": Words(
        "{label} is empty, and the provider needs it. Enter it.",
        "{label} 为空，而服务商需要它。请填写。",
    ),
    "account_field_unfit": Words(
        "{label} holds something the provider cannot have given out, often a space or a line "
        "break. Copy it again.",
        "{label} 的内容不符合服务商的格式，常见原因是多了空格或换行。请重新复制。",
    ),
    "account_field_choice": Words(
        "{label} has a value the provider does not know. Use one of: {choices}.",
        "{label} 的值服务商无法识别。请使用：{choices}。",
    ),
    "account_field_unknown": Words(
        "{key} is no field of this provider. Its fields are: {known}.",
        "{key} 不是该服务商的字段。可用字段：{known}。",
    ),
    "account_field_is_secret": Words(
        "{key} is a secret and belongs into the keyring, not among the open fields. "
        "Hand it over as a secret.",
        "{key} 是机密信息，应存入密钥环，而不是普通字段。请作为机密信息提供。",
    ),
    "account_base_url": Words(
        "The address {url} cannot be used. Enter scheme and host, for example "
        "https://api.example.com; http:// is for this computer only.",
        "地址 {url} 无法使用。请填写协议和主机，例如 https://api.example.com；http:// 仅限本机。",
    ),
    "account_workers": Words(
        "The number of requests at a time is out of range. Choose 1 to {limit}.",
        "同时请求数超出范围。请填写 1 到 {limit}。",
    ),
    "account_batch_size": Words(
        "The provider does not take that many numbers in one request. "
        "Choose up to {limit}, or 0 for its usual number.",
        "服务商的单次请求不支持这么多号码。请填写不超过 {limit} 的数，或填 0 使用默认值。",
    ),
    "account_rate": Words(
        "The requests per second cannot be used. Choose a number from 0 (no limit) to 9999.",
        "每秒请求数无法使用。请填写 0（不限）到 9999。",
    ),
    "account_confirm_from": Words(
        "The number of people from which to ask cannot be negative. Choose 0 or more.",
        "需要确认的人数不能为负数。请填写 0 或更大的数。",
    ),
    "account_test_numbers_none": Words(
        "A guarded account sends to its test numbers only, and it has none. "
        "Enter at least one, with its country code.",
        "受限账户只能发送到测试号码，而该账户还没有测试号码。请至少填写一个，并带上国家代码。",
    ),
    "account_test_numbers_many": Words(
        "These are more test numbers than the {limit} an account can have. "
        "Keep those of the people who try texts out.",
        "测试号码超过一个账户的上限 {limit} 个。请只保留用于测试的号码。",
    ),
    "account_test_number": Words(
        "{number} is no phone number with its country code. Write it in full: +8615088888888.",
        "{number} 不是带国家代码的手机号。请完整填写，例如 +8615088888888。",
    ),
    "provider_unknown": Words(
        "There is no provider {provider}. The providers are: {known}.",
        "没有服务商 {provider}。可用的服务商：{known}。",
    ),
    "try_reached_title": Words("Reached {host}", "已连接 {host}"),
    "try_reached_detail": Words(
        "It answered in {ms} ms; its certificate was checked", "{ms} 毫秒内回复，证书已验证"
    ),
    "try_reached_plain_title": Words("Reached {host}", "已连接 {host}"),
    "try_reached_plain_detail": Words(
        "It answered in {ms} ms; it is on this computer", "{ms} 毫秒内回复，位于本机"
    ),
    "try_unreached_title": Words("{host} was not reached", "未能连接 {host}"),
    "try_unreached_detail": Words("Why: {problem}", "原因：{problem}"),
    "try_keys_right_title": Words("Keys accepted", "密钥有效"),
    "try_keys_right_detail": Words("The signature was right", "签名正确"),
    "try_keys_later_title": Words("Keys not checked yet", "密钥尚未验证"),
    "try_keys_later_detail": Words("They are checked at the first send", "将在首次发送时验证"),
    "try_keys_refused_title": Words("Keys refused: {meaning}", "密钥被拒绝：{meaning}"),
    "try_keys_refused_detail": Words(
        "Code {code}. Correct it here or at the provider, then try again",
        "代码 {code}。请在此处或服务商处更正，然后重试",
    ),
    "try_keys_refused_raw_title": Words("Keys refused", "密钥被拒绝"),
    "try_keys_refused_raw_detail": Words(
        "Code {code}. Compare the keys with those the provider shows",
        "代码 {code}。请与服务商页面上的密钥核对",
    ),
    "try_keys_open_title": Words("Keys not confirmed: {meaning}", "密钥未确认：{meaning}"),
    "try_keys_open_detail": Words(
        "Code {code}, which says nothing of the keys",
        "代码 {code}，无法据此判断密钥是否有效",
    ),
    "try_keys_open_raw_title": Words("Keys not confirmed", "密钥未确认"),
    "try_keys_open_raw_detail": Words(
        "The answer was {code}, which says nothing of the keys",
        "回复为 {code}，无法据此判断密钥是否有效",
    ),
    "try_clock_right_title": Words("The clock is right", "时钟准确"),
    "try_clock_right_detail": Words(
        "{provider} allows {window} s", "{provider} 允许 {window} 秒误差"
    ),
    "try_clock_slow_title": Words(
        "Your clock is {seconds} s slow; corrected", "本机时钟慢 {seconds} 秒，已校正"
    ),
    "try_clock_slow_detail": Words(
        "{provider} allows {window} s. Set the clock when you can",
        "{provider} 允许 {window} 秒误差。方便时请调整时钟",
    ),
    "try_clock_fast_title": Words(
        "Your clock is {seconds} s fast; corrected", "本机时钟快 {seconds} 秒，已校正"
    ),
    "try_clock_fast_detail": Words(
        "{provider} allows {window} s. Set the clock when you can",
        "{provider} 允许 {window} 秒误差。方便时请调整时钟",
    ),
    "try_proxy_title": Words("Through the proxy {proxy}", "通过代理 {proxy}"),
    "try_proxy_detail": Words(
        "This computer’s settings name it. It sees no keys and no texts",
        "由本机设置指定，看不到密钥和消息内容",
    ),
    "try_balance_title": Words("Balance {balance}", "余额 {balance}"),
    "try_balance_detail": Words("As the provider writes it", "以服务商显示为准"),
    "try_balance_unknown_title": Words("Balance not told", "未获得余额"),
    "try_balance_unknown_detail": Words(
        "Sending does not need it. Check the secret key if you want it shown",
        "发送不受影响。如需显示余额，请检查 Secret key",
    ),
}
