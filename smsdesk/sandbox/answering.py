"""What the pages share: refusing with a code, answering JSON, magic numbers at work."""

import json
from collections.abc import Callable, Mapping

from smsdesk.sandbox.exchange import Answer
from smsdesk.sandbox.magic import Spell
from smsdesk.sandbox.state import State


class RefusalError(Exception):
    """The whole request is answered with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_object(text: bytes | str, refusal: str) -> dict[str, object]:
    """The JSON object in `text`.

    Raises:
        RefusalError: `refusal`, where it holds none.
    """
    try:
        payload: object = json.loads(text)
    except (ValueError, RecursionError):
        raise RefusalError(refusal) from None
    if not isinstance(payload, dict):
        raise RefusalError(refusal)
    return payload


def json_answer(payload: Mapping[str, object]) -> Answer:
    """`payload` as a reply."""
    return Answer(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())


def under_spell(
    cast: Spell,
    phone: str,
    state: State,
    take: Callable[[], Answer],
    refuse: Callable[[str], Answer],
    throttled: str,
) -> Answer:
    """The answer to a request with a magic number.

    phone: the request's first number. take, refuse: make the ordinary answers. throttled: the
    code of a request that comes too fast.
    """
    if cast.delay_s:
        state.wait(cast.delay_s)
    if cast.busy and state.busy(phone, cast.busy):
        return refuse(throttled)
    reply = Answer()
    if cast.code:
        reply = take() if cast.code == "0" else refuse(cast.code)
    body = reply.body if cast.body is None else cast.body
    content_type = "text/html" if cast.body else reply.content_type
    return Answer(body, cast.status, content_type, cast.wire)
