"""The files and options of `smsdesk send`, read and checked before anything is sent."""

import os
from dataclasses import replace
from pathlib import Path

from smsdesk.core.account import Account
from smsdesk.core.csvimport import Table, column_index, guess_phone_column
from smsdesk.core.errors import UserInputError
from smsdesk.core.phone import regions
from smsdesk.core.provider import ProviderInfo
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.services.accounts import limit_problems
from smsdesk.services.importer import load_file


def read_list(path: Path, phone_column: str | None, region: str | None) -> Recipients:
    """Read a recipient file and judge its numbers.

    Raises:
        UserInputError: the file cannot be read, or its phone column is not there or not clear.
    """
    table = load_file(path)
    return read_recipients(table, _phone_column(table, phone_column), region)


def _phone_column(table: Table, name: str | None) -> int:
    if name is not None:
        return column_index(table, name)
    found = guess_phone_column(table)
    if found is None:
        raise UserInputError("cli_phone_column", columns=", ".join(table.header))
    return found


def checked_region(code: str | None, default: str) -> str | None:
    """The default country in capitals: the option, else the one in the settings, else None."""
    if code is None:
        return default or None
    if code.upper() not in {region for region, _ in regions()}:
        raise UserInputError("cli_region", region=code)
    return code.upper()


def with_limits(
    account: Account,
    info: ProviderInfo,
    rate: float | None,
    workers: int | None,
    batch_size: int | None,
) -> Account:
    """The account with the limits of the command line, where they are given."""
    if rate is not None:
        account = replace(account, rate_per_s=rate)
    if workers is not None:
        account = replace(account, workers=workers)
    if batch_size is not None:
        account = replace(account, batch_size=batch_size)
    if problems := limit_problems(account, info):
        raise UserInputError.of(problems)
    return account


def results_path(name: str | None, *inputs: Path) -> Path | None:
    """Where to write results; refused before sending rather than missed after it.

    inputs: files that were read, and would be lost under them.
    """
    if name is None:
        return None
    path = Path(name)
    folder = path.parent
    if not folder.is_dir() or path.is_dir() or not os.access(folder, os.W_OK):
        raise UserInputError("cli_results_folder", path=name)
    if any(path.exists() and source.exists() and path.samefile(source) for source in inputs):
        raise UserInputError("cli_results_is_input", path=name)
    return path
