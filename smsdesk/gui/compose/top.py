"""The top bar of Compose: account, kind of message; and that of its Recipients view."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from smsdesk.core.account import Account
from smsdesk.core.message import Kind
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.parts.account_picker import AccountPicker, AccountRow
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.tiles import tile_tones
from smsdesk.gui.words import paragraph


class ComposeTop(QStackedWidget):
    """Two bars, one for composing and one for the list.

    Signals:
        account_chosen(str), account_wanted(): another account, a new one.
        preview_requested(): open the preview where there is no room for it.
        back_requested(): from the list to composing.
        kind_chosen(str): another kind of message.
        kind_refused(str): why a kind of message cannot be chosen.
    """

    account_chosen = Signal(str)
    account_wanted = Signal()
    preview_requested = Signal()
    back_requested = Signal()
    kind_chosen = Signal(str)
    kind_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: ProviderInfo | None = None
        self._infos: Sequence[ProviderInfo] = ()
        self._account = AccountPicker()
        self._account.setObjectName("account")
        self._account.setAccessibleName(self.tr("Account"))
        self._kind = SegmentedSwitch(self.tr("Message kind"))
        self._kind.setObjectName("message_kind")
        for kind, word in self._kind_words().items():
            self._kind.add(kind.value, word)
        self._preview = Button(self.tr("Preview"), icon="eye")
        self._preview.setObjectName("show_preview")
        self._words = [
            Label(self.tr("Account"), tone="text-3"),
            Label(self.tr("Kind"), tone="text-3"),
        ]
        self._words[0].setBuddy(self._account)
        compose = TopBar()
        compose.row.addWidget(self._words[0])
        compose.row.addWidget(self._account)
        compose.row.addSpacing(8)
        compose.row.addWidget(self._words[1])
        compose.row.addWidget(self._kind)
        compose.row.addStretch(1)
        compose.row.addWidget(self._preview)

        back = Button(self.tr("Compose"), kind="ghost", icon="left")
        back.setObjectName("back_to_compose")
        recipients = TopBar()
        recipients.row.setContentsMargins(12, 0, 20, 0)
        recipients.row.addWidget(back)
        recipients.row.addWidget(Label(self.tr("Recipients"), "page"))
        recipients.row.addStretch(1)
        self._bars = (compose, recipients)
        self.addWidget(compose)
        self.addWidget(recipients)

        self._account.account_chosen.connect(self.account_chosen)
        self._account.add_requested.connect(self.account_wanted)
        self._preview.clicked.connect(self.preview_requested)
        self._kind.chosen.connect(self.kind_chosen)
        self._kind.refused.connect(self._on_kind_refused)
        back.clicked.connect(self.back_requested)
        self.set_narrow(False)
        self.set_kinds(None)

    def set_accounts(
        self, accounts: Sequence[Account], infos: Mapping[str, ProviderInfo], current: str
    ) -> None:
        """Offer `accounts` and show the one called `current`."""
        tones = tile_tones(infos)
        self._account.set_accounts(
            [
                AccountRow(
                    account.name,
                    infos[account.provider].title,
                    infos[account.provider].tile,
                    account.mode,
                    tones.get(account.provider, "accent"),
                )
                for account in accounts
                if account.provider in infos
            ]
        )
        if current:
            self._account.set_current_name(current)
        self._kind.setVisible(bool(accounts))
        self._words[1].setVisible(bool(accounts) and not self._narrow)

    def set_kinds(self, info: ProviderInfo | None, infos: Sequence[ProviderInfo] = ()) -> None:
        """Offer the kinds the family of `info` knows, out of all `infos`.

        Those this one cannot send stay in sight and say why not.
        """
        self._info, self._infos = info, infos
        self._offer()

    def show_kind(self, kind: Kind) -> None:
        """Show a kind as chosen, also one the provider cannot send."""
        self._kind.set_current(kind.value)
        self._offer()

    def reason(self, kind: Kind) -> str:
        """Why the provider cannot send that kind, and which one can."""
        info = self._info
        if info is None:
            return ""
        if tuple(info.kinds) == (Kind.TEXT,):
            reason = self.tr("{provider} carries text only.").format(provider=info.title)
        else:
            reason = self._refusals()[kind].format(provider=info.title)
        able = next((one for one in self._family() if kind in one.kinds), None)
        if able is None:
            able = next((one for one in self._infos if kind in one.kinds), None)
        if able is None:
            return reason
        return paragraph(reason, self._offers()[kind].format(provider=able.title))

    def _family(self) -> list[ProviderInfo]:
        info = self._info
        return [one for one in self._infos if info is not None and one.family == info.family]

    def _offer(self) -> None:
        info, current = self._info, self._kind.current()
        if info is None:
            known = {Kind.TEXT, Kind.MEDIA, Kind.CHOICE, Kind.CARD}
        else:
            known = {kind for one in (info, *self._family()) for kind in one.kinds}
        for kind in Kind:
            able = kind is Kind.TEXT if info is None else kind in info.kinds
            self._kind.set_offered(kind.value, kind in known or kind.value == current)
            self._kind.set_available(kind.value, able, "" if able else self.reason(kind))

    def _kind_words(self) -> dict[Kind, str]:
        return {
            Kind.TEXT: self.tr("Text"),
            Kind.TEMPLATE: self.tr("Template"),
            Kind.MEDIA: self.tr("Media"),
            Kind.CHOICE: self.tr("Choice"),
            Kind.CARD: self.tr("Card"),
            Kind.VOICE_CODE: self.tr("Voice code"),
            Kind.VERIFICATION_CODE: self.tr("Verification code"),
        }

    def _refusals(self) -> dict[Kind, str]:
        return {
            Kind.TEXT: self.tr("{provider} carries no free text."),
            Kind.TEMPLATE: self.tr("{provider} carries no templates."),
            Kind.MEDIA: self.tr("{provider} carries no media."),
            Kind.CHOICE: self.tr("{provider} carries no choices."),
            Kind.CARD: self.tr("{provider} carries no cards."),
            Kind.VOICE_CODE: self.tr("{provider} carries no voice codes."),
            Kind.VERIFICATION_CODE: self.tr("{provider} carries no verification codes."),
        }

    def _offers(self) -> dict[Kind, str]:
        return {
            Kind.TEXT: self.tr("{provider} can carry free text."),
            Kind.TEMPLATE: self.tr("{provider} can carry templates."),
            Kind.MEDIA: self.tr("{provider} can carry media."),
            Kind.CHOICE: self.tr("{provider} can carry choices."),
            Kind.CARD: self.tr("{provider} can carry cards."),
            Kind.VOICE_CODE: self.tr("{provider} can carry voice codes."),
            Kind.VERIFICATION_CODE: self.tr("{provider} can carry verification codes."),
        }

    def set_rehearsal(self, rehearsal: bool) -> None:
        """Run a line under the bar while nothing can leave this computer."""
        for bar in self._bars:
            bar.set_rehearsal(rehearsal)

    def set_read_only(self, read_only: bool) -> None:
        """Neither account nor kind can be changed; the preview can be looked at."""
        self._account.setEnabled(not read_only)
        self._kind.setEnabled(not read_only)

    def set_narrow(self, narrow: bool) -> None:
        """Drop the labels and offer the preview as a button."""
        self._narrow = narrow
        self._words[0].setVisible(not narrow)
        self._words[1].setVisible(not narrow and self._kind.isVisibleTo(self))
        self._preview.setVisible(narrow)

    def _on_kind_refused(self, _key: str, reason: str) -> None:
        if reason:
            self.kind_refused.emit(reason)
