"""How fast an account sends, and from how many people on it asks."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui import words
from smsdesk.gui.accounts.layout import FieldGrid
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.number_input import NumberInput

_SAMPLE: Final = 1000  # requests in the hint below the rate


class LimitsGrid(FieldGrid):
    """The limits of one account, each in a field.

    fields: by the account's own names of them.

    Signals:
        changed: another number stands in one of them.
    """

    changed = Signal()

    def __init__(self, account: Account, info: ProviderInfo) -> None:
        super().__init__(smallest=170, most=4)
        self._default_batch = info.batch_default
        self.fields: dict[str, FormField] = {}
        whole = account.rate_per_s == int(account.rate_per_s)
        self._rate = NumberInput(0, 9_999, decimals=0 if whole else 2)
        self._rate.setValue(int(account.rate_per_s) if whole else account.rate_per_s)
        self._batch = NumberInput(1, info.batch_max)
        self._batch.setValue(account.batch_size or info.batch_default)
        self._workers = NumberInput(1, WORKERS_MAX)
        self._workers.setValue(account.workers)
        self._confirm = NumberInput(0, 1_000_000, suffix=self.tr("people"))
        self._confirm.setValue(account.confirm_from)
        most = self.tr("Up to {count}").format(count=words.number(info.batch_max))
        self._put("rate_per_s", self.tr("Requests per second"), self._rate, "")
        self._put("batch_size", self.tr("Numbers per request"), self._batch, most)
        self._put("workers", self.tr("Requests at once"), self._workers, self.tr("1 to 16"))
        self._put(
            "confirm_from",
            self.tr("Ask me to type the number from"),
            self._confirm,
            self.tr("Below that, one click confirms"),
        )
        self._show_rate_hint()

    def put_into(self, account: Account) -> Account:
        """The account with the limits that stand here."""
        batch = int(self._batch.value())
        return replace(
            account,
            rate_per_s=float(self._rate.value()),
            batch_size=0 if batch == self._default_batch else batch,
            workers=int(self._workers.value()),
            confirm_from=int(self._confirm.value()),
        )

    def _put(self, key: str, label: str, control: NumberInput, hint: str) -> None:
        control.setObjectName(f"account_{key}")
        control.valueChanged.connect(self._on_value_changed)
        self.fields[key] = FormField(label, control, hint)
        self.add(self.fields[key])

    def _on_value_changed(self) -> None:
        self._show_rate_hint()
        self.changed.emit()

    def _show_rate_hint(self) -> None:
        rate = float(self._rate.value())
        if rate <= 0:
            self.fields["rate_per_s"].set_hint(self.tr("0: as fast as the replies come"))
            return
        self.fields["rate_per_s"].set_hint(
            self.tr("{count} requests take {time}").format(
                count=words.number(_SAMPLE), time=words.duration(_SAMPLE / rate)
            )
        )
