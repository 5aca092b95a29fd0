"""`chipwatch check`: one question about a chip, a customer and a destination.

Belongs here: the options, printing the answer or what changed in it, the files it is kept in.
Does not belong here: what an answer says (pipelines/answer).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import json_option, warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.tables import folded, render_wrapped, terminal_safe
from pipelines.warehouse import Warehouse, locate, user_name

if TYPE_CHECKING:
    from pipelines.answer.question import Question
    from pipelines.answer.record import Record
    from pipelines.labels import Labels

CHANGED = 10
"""Exit code where `--again` found a difference."""
_SOURCE_WIDTH, _NARROWEST, _WIDEST = 44, 90, 150


@click.command("check")
@click.argument("strays", nargs=-1, metavar="")
@click.option("--chip", help="Name of a chip or of a family of chips, such as H20.")
@click.option("--to", help="Name of the customer.")
@click.option("--country", help="Destination: a code or name of a country.")
@click.option("--headquarters", help="Where the customer, or its ultimate parent, has its seat.")
@click.option(
    "--export-type",
    help="export_from_us, reexport or in_country_transfer [default: export_from_us].",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="NAME[=SHARE]",
    help="An owner of the customer as you know it, with its share in percent; repeatable.",
)
@click.option("--id", "identity", help="A registration number of the customer.")
@click.option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD [default: today].")
@click.option(
    "--known-on",
    metavar="DATE",
    help="Answer with what was known on this day [default: all that is known today].",
)
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answer as a page to print, and its record as JSON beside it.",
)
@click.option(
    "--again",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="RECORD",
    help="Ask the question of this record again and show only what has changed.",
)
@warehouse_option
@json_option
def command(
    strays: tuple[str, ...],
    chip: str | None,
    to: str | None,
    country: str | None,
    headquarters: str | None,
    export_type: str | None,
    owners: tuple[str, ...],
    identity: str | None,
    on: str | None,
    known_on: str | None,
    page: Path | None,
    again: Path | None,
    warehouse: Path | None,
    as_json: bool,
) -> None:
    """Say what speaks against sending a chip to a customer, what needs a license, what is unknown.

    The answer has the chip's status under United States rules on that day and for that
    destination, what Beijing has said of it, the customer's listings and owners, the state of the
    rules concerned, and what is not known; each sentence with its source and the payload it was
    read from. It never says that a delivery is allowed: no match is no clearance.

    Without --headquarters the seat usual at the destination counts, and the answer says what
    another would change. --on may lie in the past; --known-on takes away what became known later.
    A part of the question may be left out.

    \b
    Exit codes:
      0   answered, whatever the answer is; with --again: nothing changed
      1   no answer: nothing is published, a file cannot be read or written
      2   the options are wrong
      3   a word is not understood: unknown or several chips, unknown country, a day
          or an owner's share that is none
      10  --again found a change
    """
    from pipelines.answer.question import understood
    from pipelines.answer.record import read_record

    place = locate(warehouse)
    words = {
        "chip": chip,
        "to": to,
        "country": country,
        "headquarters": headquarters,
        "export_type": export_type,
        "owners": ";".join(owners) or None,
        "id": identity,
        "on": on,
        "known_on": known_on,
    }
    _require_said(strays, words, owners)
    given = [f"--{name.replace('_', '-')}" for name, value in words.items() if value]
    if again is not None and given:
        raise click.UsageError(f"--again asks the question of the record; leave {given[0]} out.")
    if again is None and not (chip or to or country):
        raise click.UsageError("Name a chip (--chip), a customer (--to) or a destination.")
    earlier = read_record(again) if again is not None else None
    question = earlier.question if earlier is not None else understood(words)
    record, labels = _asked(place, question)
    if earlier is not None:
        is_changed = _print_again(earlier, record, as_json)
    else:
        is_changed = False
        _print(record, labels, as_json)
    if page is not None:
        _keep(record, labels, page, as_json)
    note_refusal(place)
    if is_changed:
        raise click.exceptions.Exit(CHANGED)


def _require_said(
    strays: Sequence[str], words: Mapping[str, str | None], owners: Sequence[str]
) -> None:
    """Raises UsageError: a word outside the options, an option that was given and is blank.

    A script whose variable is empty must not read the silence about nobody as an answer.
    """
    if strays:
        raise click.UsageError(
            f"{strays[0]!r} belongs to no option: name a customer with --to, a chip with --chip."
        )
    said = {
        **{name: [value] for name, value in words.items() if value is not None},
        "owner": owners,
    }
    for name, values in said.items():
        if not all(value.strip() for value in values):
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} was given and is blank: leave it out or fill it.")


def _asked(place: Warehouse, question: Question) -> tuple[dict[str, Any], Labels]:
    """The record of the answer as of now."""
    from pipelines.answer.compose import answer
    from pipelines.answer.record import content_hash, record_of
    from pipelines.releases.query import reading
    from pipelines.releases.shelf import releases

    now = datetime.now(UTC)
    with reading(place.published) as release:
        answered, labels = answer(release, question, now.date()), release.labels()
    known = {one.release_id: one for one in releases(place)}
    hashed = content_hash(known.get(answered.release["release_id"]))
    return record_of(answered, user_name(), now, hashed), labels


def _print(record: Mapping[str, Any], labels: Labels, as_json: bool) -> None:
    from pipelines.answer.page import subject
    from pipelines.answer.statements import HEADINGS, KINDS

    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    answer = record["answer"]
    release = answer["release"]
    click.echo(
        terminal_safe(f"{subject(answer)}, on {answer['on']}, known on {answer['known_on']}")
    )
    sample = "; sample data" if release["is_sample"] else ""
    click.echo(f"release {release['release_id']}{sample}\n\n{_folded(answer['note'])}")
    for kind in KINDS:
        click.echo(f"\n{HEADINGS[kind]}\n")
        if answer[kind]:
            click.echo(_table([(one["text"], _source(one)) for one in answer[kind]], "what"))
        else:
            click.echo("Nothing recorded here. That is no clearance.")
    held = [each for each in answer["lists"] if each["is_held"]]
    if held:
        told = ", ".join(
            f"{labels.shown('list_code', each['list_code'])} {each['as_of'] or 'without a day'}"
            for each in held
        )
        click.echo(f"\n{_folded(f'Lists consulted: {told}.')}")


def _print_again(earlier: Record, record: Mapping[str, Any], as_json: bool) -> bool:
    """What changed since a record; whether anything did."""
    from pipelines.answer.again import differences, list_changes

    answer = record["answer"]
    found, lists = differences(earlier.answer, answer), list_changes(earlier.answer, answer)
    is_changed = bool(found or lists)
    release_id = answer["release"]["release_id"]
    if as_json:
        told = {
            "is_changed": is_changed,
            "is_record_unaltered": earlier.is_unaltered,
            "asked_at": earlier.asked_at,
            "was_release_id": earlier.release_id,
            "release_id": release_id,
            "changes": [one.to_json() for one in found],
            "lists": lists,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return is_changed
    if not earlier.is_unaltered:
        click.echo("note: the record was altered after it was written: its hash does not fit.")
    asked = f"asked {earlier.asked_at} of release {earlier.release_id}, now of {release_id}"
    if not is_changed:
        click.echo(f"Nothing changed ({asked}).")
        return False
    click.echo(f"What changed ({asked}):\n")
    rows = [
        (
            f"{one.change}: {one.shown['text']}" + (f" ({one.what})" if one.what else ""),
            _source(one.shown),
        )
        for one in found
    ]
    click.echo(_table([*rows, *((line, [""]) for line in lists)], "what changed"))
    return True


def _keep(record: Mapping[str, Any], labels: Labels, page: Path, as_json: bool) -> None:
    from pipelines.answer.page import render_page
    from pipelines.answer.record import keep

    path = page.absolute()
    beside = keep(record, render_page(record, labels).encode(), path)
    click.echo(f"\nwritten: {path}\nrecord:  {beside}", err=as_json)


def _table(rows: Sequence[tuple[str, Sequence[str]]], heading: str) -> str:
    told = _terminal_width() - _SOURCE_WIDTH - 2
    return render_wrapped((heading, "where it stands"), rows, (told, _SOURCE_WIDTH))


def _folded(text: str) -> str:
    return "\n".join(folded(text, _terminal_width()))


def _terminal_width() -> int:
    return min(max(shutil.get_terminal_size((120, 20)).columns, _NARROWEST), _WIDEST)


def _source(one: Mapping[str, Any]) -> list[str]:
    """Citation, document and address, and the payload by the beginning of its hash."""
    parts = [one["citation"]]
    if one["document_number"] and one["document_number"] not in one["citation"]:
        parts.append(f"document {one['document_number']}")
    if one["url"]:
        parts.append(one["url"])
    if one["payload"]:
        payload = one["payload"]
        parts.append(
            f"payload {payload['source']}/{payload['dataset']} {payload['payload_sha256'][:12]}"
        )
    return parts
