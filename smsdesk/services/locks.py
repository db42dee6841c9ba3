"""One program at a time runs a campaign; the others may look."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from smsdesk.core.errors import UserInputError
from smsdesk.services.ports import CampaignLock, LockFactory

_TRIES: Final = 6
_BETWEEN_S: Final = 0.02


class CampaignLocks:
    """The locks of all campaigns. Thread: may be used from several threads at once."""

    def __init__(self, new_lock: LockFactory) -> None:
        self._new_lock = new_lock
        self._guard = threading.Lock()
        self._taking: set[str] = set()

    @contextmanager
    def taken(self, campaign_id: str, name: str) -> Iterator[CampaignLock]:
        """Take the lock for the block, which keeps it unless it fails or gives it back.

        Raises:
            UserInputError: campaign_busy.
            StorageError: folder_unwritable.
        """
        with self._guard:
            if campaign_id in self._taking:
                raise UserInputError("campaign_busy", name=name)
            self._taking.add(campaign_id)
        try:
            lock = self._take(campaign_id, name)
            try:
                yield lock
            except BaseException:
                lock.release()
                raise
        finally:
            with self._guard:
                self._taking.discard(campaign_id)

    def try_to_take(self, campaign_id: str) -> CampaignLock | None:
        """The lock, taken; None at once where another holds it.

        Raises:
            StorageError: folder_unwritable.
        """
        lock = self._new_lock(campaign_id)
        return lock if lock.acquire() else None

    def is_held_elsewhere(self, campaign_id: str) -> bool:
        """Whether somebody holds the lock who did not take it here just now.

        Raises:
            StorageError: folder_unwritable.
        """
        if self._is_taking(campaign_id) or not self._new_lock(campaign_id).is_held():
            return False
        return not self._is_taking(campaign_id)

    def _is_taking(self, campaign_id: str) -> bool:
        with self._guard:
            return campaign_id in self._taking

    def _take(self, campaign_id: str, name: str) -> CampaignLock:
        """Try a few times: whoever looks whether a lock is free holds it for that moment."""
        for _ in range(_TRIES):
            lock = self.try_to_take(campaign_id)
            if lock is not None:
                return lock
            threading.Event().wait(_BETWEEN_S)
        raise UserInputError("campaign_busy", name=name)
