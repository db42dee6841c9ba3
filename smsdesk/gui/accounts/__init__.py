"""Accounts: the list, the form generated from the provider, and trying one."""
