"""One program with an account for each provider, shared by the tests of what can be sent."""

from collections.abc import Iterator

import pytest

from smsdesk.sandbox import Sandbox
from tests.helpers.outside import NXCLOUD, SENDCLOUD, SUPER, TENCENT, Bench
from tests.helpers.tap import tapped


@pytest.fixture(scope="package")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Accounts called like their providers; `sendcloud-md5` signs with the other hash."""
    with Sandbox() as sandbox, tapped(sandbox.base_url) as tap:
        bench = Bench(tmp_path_factory.mktemp("table"), sandbox, tap)
        for provider in (NXCLOUD, SUPER, TENCENT, SENDCLOUD):
            bench.add(provider, provider, tap.base_url)
        bench.add("sendcloud-md5", SENDCLOUD, tap.base_url, sign_hash="md5")
        yield bench
