"""NXCloud Super Message (mt): texts, media, choices and cards over Viber, and texts over SMS.

Source: NXCloud wiki, Super Message API mt (2023-11-14) and API Interface Call Convention, read on
2026-11-21. A reply holds one code and one id for all numbers of its request, and what each channel
answered.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.errors import Problem
from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    Kind,
    MediaMessage,
    Message,
    TextMessage,
    Video,
    carries_text,
)
from smsdesk.core.message_check import check_filled, check_web_addresses
from smsdesk.core.outcome import UNREADABLE, Leg, Outcome, Status, legs_text
from smsdesk.core.provider import (
    AccountField,
    HttpReply,
    HttpRequest,
    Limit,
    ProbeResult,
    ProviderInfo,
)
from smsdesk.core.receipt import Receipt
from smsdesk.core.segments import SegmentRule
from smsdesk.core.words import Words
from smsdesk.providers.base import HttpProvider, scalar_text, shown, unreadable
from smsdesk.providers.codes import load_codes
from smsdesk.providers.nxcloud_receipts import read_super_receipts
from smsdesk.providers.nxcloud_signature import SIGNING_FIELDS, probe_result, signed_request

ACTION: Final = "mt"
BIZ_TYPE: Final = "8"
SEND_PATH: Final = "/v1/message/mt"

VIDEO_BYTES: Final = 200 * 1024 * 1024
VIDEO_SECONDS: Final = 600

_UNSUPPORTED: Final = "14002"
_MAX_LEGS: Final = 8  # so many are shown; all are judged
_MAX_CHANNEL: Final = 20
_ADDRESSES: Final = frozenset({"url", "thumbnail_url", "webhook"})
_ROUTING: Final = ("channels", "webhook")
_KEYS_RIGHT: Final = frozenset({"0", "1102", "9000", "9002"})
_Json = dict[str, object]

INFO: Final = ProviderInfo(
    id="nxcloud-super",
    title="NXCloud Super Message",
    tile="NX",
    family="nxcloud",
    kinds={
        Kind.TEXT: _ROUTING,
        Kind.MEDIA: ("image", "video", "file", *_ROUTING),
        Kind.CHOICE: _ROUTING,
        Kind.CARD: ("image", "choices", *_ROUTING),
    },
    channels=(Channel.VIBER, Channel.SMS),
    account_fields=(
        *SIGNING_FIELDS,
        # the page of this API says 8; a newer list of business types gives 8 to voice
        AccountField(
            "biz_type",
            Words("Business type", "bizType"),
            Words("8, unless NXCloud told you another", "默认为 8，除非 NXCloud 另行告知"),
            required=False,
            pattern="[0-9]{1,4}",
            default=BIZ_TYPE,
        ),
    ),
    base_url="https://api.nxcloud.com",
    # none is published: SMS takes 1,000, the others are what a phone shows
    limits={
        "text": Limit(1000, firm=False),
        "title": Limit(85, firm=False),
        "choices.text": Limit(30, firm=False),
    },
    batch_default=2000,
    batch_max=2000,
    clock_window_s=60,
    dedup_window_s=None,
    # NXCloud wiki, Super Message API mt, "File Type"; written without the dot
    file_types=(
        *("pdf", "doc", "docx", "xls", "xlsx", "csv", "txt", "rtf"),
        *("odt", "ods", "odf", "fodt", "fods", "dot", "dotx", "xlsm", "xltx"),
        *("info", "xps", "pdax", "eps"),
    ),
    billing=SegmentRule.NXCLOUD,
    keys_from=Words(
        "From NXCloud: Super Message app, Developer settings",
        "来自 NXCloud：Super Message 应用的开发者设置",
    ),
)


class NxcloudSuper(HttpProvider):
    """NXCloud Super Message. Can also check its keys without sending, and read receipts."""

    info = INFO
    codes = load_codes("nxcloud_super")

    def check_content(self, message: Message, texts: Mapping[str, str]) -> list[Problem]:
        """A part that is missing or empty, an address or a file that does not fit."""
        needed, addresses = _roles(tuple(texts))
        problems = [*check_filled(texts, needed), *check_web_addresses(texts, addresses)]
        match message:
            case MediaMessage():
                problems += _check_media(message)
            case ChoiceMessage() if not message.choices:
                problems.append(Problem("choices", "choices_missing"))
            case CardMessage() if not (message.image or message.choices):
                problems.append(Problem("image", "card_bare", {"provider": INFO.title}))
        if getattr(message, "channels", ()) == (Channel.SMS,) and not carries_text(message):
            problems.append(Problem("channels", "channels_sms_only"))
        return problems

    def build(
        self,
        message: Message,
        phones: Sequence[str],
        account: Account,
        now_ms: int,
        nonce: str,  # noqa: ARG002 (port)
    ) -> HttpRequest:
        """Build the signed request. NXCloud takes no request id, so `nonce` stays unused.

        Raises:
            ValueError: more numbers than `batch_limit` allows, or a kind this API does not carry.
        """
        self.ensure_fits(message, phones, account)
        if not isinstance(message, TextMessage | MediaMessage | ChoiceMessage | CardMessage):
            raise ValueError(f"NXCloud Super Message carries no {message.kind}")
        body = _body(account, phones, _content(message))
        if message.webhook:
            body["webhook"] = message.webhook
        if message.channels:
            body["priority"] = [channel.value for channel in message.channels]
        return self._signed(body, account, now_ms)

    def parse_json(self, payload: Mapping[str, object], phones: Sequence[str]) -> list[Outcome]:
        """One code, one id and the answers of the channels hold for every number of the request."""
        data = payload.get("data")
        data = data if isinstance(data, dict) else {}
        code, raw = scalar_text(payload.get("code")), scalar_text(payload.get("message"))
        request_id = scalar_text(data.get("requestId"))
        if not code:
            return unreadable(phones, raw or shown(payload), request_id)
        answers = _answers(data.get("channelStatus"))
        outcome = self.outcome(code, raw, request_id)
        if answers:
            outcome = self._by_channel(outcome, answers)
        legs = legs_text(leg for leg, _ in answers[:_MAX_LEGS])
        return [replace(outcome, channel_status=legs)] * len(phones)

    def build_probe(self, account: Account, now_ms: int) -> HttpRequest:
        """A signed request without number and text: it can only be refused, and nothing is sent."""
        return self._signed(_body(account, (), _content(TextMessage(""))), account, now_ms)

    def read_probe(self, reply: HttpReply) -> ProbeResult:
        """Keys are right where NXCloud objects to the message, wrong where it objects to them."""
        return probe_result(self.parse(reply, ("",))[0], self.codes, _KEYS_RIGHT)

    def read_receipts(self, text: str, key: str = "") -> list[Receipt] | None:  # noqa: ARG002 (port)
        """The receipts in a webhook body; NXCloud signs none of them."""
        return read_super_receipts(text, self.codes)

    def _by_channel(self, whole: Outcome, answers: Sequence[tuple[Leg, str]]) -> Outcome:
        """`whole` where the channels bear it out, else what they say.

        One that cannot say decides first. A channel that carries no such message decides last:
        that was known before, the other's reason is the news.
        """
        each = [self.outcome(leg.code, raw, whole.message_id) for leg, raw in answers]
        taken = any(outcome.status is Status.ACCEPTED for outcome in each)
        if whole.status is not Status.ACCEPTED:
            return replace(whole, status=Status.UNKNOWN) if taken else whole
        if taken:
            return whole
        # NXCloud has it: a channel's wish to wait is no reason to send it once more
        each = [
            replace(outcome, status=Status.UNKNOWN)
            if outcome.code == UNREADABLE or outcome.status is Status.QUEUED
            else outcome
            for outcome in each
        ]
        return min(
            each,
            key=lambda outcome: (
                outcome.status is not Status.UNKNOWN,
                outcome.code == _UNSUPPORTED,
            ),
        )

    def _signed(self, content: _Json, account: Account, now_ms: int) -> HttpRequest:
        return signed_request(
            self.url(account, SEND_PATH),
            content,
            account,
            now_ms,
            action=ACTION,
            biz_type=account.value("biz_type") or BIZ_TYPE,
            sensitive="appkey",
        )


# --- the message as NXCloud writes it -----------------------------------------------------------


def _body(account: Account, phones: Sequence[str], content: _Json) -> _Json:
    return {"appkey": account.value("app_key"), "phones": list(phones), "message": content}


def _content(message: TextMessage | MediaMessage | ChoiceMessage | CardMessage) -> _Json:
    match message:
        case TextMessage():
            return _text(message.text)
        case MediaMessage():
            return {"mediaMessage": _media(message.media)}
        case ChoiceMessage():
            return {"choiceMessage": {**_text(message.text), "choices": _choices(message.choices)}}
        case CardMessage():
            card: _Json = {"title": message.title}
            if message.image:
                card["mediaMessage"] = _media(message.image)
            if message.choices:
                card["choices"] = _choices(message.choices)
            return {"cardMessage": card}


def _text(text: str) -> _Json:
    return {"textMessage": {"text": text}}


def _media(media: Image | Video | File) -> _Json:
    match media:
        case Image():
            return {"image": {"url": media.url}}
        case Video():
            return {
                "video": {
                    "url": media.url,
                    "thumbnailUrl": media.thumbnail_url,
                    "videoSize": str(media.size_bytes),
                    "duration": str(media.duration_s),
                }
            }
        case File():
            return {
                "file": {
                    "fileName": media.file_name,
                    "url": media.url,
                    "fileType": _file_type(media),
                }
            }


def _choices(choices: Sequence[Choice]) -> list[_Json]:
    # the document's table calls this an object; its samples hold a list
    return [{**_text(choice.text), "urlMessage": {"url": choice.url}} for choice in choices]


def _file_type(file: File) -> str:
    return file.file_type.lower().removeprefix(".")


# --- what it would refuse -----------------------------------------------------------------------


@functools.lru_cache(maxsize=64)
def _roles(paths: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of the texts must say something, and which are web addresses."""
    needed = tuple(path for path in paths if path in ("text", "title") or "." in path)
    addresses = tuple(path for path in paths if path.rpartition(".")[2] in _ADDRESSES)
    return needed, addresses


def _check_media(message: MediaMessage) -> list[Problem]:
    try:
        media = message.media
    except ValueError:
        return [Problem("image", "message_one_media")]
    match media:
        case Video() as video:
            return _check_video(video)
        case File() as file if file.file_type.strip() and _file_type(file) not in INFO.file_types:
            kind: dict[str, object] = {"value": file.file_type, "provider": INFO.title}
            kind["known"] = ", ".join(INFO.file_types)
            return [Problem("file.file_type", "file_type_form", kind)]
        case _:
            return []


def _check_video(video: Video) -> list[Problem]:
    problems: list[Problem] = []
    data: dict[str, object]
    if video.size_bytes < 1:
        problems.append(Problem("video.size_bytes", "video_size_missing"))
    elif video.size_bytes > VIDEO_BYTES:
        given, most = _megabytes(video.size_bytes), _megabytes(VIDEO_BYTES)
        data = {"value": given, "limit": most, "provider": INFO.title}
        problems.append(Problem("video.size_bytes", "video_size_range", data))
    if video.duration_s < 1:
        minutes: dict[str, object] = {"limit": VIDEO_SECONDS // 60}
        problems.append(Problem("video.duration_s", "video_length_missing", minutes))
    elif video.duration_s > VIDEO_SECONDS:
        given, most = _clock(video.duration_s), _clock(VIDEO_SECONDS)
        data = {"value": given, "limit": most, "provider": INFO.title}
        problems.append(Problem("video.duration_s", "video_length_range", data))
    return problems


def _megabytes(count: int) -> str:
    """`201`, `200.1`: rounded up, so that too much never reads as just enough."""
    tenths = -(-count * 10 // 1024**2)
    return f"{tenths // 10:,}.{tenths % 10}".removesuffix(".0")


def _clock(seconds: int) -> str:
    """`10:01`."""
    return f"{seconds // 60}:{seconds % 60:02d}"


# --- the reply ----------------------------------------------------------------------------------


def _answers(channel_status: object) -> list[tuple[Leg, str]]:
    """What each channel answered, with its words: those of `INFO.channels` first, in their order.

    The document writes channels in lower case here and in capitals elsewhere; a channel it does
    not name is kept under its own name.
    """
    status: Mapping[str, object] = channel_status if isinstance(channel_status, dict) else {}
    answers = []
    for name, answer in status.items():
        told: Mapping[str, object] = answer if isinstance(answer, dict) else {}
        channel = "".join(scalar_text(name).upper().split()).replace(":", "_")[:_MAX_CHANNEL]
        code = "".join(scalar_text(told.get("code")).split()) or UNREADABLE
        answers.append((Leg(channel or "?", code), scalar_text(told.get("message"))))
    known = [channel.value for channel in INFO.channels]
    places = {name: place for place, name in enumerate(known)}
    return sorted(answers, key=lambda answer: places.get(answer[0].channel, len(known)))
