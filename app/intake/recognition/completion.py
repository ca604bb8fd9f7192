"""What an export lacks: officers made of who holds the cases, their hours, and a weight for every type."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal

from app.intake.findings import Place
from app.intake.limits import HOUR_DECIMALS
from app.intake.recognition.holders import Holders, same_name, same_person
from app.intake.recognition.questions import Asked, Question
from app.intake.recognition.starting_weights import offer, officer_month_hours
from app.intake.recognition.values.conversion import Origin
from app.intake.recognition.values.hours import plain_decimal
from app.intake.recognition.workbench import Work

ONE_TYPE = "case"
"""Type of every case of an export that has no types."""
DEDUCTED = ("scheduled_hours", "leave_hours", "training_hours", "collateral_hours", "detail_hours")


def make_officers(work: Work, holders: Holders) -> str:
    """The sheet of officers where the export has none, and hours for officers without; the column they are from."""
    profile = work.profile
    made = ""
    if "officers" not in work.sheets:
        name = work.sheets["cases"].origin.names.get("current_officer", "")
        if not holders.officers:
            names = ", ".join(work.sheets["cases"].others) or "there are no others"
            message = (
                "no column says who holds the cases, and there is no table of officers; give one beside the export, or "
                f"say which column it is, as --column 'Name=current_officer' ({names})"
            )
            work.complaints.add(work.place("cases", "case_id").file, message)
            return ""
        made = name
        work.document["officers"] = [{"officer_id": officer} for officer in holders.officers]
        work.made["officers"] = _first_cases(work, holders)
        work.findings.add(
            "officers-made",
            work.place("cases", "current_officer"),
            f"{len(holders.officers):,} officers were made of who holds cases",
            todo="officers without any case are missing; give a table of officers beside the export to add them",
        )
    own = {same_person(name): hours for name, hours in profile.officers.items()}
    without = []
    shares = work.shares.of if work.shares is not None else [None] * len(work.document["officers"])
    for row, share in zip(work.document["officers"], shares, strict=True):
        hours = own.get(same_person(str(row.get("officer_id", ""))))
        if hours is not None:
            for column in DEDUCTED:
                row.pop(column, None)
            row["available_hours"] = hours
        elif "available_hours" not in row and "scheduled_hours" not in row:
            without.append((row, share))
    if without and profile.hours is None:
        default = officer_month_hours()
        one = "one officer" if work.shares is None else f"a full-time officer ({work.shares.name}: 1)"
        text = (
            f"How many hours a month does {one} have for cases? {len(without):,} of "
            f"{len(work.document['officers']):,} officers have none in the export. {default} h is a rule of thumb of "
            "the probation literature."
        )
        work.questions.append(Question(Asked.HOURS, text, f"--hours {default}", str(default)))
    full = profile.hours or str(officer_month_hours())
    for row, share in without:
        row["available_hours"] = full if share is None else _share_of(full, share)
    if work.shares is not None and without:
        work.findings.add(
            "hours-by-share",
            work.place("officers", "officer_id")._replace(column=work.shares.name),
            f"the column holds shares of full time, and {len(without):,} officers have no hours of their own",
            done=f"their hours are that share of {full} h; who has none has all of them",
        )
    return made


def _share_of(hours: str, share: Decimal) -> str:
    """A share of the hours of full time, as the roster has it."""
    part = Decimal(hours) * share
    return plain_decimal(part.quantize(Decimal(1).scaleb(-HOUR_DECIMALS), ROUND_HALF_EVEN))


def _first_cases(work: Work, holders: Holders) -> Origin:
    """Where officers come from that were made of the holders of cases: the first case of each."""
    cases = work.sheets["cases"]
    first: dict[str | None, tuple[str, int]] = {}
    for text, place in zip(cases.cells["current_officer"], cases.origin.places, strict=True):
        if text:
            first.setdefault(holders.officer_of.get(text), place)
    return Origin(
        [first[officer] for officer in holders.officers], {"officer_id": cases.origin.names["current_officer"]}
    )


def weigh(work: Work) -> None:
    """A weight for every type that has none in the export: of the profile, or asked for once."""
    document, profile = work.document, work.profile
    has = {same_name(str(row.get("case_type", ""))) for row in document.get("weights", ())}
    said = {same_name(name): weight for name, weight in profile.weights.items()}
    missing: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in document["cases"]:
        if "weight_hours" in row:
            continue
        kind = row.setdefault("case_type", ONE_TYPE)
        key = same_name(kind)
        if key not in has:
            missing.setdefault(key, kind)
            counts[key] += 1
    added, open_types = [], []
    for key, kind in missing.items():
        if key not in said:
            open_types.append(kind)
            continue
        row = {"case_type": kind, "weight_hours": said[key].hours}
        added.append({**row, "source": said[key].source} if said[key].source else row)
        if said[key].source.startswith("starting value"):
            work.findings.add(
                "starting-weight",
                Place("the profile", None, "weights", kind),
                f"{counts[key]:,} cases have a starting value as their weight: {said[key].source}",
                todo="replace it by your own number before you act on a plan",
                kind=kind,
            )
    if added:
        document["weights"] = [*document.get("weights", ()), *added]
    if open_types:
        offers = tuple(offer(kind) for kind in sorted(open_types, key=str.casefold))
        text = f"How many hours a month does a case need? {len(offers)} types have no weight."
        option = f"--weight '{offers[0].case_type}={offers[0].hours}' for each, or --weights offered"
        work.questions.append(Question(Asked.WEIGHTS, text, option, "starting values", offers))
