"""How an account is called where its provider's name stands beside it."""


def called_beside(name: str, provider: str) -> str:
    """The account's name without its provider's, which a second rehearsal has at its end."""
    return name.removesuffix(f" · {provider}")
