from __future__ import annotations

import threading

from app.access.sign_in_address import SignInAddress


def test_an_address_opens_once() -> None:
    address = SignInAddress()
    waits = [address.is_waiting]
    url = address.new("http://127.0.0.1:8000")
    assert url.startswith("http://127.0.0.1:8000/sign-in/once?token=")
    token = url.partition("=")[2]
    assert len(token) >= 43
    waits.append(address.is_waiting)
    assert not address.take(token[:-1])
    assert not address.take("")
    assert address.take(token)
    assert not address.take(token)
    assert [*waits, address.is_waiting] == [False, True, False]


def test_a_new_address_ends_the_one_before() -> None:
    address = SignInAddress()
    first, second = (address.new("").partition("=")[2] for _ in range(2))
    assert not address.take(first)
    assert address.take(second)


def test_of_many_at_once_one_is_let_in() -> None:
    address = SignInAddress()
    token = address.new("").partition("=")[2]
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(address.take(token))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(True) == 1
