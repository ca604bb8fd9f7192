from __future__ import annotations

from typing import Any

from app.intake.read import read_document
from app.web.questions.menus import menus_of
from app.web.rendering import ENVIRONMENT


def test_names_stand_once_whatever_their_case_and_wherever_they_are_used() -> None:
    officers = [
        {"officer_id": "B", "available_hours": 1, "skills": "Spanish; sign", "offices": "North"},
        {"officer_id": "A", "available_hours": 1, "skills": "spanish"},
    ]
    cases = [
        {"case_id": "1", "weight_hours": 1, "required_skills": "Welsh", "office": "south", "case_type": "fraud"},
        {"case_id": "2", "weight_hours": 1, "office": "NORTH", "case_type": "Fraud"},
    ]
    menus = menus_of(read_document({"officers": officers, "cases": cases}))
    assert menus.officers == ["B", "A"]
    assert menus.skills == ["sign", "Spanish", "Welsh"]
    assert menus.offices == ["North", "south"]
    assert menus.types == ["fraud"]


def test_a_long_menu_is_typed_and_proposed_from_one_list() -> None:
    fields: Any = ENVIRONMENT.get_template("questions_fields.html").module
    few, many = ["A", "B"], ["A", "B", "C"]
    assert "<option selected>B</option>" in fields.menu(few, "officer", "Who", "who", "B", 2)
    typed = fields.menu(many, "officer", "Who", "who", "B", 2)
    assert 'value="B" list="there-officer"' in typed
    assert '<datalist id="there-officer"><option value="A">' in fields.typed_names({"officer": many}, 2)
    assert "datalist" not in fields.typed_names({"officer": few}, 2)
