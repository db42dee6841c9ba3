"""What a check of the self-test says."""

from collections.abc import Mapping

Facts = Mapping[str, object]
"""What a check found, by name; all of it goes into the report."""


class MissingError(Exception):
    """Something this computer does not have and smsdesk can do without; `str` says what follows."""

    def __init__(self, what: str, facts: Facts | None = None) -> None:
        super().__init__(what)
        self.facts: Facts = facts or {}


class FailedError(Exception):
    """Something smsdesk needs does not work here."""

    def __init__(self, what: str, facts: Facts | None = None) -> None:
        super().__init__(what)
        self.facts: Facts = facts or {}
