"""Secrets are sealed with keys outside the database, each for one context, under several keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from supervision import keyring

OLD, NEW = keyring.new_key(), keyring.new_key()
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@given(secret=texts, context=texts)
def test_what_is_sealed_opens_in_its_own_context(secret: str, context: str) -> None:
    sealed = keyring.seal(secret, context)
    assert keyring.open_sealed(sealed, context) == secret
    assert len(secret) < 4 or secret not in sealed
    with pytest.raises(keyring.CannotOpen):
        keyring.open_sealed(sealed, context + "x")


@given(place=st.integers(0, 10_000))
def test_a_changed_text_does_not_open(place: int) -> None:
    sealed = keyring.seal("тайна", "login:1")
    place %= len(sealed)
    other = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
    try:
        opened = keyring.open_sealed(other, "login:1")
    except keyring.CannotOpen:
        return
    assert opened == "тайна" and sealed[place:].rstrip("=")[1:] == ""  # unused bits of the last character


def test_the_same_secret_is_sealed_differently_every_time() -> None:
    assert keyring.seal("x", "a") != keyring.seal("x", "a")


def test_a_former_key_opens_and_the_newest_seals(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    sealed = keyring.seal("тайна", "a")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    again = keyring.renewed(sealed, "a")
    assert keyring.open_sealed(sealed, "a") == keyring.open_sealed(again, "a") == "тайна"
    assert keyring.renewed(again, "a") == again
    settings.ENCRYPTION_KEYS = [NEW]
    assert keyring.open_sealed(again, "a") == "тайна"
    with pytest.raises(keyring.CannotOpen, match="ENCRYPTION_KEYS"):
        keyring.open_sealed(sealed, "a")


@pytest.mark.parametrize("text", ["", "тайна", "k1", "k1..", "k2.aaaaaaaa.AAAA", "k1.ффф.ы", "."])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(keyring.CannotOpen):
        keyring.open_sealed(text, "a")


@pytest.mark.parametrize(
    "text", ["short", "не ключ", "A" * 43, "", OLD + OLD], ids=["short", "no base64", "cut", "empty", "two"]
)
def test_a_bad_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|bytes") as refused:
        keyring.key_of(text)
    assert not text or text not in str(refused.value)
