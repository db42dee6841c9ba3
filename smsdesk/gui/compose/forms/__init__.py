"""One form per kind of message."""
