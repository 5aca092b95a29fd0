"""The command line: `chipwatch VERB`. Each verb lives in its own module, imported when used.

Belongs here: the list of verbs and how errors reach a person. Does not belong here: what a verb
does.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipelines.errors import ChipwatchError
from pipelines.faults import Published, paragraph
from pipelines.settings import require_sound
from pipelines.warehouse import Warehouse, locate

EX_SOFTWARE = 70

VERBS = {
    "archive": "Add files, verify, back up and redact what is archived.",
    "audit": "Run the checks again on a release or refused build, or read the verdict.",
    "check": "Say what speaks against sending a chip to a customer, and what is not known.",
    "event-study": "Study what prices did around events, on your own files.",
    "extract": "Find government measures in headlines or documents.",
    "fetch": "Ask the services for what is new and archive it.",
    "mirror": "Copy a release into PostgreSQL, for tools that do not speak DuckDB.",
    "query": "Ask the published warehouse a question in SQL.",
    "releases": "List, compare, verify, roll back and export what was published.",
    "report": "Write one release as a page to look at.",
    "review": "List what a person has to look at, and take the decision.",
    "run": "Build, audit and publish the warehouse from an archive.",
    "screen": "Look up names on the screening lists.",
    "serve": "Answer questions over HTTP or MCP, read-only, on this machine.",
    "sources": "List the sources, or parse one file the way a build would.",
    "status": "Say what is published, how fresh it is and what failed.",
    "upkeep": "Say what only grows and how long it is kept; free what is beyond that.",
}


class LazyVerbs(click.Group):
    """A group that knows its verbs by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"pipelines.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.group(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chipwatch")
def cli() -> None:
    """Who restricted which AI chips, when, on whose authority, and what happened around it.

    \b
    Begin with
      chipwatch run
      chipwatch query "select public_on, title from marts.rpt_events limit 5"
    """
    require_sound(os.environ, lambda text: click.echo(f"note: {text}", err=True))


def main() -> None:
    """Entry point: every error ends in a message, never in a traceback.

    An error that nobody foresaw is written down with its traceback, and the exit code is 70.
    """
    place = _named_warehouse(sys.argv[1:]) or Warehouse(Path(tempfile.gettempdir()))
    before = Published.of(place)
    try:
        _require_text(sys.argv[1:])
        result: Any = cli(standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except ChipwatchError as error:
        _complain(error.message, error.remedy)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"stopped; {before.since(place)}", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        _complain(
            f"{error.strerror or error}{named}; {before.since(place)}",
            "check that the file or folder exists, can be written and has free space.",
        )
        code = 1
    except Exception as error:
        _complain(*paragraph(error, place, before))
        code = EX_SOFTWARE
    sys.stdout.flush()
    sys.stderr.flush()
    # At interpreter exit DuckDB's bindings print every object still referenced as leaked.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.exit(code)


def _named_warehouse(arguments: Sequence[str]) -> Warehouse | None:
    """The warehouse that the arguments or the environment name; None when that is no folder."""
    named = None
    for number, argument in enumerate(arguments):
        if argument == "--warehouse" and number + 1 < len(arguments):
            named = arguments[number + 1]
        elif argument.startswith("--warehouse="):
            named = argument.partition("=")[2]
    try:
        return locate(named)
    except ChipwatchError:
        return None


def _require_text(arguments: Sequence[str]) -> None:
    """Raise ChipwatchError for an argument that no file and no answer could hold."""
    for number, argument in enumerate(arguments, start=1):
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise ChipwatchError(
                f"Argument {number} ({argument[:60].encode(errors='replace').decode()}) is not "
                "text in UTF-8.",
                "type it again, or rename the file; a shell or editor has broken its encoding.",
            ) from None


def _complain(message: str, remedy: str) -> None:
    click.echo(click.style("error: ", fg="red", bold=True) + message, err=True)
    if remedy:
        click.echo(f"  what to do: {remedy}", err=True)
