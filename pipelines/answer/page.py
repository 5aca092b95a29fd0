"""An answer as one page to print: nothing in it is loaded, everything in it is text.

Belongs here: HTML. Does not belong here: what an answer says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pipelines.answer.statements import HEADINGS, KINDS
from pipelines.files.closed_page import closed_page
from pipelines.labels import Labels
from pipelines.parsing.news_items import canonical_url

_STYLE = Path(__file__).with_name("page.css")
_NOTHING = {
    "against": "Nothing recorded here speaks against it. That is no clearance.",
    "license": "Nothing recorded here says that it needs a license. That is no clearance.",
    "unknown": "Nothing.",
    "noted": "Nothing.",
}


def render_page(record: Mapping[str, Any], labels: Labels) -> str:
    """The page of a record; the same record gives the same bytes."""
    answer = record["answer"]
    title = "Check: " + subject(answer)
    sections = "".join(
        f"<section><h2>{escape(HEADINGS[kind])}</h2>{_statements(answer[kind], kind)}</section>"
        for kind in KINDS
    )
    sample = (
        '<p class="banner">Sample data: nothing may rest on this page.</p>'
        if answer["release"]["is_sample"]
        else ""
    )
    return closed_page(
        title,
        _STYLE.read_text(encoding="utf-8"),
        f"<h1>{escape(title)}</h1>\n"
        f'<p class="soft">As of {escape(answer["on"])}, as known on {escape(answer["known_on"])}; '
        f"asked {escape(record['asked_at'])} by {escape(record['asked_by'])}.</p>\n"
        f'<p class="banner">{escape(answer["note"])}</p>\n{sample}{_question(answer, labels)}\n'
        f"{sections}\n{_lists(answer['lists'], labels)}\n{_record(record)}",
    )


def subject(answer: Mapping[str, Any]) -> str:
    """What was asked about, in a line."""
    asked = answer["question"]
    chip = ", ".join(answer["chips"]) or asked["chip"]
    to = f"to {asked['to']}" if chip and asked["to"] else asked["to"]
    place = f"in {asked['country']}" if asked["country"] else ""
    return " ".join(filter(None, (chip, to, place)))


def _question(answer: Mapping[str, Any], labels: Labels) -> str:
    asked = answer["question"]
    taken = f" (taken as {', '.join(answer['chips'])})" if answer["chips"] else ""
    rows = (
        ("Chip", asked["chip"] and f"{asked['chip']}{taken}"),
        ("Customer", asked["to"]),
        ("Identity number", asked["id"]),
        ("Owners, as stated", asked["owners"]),
        ("Destination", asked["country"]),
        ("Headquarters", asked["headquarters"] or (asked["country"] and "not said")),
        ("Kind of export", labels.shown("export_type", asked["export_type"])),
    )
    return _list((name, value) for name, value in rows if value)


def _statements(told: Sequence[Mapping[str, Any]], kind: str) -> str:
    if not told:
        return f"<p>{escape(_NOTHING[kind])}</p>"
    rows = "".join(
        f'<tr><td class="says">{escape(one["text"])}</td><td class="where">{_source(one)}</td></tr>'
        for one in told
    )
    return (
        "<table><thead><tr><th>what</th><th>where it stands</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _source(one: Mapping[str, Any]) -> str:
    cited = escape(one["citation"])
    url = one["url"]
    if url and canonical_url(url):
        cited = f'<a href="{escape(url)}" rel="noreferrer">{cited}</a>'
    parts = [cited]
    if one["document_number"]:
        parts.append(f"document {escape(one['document_number'])}")
    if url:
        parts.append(escape(url))
    if one["confidence"]:
        parts.append(f"confidence {escape(one['confidence'])}")
    payload = one["payload"]
    if payload:
        seen = f", {payload['observed_at']}" if payload["observed_at"] else ""
        sample = ", sample" if payload["is_sample"] else ""
        name = f"{payload['source']}/{payload['dataset']}{seen}{sample}"
        parts.append(f"payload {escape(name)}<br><code>{escape(payload['payload_sha256'])}</code>")
    return "<br>".join(parts)


def _lists(lists: Sequence[Mapping[str, Any]], labels: Labels) -> str:
    if not lists:
        return ""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(str(cell))}</td>"
            for cell in (
                labels.shown("list_code", each["list_code"]),
                each["as_of"] or ("no day" if each["is_held"] else "not held"),
                f"{each['listing_count']:,}" if each["is_held"] else "",
                each["unread_entries"] or "",
                ("by hand" if each["is_curated"] else "copy of the list")
                if each["is_held"]
                else "",
                _complete(each, labels),
                "sample" if each["is_sample"] else "",
            )
        )
        + "</tr>"
        for each in lists
    )
    return (
        "<section><h2>Lists consulted</h2><table><thead><tr><th>list</th><th>as of</th>"
        "<th>listings</th><th>entries unread</th><th>kept as</th>"
        "<th>complete</th><th></th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _complete(each: Mapping[str, Any], labels: Labels) -> str:
    """What of a list is here, and between which days."""
    days = [day for day in (each.get("complete_from"), each.get("complete_until")) if day]
    said = labels.shown("completeness", each.get("completeness"))
    return f"{said}, {' to '.join(days)}" if days else said


def _record(record: Mapping[str, Any]) -> str:
    answer, release = record["answer"], record["answer"]["release"]
    thresholds = ", ".join(f"{name} {value:g}" for name, value in answer["thresholds"].items())
    rows = (
        ("Release", f"{release['release_id']}, made {release['released_at']}"),
        ("Content hash", record["content_hash"] or "not recorded"),
        ("Audited file", release["candidate_sha256"]),
        ("Code", release["code_version"]),
        ("Input hash", answer["input_hash"]),
        ("Record hash", record["record_hash"]),
        ("Thresholds of names", thresholds),
    )
    return f"<section><h2>Record</h2>{_list(rows)}</section>"


def _list(rows: Iterable[tuple[str, object]]) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in rows)
    return f"<dl>{told}</dl>"
