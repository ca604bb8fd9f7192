"""What the child makes of a study, without a server."""

from __future__ import annotations

from app.answers.weights.study_report import sections_of
from app.report.blocks import Chart
from app.web.rendering import drawn_block
from app.web.study.study_targets import NOTHING_SAID, begin_page
from tests.app.answers.weights.documents import document


def test_a_chart_of_the_report_has_no_style_of_its_own_on_a_page() -> None:
    chart = next(block for block in sections_of(document(), "x")[0].blocks if isinstance(block, Chart))
    markup = drawn_block(chart)
    assert '<div class="plot">' in markup
    assert "style" not in markup


def test_what_is_wrong_is_shown_as_it_stands_and_the_rest_counted() -> None:
    page = begin_page(None, NOTHING_SAID, refused=[f"<b>{at}" for at in range(25)], total=30)
    assert "25 things to put right, in 30 places" in page
    assert "&lt;b&gt;19" in page
    assert "and 5 more" in page
