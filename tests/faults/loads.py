"""What the fault suite sends: every provider, the same for all and one text for each."""

import re
from dataclasses import dataclass
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.csvimport import Table
from smsdesk.core.message import (
    CardMessage,
    Choice,
    Image,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    outline,
)
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.providers import PROVIDERS
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS

WORKERS: Final = 8
# all of them numbers the rules of their countries allow, none of them magic to the sandbox
MAINLAND, BRITAIN, SINGAPORE = 8613800100000, 447400100000, 6581200000


@dataclass(frozen=True, slots=True)
class Load:
    """A message, whom it goes to and in requests of what size.

    mixed: every third number is abroad. batch: numbers per request of the account.
    """

    name: str
    provider: str
    message: Message
    mixed: bool = False
    batch: int = 5

    @property
    def key(self) -> str:
        """Names it among all loads."""
        return f"{self.provider} {self.name}"

    @property
    def knows_repeats(self) -> bool:
        """Whether the provider knows a repeated request for a while and takes it once."""
        return PROVIDERS[self.provider].info.dedup_window_s is not None

    @property
    def is_personal(self) -> bool:
        """Whether everybody gets a text of their own."""
        return "{" in outline(self.message)

    def requests(self, count: int) -> int:
        """About how many requests `count` recipients take."""
        alone = self.is_personal or isinstance(self.message, VerificationCodeMessage)
        return count if alone else max(1, count // self.batch)

    def account(self, base_url: str) -> Account:
        """The sandbox's account, unlocked."""
        return Account(
            name="shop",
            provider=self.provider,
            fields=SANDBOX_FIELDS[self.provider],
            base_url=base_url,
            workers=WORKERS,
            batch_size=self.batch,
        ).with_secrets(SANDBOX_SECRETS[self.provider])

    def rows(self, count: int, first: int = 0) -> list[list[str]]:
        """`count` different people, then a number that occurs twice and one that is none."""
        people = [
            [f"p{at}q", f"{at:06d}", f"+{self._phone(at)}"] for at in range(first, first + count)
        ]
        return [*people, ["twice", "000000", people[0][2]], ["nobody", "000000", "+86 12"]]

    def recipients(self, count: int, first: int = 0) -> Recipients:
        """The same as the importer hands them over."""
        rows = self.rows(count, first)
        table = Table(("name", "code", "phone"), rows, ",", "utf-8", True, 2, "people.csv")
        return read_recipients(table, 2, None)

    def is_for(self, phone: int, content: str) -> bool:
        """Whether `content`, as the sandbox took it, is what this number was to get."""
        if not self.is_personal:
            return re.search(r"p[0-9]+q", content) is None
        at = next(phone - start for start in (MAINLAND, BRITAIN, SINGAPORE) if phone >= start)
        code = isinstance(self.message, VerificationCodeMessage)
        return (f"{at:06d}" if code else f"p{at}q") in content

    def _phone(self, at: int) -> int:
        if not self.mixed or at % 3:
            return MAINLAND + at
        return (BRITAIN if at % 2 else SINGAPORE) + at


def _card(title: str) -> CardMessage:
    choice = Choice("Look", "https://shop.example/look")
    return CardMessage(title, Image("https://shop.example/a.jpg"), (choice,))


def _template(value: str) -> TemplateMessage:
    return TemplateMessage("19", {"1": value}, signature="牛信")


def _sendcloud(value: str) -> TemplateMessage:
    return TemplateMessage("1", {"name": value})


LOADS: Final = (
    Load("text", "nxcloud-sms", TextMessage("The same for all")),
    Load("text, each", "nxcloud-sms", TextMessage("Hi {name}")),
    Load("text", "nxcloud-super", TextMessage("The same for all")),
    Load("text, each", "nxcloud-super", TextMessage("Hi {name}")),
    Load("card", "nxcloud-super", _card("A card for all")),
    Load("card, each", "nxcloud-super", _card("Card of {name}")),
    Load("text", "tencent-sms", TextMessage("【牛信】For all"), mixed=True),
    Load("text, each", "tencent-sms", TextMessage("【牛信】Hi {name}"), mixed=True),
    Load("template", "tencent-sms", _template("all"), mixed=True),
    Load("template, each", "tencent-sms", _template("{name}"), mixed=True),
    Load("template", "sendcloud", _sendcloud("all"), mixed=True),
    Load("template, each", "sendcloud", _sendcloud("{name}"), mixed=True),
    Load("code", "sendcloud", VerificationCodeMessage("123456", sign_id="7"), mixed=True),
    Load("code, each", "sendcloud", VerificationCodeMessage("{code}", sign_id="7"), mixed=True),
)
BY_KEY: Final = {load.key: load for load in LOADS}
