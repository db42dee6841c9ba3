"""`smsdesk sandbox`: the provider emulator in the foreground, until Ctrl+C."""

import argparse
import shlex
import signal
import threading

from smsdesk.cli.output import tell
from smsdesk.core.errors import UserInputError
from smsdesk.providers import PROVIDERS
from smsdesk.sandbox import MAGIC, SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox

MAX_PORT = 65_535


def serve(options: argparse.Namespace) -> int:
    """Serve until interrupted. The first line of the output is the base_url."""
    if not 0 <= options.port <= MAX_PORT:
        raise UserInputError("cli_port", port=options.port, most=MAX_PORT)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Sandbox(options.port) as sandbox:
        tell(sandbox.base_url)
        tell(_instructions(sandbox.base_url))
        stop.wait()
    return 0


def _instructions(base_url: str) -> str:
    lines = ["", "Nothing sent here leaves this computer. An account for it:", ""]
    lines += [f"  {_command(provider, base_url)}" for provider in PROVIDERS]
    lines += ["", "Numbers with fixed answers:", ""]
    lines += [f"  {number.pattern}  {number.what.en}" for number in MAGIC]
    lines += ["", "Ctrl+C stops it."]
    return "\n".join(lines)


def _command(provider: str, base_url: str) -> str:
    secrets = "".join(f"{key}={value}\\n" for key, value in SANDBOX_SECRETS[provider].items())
    fields = {"base_url": base_url, **SANDBOX_FIELDS[provider]}
    words = ["smsdesk", "account", "add", f"sandbox-{provider}", "--provider", provider]
    for key, value in fields.items():
        words += ["--set", f"{key}={value}"]
    return f"printf '{secrets}' | {shlex.join(words)}"
