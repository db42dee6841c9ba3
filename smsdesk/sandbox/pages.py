"""The pages of the sandbox: one module per provider API, by provider id."""

from collections.abc import Mapping
from typing import Final, Protocol

from smsdesk.core.codebook import CodeClass
from smsdesk.sandbox import nxcloud_sms, nxcloud_super, sendcloud, tencent_sms
from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.state import State


class Page(Protocol):
    """A provider's API as the sandbox plays it; a module with these names.

    FIELDS, SECRETS: the account it knows, by the provider's field keys. Made up, of use nowhere
        else.
    CLASS_CODES: what it answers with to a number of that class (`magic`), as its documents have
        it; without those classes that they know no code for.
    """

    FIELDS: Mapping[str, str]
    SECRETS: Mapping[str, str]
    CLASS_CODES: Mapping[CodeClass, str]

    def answer(self, request: Request, state: State) -> Answer | None:
        """Answer `request`, None where the path is none of this API's."""


PAGES: Final[Mapping[str, Page]] = {
    "nxcloud-sms": nxcloud_sms,
    "nxcloud-super": nxcloud_super,
    "tencent-sms": tencent_sms,
    "sendcloud": sendcloud,
}
