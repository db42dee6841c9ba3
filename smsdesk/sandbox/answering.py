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
    code: str,
    phone: str,
    state: State,
    take: Callable[[], Answer],
    refuse: Callable[[str], Answer],
) -> Answer:
    """The answer to a request with a magic number.

    code: what the number is answered with at this provider. phone: the request's first number.
    take, refuse: make the ordinary answers.
    """
    if cast.delay_s:
        state.wait(cast.delay_s)
    if cast.times and not state.refuses(phone, cast.times):
        code = "0"
    reply = Answer()
    if code:
        reply = take() if code == "0" else refuse(code)
    body = reply.body if cast.body is None else cast.body
    content_type = "text/html" if cast.body else reply.content_type
    return Answer(body, cast.status, content_type, cast.wire)
