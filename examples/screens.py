"""Takes the pictures of a plan that the documentation shows (`make screens`): on a desk, on a phone and on paper.

    python -m examples.screens plan            # report.html becomes docs/report-*.png, plan.xlsx docs/workbook-*.png
    python -m examples.screens plan SOMEWHERE

Needs what the tests need, Chromium, pdftoppm (of poppler-utils) for pages on paper, and for those of the workbook
LibreOffice (libreoffice-calc).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCREENS = {"report-1280.png": (1280, 1450), "report-390.png": (390, 1640)}
"""Width and height of what is seen without scrolling, in pixels."""
PAPER = "report-print.png"
PAPER_PAGE = 1
SHEETS = {"workbook-1.png": 1, "workbook-2.png": 2}
"""Pages of the printed workbook: the one page to sign, and the officers."""
DOTS_PER_INCH = 90


def take(report: Path, into: Path) -> list[Path]:
    """Take all pictures of a report.

    Parameters
    ----------
    report : Path
        A report.html.
    into : Path
        The folder to write to.

    Returns
    -------
    list of Path
        The pictures, as PNG.
    """
    address = report.resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_found("chromium"), args=["--no-sandbox"])
        pictures = [_screen(browser, address, into / name, *size) for name, size in SCREENS.items()]
        pictures.append(_paper(browser, address, into / PAPER))
        browser.close()
    workbook = report.with_name("plan.xlsx")
    return pictures + (_sheets(workbook, into) if workbook.is_file() else [])


def _screen(browser: Browser, address: str, picture: Path, width: int, height: int) -> Path:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.screenshot(path=picture)
    page.close()
    return picture


def _paper(browser: Browser, address: str, picture: Path) -> Path:
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "report.pdf"
        page = browser.new_page()
        page.goto(address)
        page.pdf(path=printed, format="A4", prefer_css_page_size=True)
        page.close()
        return _page(printed, PAPER_PAGE, picture)


def _sheets(workbook: Path, into: Path) -> list[Path]:
    """Pages of the workbook as LibreOffice prints them."""
    with TemporaryDirectory() as folder:
        printed = print_workbook(workbook, Path(folder))
        return [_page(printed, number, into / name) for name, number in SHEETS.items()]


def print_workbook(workbook: Path, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a workbook, in a folder, with a profile of its own beside it."""
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    options = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command = [_found("soffice"), profile, *options, str(workbook)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  (our own)
    return folder / f"{workbook.stem}.pdf"


def _page(printed: Path, number: int, picture: Path) -> Path:
    """One page of a PDF as a picture."""
    options = ["-png", "-singlefile", "-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number)]
    # Our own arguments; pdftoppm puts .png behind the name itself.
    subprocess.run([_found("pdftoppm"), *options, str(printed), str(picture.with_suffix(""))], check=True)  # noqa: S603
    return picture


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise SystemExit(
            f"{program} is not on this machine: install {program} (pdftoppm is in poppler-utils, soffice in "
            "libreoffice-calc)."
        )
    return path


def main(arguments: list[str]) -> None:
    """Take the pictures of the plan in the folder that is named first."""
    if not 1 <= len(arguments) <= 2:
        raise SystemExit("Name the folder of a plan, and where to write if not into docs: examples.screens plan")
    report = Path(arguments[0]) / "report.html"
    if not report.is_file():
        raise SystemExit(f"{report} is not there: make a plan first (make plan).")
    take(report, Path(arguments[1]) if len(arguments) > 1 else DOCS)


if __name__ == "__main__":
    main(sys.argv[1:])
