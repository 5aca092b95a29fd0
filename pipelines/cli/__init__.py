"""The command line: `chipwatch VERB`. Each verb lives in its own module, imported when used.

Belongs here: the list of verbs and how errors reach a person. Does not belong here: what a verb
does.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import click

from pipelines.archive.redaction import redact_text
from pipelines.errors import ChipwatchError
from pipelines.warehouse import locate

EX_SOFTWARE = 70

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
    """Entry point: every error ends in a message, never in a traceback.

    An error that nobody foresaw is written down with its traceback, and the exit code is 70.
    """
    before = _published_state()
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
        click.echo(f"stopped; {_what_became_of_the_file(before)}", err=True)
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
    except Exception as error:
        _complain_of_fault(error, before)
        code = EX_SOFTWARE
    sys.stdout.flush()
    sys.stderr.flush()
    # At interpreter exit DuckDB's bindings print every object still referenced as leaked.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.exit(code)


def _published_state() -> tuple[int, int] | None:
    """What tells one published file from the next, or None while there is none."""
    try:
        status = locate().published.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _what_became_of_the_file(before: tuple[int, int] | None) -> str:
    now = _published_state()
    if now == before:
        return "the published file is unchanged." if now else "nothing is published."
    return f"a release was published before that: {locate().published}."


def _complain_of_fault(error: Exception, before: tuple[int, int] | None) -> None:
    """Write the traceback down and say where it is."""
    log = _written_down(traceback.format_exc())
    frame = traceback.extract_tb(error.__traceback__)[-1]
    text = redact_text(" ".join(str(error).split()))[:300] or "no reason given"
    _complain(
        f"chipwatch failed in a way that nobody foresaw: {type(error).__name__}: {text} "
        f"(in {Path(frame.filename).name}, line {frame.lineno}); "
        f"{_what_became_of_the_file(before)}",
        f"report it with {log}; what you did before is not lost.",
    )


def _written_down(story: str) -> Path:
    """A file with the story, in the warehouse or, where that cannot be written, elsewhere."""
    for folder in (locate().root, Path(tempfile.gettempdir())):
        path = folder / "last_fault.log"
        try:
            path.write_text(redact_text(story), encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        return path
    return Path(os.devnull)


def _complain(message: str, remedy: str) -> None:
    click.echo(click.style("error: ", fg="red", bold=True) + message, err=True)
    if remedy:
        click.echo(f"  what to do: {remedy}", err=True)
