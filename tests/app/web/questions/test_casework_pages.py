from __future__ import annotations

import pytest

from tests.app.serving import Served
from tests.app.web.desk.test_holdings_pages import MISSING, text_of
from tests.app.web.questions.test_whatif_pages import form_of, sent


def test_the_plan_leads_to_every_question(served: Served, plan: str) -> None:
    whole = served.client.get(plan).text
    for part in ("whatif", "advice", "cover", "check"):
        assert f'href="{plan}/{part}"' in whole
        assert text_of(served, f"{plan}/{part}")
        assert "This page is not here" in text_of(served, f"/plans/{MISSING}/{part}", 404)


def test_who_should_take_a_new_case_is_ranked_with_the_loads(served: Served, plan: str) -> None:
    """Both have 6 of 10 hours in the plan; A alone speaks Spanish."""
    both = sent(served, f"{plan}/advice", ("hours", "2"), ("priority", "1"))
    assert both.status_code == 200
    assert "A should take it" in both.text
    assert both.text.count("8 of 10") == 2
    spanish = sent(served, f"{plan}/advice", ("hours", "1,5"), ("skills", "spanish"))
    assert "1 officer may take it" in spanish.text
    assert "7.5 of 10" in spanish.text
    assert 'value="spanish" id="skill-1" checked' in spanish.text
    back = sent(served, f"{plan}/advice", ("hours", "2"), ("back", "A"), ("share", "50"))
    assert "B should take it" in back.text
    pace = sent(served, f"{plan}/advice", ("hours", "2"), ("new", "1"), ("others", "6"))
    assert "1 new" in pace.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose the type of the case, or say how many hours it takes."),
        ({"hours": "many"}, "Weight hours"),
        ({"hours": "1", "priority": "9"}, "Priority"),
        ({"hours": "1", "back": "A"}, "Say with how many percent of their hours they count"),
        ({"hours": "1", "back": "Z", "share": "50"}, "There is no officer Z"),
        ({"hours": "1", "new": "1"}, "Say for how many others"),
    ],
)
def test_what_a_case_cannot_be_is_said_above_the_form(
    served: Served, plan: str, fields: dict[str, str], words: str
) -> None:
    answer = sent(served, f"{plan}/advice", *fields.items())
    assert answer.status_code == 422
    assert words in answer.text


def test_who_covers_is_told_with_what_comes_back(served: Served, plan: str) -> None:
    """B is away: A takes both cases of theirs, and nobody else may take the Spanish one of A."""
    fields = (("officer", "B"), ("days", "10"), ("from", "2026-06-01"))
    answer = sent(served, f"{plan}/cover", *fields)
    assert answer.status_code == 200, answer.text
    assert "B for 10 days, back on 2026-06-11" in answer.text
    assert "2 cases of 6 h a month, to 1 officer; each comes back afterwards" in answer.text
    file = sent(served, f"{plan}/cover/handovers.csv", *fields)
    assert file.headers["content-disposition"] == 'attachment; filename="handovers.csv"'
    assert file.text.count("return,2026-06-11") == 2
    spanish = sent(served, f"{plan}/cover", ("officer", "A"), ("days", "10"))
    assert "Nobody works on these meanwhile" in spanish.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((("days", "3"),), "Choose who is away."),
        ((("officer", "A"),), "Say for how many days: a whole number from 1 to 3,660."),
        ((("officer", "Z"), ("days", "3")), "There is no officer Z in the roster."),
        ((("officer", "A"), ("days", "3"), ("from", "soon")), "Say the first day, as 2026-12-01."),
    ],
)
def test_who_cannot_be_away_is_said_above_the_form(
    served: Served, plan: str, fields: tuple[tuple[str, str], ...], words: str
) -> None:
    answer = sent(served, f"{plan}/cover", *fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert sent(served, f"{plan}/cover/handovers.csv", *fields).status_code == 422


def test_an_assignment_of_somebody_else_is_checked_as_the_command_checks_it(served: Served, plan: str) -> None:
    ours = served.client.get(f"/v1{plan}/assignments", headers={"Accept": "text/csv"}).content
    good = served.client.post(f"{plan}/check", files={"assignments": ("theirs.csv", ours)})
    assert "It obeys every rule" in good.text
    bad = served.client.post(
        f"{plan}/check", files={"assignments": ("theirs.csv", b"case_id,officer_id\nC-1,B\nC-2,A\nC-3,<Z>\n")}
    )
    assert bad.status_code == 200
    assert "3 violations" in bad.text
    assert "Row 4: case C-3 is with &lt;Z&gt;, who is not in the roster" in bad.text
    assert "theirs.csv: 4 cases with 2 officers, where every case has an officer" in bad.text
    hard = sent(served, f"{plan}/check", ("assignments", "case_id,officer_id\nC-1,A\n"), ("policy", "within-capacity"))
    assert "4 cases with 2 officers, where nobody has more work than hours." in hard.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose the file first"),
        (b"case,officer\n1,2\n", "theirs.csv, row 1: Needs one column case_id"),
        (b"PK\x03\x04\x00", "theirs.csv"),
    ],
)
def test_what_is_no_assignment_is_said_above_the_form(served: Served, plan: str, content: bytes, words: str) -> None:
    files = {"assignments": ("theirs.csv", content)} if content else form_of()
    answer = served.client.post(f"{plan}/check", files=files)
    assert answer.status_code == 422
    assert words in answer.text
