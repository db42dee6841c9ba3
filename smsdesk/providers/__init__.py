"""The providers smsdesk can send with.

How to add a provider
---------------------
1. Write `smsdesk/providers/codes/<name>.toml`, its code book: every code of its documents with
   meaning and next step in English and Chinese, class, retry rule and source. The class decides
   what a recipient becomes and whether the campaign pauses (`core.codebook.CodeClass`). A code
   `10xx` answers for its whole hundred; what happens on the wire is in `transport.toml` already.
2. Write `smsdesk/providers/<name>.py`: a subclass of `base.HttpProvider` that declares `info`
   (limits, account fields with their `secret` flags) and `codes`, and writes

   - `check`: what the provider would refuse, said before anything is sent. Refuse only what costs
     money or cannot be expressed; leave policies to the provider. Each problem's words stand in
     `core/sentences/provider.py`;
   - `batch_limit`, `single_number_fields`: how many numbers fit in one request. Such a field is
     called by its words `field_<key>` in the same file;
   - `build`: pure; the signed request, its body serialised once so that the signed text is the
     sent text. Clock and nonce are arguments, so that signatures can be tested with vectors;
   - `parse_json`: pure; one outcome per number, in order, whatever the payload holds.

   HTTP itself, its failures and replies that are no JSON are done in `base`. What only some
   providers can do is a Protocol in `core.provider` (`SupportsProbe`, `SupportsBalance`): write
   its methods and it is found by `isinstance`.
3. Add it to `PROVIDERS` below.
4. Write its page of the sandbox, `smsdesk/sandbox/<name>.py`: `answer(request, state)`, None where
   the path is none of its own. It refuses what the real API refuses and checks signatures with
   code of its own, so that no mistake is shared; `magic.spell` tells what a magic number does.
   Add `answer` to `_PAGES` in `sandbox/server.py`, and the made-up keys to `SANDBOX_FIELDS` and
   `SANDBOX_SECRETS`: the demo and rehearsal accounts ask for every provider's.
5. Write `tests/contract/test_<name>.py` on `tests/contract/provider_contract.py`: it asks of every
   provider what smsdesk promises. Add the provider's published signature vectors.

A kind of message that is not in `core/message.py` yet is a dataclass there and an editor in
`gui/compose`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.core.provider import Provider
from smsdesk.core.words import Words
from smsdesk.providers.base import HttpTransport
from smsdesk.providers.codes import TRANSPORT_CODES, find_code
from smsdesk.providers.nxcloud_sms import NxcloudSms

__all__ = ["PROVIDERS", "TRANSPORT_CODES", "HttpTransport", "explain"]

PROVIDERS: Final[Mapping[str, Provider]] = {
    provider.info.id: provider for provider in (NxcloudSms(),)
}

_UNLISTED: Final = CodeEntry(
    code="",
    meaning=Words("Not accepted; code not in the book", "未被接受，代码未收录"),
    cls=CodeClass.REQUEST,
    next_step=Words(
        "Ask the provider what the code means before sending again.",
        "请先向服务商了解该代码的含义，再决定是否重发。",
    ),
    retry=Retry.CHECK_FIRST,
    family="unlisted",
    source="smsdesk",
)


def explain(provider_id: str, code: str) -> CodeEntry:
    """What `code` means: the provider's book first, then the wire's, else an entry that keeps it.

    Codes no book lists come back as they are, with family `unlisted`.
    """
    provider = PROVIDERS.get(provider_id)
    entry = find_code(provider.codes, code) if provider else None
    return entry or find_code(TRANSPORT_CODES, code) or replace(_UNLISTED, code=code)
