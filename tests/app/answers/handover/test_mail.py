from __future__ import annotations

from app.answers.handover.mail import mail_of
from app.answers.handover.officer_sheets import every_sheet
from app.answers.handover.pairs import pairs_of
from app.report.sections.officers.entry import OfficerEntry
from tests.app.answers.handover.plans import ORDER, line, lines
from tests.app.report.made import made

STANDING = "The plan “May” was adopted by Kim, 2026-05-01 09:00 UTC."
ANN = made(
    OfficerEntry,
    caseload_before=2,
    caseload=2,
    workload_before_hours=6.5,
    workload_hours=8.0,
    available_hours=10.0,
    utilization_before=0.65,
    utilization=0.8,
)


def test_a_mail_says_everything_that_the_sheet_says() -> None:
    ann = every_sheet(pairs_of(lines(), ORDER), ORDER)[0]
    assert mail_of(ann, ANN, STANDING) == (
        "Hello Ann,\n"
        "\n"
        "The plan “May” was adopted by Kim, 2026-05-01 09:00 UTC.\n"
        "\n"
        "You give 1 case, 2.5 h.\n"
        "\n"
        "To Bo: 1 case, 2.5 h\n"
        "- C-2, review, 2.5 h, priority 1\n"
        "\n"
        "You get 1 case, 4 h.\n"
        "\n"
        "New: 1 case, 4 h\n"
        "- C-3, court, 4 h, priority 3\n"
        "\n"
        "Today you have 2 cases, 6.5 of 10 h (65%); afterwards 2 cases, 8 h (80%).\n"
    )


def test_who_keeps_everything_is_told_so_and_a_stranger_has_no_figures() -> None:
    stays, gone = every_sheet(pairs_of([line(1, "Gone", "")], ["Ann", "Gone"]), ["Ann", "Gone"])
    assert "Nothing changes for you" in mail_of(stays, None, STANDING)
    assert "To nobody (give them back): 1 case, 1 h\n- C-1, 1 h, priority 3\n" in mail_of(gone, None, STANDING)
    assert "afterwards" not in mail_of(gone, None, STANDING)
