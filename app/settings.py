"""How a server is set up: environment variables that start with ``CASELOAD_``, checked once, at start.

Unsafe settings are refused here, before a socket is opened.
"""

from __future__ import annotations

import base64
import csv
import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.machine_memory import MemoryShares, machine_memory, shares_of, usual_budget

MIB = 1024 * 1024
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"})
"""With a public key: nobody who can check a token can make one."""
KEEP = "keep"
"""Said instead of a number of days: never removed."""
SIGNING = "whsec_"
"""What a secret of messages begins with, as Standard Webhooks writes it."""
LEAST_SECRET, MOST_SECRET = 24, 64
WEAK_SECRET = f"must be {SIGNING} and {LEAST_SECRET} to {MOST_SECRET} random bytes in base64 (openssl rand -base64 32)"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser on this machine may call the server, wherever it listens."""


class Settings(BaseSettings):
    """Settings of one server.

    Attributes
    ----------
    data_dir : path
        Holds everything that the server keeps (created with access for its owner only).
    database_url : str or None
        SQLAlchemy URL, for example ``postgresql+psycopg://…``; None: SQLite in ``data_dir``.
    host, port : where the server listens
        Any address but loopback is refused at the start of a server for which there are no keys.
    allowed_hosts : tuple of str
        More names, with the port where it is not 80 or 443, by which browsers may call the server.
    public_url : str or None
        Where people reach the server, as ``https://caseload.example``: its name is allowed, cookies are ``Secure`` with
        https, and the provider sends browsers back there.
    oidc_issuer : str or None
        The office's own sign-in (OpenID Connect); https, or http on this machine.
    oidc_client_id, oidc_client_secret : str or None
        What the provider calls this server, and what it proves that with; without a secret PKCE alone.
    oidc_audience : str or None
        For whom tokens that programs send must be made; None: ``oidc_client_id``.
    oidc_role_claim, oidc_offices_claim : str
        Claims with the role, and with the list of offices (``*``: all). A point goes into an object.
    oidc_scope : str
        What browsers ask the provider for.
    oidc_algorithms : tuple of str
        With which tokens may be signed.
    oidc_hosts : tuple of str
        Further hosts, beside the issuer's, that the provider's addresses may be at.
    log_format : "text" or "json"
        Lines for people, or an object a line for programs.
    otlp_endpoint : str or None
        Base address of an OpenTelemetry collector (OTLP over HTTP) to which traces are sent; None: what the standard
        variables say, and without them nothing is sent.
    retention : dict of str to int or None
        Days after which what has ended is removed, by casefolded office; ``""``: of all that are not named. None, or
        nothing said: never.
    audit_heads : path or None
        Folder to which the head of the audit records is written once a day; on another machine, at best.
    adoption_webhook_url : str or None
        Where a message is posted whenever a plan is adopted; https, or http on this machine. None: nowhere.
    adoption_webhook_secret : str or None
        What such messages are signed with: ``whsec_`` and 24 to 64 bytes in base64.
    max_upload_bytes, max_roster_bytes : int
        Largest request body as sent, and after decompression.
    solves_at_once : int
        Solves that run at the same time in one process; further ones wait in the queue. 0: this server makes no plans,
        workers on the same PostgreSQL do.
    parts_at_once : int or None
        Parts of other plans on which a solve that has none of its own works at the same time; None: one for each core.
        0: this process takes none, and offers none of its own plans.
    part_choices : int
        Pairs of a class of cases and an officer from which on a part of a plan is offered to others.
    lease_s : float
        Seconds after which a running plan whose process says nothing is taken up by another process. The same for all
        processes of a database.
    max_queued : int
        Plans that may wait; one more is refused with 503.
    max_plans_of_one : int
        Plans that may wait and run of one caller; one more is refused with 429.
    memory_bytes : int or None
        Memory that this process and all that it starts may hold together; None: three quarters of what the machine, or
        the container, has.
    solve_memory_bytes : int
        Address space of the process that solves one plan; the budget where that is less.
    solve_margin_s : float
        Seconds that reading, checking and writing may take on top of a plan's time limit before it is ended.
    solve_grace_s : float
        Seconds that a plan has to return its best result after it was asked to stop.
    max_time_limit_s : float
        Longest time limit that a plan may ask for.
    questions_at_once : int
        Requests that are read and worked out at the same time (rosters, plans that are asked for, reports, what-ifs,
        advice), each in a warm process; others wait, and far too many get 503.
    question_memory_bytes : int
        Address space of the process for one of them; the budget where that is less.
    question_limit_s : float
        Seconds after which it is ended.
    frozen_s : float or None
        Seconds after which a process that stands still ends itself, so that whoever minds it starts it again; None:
        never.
    """

    model_config = SettingsConfigDict(env_prefix="CASELOAD_", extra="ignore", frozen=True)

    data_dir: Path = Path("caseload-data")
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    public_url: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_audience: str | None = None
    oidc_role_claim: str = "caseload_role"
    oidc_offices_claim: str = "caseload_offices"
    oidc_scope: str = "openid profile"
    oidc_algorithms: Annotated[tuple[str, ...], NoDecode] = ("RS256", "ES256")
    oidc_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    log_format: Literal["text", "json"] = "text"
    otlp_endpoint: str | None = None
    retention: Annotated[dict[str, Annotated[int, Field(ge=1, le=36_500)] | None], NoDecode] = {}
    audit_heads: Path | None = None
    adoption_webhook_url: str | None = None
    adoption_webhook_secret: SecretStr | None = None
    max_upload_bytes: int = Field(default=64 * MIB, ge=1)
    max_roster_bytes: int = Field(default=512 * MIB, ge=1)
    solves_at_once: int = Field(default=1, ge=0)
    parts_at_once: int | None = Field(default=None, ge=0)
    part_choices: int = Field(default=200, ge=1)
    lease_s: float = Field(default=15.0, ge=0.5)
    max_queued: int = Field(default=100, ge=1)
    max_plans_of_one: int = Field(default=20, ge=1)
    memory_bytes: int | None = Field(default=None, ge=512 * MIB)
    solve_memory_bytes: int = Field(default=8192 * MIB, ge=64 * MIB)
    solve_margin_s: float = Field(default=300.0, gt=0)
    solve_grace_s: float = Field(default=30.0, gt=0)
    max_time_limit_s: float = Field(default=3600.0, gt=0)
    questions_at_once: int = Field(default=2, ge=1)
    question_memory_bytes: int = Field(default=8192 * MIB, ge=64 * MIB)
    question_limit_s: float = Field(default=300.0, gt=0)
    frozen_s: float | None = Field(default=None, ge=5)

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, object]) -> dict[str, object]:
        for name in ("allowed_hosts", "oidc_algorithms", "oidc_hosts"):
            if isinstance(text := values.get(name), str):
                values = {**values, name: tuple(each.strip() for each in text.split(",") if each.strip())}
        return values

    @field_validator("retention", mode="before")
    @classmethod
    def _read_terms(cls, said: object) -> object:
        return terms_of(said) if isinstance(said, str) else said

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Self:
        if self.solves_at_once == 0 and self.database.startswith("sqlite"):
            raise ValueError(
                "solves_at_once is 0, and on SQLite no other process could make the plans: use 1 or more, or "
                "PostgreSQL (CASELOAD_DATABASE_URL) with `caseload worker`"
            )
        return self

    @field_validator("otlp_endpoint")
    @classmethod
    def _refuse_what_is_no_collector(cls, said: str | None) -> str | None:
        if not said:
            return None
        url = urlsplit(said)
        if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc or url.query or url.fragment:
            raise ValueError(
                "must be an address such as http://collector:4318, without credentials (they go into "
                "OTEL_EXPORTER_OTLP_HEADERS), ? and #"
            )
        return said

    @field_validator("adoption_webhook_url")
    @classmethod
    def _refuse_an_address_that_others_hear(cls, said: str | None) -> str | None:
        if not said:
            return None
        url = urlsplit(said)
        if not url.hostname or "@" in url.netloc or url.fragment or not is_confidential(url):
            raise ValueError("must be an https address (http on this machine alone) without a name, a password and #")
        return said

    @field_validator("adoption_webhook_secret")
    @classmethod
    def _refuse_a_weak_secret(cls, said: SecretStr | None) -> SecretStr | None:
        if said is None or not said.get_secret_value():
            return None
        if not LEAST_SECRET <= len(secret_bytes(said.get_secret_value())) <= MOST_SECRET:
            raise ValueError(WEAK_SECRET)
        return said

    @model_validator(mode="after")
    def _refuse_messages_without_a_signature(self) -> Self:
        if self.adoption_webhook_url is not None and self.adoption_webhook_secret is None:
            raise ValueError(f"adoption_webhook_url needs adoption_webhook_secret, which {WEAK_SECRET}")
        return self

    @model_validator(mode="after")
    def _refuse_a_provider_that_is_not_one(self) -> Self:
        for name, url in (("public_url", self.public_url), ("oidc_issuer", self.oidc_issuer)):
            if url is not None and not _is_safe(url):
                raise ValueError(f"{name} must be an https address (http on this machine alone) without ? and #")
        if self.oidc_issuer is not None and not (self.oidc_client_id and self.public_url):
            raise ValueError("oidc_issuer needs oidc_client_id and public_url (where the provider sends browsers back)")
        if not self.oidc_algorithms or set(self.oidc_algorithms) - ALGORITHMS:
            raise ValueError(f"oidc_algorithms must be of {', '.join(sorted(ALGORITHMS))}")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """What browsers may call the server."""
        public = () if self.public_url is None else (urlsplit(self.public_url).netloc,)
        return (*LOOPBACK_NAMES, *self.allowed_hosts, *public)

    @property
    def is_https(self) -> bool:
        """Whether people reach the server over https: then cookies never leave in the clear."""
        return (self.public_url or "").startswith("https:")

    @property
    def parts(self) -> int:
        """Parts at once, as a number."""
        return (os.cpu_count() or 1) if self.parts_at_once is None else self.parts_at_once

    @property
    def memory(self) -> MemoryShares:
        """The memory of this process and all that it starts, and what each of them may have for certain."""
        total = usual_budget(machine_memory()) if self.memory_bytes is None else self.memory_bytes
        return shares_of(total, self.solves_at_once, self.parts, self.questions_at_once)

    @property
    def solve_limit_bytes(self) -> int:
        """Address space of a plan's process."""
        return min(self.solve_memory_bytes, self.memory.total)

    @property
    def question_limit_bytes(self) -> int:
        """Address space of a question's process."""
        return min(self.question_memory_bytes, self.memory.total)

    @property
    def database(self) -> str:
        """The URL to connect to."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'caseload.sqlite').absolute()}"


def secret_bytes(text: str) -> bytes:
    """The key in a secret of messages; empty where it is none."""
    try:
        return base64.b64decode(text.removeprefix(SIGNING), validate=True) if text.startswith(SIGNING) else b""
    except ValueError:  # no base64
        return b""


def terms_of(text: str) -> dict[str, int | None]:
    """``90, north=30, archive=keep`` → days by office, as :class:`Settings` has them. A name with a comma is quoted.

    Raises
    ------
    ValueError
    """
    terms: dict[str, int | None] = {}
    for part in next(csv.reader([text], skipinitialspace=True), []):
        if not part.strip():
            continue
        name, _, days = part.rpartition("=")
        office, term = name.strip().casefold(), days.strip()
        if office in terms:
            raise ValueError(f"names {office or 'the term of all others'} twice")
        if term != KEEP and not (term.isascii() and term.isdecimal() and len(term) <= len("36500")):
            raise ValueError("is a number of days, or OFFICE=DAYS for one office, or OFFICE=keep, separated by commas")
        terms[office] = None if term == KEEP else int(term)
    return terms


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    is_plain = bool(parts.netloc) and not parts.query and not parts.fragment and "@" not in parts.netloc
    return is_plain and is_confidential(parts)


def is_confidential(url: SplitResult) -> bool:
    """Whether nobody can listen to what is said to an address: over https, or http on this machine alone."""
    return url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address. A name other than localhost is not looked up: it is not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
