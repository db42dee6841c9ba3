"""smsdesk: the desktop messaging composer for support desks and small businesses."""

__version__ = "0.1.0"
