"""The command line: ``caseload``."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

import click

from app.commands import advise, check, explain, frontier, next_period, plan, report, rotation, template, whatif
from app.commands.recognition import import_export
from app.commands.service import audit, keys, purge, serve, settings, worker
from app.commands.study import weights
from app.commands.terminal.failures import INTERRUPTED, exit_code_of


@click.group(context_settings={"max_content_width": 100})
@click.version_option(version("caseload"), message="caseload %(version)s")
def cli() -> None:
    """Who takes which case: fair, proven, and within the hours that there are.

    ROSTER is a folder of CSV files, an XLSX workbook, or a JSON or NDJSON file. `caseload template FILE.xlsx` writes a
    workbook to fill in.
    """


for command in (
    import_export.command,
    next_period.command,
    plan.command,
    report.command,
    whatif.command,
    frontier.command,
    advise.command,
    explain.command,
    rotation.command,
    weights.command,
    check.command,
    template.command,
    serve.command,
    worker.command,
    keys.command,
    audit.command,
    purge.command,
    settings.command,
):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; every failure has been told to the person by then."""
    try:
        with cli.make_context("caseload", list(arguments)) as context:
            code: int = cli.invoke(context)
    except click.exceptions.Exit as left:  # --help and --version
        return left.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has had enough, and nothing is left to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last place that can turn it into an exit code and a sentence
        return exit_code_of(error, as_json="--json" in arguments)
    return code
