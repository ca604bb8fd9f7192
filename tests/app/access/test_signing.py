from __future__ import annotations

import pytest

from app.access.signing import LONGEST, Signer


def test_what_was_sealed_for_one_purpose_opens_for_that_alone() -> None:
    signer, other = Signer(b"a" * 32), Signer(b"b" * 32)
    sealed = signer.sealed("session", "to.ken")
    assert signer.opened("session", sealed) == "to.ken"
    assert signer.opened("form", sealed) is None
    assert other.opened("session", sealed) is None


@pytest.mark.parametrize("wrong", ["", ".", "x", "x.", "ü.ü", "token." + "0" * 64, "x" * (LONGEST + 1)])
def test_what_was_not_sealed_is_nothing(wrong: str) -> None:
    assert Signer(b"a" * 32).opened("session", wrong) is None


def test_every_change_of_one_sign_is_noticed() -> None:
    signer = Signer(b"a" * 32)
    sealed = signer.sealed("session", "token")
    for at in range(len(sealed)):
        changed = sealed[:at] + ("0" if sealed[at] != "0" else "1") + sealed[at + 1 :]
        assert signer.opened("session", changed) is None


def test_the_public_id_tells_servers_apart_and_nothing_else() -> None:
    assert Signer(b"a" * 32).public_id == Signer(b"a" * 32).public_id != Signer(b"b" * 32).public_id
    assert len(Signer(b"a" * 32).public_id) == 8
