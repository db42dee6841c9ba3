"""The form of one account, generated from what its provider declares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import Problem
from smsdesk.core.provider import AccountField, ProviderInfo
from smsdesk.gui import words
from smsdesk.gui.accounts.guard_numbers import KEY as GUARD_KEY
from smsdesk.gui.accounts.guard_numbers import GuardNumbersField
from smsdesk.gui.accounts.layout import FieldGrid, FormPart
from smsdesk.gui.accounts.limits import LimitsGrid
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.badge import ModeBadge
from smsdesk.gui.parts.check import OptionCard
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.secret import SecretInput
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.text import Hairline, Link

_MODES: Final = (Mode.LIVE, Mode.GUARDED, Mode.REHEARSAL)


class AccountForm(QWidget):
    """Everything that can be set for one account.

    Signals:
        changed: something was typed or chosen.
        provider_chosen(str): a new account is to be one of that provider (id).
        numbers_requested: show the numbers a rehearsal answers in a fixed way.
    """

    changed = Signal()
    provider_chosen = Signal(str)
    numbers_requested = Signal()

    def __init__(
        self,
        info: ProviderInfo,
        account: Account,
        *,
        is_new: bool,
        providers: Sequence[ProviderInfo] = (),
        region: str = "",
    ) -> None:
        """providers: those a new account can choose from. region: of numbers without a prefix."""
        super().__init__()
        self._region = region
        self._providers = providers
        self._info = info
        self._account = account
        self._is_new = is_new
        self._defaults = {item.key: item.default for item in info.account_fields}
        self._fields: dict[str, FormField] = {}
        self._inputs: dict[str, Input | Select] = {}
        self._secrets: dict[str, SecretInput] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._setup_name()
        self._setup_keys()
        self._setup_mode()
        self._setup_limits()

    # -- what the page asks --------------------------------------------------------------------

    def draft(self) -> Account:
        """The account as it stands in the form, without secrets."""
        fields = dict(self._account.fields)
        for key, control in self._inputs.items():
            if key in ("name", "base_url"):
                continue
            value = _value(control)
            if value and (key in fields or value != self._defaults.get(key)):
                fields[key] = value
            elif not value:
                fields.pop(key, None)
        named = replace(
            self._account,
            name=_value(self._inputs["name"]),
            fields=fields,
            base_url=_value(self._inputs["base_url"]).rstrip("/"),
            mode=self._mode(),
            test_numbers=self._guard.editor.numbers(),
        )
        return self._limits.put_into(named)

    def typed_problems(self) -> list[Problem]:
        """What was typed and is not even in the draft: test numbers nobody can read."""
        return self._guard.editor.problems() if self._mode() is Mode.GUARDED else []

    def typed_secrets(self) -> dict[str, str]:
        """Secrets typed since the form was opened; those left alone are not in it."""
        found = {key: control.text().strip() for key, control in self._secrets.items()}
        return {key: value for key, value in found.items() if value}

    def secret_keys(self) -> tuple[str, ...]:
        """Keys of all secrets the provider declares."""
        return tuple(self._secrets)

    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return (
            self._is_new
            or bool(self.typed_secrets())
            or bool(self.typed_problems())
            or self.draft() != self._account
        )

    def set_region(self, region: str) -> None:
        """Read test numbers without a prefix as that country's, "" for none."""
        self._guard.set_region(region)

    def set_saved(self, keys: frozenset[str]) -> None:
        """Show which secrets the keyring holds; one that is being typed meanwhile stays."""
        for key, control in self._secrets.items():
            if not control.text():
                control.set_saved(key in keys)

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Put each sentence below its field, go to the first and return it; clear the rest."""
        for field in self._fields.values():
            field.set_error("")
        first: QWidget | None = None
        said: dict[str, list[str]] = {}
        for problem in problems:
            if problem.where in self._fields:
                said.setdefault(problem.where, []).append(problem.sentence(words.language()))
                first = first or self._control(problem.where)
        for where, sentences in said.items():
            self._fields[where].set_error("\n".join(sentences))
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first

    def set_keys_line(self, widget: QWidget) -> None:
        """Put a line about the keyring below the keys; a rehearsal has none."""
        layout = self._keyring_place.layout()
        if layout is not None:
            layout.addWidget(widget)

    def focus_first(self) -> None:
        """Start typing at the top."""
        self._inputs["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building ------------------------------------------------------------------------------

    def _part(self, title: str, hint: str, body: QWidget) -> FormPart:
        if self._column.count():
            self._column.addSpacing(20)
            self._column.addWidget(Hairline())
            self._column.addSpacing(20)
        part = FormPart(title, hint, body)
        self._column.addWidget(part)
        return part

    def _setup_name(self) -> None:
        grid = FieldGrid()
        if self._is_new:
            grid.add(self._provider_choice())
        name = self._input("name", self._account.name)
        grid.add(self._field("name", self.tr("Account name"), name, self.tr("Only you see it")))
        address = self._input("base_url", self._account.base_url, self._info.base_url)
        hint = self.tr("Empty for {provider}’s own").format(provider=self._info.title)
        grid.add(self._field("base_url", self.tr("Server address"), address, hint, optional=True))
        self._part(self.tr("Account"), "", grid)

    def _provider_choice(self) -> FormField:
        """Which provider a new account is of; another one has another form."""
        self.provider = Select(self.tr("Provider"))
        for info in self._providers:
            self.provider.add_choice(info.title, info.id)
        self.provider.setCurrentIndex(max(0, self.provider.findData(self._info.id)))
        self.provider.currentIndexChanged.connect(self._on_provider_current_index_changed)
        return self._field("provider", self.tr("Provider"), self.provider, "")

    def _on_provider_current_index_changed(self) -> None:
        self.provider_chosen.emit(str(self.provider.currentData()))

    def _setup_keys(self) -> None:
        language = words.language()
        body = QWidget()
        self._keys_body = QVBoxLayout(body)
        self._keys_body.setContentsMargins(0, 0, 0, 0)
        self._keys_body.setSpacing(16)
        grid = FieldGrid()
        for declared in self._info.account_fields:
            grid.add(self._declared(declared))
        self._keys_body.addWidget(grid)
        self._keys_grid = grid
        self._rehearsal_line = IconLabel(
            "loop", "text-2", self.tr("A rehearsal uses the sandbox’s own keys"), style="small"
        )
        self._numbers_link = Link(self.tr("Numbers it answers in a fixed way"), style="small")
        self._numbers_link.clicked.connect(self.numbers_requested)
        self._numbers_link.setObjectName("rehearsal_numbers_link")
        rehearsal = QHBoxLayout()
        rehearsal.setSpacing(16)
        rehearsal.addWidget(self._rehearsal_line)
        rehearsal.addWidget(self._numbers_link)
        rehearsal.addStretch()
        self._keys_body.addLayout(rehearsal)
        self._keyring_place = QWidget()
        place = QVBoxLayout(self._keyring_place)
        place.setContentsMargins(0, 0, 0, 0)
        self._keys_body.addWidget(self._keyring_place)
        self._part(self.tr("Keys"), self._info.keys_from.to(language), body)

    def _declared(self, declared: AccountField) -> FormField:
        language = words.language()
        value = self._account.fields.get(declared.key, "")
        control: QWidget
        if declared.secret:
            secret = SecretInput()
            secret.edited.connect(self.changed)
            self._secrets[declared.key] = secret
            control = secret
        elif declared.choices:
            control = self._choice(declared, value or declared.default)
        else:
            control = self._input(declared.key, value, declared.default, mono=True)
        return self._field(
            declared.key,
            declared.label.to(language),
            control,
            declared.hint.to(language),
            # one of several is always chosen: nothing can be left empty there
            optional=not declared.required and not declared.choices,
        )

    def _setup_mode(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(12)
        column.addLayout(row)
        self._guard = GuardNumbersField(self._account.test_numbers, self._region)
        self._fields[GUARD_KEY] = self._guard
        column.addWidget(self._guard)
        self._modes = {mode: self._mode_card(mode) for mode in _MODES}
        for mode, card in self._modes.items():
            card.setChecked(self._account.mode is mode)
            row.addWidget(card, 1)
        self._show_guarded()
        self._show_mode()
        for card in self._modes.values():
            card.toggled.connect(self._on_mode_toggled)
        self._guard.changed.connect(self._on_guard_changed)
        self._part(self.tr("Mode"), self.tr("How far Send may reach"), body)

    def _mode_card(self, mode: Mode) -> OptionCard:
        look = words.mode_look(mode)
        card = OptionCard(ModeBadge(mode), look.word, look.line)
        card.setObjectName(f"account_mode_{mode.value}")
        return card

    def _setup_limits(self) -> None:
        self._limits = LimitsGrid(self._account, self._info)
        self._limits.changed.connect(self.changed)
        self._fields |= self._limits.fields
        self._part(self.tr("Limits"), self.tr("How fast, and when to ask"), self._limits)

    def _input(self, key: str, value: str, placeholder: str = "", *, mono: bool = False) -> Input:
        control = Input(placeholder, mono=mono)
        control.setText(value)
        control.textChanged.connect(self.changed)
        self._inputs[key] = control
        return control

    def _choice(self, declared: AccountField, value: str) -> Select:
        control = Select(declared.label.to(words.language()))
        for choice in declared.choices:
            control.add_choice(choice, choice)
        control.setCurrentIndex(max(0, control.findData(value)))
        control.currentIndexChanged.connect(self.changed)
        self._inputs[declared.key] = control
        return control

    def _field(
        self, key: str, label: str, control: QWidget, hint: str, *, optional: bool = False
    ) -> FormField:
        beside = ""
        if optional:
            # one who may leave it empty should see beside the label what it would be good for
            short = self.tr("optional, {hint}").format(hint=hint) if hint else self.tr("optional")
            beside, hint = (short, "") if key in self._secrets else (self.tr("optional"), hint)
        field = FormField(label, control, hint, beside)
        control.setAccessibleName(label)
        control.setObjectName(f"account_{key}")
        self._fields[key] = field
        return field

    # -- below: one step each of the above -----------------------------------------------------

    def _control(self, key: str) -> QWidget | None:
        found: Mapping[str, QWidget] = {
            **self._inputs,
            **self._secrets,
            **{key: field.control for key, field in self._limits.fields.items()},
            GUARD_KEY: self._guard.editor,
        }
        return found.get(key)

    def _mode(self) -> Mode:
        return next((mode for mode, card in self._modes.items() if card.isChecked()), Mode.LIVE)

    def _on_mode_toggled(self, checked: bool) -> None:
        if checked:  # the one that was chosen before tells of the same change
            self._show_mode()
            self.changed.emit()

    def _show_mode(self) -> None:
        """Keys only matter where something is really sent, test numbers where they bind."""
        mode = self._mode()
        real = mode is not Mode.REHEARSAL
        self._keys_grid.setVisible(real)
        self._keyring_place.setVisible(real)
        self._rehearsal_line.setVisible(not real)
        self._numbers_link.setVisible(not real)
        self._guard.setVisible(mode is Mode.GUARDED)

    def _on_guard_changed(self) -> None:
        self._show_guarded()
        self.changed.emit()

    def _show_guarded(self) -> None:
        """Say on the card of the guarded mode how many people it reaches."""
        count = len(self._guard.editor.numbers())
        if count == 0:
            text = self.tr("Sends only to test numbers you name. Everybody else is left out.")
        elif count == 1:
            text = self.tr("Sends only to your test number. Everybody else is left out.")
        else:
            text = self.tr(
                "Sends only to your {count} test numbers. Everybody else is left out."
            ).format(count=words.number(count))
        self._modes[Mode.GUARDED].set_text(text)


def _value(control: "Input | Select") -> str:
    if isinstance(control, Select):
        return str(control.currentData() or "")
    return control.text().strip()
