"""The command line: `chipwatch VERB`. Each verb lives in its own module, imported when used.

Belongs here: the list of verbs and how errors reach a person. Does not belong here: what a verb
does.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from pipelines.errors import ChipwatchError

VERBS = {
    "archive": "Add files, verify, back up and redact what is archived.",
    "audit": "Run the checks again on a release or refused build, or read the verdict.",
    "extract": "Find government measures in headlines or documents.",
    "fetch": "Ask the services for what is new and archive it.",
    "mirror": "Copy a release into PostgreSQL, for tools that do not speak DuckDB.",
    "query": "Ask the published warehouse a question in SQL.",
    "releases": "List, compare, verify, roll back and export what was published.",
    "report": "Write one release as a page to look at.",
    "review": "List what a person has to look at, and take the decision.",
    "run": "Build, audit and publish the warehouse from an archive.",
    "screen": "Look up names on the screening lists.",
    "sources": "List the sources, or parse one file the way a build would.",
    "status": "Say what is published, how fresh it is and what failed.",
}


class LazyVerbs(click.Group):
    """A group that knows its verbs by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"pipelines.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.group(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chipwatch")
def cli() -> None:
    """Who restricted which AI chips, when, on whose authority, and what happened around it.

    Begin with `chipwatch run`, then `chipwatch query "select * from marts.rpt_events limit 5"`.
    """


def main() -> None:
    """Entry point: errors a person can act on end in a message, never in a traceback."""
    try:
        result: Any = cli(standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except ChipwatchError as error:
        _complain(error.message, error.remedy)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was published.", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        _complain(
            f"{error.strerror or error}{place}",
            "check that the file or folder exists, can be written and has free space.",
        )
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # At interpreter exit DuckDB's bindings print every object still referenced as leaked.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.exit(code)


def _complain(message: str, remedy: str) -> None:
    click.echo(click.style("error: ", fg="red", bold=True) + message, err=True)
    if remedy:
        click.echo(f"  what to do: {remedy}", err=True)
