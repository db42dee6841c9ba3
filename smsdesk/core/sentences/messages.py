"""Sentences about messages: documents, what providers refuse, what the fields are called."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    # the document
    "message_key_missing": Words(
        "The message has no {key}, so it cannot be sent. Add it.",
        "消息缺少 {key}，无法发送。请补上。",
    ),
    "message_key_unknown": Words(
        "{key} is not part of a message of this kind. "
        "Take it out or correct it; known are: {known}.",
        "此类消息中没有 {key} 这一项。请删除或更正；可用的有：{known}。",
    ),
    "message_kind_unknown": Words(
        "{kind} is no kind of message. Use one of: {kinds}.",
        "{kind} 不是消息类型。请使用：{kinds}。",
    ),
    "message_not_text": Words(
        "{key} must be text. Put its value in quotation marks.",
        "{key} 必须是文本。请将其值放在引号内。",
    ),
    "message_not_flag": Words(
        "{key} must be yes or no. Use true or false.",
        "{key} 必须是“是”或“否”。请使用 true 或 false。",
    ),
    "message_not_number": Words(
        "{key} must be a whole number, 0 or more. Write it without unit and quotation marks.",
        "{key} 必须是不小于 0 的整数。请直接填写数字，不带单位和引号。",
    ),
    "message_not_allowed": Words(
        "{key} has a value that means nothing here. Use one of: {allowed}.",
        "{key} 的值没有意义。请使用：{allowed}。",
    ),
    "message_not_object": Words(
        "{key} must be a group of named values. Put them in curly brackets.",
        "{key} 必须是一组带名称的值。请用花括号括起来。",
    ),
    "message_not_list": Words(
        "{key} must be a list. Put its parts in square brackets.",
        "{key} 必须是列表。请用方括号括起来。",
    ),
    "message_not_channels": Words(
        "{key} must list channels, each once, in the order to try. Known are: {known}.",
        "{key} 必须按尝试顺序列出渠道，且不可重复。可用的有：{known}。",
    ),
    "message_one_media": Words(
        "A media message holds exactly one of image, video and file. Leave one of them.",
        "媒体消息只能包含 image、video、file 中的一个。请只保留一个。",
    ),
    # what any provider would refuse
    "kind_not_carried": Words(
        "{provider} cannot send a message of kind {kind}. Choose another account or another kind.",
        "{provider} 无法发送 {kind} 类型的消息。请更换账户或消息类型。",
    ),
    "option_not_taken": Words(
        "{provider} has no “{field}”, so it would be lost. Leave it empty, or choose an account "
        "that has it.",
        "{provider} 没有「{field}」这一项，填写的内容会丢失。请留空，或选择支持该项的账户。",
    ),
    "field_empty": Words(
        "“{field}” is empty, so nothing can be sent. Fill it in.",
        "「{field}」为空，无法发送。请填写。",
    ),
    "field_too_long": Words(
        "“{field}” has {length} characters; {provider} takes {limit}. It is not cut for you: "
        "shorten it.",
        "「{field}」有 {length} 个字符，{provider} 最多接受 {limit} 个。程序不会自动截断，请缩短。",
    ),
    "web_address_form": Words(
        "“{field}” cannot be used: {value} is no web address. It begins with https:// and names "
        "a host. Change it.",
        "「{field}」无法使用：{value} 不是网址。须以 https:// 开头并包含主机名。请修改。",
    ),
    "text_unencodable": Words(
        "A text holds half a character, as damaged files do, and cannot be sent. "
        "Type that place anew, or save the file again as UTF-8.",
        "文本中有残缺的字符（常见于损坏的文件），无法发送。"
        "请重新输入该处，或将文件重新保存为 UTF-8。",
    ),
    "short_link_unmarked": Words(
        "A short link is chosen, but the text does not hold {mark}, so the link would not appear. "
        "Put {mark} where it belongs.",
        "已选择短链，但内容中没有 {mark}，短链不会出现。请在需要的位置填写 {mark}。",
    ),
    "short_link_missing": Words(
        "The text holds {mark}, but no short link is chosen, so people would read {mark}. "
        "Choose a short link, or take {mark} out.",
        "内容中有 {mark}，但未选择短链，收件人会直接看到 {mark}。请选择短链，或删除 {mark}。",
    ),
    "source_address_form": Words(
        "The sender “{value}” cannot be used: it takes 1 to 20 letters or digits. Change it.",
        "发件人「{value}」无法使用：须为 1 到 20 位字母或数字。请修改。",
    ),
    "sys_message_id_form": Words(
        "The message id “{value}” cannot be used: it takes 10 to 50 letters, digits or hyphens. "
        "Change it.",
        "消息 ID「{value}」无法使用：须为 10 到 50 位字母、数字或连字符。请修改。",
    ),
    # what a multi-channel provider would refuse
    "choices_missing": Words(
        "There are no buttons, so there is nothing to choose. Add one.",
        "没有按钮，收件人无从选择。请添加一个。",
    ),
    "card_bare": Words(
        "The card has only a title, which {provider} does not take. "
        "Add a picture or at least one button.",
        "卡片只有标题，{provider} 不接受。请添加图片或至少一个按钮。",
    ),
    "channels_sms_only": Words(
        "SMS carries text only, so this message would reach nobody. Add Viber to the channels, or "
        "write a text message.",
        "短信渠道仅支持文本，此消息无法送达任何人。请添加 Viber 渠道，或改用文本消息。",
    ),
    "file_type_form": Words(
        "Files of type “{value}” cannot be sent with {provider}. Use one of: {known}.",
        "{provider} 无法发送「{value}」类型的文件。请使用：{known}。",
    ),
    "video_size_missing": Words(
        "The video's size is not filled in yet. Check the address to fill it in, or write it.",
        "视频大小尚未填写。检查视频地址即可自动填入，也可自行填写。",
    ),
    "video_size_range": Words(
        "The video has {value} MB, more than the {limit} MB {provider} takes. "
        "Use a smaller video, or correct the size.",
        "视频大小为 {value} MB，超过 {provider} 的上限 {limit} MB。请使用更小的视频，或更正大小。",
    ),
    "video_length_missing": Words(
        "The video's length is not filled in yet. Fill it in, {limit} minutes at most.",
        "视频时长尚未填写。请填写，最长 {limit} 分钟。",
    ),
    "video_length_range": Words(
        "The video is {value} long, more than the {limit} {provider} takes. "
        "Use a shorter video, or correct the length.",
        "视频时长为 {value}，超过 {provider} 的上限 {limit}。请使用更短的视频，或更正时长。",
    ),
    # what a provider of approved templates would refuse
    "template_id_form": Words(
        "The template id “{value}” cannot be used: it is a number without zeros in front. "
        "Copy it from the provider's list of templates.",
        "模板 ID「{value}」无法使用：须为数字，开头不能是 0。请从服务商的模板列表中复制。",
    ),
    "variable_link": Words(
        "The variable {name} holds a web address, which {provider} does not allow there. "
        "Put the address in the template itself.",
        "变量 {name} 中含有网址，{provider} 不允许。请将网址写入模板本身。",
    ),
    "msg_type_abroad": Words(
        "“Kind of SMS” is one for mainland China, and SendCloud refuses it for numbers abroad "
        "(code 412). Set it to automatic, or leave these people out.",
        "「短信类型」仅适用于中国大陆，SendCloud 会拒绝境外号码（代码 412）。"
        "请改为自动，或略过这些人。",
    ),
    "msg_type_mainland": Words(
        "“Kind of SMS” is international, and SendCloud refuses it for numbers in mainland China "
        "(code 412). Set it to automatic, or leave these people out.",
        "「短信类型」为国际短信，SendCloud 会拒绝中国大陆号码（代码 412）。"
        "请改为自动，或略过这些人。",
    ),
    "provider_rule": Words(
        "“{field}” cannot be used as it is. {rule}",
        "「{field}」不能这样使用。{rule}",
    ),
    # what Tencent would refuse
    "signature_brackets": Words(
        "The signature “{value}” holds brackets, which Tencent adds by itself. Take them out.",
        "签名「{value}」带有括号，腾讯云会自动添加。请删除括号。",
    ),
    "signature_form": Words(
        "The signature “{value}” cannot be used: it takes 2 to 12 Chinese characters, letters or "
        "digits. Change it.",
        "签名「{value}」无法使用：须为 2 到 12 个汉字、字母或数字。请修改。",
    ),
    "variable_empty": Words(
        "Variable {name} is empty, so the text would have a hole there. "
        "Fill it in, or take it out.",
        "变量 {name} 为空，短信中会缺一段内容。请填写，或删除该变量。",
    ),
    "variables_unnumbered": Words(
        "Tencent counts the variables of a template, but these are called: {names}. "
        "Call them 1, 2, 3 and so on, without a gap.",
        "腾讯云的模板变量按序号填写，但现有名称为：{names}。请依次命名为 1、2、3，不可跳号。",
    ),
    # what the fields of a message are called, by document key
    "field_text": Words("Text", "内容"),
    "field_title": Words("Title", "标题"),
    "field_source_address": Words("Source address", "发送方号码"),
    "field_short_link": Words("Short link", "短链接"),
    "field_link_verbose": Words("Collect clicks", "收集点击"),
    "field_dr_url": Words("Receipt address", "回执地址"),
    "field_ext": Words("Own note", "自定义备注"),
    "field_sys_message_id": Words("Own message id", "自定义消息编号"),
    "field_sms_type": Words("Kind of SMS", "短信类型"),
    "field_extend": Words("Extension code", "扩展码"),
    "field_channels": Words("Channels", "渠道"),
    "field_webhook": Words("Receipt address", "回执地址"),
    "field_template_id": Words("Template id", "模板 ID"),
    "field_variables": Words("Variable {name}", "变量 {name}"),
    "field_signature": Words("Signature", "签名"),
    "field_msg_type": Words("Kind of SMS", "短信类型"),
    "field_tag": Words("Tag", "标签"),
    "field_wording": Words("Approved wording", "模板原文"),
    "field_image_url": Words("Image address", "图片地址"),
    "field_video_url": Words("Video address", "视频地址"),
    "field_video_thumbnail_url": Words("Thumbnail address", "缩略图地址"),
    "field_video_size_bytes": Words("Video size", "视频大小"),
    "field_video_duration_s": Words("Video length", "视频时长"),
    "field_file_url": Words("File address", "文件地址"),
    "field_file_file_name": Words("File name", "文件名"),
    "field_file_file_type": Words("File type", "文件类型"),
    "field_choices": Words("Buttons", "按钮"),
    "field_choices_text": Words("Button {number}: words", "按钮 {number}：文字"),
    "field_choices_url": Words("Button {number}: address", "按钮 {number}：地址"),
    "field_code": Words("Code", "验证码"),
    "field_sign_id": Words("Signature id", "签名 ID"),
    "field_sign_name": Words("Signature name", "签名名称"),
    # kinds of message
    "kind_text": Words("text", "文本"),
    "kind_template": Words("template", "模板"),
    "kind_media": Words("media", "媒体"),
    "kind_choice": Words("choice", "选择"),
    "kind_card": Words("card", "卡片"),
    "kind_voice_code": Words("voice code", "语音验证码"),
    "kind_verification_code": Words("verification code", "验证码"),
}
