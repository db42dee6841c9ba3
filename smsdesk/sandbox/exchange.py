"""One exchange with the sandbox: what came in, and what goes back over the wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Request:
    """A complete request. `headers` are keyed in lower case; `path` is without `query`."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: str = ""


class Wire(Enum):
    """How an answer travels."""

    WHOLE = auto()
    DROP = auto()  # the connection is reset, no byte comes back
    CUT_OFF = auto()  # the headers promise more than comes
    HANG = auto()  # nothing comes, for as long as the sandbox runs


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    wire: Wire = Wire.WHOLE
