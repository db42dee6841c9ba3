"""A request for looking at: built as it would leave, every secret a blank and masked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.errors import Problem
from smsdesk.core.masking import as_curl, mask_request
from smsdesk.core.message import Message
from smsdesk.core.provider import HttpRequest, Provider

_HIDDEN: Final = "xxxxxxxx"  # short and plain, so that an address with it can be read


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request in words a developer reads.

    text: its line, headers and body; curl: the same as a command; both "" where it cannot be
    built. problems: why not.
    """

    text: str = ""
    curl: str = ""
    problems: tuple[Problem, ...] = ()


def shown(request: HttpRequest) -> RequestView:
    """A request that was built, with its sensitive values masked."""
    return RequestView(mask_request(request), as_curl(request))


def preview_request(
    provider: Provider, message: Message, account: Account, phone: str, now_ms: int, nonce: str
) -> RequestView:
    """The request for one rendered message and one number, E.164 digits; nothing is sent."""
    safe = without_keys(provider, account)
    if problems := provider.check(message, safe):
        return RequestView(problems=tuple(problems))
    return shown(provider.build(message, [phone], safe, now_ms, nonce))


def without_keys(provider: Provider, account: Account) -> Account:
    """The account with blanks for every key it does not carry in the open; none is read."""
    fields: Mapping[str, str] = {
        item.key: ("" if item.secret else account.fields.get(item.key, ""))
        or item.default
        or next(iter(item.choices), _HIDDEN)
        for item in provider.info.account_fields
    }
    return replace(account, fields=fields, secrets={})
