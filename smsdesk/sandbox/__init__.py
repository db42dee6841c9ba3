"""A provider emulator on this computer: real HTTP, real signatures, real codes, magic numbers.

It refuses what the real API would refuse. Rehearsal accounts, `--demo`, the tests and the
benchmarks send to it; nothing leaves this computer.
"""

from typing import Final

from smsdesk.sandbox.magic import MAGIC, MagicNumber
from smsdesk.sandbox.pages import PAGES
from smsdesk.sandbox.server import LEDGER_PATH, Sandbox
from smsdesk.sandbox.state import Accepted, Options

__all__ = [
    "LEDGER_PATH",
    "MAGIC",
    "SANDBOX_FIELDS",
    "SANDBOX_SECRETS",
    "Accepted",
    "MagicNumber",
    "Options",
    "Sandbox",
]

SANDBOX_FIELDS: Final = {provider: page.FIELDS for provider, page in PAGES.items()}
"""Account fields the sandbox knows, by provider id."""

SANDBOX_SECRETS: Final = {provider: page.SECRETS for provider, page in PAGES.items()}
"""Secrets the sandbox knows, by provider id. Made up, and of use nowhere else."""
