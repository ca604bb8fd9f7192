"""The page says what was measured: values, what was not found, what was skipped, and which aims were missed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from bench.aims import judge, races
from bench.pages import write_pages
from bench.results import Record, Results, load, save
from bench.work import ROWS

ROW = {row.key: row for row in ROWS}


def record(who: str, level: str, **more: object) -> Record:
    given: dict[str, object] = {
        "row": "table",
        "instance": "10,000 × 50, seed 0",
        "size": 10_000,
        "seed": 0,
        "who": who,
        "level": level,
        "given_s": 60.0,
        "wall_s": 4.0,
        "peak_bytes": 200_000_000,
    }
    return Record(**(given | more))  # type: ignore[arg-type]


def measured() -> Results:
    results = Results()
    results.replace(
        "table",
        [
            record("caseload", "fairness", value=6, bound=6, gap=0.0, moments=((1.0, 9, 0), (2.0, 6, 6))),
            record("caseload", "moves", value=891, bound=880, gap=11 / 891, moments=((3.0, 891, 880),)),
            record("booleans", "fairness", wall_s=61.0, value=4_390, bound=36, moments=((60.0, 4_390, 36),)),
            record("booleans", "moves", wall_s=61.0, bound=0),
            record("timefold", "fairness", note="skipped: needs a JDK"),
        ],
    )
    return results


def row_of(page: str, name: str) -> list[str]:
    lines = [line for line in page.splitlines() if line.startswith("| 10,000 × 50, seed 0 | " + name)]
    assert len(lines) == 1
    return [cell.strip() for cell in lines[0].split("|")[1:-1]]


def test_the_page_holds_what_was_measured(tmp_path: Path) -> None:
    write_pages(measured(), tmp_path)
    page = (tmp_path / "benchmarks.md").read_text("utf-8")
    assert row_of(page, "**Caseload**")[2:] == ["4.0 s", "200 MB", "0.06", "proven", "891", "880", "1.23%"]
    boolean = row_of(page, "CP-SAT, one Boolean per pair")
    assert boolean[2:] == ["61.0 s and 61.0 s", "200 MB", "43.90", "0.36", "none found", "0", ""]
    assert row_of(page, "Timefold")[2] == "skipped: needs a JDK"
    assert "| moves proven | gap 1.235% | **no** |" in page
    assert "| fairness proven | proven | yes |" in page
    assert "Not run. `make bench-large` does." in page


def test_goals_after_the_moves_have_rows_of_their_own(tmp_path: Path) -> None:
    later = {"fairness_again": (0.08, 0.08), "shortfall": (5.2, 3.6), "evenness": (1_230.5, 0.0)}
    results = Results()
    results.replace("table", [record("caseload", "moves", value=891, bound=880, gap=0.01, later=later)])
    results.replace("table", [*results.of("table"), record("caseload", "fairness", value=6, bound=6, gap=0.0)])
    save(results, tmp_path / "results.json")
    write_pages(load(tmp_path / "results.json"), tmp_path)
    page = (tmp_path / "benchmarks.md").read_text("utf-8")
    assert "| 10,000 × 50, seed 0 | 0.08 | proven | 5.20 | 3.60 | 1,230.50 | 0.00 |" in page


def test_every_chart_on_the_page_is_there_and_described(tmp_path: Path) -> None:
    write_pages(measured(), tmp_path)
    page = (tmp_path / "benchmarks.md").read_text("utf-8")
    charts = sorted((tmp_path / "benchmarks").glob("*.svg"))
    assert [chart.name for chart in charts] == ["table-fairness.svg", "table-moves.svg"]
    for chart in charts:
        assert f"(benchmarks/{chart.name})" in page
        drawn = ElementTree.parse(chart).getroot()
        name = "{http://www.w3.org/2000/svg}"
        assert drawn.findtext(f"{name}title")
        assert drawn.findtext(f"{name}desc")
        names = [text.text for text in drawn.iter(f"{name}text")]
        assert "Caseload" in names
        assert ("CP-SAT, one Boolean per pair" in names) == (chart.stem == "table-fairness")  # it found no moves


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    results = measured()
    results.published = [{"instance": "gap1-0", "value": 261}]
    save(results, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results
    assert load(tmp_path / "nothing.json") == Results()


def test_a_row_without_a_plan_of_ours_reaches_nothing() -> None:
    failed = [record("caseload", "fairness", note="failed with exit code 5: out of memory")]
    assert [judged.reached for judged in judge(ROW["table"], failed)] == [False]


def test_a_peer_that_never_arrives_counts_with_all_its_time() -> None:
    rows = [
        record("caseload", "moves", value=775, moments=((2.0, 900, 0), (3.0, 780, 770))),
        record("highs", "moves", given_s=600.0, value=861, moments=((50.0, 861, 775),)),
        record("greedy", "moves", note="skipped"),
    ]
    assert races(rows) == {"10,000 × 50, seed 0": 200.0}


def test_growth_is_judged_step_by_step() -> None:
    rows = [record("caseload", "fairness", size=10**n, solve_s=s) for n, s in ((3, 2.0), (4, 2.5), (5, 5.0))]
    (judged,) = judge(ROW["growth"], rows)
    assert not judged.reached
    assert judged.measured.startswith("2.00 × at 100,000 cases")
