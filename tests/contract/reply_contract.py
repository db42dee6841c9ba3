"""What smsdesk promises of every provider whatever comes back; part of `ProviderContract`."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from hypothesis import example, given
from hypothesis import strategies as st

from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, Provider, SupportsProbe, SupportsServerTime
from tests.contract.receipt_contract import any_json, words_of

ANSWERED = {Status.ACCEPTED, Status.REJECTED, Status.QUEUED, Status.UNKNOWN}
SCALARS = st.sampled_from(
    [None, True, 0, -1, 0.5, 10**30, "", " ", "0", "x" * 5000, "\ud83d", "\x00", "中", [], {}]
)


class ReplyContract:
    """The contract. The bodies are the provider's to supply."""

    provider: Provider
    phones: ClassVar[tuple[str, ...]]
    accepted: ClassVar[bytes]
    refused: ClassVar[Mapping[str, tuple[bytes, Status]]]
    mixed: ClassVar[tuple[bytes, tuple[Status, ...]] | None]

    def test_any_bytes_lose_no_row(self):
        good = st.sampled_from(self.bodies())
        cut = st.builds(lambda body, at: body[:at], good, st.integers(0, 400))
        spoilt = st.builds(
            lambda body, at, more: body[:at] + more + body[at:],
            good,
            st.integers(0, 400),
            st.binary(max_size=9),
        )

        @given(status=st.just(200) | st.integers(0, 999), body=st.binary() | cut | spoilt)
        def ask(status, body):
            self.read(HttpReply(status, {}, body))

        ask()

    def test_any_json_loses_no_row(self):
        keys = sorted(set().union(*(words_of(body.decode()) for body in self.bodies())))

        @given(any_json(keys))
        def ask(value):
            self.read(HttpReply(200, {}, json.dumps(value).encode()))

        ask()

    def test_a_good_reply_with_faults_loses_no_row(self):
        good = st.sampled_from([json.loads(body) for body in self.bodies()])

        @given(good.flatmap(spoilt_json))
        @example(json.loads(self.accepted))
        def ask(value):
            self.read(HttpReply(200, {}, json.dumps(value).encode()))

        ask()

    def test_a_row_that_goes_missing_is_never_sent_again_by_itself(self):
        """Whatever is taken out of a reply that took everybody, nobody is queued."""
        accepted = json.loads(self.accepted)
        for path in paths_of(accepted):
            outcomes = self.read(HttpReply(200, {}, json.dumps(without(accepted, path)).encode()))
            assert {outcome.status for outcome in outcomes} <= {Status.ACCEPTED, Status.UNKNOWN}

    def bodies(self) -> list[bytes]:
        mixed = [self.mixed[0]] if self.mixed else []
        return [self.accepted, *mixed, *(body for body, _ in self.refused.values())]

    def read(self, reply: HttpReply) -> list[Outcome]:
        """Read it by every way there is: nothing raises, and what is told can be kept."""
        outcomes = self.provider.parse(reply, self.phones)
        assert len(outcomes) == len(self.phones)
        for outcome in outcomes:
            assert outcome.status in ANSWERED
            assert outcome.code
            assert 0 <= outcome.segments < 10_000
            texts = (outcome.code, outcome.message_id, outcome.raw, outcome.channel_status)
            assert all(len(text.encode()) <= 2_000 for text in texts)
        if isinstance(self.provider, SupportsProbe):
            self.provider.read_probe(reply)
        if isinstance(self.provider, SupportsServerTime):
            self.provider.read_time(reply)
        return outcomes


def paths_of(value: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a JSON value."""
    parts: Sequence[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    for key, part in parts:
        yield (key,)
        yield from ((key, *rest) for rest in paths_of(part))


def changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy of `value` in which `change(holder, key)` was done to what is at `path`."""
    value = copy.deepcopy(value)
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return value


def without(value: Any, path: tuple[Any, ...]) -> Any:
    return changed(value, path, lambda holder, key: holder.pop(key))


@st.composite
def spoilt_json(draw: st.DrawFn, value: Any) -> Any:
    """`value` with some parts gone, doubled, of another type, or something else altogether."""
    for _ in range(draw(st.integers(1, 4))):
        paths = list(paths_of(value))
        if not paths:
            break
        path, how = draw(st.sampled_from(paths)), draw(st.integers(0, 4))
        other = draw(SCALARS | st.text(max_size=20))

        def change(holder: Any, key: Any, how: int = how, other: Any = other) -> None:
            if how == 0:
                holder.pop(key)
            elif how == 1 and isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            elif how == 2:
                holder[key] = str(holder[key])
            elif how == 3:
                holder[key] = [holder[key]]
            else:
                holder[key] = other

        value = changed(value, path, change)
    return value
