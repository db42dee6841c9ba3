"""Sample media at the sandbox: a picture, a video and a file whose addresses work offline."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from smsdesk.sandbox.exchange import Answer, Request

MEDIA_PATH: Final = "/sandbox/media/"

_TYPES: Final = {
    "bouquet.png": "image/png",
    "bouquet.mp4": "video/mp4",
    "prices.pdf": "application/pdf",
}


def sample_media(request: Request) -> Answer | None:
    """The sample asked for, None where the path is none of them."""
    name = request.path.removeprefix(MEDIA_PATH)
    if request.path == name or name not in _TYPES:
        return None
    if request.method != "GET":
        return Answer(status=405)
    return Answer(_sample(name), content_type=_TYPES[name])


@lru_cache(maxsize=len(_TYPES))
def _sample(name: str) -> bytes:
    return files("smsdesk.sandbox").joinpath("samples", name).read_bytes()
