"""Compose: from the list to Send, with a preview of what each person gets."""
