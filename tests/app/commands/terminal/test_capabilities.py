"""What standard output can show."""

from __future__ import annotations

import io

import pytest

from app.commands.terminal.capabilities import as_encoded, screen
from app.report.render.terminal import Screen


class Terminal(io.StringIO):
    """Standard output in front of a person."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Latin(Terminal):
    """One that has no arrows."""

    encoding = "latin-1"


def seen(monkeypatch: pytest.MonkeyPatch, output: io.StringIO, **given: str) -> Screen:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", output)
    return screen()


def test_a_person_gets_colours_and_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, Terminal(), TERM="xterm") == Screen(colour=True, unicode=True)


def test_a_pipe_gets_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, io.StringIO()) == Screen(colour=False, unicode=False)


@pytest.mark.parametrize("given", [{"NO_COLOR": ""}, {"TERM": "dumb"}])
def test_wishes_are_respected(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    assert seen(monkeypatch, Terminal(), **given) == Screen(colour=False, unicode=True)


def test_an_encoding_without_the_signs_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(monkeypatch, Latin()) == Screen(colour=True, unicode=False)


class Pipe(io.StringIO):
    """Standard output that ends in a file or another program."""

    def __init__(self, encoding: str | None) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self._encoding


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-8", "Müller → Möller"), ("latin-1", "Müller ? Möller"), ("ascii", "M?ller ? M?ller")]
)
def test_names_stay_as_they_are_wherever_the_encoding_can_hold_them(
    monkeypatch: pytest.MonkeyPatch, encoding: str, text: str
) -> None:
    """Müller and Möller were both M?ller in every pipe."""
    monkeypatch.setattr("sys.stdout", Pipe(encoding))
    assert as_encoded("Müller → Möller") == text


@pytest.mark.parametrize("encoding", [None, "klingon"])
def test_an_encoding_that_nobody_knows_gets_ascii(monkeypatch: pytest.MonkeyPatch, encoding: str | None) -> None:
    monkeypatch.setattr("sys.stdout", Pipe(encoding))
    assert as_encoded("Zoë") == "Zo?"
