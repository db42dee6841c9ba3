"""Addresses of computers: which of them are this one."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether requests to `host` never leave this computer, so that plain HTTP will do."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
