"""report.html: self-contained, well-formed, accessible, and it says what is known."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from app.report.build import build_document
from app.report.document import ReportDocument
from app.report.render.html import page_of as page_with
from app.report.render.html import render
from tests.app.report.planned import built_from, crowd, dealt, field_office, impossible, planned, probation
from tests.app.report.toy import toy_sections

VOID = {"meta", "link", "br", "hr", "img", "input", "circle", "line", "path", "rect", "wbr"}
MAKERS = [impossible, probation, field_office, crowd]


@dataclass
class Page(HTMLParser):
    """What a browser would see."""

    source: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.faults += self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.stack:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(document: ReportDocument) -> Page:
    return Page(render(document))


def both(make: Any) -> list[ReportDocument]:
    """With the plan, and without it."""
    made = make()
    return [made.document, build_document(made.built, made.goals, None)]


@pytest.mark.parametrize("make", MAKERS)
def test_it_is_well_formed(make: Any) -> None:
    for document in both(make):
        page = page_of(document)
        assert page.faults == []
        ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
        assert not [name for name, count in ids.items() if count > 1]


@pytest.mark.parametrize("make", MAKERS)
def test_it_needs_no_network_and_no_script(make: Any) -> None:
    for document in both(make):
        source = render(document)
        page = Page(source)
        assert not page.all("script")
        assert not page.all("link")
        assert not page.all("img")
        outward = [
            value for _, attributes in page.tags for name, value in attributes.items() if name in {"src", "href"}
        ]
        assert all(value.startswith("#") for value in outward)
        assert not re.search(r"url\(|@import|https?:|//[a-z]", source)


@pytest.mark.parametrize("make", MAKERS)
def test_it_can_be_read_aloud(make: Any) -> None:
    for document in both(make):
        page = page_of(document)
        assert page.all("html")[0]["lang"] == "en"
        assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == 1
        ranks = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert ranks.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(ranks)), "no rank is skipped"
        labelled = {attributes["aria-labelledby"] for attributes in page.all("section")}
        assert labelled == {attributes["id"] for attributes in page.all("h2")}
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(attributes.get("scope") in {"col", "row"} for attributes in page.all("th"))
        for scrolling in (attributes for attributes in page.all("div") if attributes.get("class") == "scroll"):
            assert scrolling["tabindex"] == "0"
            assert scrolling["aria-label"]


@pytest.mark.parametrize("make", MAKERS)
def test_every_chart_has_a_title_a_description_and_its_numbers_in_a_table(make: Any) -> None:
    for document in both(make):
        page = page_of(document)
        pictures = [attributes for attributes in page.all("svg") if attributes.get("role") == "img"]
        titles = {attributes["id"] for attributes in page.all("title") if "id" in attributes}
        descriptions = {attributes["id"] for attributes in page.all("desc")}
        assert len(pictures) >= 3
        for picture in pictures:
            title, description = picture["aria-labelledby"].split()
            assert title in titles
            assert description in descriptions
        if len(document.officers) <= 60:
            assert all(officer.officer_id in page.text for officer in document.officers)


def test_it_says_what_a_supervisor_would_mail() -> None:
    text = page_of(impossible().document).text
    assert "7 officers, 75 cases: peak utilization goes from 135% to 67.5% (today 165% with all cases)" in text
    assert "Strained. The work fills 61.7% of all hours. There are enough hours, but" in text
    assert (
        "These 25 cases need 208.5 h. Only these 3 officers (A-5, A-6 and A-7) may take them; they have 300 h." in text
    )
    assert "7 cases without an officer" in text
    assert "Nobody has the skill mongolian. Smallest change: give A-1, A-2 or A-3 the skill mongolian." in text
    assert "These 22 cases need 22 places" in text
    assert "pinned-to-the-wrong-docket is pinned to A-1, who may not hold it." in text
    assert "Proven: no plan beats this one" in text
    assert "4 cases of priority 2 have no officer. Fewer is impossible: proven." in text
    assert "Longest first to the least loaded" in text
    assert impossible().built.roster.sha256 in text
    assert "not part of this version" not in text


def pinned_to(without_hours: int) -> ReportDocument:
    """Cases that nobody may hold, and cases pinned to somebody without hours."""
    officers = [{"officer_id": "A", "available_hours": 10}, {"officer_id": "B", "available_hours": 0}]
    stuck = {"weight_hours": 1, "current_officer": "B", "pinned": "yes"}
    return planned(built_from(officers, [{"case_id": f"p{n}", **stuck} for n in range(without_hours)])).document


def test_eight_cases_are_not_said_to_have_nobody_where_seven_are_listed() -> None:
    for document in both(impossible):
        text = page_of(document).text
        assert (
            "2 cases wait for a skill, 2 cases wait for hours of those who may hold them and 1 case is pinned "
            "to somebody without hours." in text
        )
    assert "1 case is pinned to somebody without hours." in page_of(pinned_to(1)).text
    assert "2 cases are pinned to somebody without hours." in page_of(pinned_to(2)).text


def test_ten_moves_and_thirteen_that_leave_are_reconciled() -> None:
    text = page_of(impossible().document).text
    assert (
        "of 75 change hands (84.5 h of work). 1 must: its officer has left or may not keep it. The other 9 could have "
        "stayed. 5 more lose their officer and get none, 1 of them in any plan." in text
    )
    assert "13 cases leave an officer who may keep them: 9 go to somebody else, 4 to nobody." in text
    assert "With 1 other case, whose officer has left or may not keep it, 10 change hands in all." in text
    assert "Cases that somebody holds today and nobody in the plan are in neither." in text
    assert "are in neither" not in page_of(probation().document).text, "nothing is left to nobody there"


def test_cases_that_nobody_can_hold_are_no_matter_of_being_below_0() -> None:
    """“Coverage, priority 3: 7 cases. Proven: nothing can be below 0.”"""
    shown = [level for level in impossible().document.levels if level.value and "below 0" in level.certificate]
    assert shown == []
    assert "Proven: nobody can hold these cases, see their reasons; every other case has an officer." in (
        page_of(impossible().document).text
    )


def test_the_gap_that_is_named_is_the_first_and_not_said_to_be_the_largest() -> None:
    document = impossible().document
    open_levels = [
        level.model_copy(update={"status": "feasible", "gap": 0.169 if level.name == "continuity" else 0.5})
        if level.name in ("continuity", "evenness")
        else level
        for level in document.levels
    ]
    text = page_of(document.model_copy(update={"status": "feasible", "levels": open_levels})).text
    assert "Not everything is proven: fewest moves has a gap of 16.9%. The goals before it are proven." in text


def test_a_report_without_a_plan_speaks_of_none() -> None:
    made = probation()
    text = page_of(build_document(made.built, made.goals, None)).text
    assert "Least possible peak 83.3%" in text
    assert "in the plan" not in text
    assert "How good the plan is" not in text


def test_a_bound_on_the_peak_is_claimed_only_where_it_holds() -> None:
    """With cases held back a plan can be below what all of them would need."""
    claim, note = "No plan can bring it below", "Fair shares are what they would be if every case were placed"
    held_back, whole = page_of(impossible().document).text, page_of(probation().document).text
    assert claim not in held_back
    assert note in held_back
    assert claim in whole
    assert note not in whole


def test_officers_without_hours_are_named() -> None:
    assert "D-16 has no hours for cases in this period" in page_of(field_office().document).text


def test_of_thousands_the_page_shows_the_fullest_and_says_so() -> None:
    page = page_of(crowd().document)
    assert "There are too many officers to draw all of them. The 60 fullest" in page.text
    assert "Officers by utilization, all of them" in page.text
    assert len(render(crowd().document)) < 500_000


def test_long_lists_are_cut_and_say_where_the_rest_is() -> None:
    cases = [
        {"case_id": f"c{n}", "weight_hours": 1, "required_skills": "none", "priority": 1 + n % 5} for n in range(400)
    ]
    made = dealt(built_from([{"officer_id": "A", "available_hours": 1}], cases))
    page = page_of(made.document)
    assert "400 cases without an officer" in page.text
    assert "Here are the most urgent 100 of 400 cases; all of them are in report.json and plan.xlsx." in page.text
    assert "c0" in page.words
    assert "c4" not in page.words, "the least urgent"


def test_whatever_a_roster_holds_stays_text() -> None:
    evil = "<script>alert(1)</script>\"'&"
    made = planned(
        built_from(
            [{"officer_id": evil, "available_hours": 10, "skills": evil, "dockets": "<b>"}],
            [
                {"case_id": evil, "weight_hours": 1, "required_skills": evil, "current_officer": evil, "pinned": "yes"},
                {"case_id": "<i>", "weight_hours": 1, "docket": "<u>", "case_type": "</table>"},
            ],
        )
    )
    page = page_of(made.document)
    assert page.faults == []
    assert not page.all("script")
    assert not [tag for tag, _ in page.tags if tag in {"b", "i", "u"}]
    assert evil in page.text


@pytest.mark.browser
@pytest.mark.parametrize("make", [field_office, impossible, crowd])
def test_it_fits_a_phone_a_desk_and_paper(make: Any, browser_page: Any) -> None:
    """No sideways scrolling at 390 and 1280 pixels; only tables scroll in themselves. In print nothing is cut off."""
    for width, media in ((390, "screen"), (1280, "screen"), (720, "print")):
        browser_page.set_viewport_size({"width": width, "height": 900})
        browser_page.emulate_media(media=media)
        browser_page.set_content(render(make().document))
        browser_page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
        outside = browser_page.evaluate(
            "width => [...document.querySelectorAll('.plot text')]"
            ".filter(t => { const b = t.getBoundingClientRect(); return b.left < 0 || b.right > width + 1 })"
            ".map(t => t.textContent)",
            width,
        )
        assert outside == []


@pytest.mark.browser
def test_notes_are_not_larger_than_the_text_on_paper(browser_page: Any) -> None:
    browser_page.emulate_media(media="print")
    browser_page.set_content(render(impossible().document))
    sizes = browser_page.evaluate(
        "['main .small', '.keys', '.facts', 'main p'].map(s => parseFloat(getComputedStyle("
        "document.querySelector(s)).fontSize))"
    )
    assert max(sizes[:3]) < sizes[3]


def test_a_page_of_sections_that_nobody_knows() -> None:
    source = page_with(toy_sections())
    page = Page(source)
    assert page.faults == []
    head, _, main = source.partition("<main")
    assert "<title>Caseload report: 3 toys</title>" in head
    assert '<div class="verdict strained"><p>Strained. &lt;So&gt; it is.</p></div>' in head
    assert head.index("Mind this.") < head.index("1,236")
    assert [attributes["id"] for attributes in page.all("h2")] == ["toys"], "the head and the empty have no heading"
    assert '<summary><h2 id="toys">What there is to play with</h2></summary>' in main
    for markup in (
        "<p>One &amp; all.</p>",
        '<p class="certificate">1 + 1 = 2</p>',
        '<li>then <code class="muted">--play</code>.</li>',
        "<ol>",
        '<ul class="small">',
        "<h3>In numbers</h3>",
        "<figcaption>Pieces of each toy</figcaption>",
        '<caption class="vh">Toys, one a row</caption>',
        '<td class="n is-over">150%</td>',
        '<span class="badge strained">strained</span>',
        "<code>drop &lt;toy&gt; · buy a;<wbr>b</code>",
        "<dt>Made</dt><dd>by hand</dd>",
        '<p class="small muted">A note.</p>',
    ):
        assert markup in main
    assert "Kite" in page.text
    assert "Top" not in page.words, "the page has room for two"
    assert "Price" not in page.text, "the workbook alone has it"


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(TypeError, match="a page has a head"):
        page_with(toy_sections()[1:])
