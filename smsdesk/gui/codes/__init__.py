"""Codes: any code of any provider, in words."""
