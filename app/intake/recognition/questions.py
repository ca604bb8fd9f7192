"""What only a person can know of an export; each question is asked once, and its answer is part of the profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.intake.recognition.profile import Profile, Weight
from app.intake.recognition.starting_weights import Offer


class Asked(StrEnum):
    """What only a person can know."""

    HOURS = "hours"
    WEIGHTS = "weights"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is missing.

    Attributes
    ----------
    about : Asked
    text : str
        The question.
    option : str
        How the command line is told.
    offered : str
        What is taken where a person agrees; empty: there is nothing to agree to.
    offers : tuple of Offer
        For weights.
    """

    about: Asked
    text: str
    option: str
    offered: str = ""
    offers: tuple[Offer, ...] = ()


def accept_offers(profile: Profile, question: Question) -> Profile:
    """The profile with what a question offers."""
    if question.about is Asked.HOURS:
        return replace(profile, hours=question.offered)
    if question.about is Asked.WEIGHTS:
        weights = {each.case_type: Weight(each.hours, each.source) for each in question.offers}
        return replace(profile, weights={**weights, **profile.weights})
    return profile
