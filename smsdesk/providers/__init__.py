"""The providers smsdesk can send with.

How to add a provider
---------------------
It costs a module here, a code book, a page of the sandbox, and a line in each of two tables; what
the composer, the account form, the plan, the grid and the command line show comes from these.

1. Its code book, `codes/<name>.toml`: every code of its documents with meaning and next step in
   English and Chinese, class, retry rule and source. The class decides what a recipient becomes and
   whether the campaign pauses (`core.codebook.CodeClass`). `10xx` answers for its whole hundred.
   Codes of receipts are entries of the family `receipt`; where a reply has the same code, put the
   reply first. Tables that no reply uses (`records`, `smpp`, `viber`: `_ELSEWHERE` in `codes`) are
   found by people only. What happens on the wire is in `transport.toml` already.
2. Its module, `<name>.py`: a subclass of `base.HttpProvider` that declares `info` (kinds of message
   with the options each takes, limits by path, account fields with their `secret` flags and
   `choices`) and `codes`, and writes

   - `check`: what the provider would refuse of a rendered message, everything at once, by path.
     `core.message_check` has the rules most providers share. A rule of its own is a `Problem` of
     code `provider_rule`, whose words it brings along (`sendcloud_check`). Refuse only what costs
     money or cannot be expressed; leave policies to the provider;
   - `batch_limit`, `single_number_fields`: how many numbers fit in one request. `batch_default` is
     how many people one lost reply may leave in doubt, `batch_max` what the documents allow;
   - `build`: pure; the signed request, every text in it made once, so that what is signed is what
     is sent. Clock and nonce are arguments, so that signatures can be tested with vectors. The
     names of what nobody should read go into `sensitive`;
   - `parse_json`: pure; one outcome per number, in order, whatever the payload holds. A number that
     the reply does not account for is `unreadable`; `self.outcome` turns a code into an outcome.

   HTTP itself, its failures and replies that are no JSON are done in `transport` and `base`. What
   only some providers can do is a Protocol in `core.provider`: write its methods and it is found
   by `isinstance`.

   - `SupportsProbe`, `SupportsBalance`: keys and balance, when an account is tried;
   - `SupportsServerTime`: asked before the first request, so that a wrong clock here costs nothing
     (`services.clock`); without it the `Date` of a refusal of class `clock` serves;
   - `KeepsRecords`: whether it took a message whose reply was lost; a record must show enough to
     fit no other message of the same minutes;
   - `SplitsNumbers`: numbers that must not share a request; `ChecksNumbers`: that an option of the
     message does not fit;
   - `ReadsReceipts`: receipts pasted as text; None for those of others.

   Past 300 lines, move a part out beside it: `sendcloud_reply`, `sendcloud_receipts`.
3. Its line in `PROVIDERS` below.
4. Its page of the sandbox, `smsdesk/sandbox/<name>.py`: made-up FIELDS and SECRETS, CLASS_CODES
   (its code for each class, which magic numbers and the sample list are answered with), and
   `answer(request, state)`, None where the path is none of its own. It refuses what the documents
   say and checks signatures with code of its own, so that no mistake is shared; `answering` has
   what all pages do, `magic.spell` tells what a magic number does. Its line stands in `PAGES` in
   `sandbox/pages.py`; `--demo` and rehearsal accounts follow from there.
5. Its test, `tests/contract/test_<name>.py`, on `tests/contract/provider_contract.py`, which asks
   of every provider what smsdesk promises. Add the published signature vectors, the documents' own
   samples, and a receipt to `tests/contract/receipt_samples.py`.

A kind of message that is not in `core/message.py` yet is a dataclass there and a form in
`gui/compose/forms`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.core.provider import Provider
from smsdesk.core.words import Words
from smsdesk.providers.codes import TRANSPORT_CODES, find_code
from smsdesk.providers.nxcloud_sms import NxcloudSms
from smsdesk.providers.nxcloud_super import NxcloudSuper
from smsdesk.providers.sendcloud import SendCloud
from smsdesk.providers.tencent_sms import TencentSms
from smsdesk.providers.transport import HttpTransport

__all__ = ["PROVIDERS", "TRANSPORT_CODES", "HttpTransport", "explain"]

PROVIDERS: Final[Mapping[str, Provider]] = {
    provider.info.id: provider
    for provider in (
        NxcloudSms(),
        NxcloudSuper(),
        TencentSms(),
        SendCloud(),
    )
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
