"""Tokens of the provider: who signed them, for whom, until when; and the caller whom they name."""

from __future__ import annotations

from typing import Any

from app.access.caller import BadCredentials, Caller, NotAllowed
from app.access.oidc.provider import Provider
from app.access.roles import ORDER
from app.store.scope import MOST_OFFICES, Scope
from app.store.tables import Role

LONGEST = 16_384
"""Signs of a token."""
LEEWAY_S = 30
"""By which the clocks of two machines may differ."""
ALL = "*"
"""Instead of a list of offices: all of them."""


def claims_of(provider: Provider, token: str, audience: str, nonce: str | None = None) -> dict[str, Any]:
    """What a token says, once its signature, algorithm, issuer, audience and term are right.

    Parameters
    ----------
    provider : Provider
    token : str
    audience : str
        For whom it must have been made.
    nonce : str or None
        That an answer to our own question must repeat; None: nobody asked.

    Raises
    ------
    BadCredentials
        One sentence for everything that is wrong.
    ProviderFault
    """
    from joserfc.errors import JoseError
    from joserfc.jwt import JWTClaimsRegistry  # it brings cryptography: only where there is a provider

    if len(token) > LONGEST or token.count(".") != 2:
        raise BadCredentials
    try:
        claims = _verified(provider, token)
        wanted = JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        wanted.validate(claims)
    except (JoseError, ValueError, TypeError, OverflowError, RecursionError):
        raise BadCredentials from None
    for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if nonce is not None and (claims.get("nonce") != nonce or (for_several and claims.get("azp") != audience)):
        raise BadCredentials
    return claims


def _verified(provider: Provider, token: str) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError

    algorithms = list(provider.settings.oidc_algorithms)
    try:
        return jwt.decode(token, provider.keys(), algorithms).claims
    except InvalidKeyIdError:  # the provider may have changed its keys since
        return jwt.decode(token, provider.keys(again=True), algorithms).claims


def caller_of(provider: Provider, claims: dict[str, Any]) -> Caller:
    """Whom a token names, with the role and the offices of its claims.

    Raises
    ------
    NotAllowed
        The provider knows them, and gives them no role or no offices here.
    """
    settings = provider.settings
    names = [claims.get(each) for each in ("name", "preferred_username", "email")]
    name = next((each for each in names if isinstance(each, str) and each.isprintable() and each), claims["sub"])
    role = _role_in(_at(claims, settings.oidc_role_claim))
    if role is None:
        roles = ", ".join(Role)
        raise NotAllowed(f"Your account has no role here: its claim {settings.oidc_role_claim} names none of {roles}.")
    scope = _scope_in(_at(claims, settings.oidc_offices_claim))
    if scope is None:
        raise NotAllowed(
            f"Your account has no offices here: its claim {settings.oidc_offices_claim} must list them, at most "
            f"{MOST_OFFICES}, or be “{ALL}” for all."
        )
    return Caller(f"oidc:{provider.issuer}#{claims['sub']}", name[:200], role, scope)


def _at(claims: dict[str, Any], path: str) -> Any:
    """A claim by its name, or by a path of names with points between (``realm_access.roles``)."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _role_in(claim: Any) -> Role | None:
    """The highest role that a claim names, alone or among other words."""
    words = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    found = [Role(word) for word in words if isinstance(word, str) and word in ORDER]
    return max(found, key=ORDER.index, default=None)


def _scope_in(claim: Any) -> Scope | None:
    words = [claim] if isinstance(claim, str) else claim
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        return None
    if ALL in words:
        return Scope.of(None)
    return Scope.of(words) if 0 < len(words) <= MOST_OFFICES else None
