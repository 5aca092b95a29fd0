"""`chipwatch screen`: names looked up on the screening lists of the published warehouse.

Belongs here: the options, printing the answers and what an answer rests on and does not mean.
Does not belong here: reading the names, or how they are compared (pipelines/screening).
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import warehouse_option
from pipelines.cli.refusal import note_refusal
from pipelines.cli.tables import in_words
from pipelines.cli.terminal import show_table
from pipelines.errors import ChipwatchError
from pipelines.labels import Labels
from pipelines.warehouse import Warehouse, locate

if TYPE_CHECKING:
    from pipelines.screening.listed import ConsultedList
    from pipelines.screening.lookup import Looked, Lookup, StatedOwnerFound
    from pipelines.screening.since import NameChange

COLUMNS = (
    "name", "verdict", "score", "listed_entity", "alias_matched", "list_code", "legal_effect",
    "since", "is_current", "listing_status", "citation", "vendor", "method", "is_ambiguous",
)  # fmt: skip
SUMMARY = ("name", "result", "lists")
OWNER_COLUMNS = (
    "owner_rule", "rule_status", "share_least_pct", "share_most_pct", "owned_through",
    "stated_owner",
)  # fmt: skip
BASIS_COLUMNS = (
    "lists_consulted", "lists_not_held", "oldest_list_on", "oldest_list_age_days",
    "unread_entries", "is_sample",
)  # fmt: skip
WIDEST = 48
STDIN = "-"
WORDS = {
    "verdict": "screening_verdict",
    "list_code": "list_code",
    "legal_effect": "legal_effect",
    "method": "screening_method",
    "rule_status": "status",
    "listing_status": "status",
}
"""Columns whose values are written in words for reading; in CSV and JSON they stay as they are."""
OWNERS_SHOWN = (
    "name", "verdict", "owner_rule", "rule_status", "share_least_pct", "share_most_pct",
    "owned_through", "stated_owner",
)  # fmt: skip
CHANGED = 10
"""Exit code where something changed since another release."""
ENDED = "is_current false: the listing has ended, or the newest snapshot of its list lacks it."
NOT_IN_FORCE = (
    "listing_status: what the listing means today; suspended is not repealed, and an unknown "
    "outcome is an end or a return that was announced and that no source reports."
)
NO_DATE = "since is empty where neither the list nor its rule gives a day."
AMBIGUOUS = (
    "is_ambiguous: different listed entities stand for the name equally well; a person decides."
)


@click.command("screen")
@click.argument("names", type=click.Path(path_type=Path, allow_dash=True), metavar="NAMES")
@warehouse_option
@click.option("--json", "form", flag_value="json", help="Print one JSON object a name.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV with a header.")
@click.option(
    "--column",
    default="name",
    show_default=True,
    help="Header of the column with the names, or its number from 1.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of the text (gbk, big5, cp1252 …) where nothing in it says so.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Listed entities shown for a name at most, besides further lists of the same firm.",
)
@click.option(
    "--since",
    metavar="RELEASE",
    help="Show only what is found now and was not in this release, or the other way round.",
)
def command(
    names: Path,
    warehouse: Path | None,
    form: str | None,
    column: str,
    encoding: str | None,
    limit: int,
    since: str | None,
) -> None:
    """Look up the names in the file NAMES (- for standard input) on the lists.

    NAMES is an Excel sheet (.xlsx) or delimited text with a header: a column of names (--column),
    and country, id and owner where there are any. Delimiters are comma, semicolon, tab or |;
    without one every line is a name.

    The verdict is match, possible or no_match, with a score from 0 to 1, the listed entity and
    the alias that gave it, the list and what it means in law, since when, and the citation; one
    row a listing. Names in English and Chinese, in Cyrillic, Greek, Japanese, Korean and Arabic
    letters, pinyin, other spellings, word orders and typing errors are found. A country (a code
    or name in any usual form) lowers the score of entities listed elsewhere; an id
    (registration number and the like) that a list prints is a match whatever the name.

    Companies that listed parties own are found too, by the ownership recorded here: owned,
    possibly_owned (a share is not known) or minority_owned, with the chain, the rule and whether
    it is in force today. A column `owner` (`Name`, or `Name = 30` with a share, parted by
    semicolons) says who owns the firm as you know it; these names are looked up as well.

    Every answer says which lists were consulted, as of which day, and what they lack. no_match is
    never clearance. Ended listings are shown with is_current false. The command ends with 1
    when a row could not be looked up, and with 10 when --since found a change.
    """
    from pipelines.releases.query import reading
    from pipelines.screening.lookup import Lookup
    from pipelines.screening.name_files import read_names

    place = locate(warehouse)
    content, called = _content(names)
    file = read_names(content, called, column, encoding)
    today = datetime.now(UTC).date()
    with reading(place.published) as release:
        lookup, labels = Lookup(release, today, today), release.labels()
    answers = [lookup.look_up(asked, limit) for asked in file.asked]
    is_changed = False
    if since is not None:
        is_changed = _print_since(place, since, answers, form, labels, limit)
    else:
        _print(answers, lookup, form, labels, today)
    note_refusal(place)
    remarks = [
        *_remarks(answers, labels),
        *_basis_remarks(lookup, today, labels),
        *file.ignored,
    ]
    for line in remarks if since is None else file.ignored:
        click.echo(line, err=form is not None)
    for told_row in file.not_screened:
        click.echo(f"not looked up: {told_row}", err=True)
    if file.not_screened:
        raise click.exceptions.Exit(1)
    if is_changed:
        raise click.exceptions.Exit(CHANGED)


def _print(
    answers: Sequence[Looked], lookup: Lookup, form: str | None, labels: Labels, today: date
) -> None:
    from pipelines.screening import told

    if form == "json":
        basis = told.basis(lookup.lists, lookup.has_owners, today)
        for answer in answers:
            click.echo(json.dumps({**told.record(answer), "lists": basis}, ensure_ascii=False))
        return
    rows = [row for answer in answers for row in _rows(answer)]
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([*COLUMNS, *OWNER_COLUMNS, *BASIS_COLUMNS])
        cells = _basis_cells(lookup.lists, today)
        columns = (*COLUMNS, *OWNER_COLUMNS)
        writer.writerows([*(row.get(name) for name in columns), *cells] for row in rows)
        return
    show_table(SUMMARY, _summary(answers, labels))
    click.echo()
    _show(COLUMNS, rows, labels)
    owners = [row for row in rows if row.get("owned_through") or row.get("stated_owner")]
    if owners:
        click.echo("\nOwners, and whether the rule about them applies today:\n")
        shown = {tuple(row.get(name) for name in OWNERS_SHOWN): row for row in owners}
        _show(OWNERS_SHOWN, list(shown.values()), labels)
    click.echo()


def _summary(answers: Sequence[Looked], labels: Labels) -> list[tuple[str, str, str]]:
    """A row a name: what came out, and the lists on which what was found stands."""
    told = []
    for answer in answers:
        rows = list(_rows(answer))
        codes = dict.fromkeys(row["list_code"] for row in rows if row.get("list_code"))
        lists = [str(labels.shown("list_code", code)) for code in codes]
        verdict = str(labels.shown("screening_verdict", answer.verdict))
        told.append((answer.asked.name, verdict, ", ".join(lists)))
    return told


def _show(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], labels: Labels) -> None:
    """A table for reading: values in words, long names cut where every row is one line."""
    said = {place: WORDS[name] for place, name in enumerate(columns) if name in WORDS}
    cells = in_words(labels, [[row.get(name) for name in columns] for row in rows], said)
    long = {place for place, name in enumerate(columns) if name == "owned_through"}
    show_table(columns, [[c if i in long else _cut(c) for i, c in enumerate(row)] for row in cells])


def _print_since(
    place: Warehouse,
    named: str,
    now: Sequence[Looked],
    form: str | None,
    labels: Labels,
    limit: int,
) -> bool:
    """What changed since a release; whether anything did."""
    from pipelines.releases.query import reading
    from pipelines.releases.shelf import current_release_id
    from pipelines.releases.upkeep import kept
    from pipelines.screening.lookup import Lookup
    from pipelines.screening.since import changes

    old = kept(place, named)
    day = datetime.fromisoformat(old.manifest["released_at"]).date()
    with reading(old.database) as release:
        lookup = Lookup(release, day, day)
    found = [
        (looked.asked.name, change)
        for looked in now
        for change in changes(lookup.look_up(looked.asked, limit), looked)
    ]
    releases = {"since": old.release_id, "release_id": current_release_id(place)}
    if form == "json":
        for name, change in found:
            line = {"name": name, "change": change.kind, "was": change.before, "is": change.after}
            click.echo(json.dumps({**line, **releases}, ensure_ascii=False))
    else:
        rows = [_change_row(name, change) for name, change in found]
        if form == "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(CHANGE_COLUMNS)
            writer.writerows([row.get(column) for column in CHANGE_COLUMNS] for row in rows)
        elif rows:
            _show(CHANGE_COLUMNS, rows, labels)
            click.echo()
    how_many = {0: "Nothing", 1: "One finding"}.get(len(found), f"{len(found)} findings")
    click.echo(
        f"{how_many} changed of {len(now)} names between release {old.release_id} and now.",
        err=form is not None,
    )
    return bool(found)


CHANGE_COLUMNS = (
    "name", "change", "verdict", "entity", "list_code", "owner_rule", "rule_status", "since",
    "citation", "stated_owner", "what_changed",
)  # fmt: skip


def _change_row(name: str, change: NameChange) -> dict[str, Any]:
    shown, before = change.shown, change.before or {}
    members = change.changed_members
    return {
        **shown,
        "name": name,
        "change": change.kind,
        "entity": shown.get("listed_entity") or shown.get("owned_company"),
        "list_code": shown.get("list_code") or shown.get("list_codes"),
        "what_changed": "; ".join(f"{m}: {before[m]} → {shown[m]}" for m in members) or None,
    }


def _content(names: Path) -> tuple[bytes, str]:
    """The bytes of the file or of standard input, and what to call them."""
    if str(names) == STDIN:
        return sys.stdin.buffer.read(), "standard input"
    try:
        return names.read_bytes(), str(names)
    except OSError as error:
        raise ChipwatchError(
            f"There is no file {names} that can be read.",
            "give a CSV in UTF-8 or an .xlsx with a column `name`, or - for standard input.",
        ) from error


def _basis_cells(lists: Sequence[ConsultedList], today: date) -> list[Any]:
    """What an answer rests on, for the columns of CSV."""
    held = [each for each in lists if each.listing_count]
    oldest = min(
        (each for each in held if each.as_of_on), key=lambda e: str(e.as_of_on), default=None
    )
    return [
        "; ".join(f"{each.list_code} {each.as_of_on or 'without a day'}" for each in held),
        "; ".join(each.list_code for each in lists if not each.listing_count),
        oldest.as_of_on if oldest else None,
        oldest.age_days(today) if oldest else None,
        "; ".join(f"{each.list_code} {each.unread_count}" for each in held if each.unread_count),
        any(each.is_sample for each in held),
    ]


def _basis_remarks(lookup: Lookup, today: date, labels: Labels) -> Iterator[str]:
    """What the answers rest on, for reading."""
    from pipelines.screening.told import NO_OWNERS

    lists = lookup.lists
    if not lookup.has_owners:
        yield NO_OWNERS
    held = [each for each in lists if each.listing_count]
    yield "Lists consulted:" if held else "No list is held here: nothing was consulted."
    for each in held:
        kind = "newest edition, entered by hand" if each.is_curated else "newest snapshot"
        unread = f"; {each.unread_count} entries of its file unread" if each.unread_count else ""
        name, day = labels.shown("list_code", each.list_code), each.as_of_on or "without a day"
        yield (
            f"  {name:18} {kind} {day} "
            f"({each.age_days(today)} days old), {each.listing_count} listings{unread}"
        )
    missing = [
        labels.shown("list_code", each.list_code) for each in lists if not each.listing_count
    ]
    if missing:
        yield f"Not held here, so not consulted: {', '.join(missing)}."
    if any(each.is_sample for each in held):
        yield "The lists here are the bundled sample, a small part of the real ones (is_sample)."


def _rows(looked: Looked) -> list[dict[str, Any]]:
    """One row a listing, an owner rule and a stated owner; one that says no_match without any."""
    from pipelines.screening import told

    listed = looked.listed
    rows = [
        {**row, "is_ambiguous": listed.is_ambiguous}
        for row in told.candidates(listed, looked.statuses)
    ]
    rows += [_owned_row(told.owned(match)) for match in looked.owned]
    for found in looked.stated:
        owner = {"stated_owner": _stated_text(found), "method": "stated_owner"}
        verdict = {"verdict": looked.stated_verdict, "listed_verdict": found.listed.verdict}
        near = [
            {**row, **owner, **verdict}
            for row in (
                *told.candidates(found.listed, looked.statuses),
                *(_owned_row(told.owned(match)) for match in found.owned),
            )
        ]
        rows += near or [{"verdict": "no_match", **owner}]
    if not rows:
        rows = [{"verdict": "no_match"}]
    return [{"name": looked.asked.name, "is_ambiguous": False, **row} for row in rows]


def _owned_row(told_of: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **told_of,
        "listed_entity": told_of["owned_company"],
        "list_code": told_of["list_codes"],
        "is_current": True,
        "method": "owner",
    }


def _stated_text(found: StatedOwnerFound) -> str:
    share = found.owner.share_pct
    return found.owner.name if share is None else f"{found.owner.name} = {share.normalize():f}"


def _cut(cell: Any) -> Any:
    """A cell for reading: long names are cut here, never in CSV or JSON."""
    return f"{cell[: WIDEST - 1]}…" if isinstance(cell, str) and len(cell) > WIDEST else cell


def _remarks(answers: Sequence[Looked], labels: Labels) -> Iterator[str]:
    from pipelines.screening.lookup import RANKS
    from pipelines.screening.told import NO_CLEARANCE

    counts = Counter(answer.verdict for answer in answers)
    always = ("match", "possible", "no_match")
    told = (
        f"{counts[one]} {labels.said('screening_verdict', one)}"
        for one in RANKS
        if counts[one] or one in always
    )
    yield f"{len(answers)} names: {', '.join(told)}."
    candidates = [one for answer in answers for one in answer.listed.candidates]
    if any(answer.listed.is_ambiguous for answer in answers):
        yield AMBIGUOUS
    if any(not one.listed.is_current for one in candidates):
        yield ENDED
    statuses = answers[0].statuses if answers else {}
    if any(statuses.get(one.listed.listing_id, "in_force") != "in_force" for one in candidates):
        yield NOT_IN_FORCE
    if any(one.listed.listed_since_on is None for one in candidates):
        yield NO_DATE
    if counts["no_match"]:
        yield NO_CLEARANCE
