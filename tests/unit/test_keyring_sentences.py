"""What to do about the keyring is said for the system at hand alone."""

import pytest

from smsdesk.core.sentences.keyring import keyring_sentences

OWN = {
    "linux": ("gnome-keyring", "Passwords and Keys"),
    "win32": ("Credential Manager", "own user"),
    "darwin": ("Keychain Access",),
}
NAMES = ("KWallet", "Credential Manager", "Keychain Access", "Linux", "Windows", "macOS")


@pytest.mark.parametrize("platform", OWN)
def test_no_other_system_is_spoken_of(platform: str) -> None:
    said = " ".join(words.en + words.zh for words in keyring_sentences(platform).values())
    others = {name for name in NAMES if name in said}
    assert others <= {"linux": {"KWallet"}, "win32": {"Credential Manager"}}.get(
        platform, {"Keychain Access"}
    )
    assert all(step in said for step in OWN[platform])


def test_a_system_nobody_named_reads_as_linux_does() -> None:
    assert keyring_sentences("freebsd14") == keyring_sentences("linux")
