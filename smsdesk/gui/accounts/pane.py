"""The right side of Accounts: one account's heading, form, last try and the buttons below."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import Problem, SmsdeskError
from smsdesk.core.message import Kind
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui import words
from smsdesk.gui.accounts.form import AccountForm
from smsdesk.gui.accounts.layout import FormPart
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.page_focus import settle
from smsdesk.gui.parts.badge import Tile
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.surface import BottomBar, Card, Ground, ScrollColumn
from smsdesk.gui.parts.text import Hairline, Label, Paragraph
from smsdesk.gui.tab_order import follow_layout
from smsdesk.services.trying import Finding, TryReport

_FINDINGS = {Finding.GOOD: ("okc", "ok"), Finding.LOOK: ("tri", "warn"), Finding.BAD: ("xc", "bad")}
_TOPIC_ICONS = {"balance": "wallet", "clock": "clock", "proxy": "link"}


class AccountPane(Ground):
    """Shows one account and asks its page for everything that takes time.

    Signals:
        save_requested, try_requested, remove_requested, cancel_requested: a button was pressed.
        session_only_requested: keep the secrets until the program ends instead of saving them.

    keys_unread: the keyring holds keys and cannot be read. session_only: keys are not to go there.
    """

    save_requested = Signal()
    try_requested = Signal()
    remove_requested = Signal()
    cancel_requested = Signal()
    session_only_requested = Signal()

    def __init__(
        self,
        info: ProviderInfo,
        account: Account,
        *,
        is_new: bool,
        tile_tone: str = "accent",
        providers: Sequence[ProviderInfo] = (),
        region: str = "",
    ) -> None:
        """tile_tone: colours of the tile. providers: those a new account can choose from.

        region: country of test numbers without a prefix, "" for none.
        """
        super().__init__("surface")
        self._tile_tone = tile_tone
        self.account = account
        self.keys_unread = False
        self.session_only = False
        self._pressed: QWidget | None = None
        self.is_new = is_new
        self.info = info
        self._busy = ""
        self.form = AccountForm(info, account, is_new=is_new, providers=providers, region=region)
        self.setAccessibleName(account.name or self.tr("New account"))
        self._setup_ui()
        self._connect()
        self._show_buttons()
        follow_layout(self)

    def has_changes(self) -> bool:
        """Whether something was typed or chosen that is not saved."""
        if self.is_new:
            blank = Account(name="", provider=self.account.provider)
            return self.form.draft() != blank or bool(self.form.typed_secrets())
        return self.form.is_changed()

    # -- what the page tells -------------------------------------------------------------------

    def show_keyring(self, icon: str, tone: str, text: str) -> None:
        """Say below the keys where they are kept."""
        self.keys_unread = self.session_only = False
        self._show_keyring_line(icon, tone, text)

    def keep_for_session(self, text: str) -> None:
        """Keep the keys out of the keyring whenever they are saved; text: says so below them."""
        self.session_only = True
        self._show_keyring_line("clock", "warn", text)

    def _show_keyring_line(self, icon: str, tone: str, text: str) -> None:
        self._keyring_note.hide()
        self._keyring_line.set_look(icon, tone, text)
        self._keyring_line.show()

    def show_keyring_trouble(self, trouble: SmsdeskError, *, unread: bool = False) -> None:
        """Say why the keyring cannot be used and offer to do without it.

        unread: saved keys cannot be read; else those in the form cannot be saved.
        """
        self.keys_unread = unread
        self.session_only = False
        self._keyring_line.hide()
        first, _, rest = trouble.sentence(words.language()).partition("\n")
        heading = self.tr("Keys cannot be read") if unread else self.tr("Keys are not saved")
        self._keyring_note.set_text(heading, f"{first} {rest}".strip())
        self._keyring_note.set_action(self.tr("Keep for this session only"))
        self._keyring_note.show()

    def show_not_saved(self, trouble: SmsdeskError) -> None:
        """Saving failed because of the keyring: say so where it can be seen."""
        self.show_keyring_trouble(trouble, unread=self.keys_unread)
        self.show_trouble(self.tr("Nothing was saved."))
        self._bring_into_view(self._keyring_note)

    def show_trouble(self, sentence: str) -> None:
        """Say in the bottom bar what stands in the way; "" for nothing."""
        self._trouble = sentence
        self._show_buttons()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the fields that need a change."""
        first = self.form.show_problems(problems)
        if first is not None:
            self._bring_into_view(first)
        self.show_trouble(self.tr("Some fields need a change.") if problems else "")

    def show_busy(self, words_of_work: str) -> None:
        """Something runs ("" when it is over); buttons rest meanwhile."""
        focused = self.window().focusWidget()
        if words_of_work and focused in (self._save, self._try, self._remove, self._cancel):
            self._pressed = focused
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else it leaves with the button
        self._busy = words_of_work
        self._show_buttons()
        if not words_of_work:
            settle(self, self._pressed, self._try)

    def show_try(self, report: TryReport | None) -> None:
        """Show what the last try found."""
        self._try_part.setVisible(report is not None)
        self._try_line.setVisible(report is not None)
        if report is None:
            return
        at = datetime.fromtimestamp(report.at_ms / 1000).astimezone()
        self._try_part.set_hint(
            self.tr("{time}. No text was sent.").format(time=at.strftime("%H:%M:%S"))
        )
        language = words.language()
        while (old := self._try_rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for line in report.lines:
            icon, tone = _FINDINGS[line.finding]
            if line.finding is not Finding.BAD:
                icon = _TOPIC_ICONS.get(line.topic, icon)
            row = QWidget()
            box = QHBoxLayout(row)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(8)
            title = IconLabel(icon, tone, line.title(language), text_tone="text", weight=500)
            title.setMinimumWidth(272)
            box.addWidget(title)
            box.addWidget(Paragraph(line.detail(language)), 1, Qt.AlignmentFlag.AlignVCenter)
            row.setMinimumHeight(32)
            self._try_rows.addWidget(row)

    def show_try_just_made(self, report: TryReport, *, is_kept: bool = False) -> None:
        """Show what a try found, where it is seen. is_kept: the account was saved before it."""
        self.show_try(report)
        self._bring_into_view(self._try_part)
        bad = next((line for line in report.lines if line.finding is Finding.BAD), None)
        if bad is not None:
            found = bad.title(words.language())
            self.show_trouble(words.paragraph(self.tr("Saved."), found) if is_kept else found)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll to what was just shown, once the layout has made room for it."""
        QTimer.singleShot(0, widget, partial(self._scroll.ensureWidgetVisible, widget, 0, 48))

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._trouble = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = self._scroll = ScrollColumn(margins=(32, 20, 32, 24), spacing=0)
        outer.addWidget(scroll, 1)
        scroll.add(self._heading())
        scroll.add_space(16)
        scroll.add(Hairline())
        scroll.add_space(20)
        self._keyring_line = IconLabel("shield", "wait", "", style="small")
        self._keyring_note = Note("warn", icon="lock")
        self._keyring_note.hide()
        self.form.set_keys_line(self._keyring_line)
        self.form.set_keys_line(self._keyring_note)
        scroll.add(self.form)
        self._try_line = QWidget()
        box = QVBoxLayout(self._try_line)
        box.setContentsMargins(0, 20, 0, 20)
        box.addWidget(Hairline())
        scroll.add(self._try_line)
        card = Card(radius=8)
        self._try_rows = QVBoxLayout(card)
        self._try_rows.setContentsMargins(16, 8, 16, 8)
        self._try_rows.setSpacing(0)
        self._try_part = FormPart(self.tr("Last try"), "", card)
        scroll.add(self._try_part)
        self.show_try(None)
        outer.addWidget(self._bottom())

    def _heading(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Tile(self.info.tile, self._tile_tone, big=True))
        names = QVBoxLayout()
        names.setSpacing(0)
        title = self.tr("New account") if self.is_new else self.account.name
        names.addWidget(Label(title, "page", elide=True))
        names.addWidget(Label(self._about(), "small", "text-3", elide=True))
        row.addLayout(names, 1)
        self._try = Button(self.tr("Try"), icon="bolt")
        self._try.setObjectName("try_account")
        row.addWidget(self._try)
        return head

    def _about(self) -> str:
        """The provider, and what it carries in a few words."""
        info = self.info
        if list(info.kinds) == [Kind.TEXT]:
            limit = info.limit("text")
            return self.tr("{provider} · text only · {limit} characters").format(
                provider=info.title, limit=words.number(limit.maximum if limit else 0)
            )
        kinds = [SENTENCES[f"kind_{kind}"].to(words.language()) for kind in info.kinds]
        return " · ".join([info.title, ", ".join(kinds)])

    def _bottom(self) -> BottomBar:
        bar = BottomBar()
        bar.row.setContentsMargins(32, 1, 32, 0)
        self._say_line = Label("", tone="text-3", elide=True)
        self._say_line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._remove = Button(self.tr("Remove…"), "destructive", icon="trash", size="large")
        self._remove.setObjectName("remove_account")
        self._remove.setVisible(not self.is_new)
        self._cancel = Button(self.tr("Cancel"), size="large")
        self._cancel.setVisible(self.is_new)
        self._save = Button(self.tr("No changes"), "primary", size="large")
        self._save.setObjectName("save_account")
        bar.row.addWidget(self._say_line, 1)
        for button in (self._remove, self._cancel, self._save):
            bar.row.addWidget(button)
        return bar

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self._try.clicked.connect(self.try_requested)
        self._save.clicked.connect(self.save_requested)
        self._remove.clicked.connect(self.remove_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._keyring_note.action_clicked.connect(self.session_only_requested)

    def _on_form_changed(self) -> None:
        self._trouble = ""
        self._show_buttons()

    def _show_buttons(self) -> None:
        changed = self.form.is_changed()
        free = not self._busy
        self._save.setEnabled(changed and free)
        self._try.setEnabled(free)
        self._remove.setEnabled(free)
        if self.is_new:
            self._save.setText(self.tr("Add account"))
        else:
            self._save.setText(self.tr("Save changes") if changed else self.tr("No changes"))
        if self._busy:
            text, tone = self._busy, "text-2"
        elif self._trouble:
            text, tone = self._trouble, "bad"
        elif self.form.draft().mode is Mode.REHEARSAL:
            text, tone = self.tr("A rehearsal needs no keys of your own."), "text-3"
        else:
            text, tone = self.tr("Saving also tries the account, without sending a text."), "text-3"
        self._say_line.setText(text)
        self._say_line.set_tone(tone)
