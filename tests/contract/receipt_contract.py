"""What smsdesk promises of every provider that reads receipts; part of `ProviderContract`."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsdesk.core.provider import Provider, ReadsReceipts
from smsdesk.providers import explain
from tests.contract.receipt_samples import RECEIPT_SAMPLES


class ReceiptContract:
    """The contract. `receipts` is the provider's to supply."""

    provider_id: ClassVar[str]
    provider: Provider
    receipts: ClassVar[Mapping[str, int]] = {}
    """Texts of receipts, and how many each holds; {} where the provider reads none."""

    def test_receipts_are_read(self):
        provider = self.provider
        assert isinstance(provider, ReadsReceipts) == bool(self.receipts)
        if not isinstance(provider, ReadsReceipts):
            pytest.skip("reads no receipts")
        for text, count in self.receipts.items():
            receipts = provider.read_receipts(text)
            assert receipts is not None, text
            assert len(receipts) == count, text
            for receipt in receipts:
                assert receipt.provider == self.provider_id
                assert receipt.what.en
                assert receipt.what.zh
                assert receipt.code == "" or explain(self.provider_id, receipt.code).meaning.zh

    def test_only_its_own_receipts_are_read(self):
        provider = self.provider
        if not isinstance(provider, ReadsReceipts):
            pytest.skip("reads no receipts")
        assert set(RECEIPT_SAMPLES) >= {self.provider_id}
        for owner, text in RECEIPT_SAMPLES.items():
            receipts = provider.read_receipts(text)
            assert (receipts is not None) == (owner == self.provider_id), owner

    def test_any_text_is_read_without_fear(self):
        provider = self.provider
        if not isinstance(provider, ReadsReceipts):
            pytest.skip("reads no receipts")
        keys = sorted(set().union(*(words_of(text) for text in self.receipts)))

        @given(text=st.text() | any_form(keys) | any_json(keys).map(json.dumps), key=st.text())
        @example(text="[" * 100_000, key="")
        @example(text="1" * 10_000, key="")
        @example(text="\ud83d", key="\ud83d")
        def ask(text, key):
            receipts = provider.read_receipts(text, key)
            assert receipts is None or {each.provider for each in receipts} == {self.provider_id}

        ask()


def words_of(text: str) -> set[str]:
    """Everything in `text` that may be a key."""
    return set(re.findall(r"\w+", text))


def any_form(keys: Sequence[str]) -> st.SearchStrategy[str]:
    """Forms that hold some of `keys` with any values, in one of the shapes people paste."""
    pairs = st.lists(st.tuples(st.sampled_from(keys), st.text()), max_size=8)
    mark = st.sampled_from(["&", "\n", "&\r\n"])
    return st.builds(lambda pairs, mark: mark.join(map("=".join, pairs)), pairs, mark)


def any_json(keys: Sequence[str]) -> st.SearchStrategy[object]:
    """JSON values whose objects hold some of `keys`."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=6)
        ),
        max_leaves=12,
    )
