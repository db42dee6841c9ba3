"""The log file: rotating, and without secrets or whole phone numbers."""

import logging
import re
import threading
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from smsdesk.core.errors import StorageError
from smsdesk.core.masking import mask_phone, mask_secret

_FILE_BYTES: Final = 1_000_000
_FILES: Final = 5
_SHORTEST_SECRET: Final = 6
"""Shorter values would mask ordinary words; providers' secrets are three times as long."""

_NAMES: Final = (
    r"access[-_]?secret|secret[-_]?key|app[-_]?key|sms[-_]?key|access[-_]?key|signature|sign|sig|"
    r"authorization|password|token"
)
_NAMED: Final = re.compile(
    rf"""(?P<name>\b(?:{_NAMES})["']?\s*[:=]\s*["']?(?:Bearer\s+|Basic\s+)?)(?P<value>[^\s"'&,;}})]+)""",
    re.IGNORECASE,
)
# Digits run together, or set apart behind a plus; ids have letters, dashes or more digits.
_PHONE: Final = re.compile(r"(?<![\w.-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\d{9,15})(?![\w])")


class MaskingFormatter(logging.Formatter):
    """Masks whole lines, tracebacks included, after everything has been put together."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._lock = threading.Lock()
        self._secrets: tuple[str, ...] = ()

    def hide(self, secret: str) -> None:
        """Never let this value through again. May be called from any thread."""
        if len(secret) < _SHORTEST_SECRET:
            return
        with self._lock:
            known = {*self._secrets, secret}
            # the longest first, so that none is masked only in part
            self._secrets = tuple(sorted(known, key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, masked."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, mask_secret(secret))
        text = _NAMED.sub(lambda found: found["name"] + mask_secret(found["value"]), text)
        return _PHONE.sub(_masked_phone, text)


def _masked_phone(found: re.Match[str]) -> str:
    text = found[0]
    plus = "+" if text.startswith("+") else ""
    return plus + mask_phone(re.sub(r"\D", "", text))


class _Handler(RotatingFileHandler):
    """Where a line cannot be written (a full disk) it is lost: nothing else may fail for it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging)
        """Lose the line."""

    def close(self) -> None:
        """Close the file; what it still holds may be lost."""
        with suppress(OSError):
            super().close()


class LogFile:
    """The log of a running program: `smsdesk.log` and a few older ones, only for its owner."""

    def __init__(self, folder: Path) -> None:
        """Start logging into `folder`.

        Raises:
            StorageError: folder_unwritable.
        """
        self._formatter = MaskingFormatter()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path = folder / "smsdesk.log"
            self.path.touch(mode=0o600)
            self._handler = _Handler(
                self.path,
                maxBytes=_FILE_BYTES,
                backupCount=_FILES - 1,
                encoding="utf-8",
                errors="backslashreplace",
            )
        except OSError as problem:
            detail = problem.strerror or problem
            raise StorageError("folder_unwritable", path=folder, detail=detail) from problem
        self._handler.setFormatter(self._formatter)
        root = logging.getLogger()
        root.addHandler(self._handler)
        logging.getLogger("smsdesk").setLevel(logging.INFO)

    def hide(self, secret: str) -> None:
        """Never let this value into the log."""
        self._formatter.hide(secret)

    def close(self) -> None:
        """Stop logging into the file."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
