"""The page of one subject and its files: facts, tables, evidence, how to cite it, CSV and JSON.

Belongs here: how any kind of subject looks. Does not belong here: what is asked about one
(`subjects/`), drawings (`charts/`).
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from html import escape

from pipelines.derived.event_study.probabilities import PROBABILITIES, probability
from pipelines.labels import Labels
from pipelines.report.links import (
    NAMED_BY,
    WEB_ADDRESS,
    Links,
    linked,
    source_link,
    sourced,
    web_linked,
)
from pipelines.report.pages.files import as_csv, plain
from pipelines.report.pages.frame import data_table, page
from pipelines.report.reading import Row
from pipelines.report.subjects.model import SUBJECT, Subject, Table

LARGEST_PAGE = 300_000
"""Bytes of a page at most; rows beyond its share of that stand in the files alone."""
FRAME_BYTES = 24_000
LONG_FACT = 90
UP = "../"
_KEY = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_EMPTY = {None: "", True: "yes", False: "no"}


class SubjectPages:
    """Renders the pages of one release."""

    def __init__(self, release: Row, is_public: bool, labels: Labels, links: Links) -> None:
        self._release, self._is_public = release, is_public
        self._labels, self._links = labels, links

    def files(self, subject: Subject, drawing: str = "") -> dict[str, str]:
        """Path → text of a subject's page and of its files; `drawing` is a chart as HTML."""
        stem = self._links.stem(subject.kind.key, subject.subject_id)
        assert stem is not None  # noqa: S101
        base = stem.rpartition("/")[2]
        made = {f"{stem}.json": self._as_json(subject)}
        for table in subject.kind.tables:
            rows = subject.rows.get(table.key, ())
            if rows:
                made[f"{stem}.{table.key}.csv"] = as_csv(rows)
        made[f"{stem}.html"] = self._page(subject, base, drawing)
        return made

    def _page(self, subject: Subject, base: str, drawing: str) -> str:
        head = (
            f'<p class="lead">{escape(subject.kind.title)}</p><h1>{escape(subject.name)}</h1>'
            f"{self._facts(subject)}{drawing}"
        )
        filled = [table for table in subject.kind.tables if subject.rows.get(table.key)]
        bare = [table for table in subject.kind.tables if not subject.rows.get(table.key)]
        jumps = "".join(
            f'<a href="#{table.key}">{escape(table.heading)} ({len(subject.rows[table.key]):,})</a>'
            for table in filled
        )
        cite = self._cite(subject, base)
        taken = sum(len(part.encode()) for part in (head, jumps, cite, drawing))
        share = (LARGEST_PAGE - FRAME_BYTES - taken) // max(1, len(filled))
        parts = [head, f'<nav class="jumps" aria-label="On this page">{jumps}</nav>']
        parts += [self._section(subject, table, base, share) for table in filled]
        if bare:
            lines = "".join(
                f"<dt>{escape(table.heading)}</dt><dd>{escape(table.nothing)}</dd>"
                for table in bare
            )
            parts.append(f'<section id="nothing"><h2>Not on record</h2><dl>{lines}</dl></section>')
        return page(
            f"{subject.name}: {subject.kind.title.lower()}",
            self._release,
            self._is_public,
            "".join([*parts, cite]),
            up=UP,
        )

    def _facts(self, subject: Subject) -> str:
        lines = "".join(
            f"<div{_width(subject.row[name])}><dt>{escape(heading)}</dt>"
            f"<dd>{self.cell(name, subject.row)}</dd></div>"
            for name, heading in subject.kind.facts.items()
            if subject.row.get(name) not in {None, ""}
        )
        return f'<dl class="facts">{lines}</dl>'

    def _section(self, subject: Subject, table: Table, base: str, share: int) -> str:
        rows = subject.rows[table.key]
        share -= 1500
        shown: list[str] = []
        for row in rows:
            line = self._line(table, row)
            share -= len(line.encode()) + 1
            if share < 0:
                break
            shown.append(line)
        more = (
            f'<p class="soft">The first {len(shown):,} of {len(rows):,}; the files hold all.</p>'
            if len(shown) < len(rows)
            else ""
        )
        return (
            f'<section id="{table.key}"><h2>{escape(table.heading)}</h2>'
            f"<p>{escape(table.about)}</p>"
            + data_table(list(table.columns.values()), shown)
            + more
            + f'<p class="files"><a href="{base}.{table.key}.csv" download>'
            f"CSV ({len(rows):,} row{'s' if len(rows) > 1 else ''})</a></p></section>\n"
        )

    def _line(self, table: Table, row: Row) -> str:
        cells = "".join(
            f"<td{_kind(row.get(name), name)}>{self.cell(name, row)}</td>" for name in table.columns
        )
        return f"<tr>{cells}</tr>"

    def cell(self, name: str, row: Row) -> str:
        """The value of a column as HTML, with links to what it names."""
        value = row.get(name)
        text = self.text(name, value)
        if name in NAMED_BY:
            kind, key = NAMED_BY[name]
            return linked(text, self._links.page(kind, row.get(key)), UP)
        if name in {"event_title", "action_title"} or (name == "title" and "issuer_name" in row):
            path = self._links.event(row.get("event_id"), row.get("authority_id"))
            told = linked(text, path, UP)
            return f"{told} {source_link(row)}" if "source_url" in row else told
        if name == "site":
            return web_linked(text, text)
        if name == "payload_sha256":
            return f'<code title="{escape(text)}">{escape(text[:12])}</code>'
        if name in WEB_ADDRESS:
            column = WEB_ADDRESS[name]
            return sourced(text, row, column) if text and column in row else escape(text)
        return escape(text)

    def text(self, name: str, value: object) -> str:
        """The value of a column as words."""
        if name in PROBABILITIES and value is not None:
            return probability(value)
        if not isinstance(value, str):
            return _plain_words(value)
        if name == "us_why":
            return _KEY.sub(lambda found: self._named(found[0]), value).replace(" | ", "; ")
        parts = value.split("; ")
        if all((name, part) in self._labels.by_value for part in parts):
            return "; ".join(self._labels.shown(name, part) for part in parts)
        return value

    def _named(self, key: str) -> str:
        """The word for a status or a figure that a reason names by its key."""
        for column in ("us_status", "figure", "us_missing_field"):
            if (column, key) in self._labels.by_value:
                return self._labels.said(column, key)
        return key.replace("_", " ")

    def _cite(self, subject: Subject, base: str) -> str:
        release = self._release
        made = f"{release['released_at']:%Y-%m-%d}"
        sample = " (sample data: do not cite)" if release["is_sample"] else ""
        return (
            '<section id="cite"><h2>Cite this</h2>'
            f'<p class="cite">chipwatch, “{escape(subject.name)}” ({subject.kind.key} '
            f"{escape(subject.subject_id)}), release {escape(release['release_id'])}, {made}"
            f"{sample}.</p>"
            f'<p class="files"><a href="{base}.json" download>Everything on this page as JSON'
            "</a></p></section>"
        )

    def _as_json(self, subject: Subject) -> str:
        release = self._release
        whole = {
            "kind": subject.kind.key,
            "id": subject.subject_id,
            "name": subject.name,
            "release_id": release["release_id"],
            "released_at": release["released_at"],
            "is_sample": release["is_sample"],
            "facts": {
                name: value for name, value in subject.row.items() if name not in {SUBJECT, "name"}
            },
            "tables": subject.rows,
        }
        return json.dumps(plain(whole), ensure_ascii=False, indent=1) + "\n"


def _plain_words(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return _EMPTY[value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int):
        return f"{value:,}"
    return _number(Decimal(str(value))) if isinstance(value, Decimal | float) else str(value)


def _number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _width(value: object) -> str:
    return ' class="whole"' if len(str(value)) > LONG_FACT else ""


def _kind(value: object, name: str) -> str:
    if isinstance(value, date):
        return " class=d"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return " class=n"
    return " class=long" if isinstance(value, str) and len(value) > 45 and "sha" not in name else ""
