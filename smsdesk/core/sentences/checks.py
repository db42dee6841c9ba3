"""Sentences about the checks before sending: a verdict, and a detail that stands beside it."""

from typing import Final

from smsdesk.core.words import Words

SENTENCES: Final[dict[str, Words]] = {
    "check_recipients_passed": Words("{count} will receive", "{count} 人将收到"),
    "check_recipients_left_out": Words("{left_out} left out", "已略过 {left_out} 行"),
    "check_recipients_look": Words("{count} rows need attention", "{count} 行待处理"),
    "check_recipients_look_one": Words("1 row needs attention", "1 行待处理"),
    "check_recipients_will_receive": Words("{recipients} will receive", "{recipients} 人将收到"),
    "check_recipients_blocked": Words("Nobody will receive yet", "还没有收件人"),
    "check_recipients_advice": Words("bring a list with phone numbers", "请导入含手机号的列表"),
    "check_phone_column_passed": Words("Phone column found", "手机号列"),
    "check_phone_column_usable": Words(
        "{column}, {count} usable numbers", "{column}（{count} 个号码可用）"
    ),
    "check_phone_column_usable_one": Words("{column}, 1 usable number", "{column}（1 个号码可用）"),
    "check_phone_column_look": Words("Few phone numbers in {column}", "「{column}」列的手机号很少"),
    "check_phone_column_few": Words(
        "only {count} of {rows} rows hold one; is it the right column?",
        "{rows} 行中只有 {count} 行可用，确定是这一列吗？",
    ),
    "check_phone_column_blocked": Words("No phone number in {column}", "「{column}」列没有手机号"),
    "check_phone_column_advice": Words(
        "choose another column or country", "请选择其他列或国家/地区"
    ),
    "check_landlines_look": Words("{count} landline numbers", "{count} 个固定电话号码"),
    "check_landlines_look_one": Words("1 landline number", "1 个固定电话号码"),
    "check_landlines_seldom": Words(
        "a landline usually cannot receive texts", "固定电话通常收不到短信"
    ),
    "check_fields_have_columns_passed": Words("Every field has a column", "合并字段都有对应的列"),
    "check_fields_have_columns_fields": Words("used: {fields}", "使用：{fields}"),
    "check_fields_have_columns_same": Words(
        "none used: the same text for everybody", "未使用合并字段，所有人内容相同"
    ),
    "check_fields_have_columns_blocked": Words(
        "No column for {fields}", "没有与 {fields} 对应的列"
    ),
    "check_fields_have_columns_advice": Words(
        "choose one under Columns, or correct the field", "请在「列」中选择，或修改字段"
    ),
    "check_no_empty_values_passed": Words("No empty values", "没有空值"),
    "check_no_empty_values_all": Words(
        "all {count} people have every value", "{count} 人的每个字段都有内容"
    ),
    "check_no_empty_values_all_one": Words(
        "the one person has every value", "该收件人的每个字段都有内容"
    ),
    "check_no_empty_values_look": Words("{count} people have an empty value", "{count} 人有空值"),
    "check_no_empty_values_look_one": Words("1 person has an empty value", "1 人有空值"),
    "check_no_empty_values_where": Words(
        "{fields}, row {row} first", "{fields}，首次出现在第 {row} 行"
    ),
    "check_text_present_passed": Words("The text is written", "短信内容已填写"),
    "check_text_present_blocked": Words("No text yet", "还没有短信内容"),
    "check_text_present_advice": Words("write the message", "请填写"),
    "check_text_present_passed_field": Words("“{field}” is filled in", "「{field}」已填写"),
    "check_text_present_blocked_field": Words("“{field}” is still empty", "「{field}」尚未填写"),
    "check_text_present_advice_field": Words("fill it in", "请填写"),
    "check_wording_passed": Words("The variables fit the wording", "变量与模板内容一致"),
    "wording_unfilled": Words(
        "The wording asks for {names}, which no variable fills, so it would be refused. "
        "Add the variable, or correct the wording.",
        "模板内容含有 {names}，但没有对应的变量，发送会被拒绝。请添加变量，或修改模板内容。",
    ),
    "wording_without": Words(
        "The wording does not hold {names}, so it would be refused. "
        "Take the variable out, or correct the wording.",
        "模板内容中没有 {names}，发送会被拒绝。请删除该变量，或修改模板内容。",
    ),
    "check_within_limit_passed_fields": Words("Every field is short enough", "各项长度合适"),
    "check_within_limit_passed_advised": Words(
        "No text is over {limit} characters", "字数均在 {limit} 字以内"
    ),
    "field_over_advice": Words(
        "“{field}” runs to {length} characters, more than the {limit} that surely fit. {provider} "
        "names no firm limit, so all of it is sent. Shorten it if it must be read whole.",
        "「{field}」最长 {length} 个字符，超过一定能完整显示的 {limit} 个。"
        "{provider} 没有明确上限，内容会完整发送。若须完整显示，请缩短。",
    ),
    "check_within_limit_passed": Words(
        "No text is over {provider}’s {limit} characters", "字数在 {provider} 上限 {limit} 字以内"
    ),
    "check_within_limit_longest": Words("longest {longest}", "最长 {longest} 字"),
    "check_segments_passed": Words("Every text takes 1 segment", "每条短信占 1 段"),
    "check_segments_look": Words(
        "{count} texts take {most} segments", "{count} 条短信占 {most} 段"
    ),
    "check_segments_look_one": Words("1 text takes {most} segments", "1 条短信占 {most} 段"),
    "check_segments_look_all": Words("Every text takes {most} segments", "每条短信占 {most} 段"),
    "check_segments_look_up_to": Words(
        "{count} texts take 2 to {most} segments", "{count} 条短信占 2 至 {most} 段"
    ),
    "check_segments_total": Words("{segments} in all", "共 {segments} 段"),
    "check_segments_total_and_billed": Words(
        "{segments} in all, {provider} charges {billed}",
        "共 {segments} 段，{provider} 计费 {billed} 段",
    ),
    "check_segments_passed_unknown": Words("Segments are not known here", "此处无法得知段数"),
    "check_segments_kept_wording": Words("{provider} words the text", "文字由 {provider} 生成"),
    "check_segments_enter_wording": Words(
        "{provider} keeps the wording; enter it to count", "模板原文保存在 {provider}，填写后可计数"
    ),
    "check_channels_passed": Words("Every channel can carry it", "各渠道均可承载"),
    "check_channels_look": Words("Nobody gets {what} by SMS", "短信渠道无法收到{what}"),
    "check_channels_text_only": Words("SMS carries text only", "短信只能承载文字"),
    "this_image": Words("this picture", "这张图片"),
    "this_video": Words("this video", "这段视频"),
    "this_file": Words("this file", "这个文件"),
    "this_choice": Words("these buttons", "这些按钮"),
    "this_card": Words("this card", "这张卡片"),
    "check_media_passed": Words("{what} open", "{what}均可打开"),
    "check_media_passed_one": Words("{what} opens", "{what}可以打开"),
    "check_media_https": Words("over HTTPS", "通过 HTTPS"),
    "check_media_look": Words("Not opened yet: {what}", "尚未打开：{what}"),
    "check_media_look_one": Words("Not opened yet: {what}", "尚未打开：{what}"),
    "check_media_before_sending": Words("tried before sending", "发送前会尝试打开"),
    "check_media_look_busy": Words("Being opened: {what}", "正在打开：{what}"),
    "check_media_seconds": Words("10 s at most; Send does not wait", "最多 10 秒，不影响发送"),
    "check_number_groups_passed": Words(
        "{count} foreign numbers go in requests of their own", "{count} 个境外号码单独请求"
    ),
    "check_number_groups_passed_one": Words(
        "1 foreign number goes in a request of its own", "1 个境外号码单独请求"
    ),
    "check_number_groups_because": Words(
        "{provider} wants them apart", "{provider} 要求与境内号码分开"
    ),
    "check_single_number_passed": Words(
        "Requests can carry several numbers", "每个请求可包含多个号码"
    ),
    "check_single_number_look": Words(
        "One number per request: {count} requests", "每个请求一个号码：共 {count} 个请求"
    ),
    "check_single_number_look_one": Words(
        "One number per request: 1 request", "每个请求一个号码：共 1 个请求"
    ),
    "check_single_number_because": Words("for {fields} to work", "因为使用了{fields}"),
    "check_own_id_look": Words(
        "All {count} messages carry the same id of yours", "{count} 条短信使用同一个自定义消息编号"
    ),
    "check_own_id_column": Words("a column in it tells them apart", "在其中使用列值即可区分"),
    "check_short_link_passed": Words("Nothing is wrong with the short link", "短链接没有问题"),
    "check_already_sent_passed": Words(
        "Nobody got this same text in the last 24 hours", "过去 24 小时内没有人收到过相同内容"
    ),
    "check_already_sent_look": Words(
        "{count} people got, or may have got, this text in the last 24 hours",
        "过去 24 小时内有 {count} 人已收到或可能已收到相同内容",
    ),
    "check_already_sent_look_one": Words(
        "1 person got, or may have got, this text in the last 24 hours",
        "过去 24 小时内有 1 人已收到或可能已收到相同内容",
    ),
    "check_already_sent_look_waiting": Words(
        "{count} people got, or may have got, this text in the last 24 hours, or wait for it",
        "过去 24 小时内有 {count} 人已收到、可能已收到或正在等待接收相同内容",
    ),
    "check_already_sent_look_waiting_one": Words(
        "1 person waits for this text already", "1 人已在等待接收相同内容"
    ),
    "check_already_sent_look_unread": Words(
        "Who got this text before could not be looked up", "无法查询此前谁收到过相同内容"
    ),
    "check_already_sent_history": Words(
        "the history on this computer did not answer", "本机的历史记录没有响应"
    ),
    "check_already_sent_leave_out": Words("they can be left out", "可以略过"),
    "check_already_sent_in_others": Words(
        "{waiting} of them still in another campaign", "其中 {waiting} 人在其他发送任务中等待"
    ),
    "check_already_sent_in_others_one": Words("in another campaign", "位于另一个发送任务"),
    "check_too_often_passed": Words(
        "No number gets more than {limit} messages an hour", "每个号码一小时内不超过 {limit} 条"
    ),
    "check_too_often_look": Words(
        "{count} numbers would get more than {limit} messages in an hour",
        "{count} 个号码一小时内将超过 {limit} 条",
    ),
    "check_too_often_look_one": Words(
        "1 number would get more than {limit} messages in an hour",
        "1 个号码一小时内将超过 {limit} 条",
    ),
    "check_too_often_refused": Words("more may be refused", "超出部分可能被拒绝"),
    "check_clock_passed_slow": Words(
        "Your clock is {seconds} s slow; corrected", "本机时钟慢 {seconds} 秒，已校正"
    ),
    "check_clock_passed_fast": Words(
        "Your clock is {seconds} s fast; corrected", "本机时钟快 {seconds} 秒，已校正"
    ),
    "check_clock_allowed": Words("{window} s allowed", "允许误差 {window} 秒"),
    "check_recipients_guarded": Words(
        "{guarded} are no test numbers of this account and stay out",
        "{guarded} 人不是该账户的测试号码，不会收到",
    ),
    "check_recipients_no_test_number": Words(
        "the list holds none of this account’s test numbers", "名单中没有该账户的测试号码"
    ),
    "check_options_passed": Words(
        "The options are as the provider wants them", "各选项符合服务商要求"
    ),
}
