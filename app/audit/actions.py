"""Everything that leaves a record: one list, one line each."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What somebody did. docs/audit.md says of each what its details are."""

    UPLOADED = "uploaded"
    """Sent a roster that is kept."""
    PLANNED = "planned"
    """Asked for a plan."""
    CANCELLED = "cancelled"
    """Stopped a plan, with or without its best result."""
    RESTARTED = "restarted"
    """Had a plan made again."""
    ADOPTED = "adopted"
    """Had a plan hold from then on."""
    ENTERED = "entered"
    """Took down what happened to a case of a plan that holds."""
    DELETED = "deleted"
    """Removed a plan or a roster."""
    PURGED = "purged"
    """Removed a plan or a roster whose term was over."""
    REPORTED = "reported"
    """Asked for a verdict."""
    COMPARED = "compared"
    """Asked what changes would do."""
    ADVISED = "advised"
    """Asked who should take new cases."""
    COVERED = "covered"
    """Asked who covers while officers are away."""
    CHECKED = "checked"
    """Had somebody's assignment held against a roster."""
    EXPLAINED = "explained"
    """Asked why an officer holds a case."""
    DOWNLOADED = "downloaded"
    """Got something of what is kept: a report, assignments, a file, a page."""
    SIGNED_IN = "signed_in"
    """Began a session."""
    SIGNED_OUT = "signed_out"
    """Ended it."""
    REFUSED = "refused"
    """Was not let in, or not to what was asked for."""
    KEY_CREATED = "key_created"
    """Made a key."""
    KEY_REVOKED = "key_revoked"
    """Ended a key."""
    AUDITED = "audited"
    """Read or exported these records."""


class Outcome(StrEnum):
    """What came of it."""

    DONE = "done"
    """It was done."""
    REFUSED = "refused"
    """It was not."""


OPERATOR = "operator"
"""Whoever runs a command on the machine of the database: they hold its file, and need no key."""
SERVER = "server"
"""The server, by itself."""
NOBODY = "nobody"
"""Who has not said, or not proven, who they are."""
