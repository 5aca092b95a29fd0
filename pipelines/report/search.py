"""The search index: every page and every listed name, as a script file.

Belongs here: what is found, and keeping the file small. Does not belong here: searching
(`shared/site.js`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pipelines.report.links import Links
from pipelines.report.reading import Reader
from pipelines.report.subjects.model import Subject

LARGEST_INDEX = 1_000_000
"""Bytes of the listed names at most; beyond that former listings are left out first."""
_LISTED = """
    select listed_name, list_code,
        strftime(min(listed_since_on), '%Y-%m-%d') as since_on,
        case when bool_or(listed_until_on is null) then null
            else strftime(max(listed_until_on), '%Y-%m-%d') end as until_on,
        any_value(entity_name) as entity_name, any_value(vendor_id) as vendor_id
    from {rpt_listed_names}
    where not is_user_data and not is_address_entry
    group by listed_name, list_code
    order by until_on is not null, listed_name, list_code
"""


def search_index(reader: Reader, subjects: Iterable[Subject], links: Links) -> str:
    """The script that hands the index to the page."""
    pages = [
        [
            subject.kind.key,
            subject.name,
            links.page(subject.kind.key, subject.subject_id),
            _other_names(subject),
        ]
        for subject in subjects
    ]
    lists: dict[str, int] = {}
    listed: list[Sequence[object]] = []
    size, left_out = 0, 0
    for row in reader.rows(_LISTED):
        place = lists.setdefault(str(row["list_code"]), len(lists))
        entry: list[object] = [row["listed_name"], place, row["since_on"], row["until_on"]]
        if row["entity_name"] != row["listed_name"]:
            entry.append(row["entity_name"])
        size += len(_text(entry).encode()) + 1
        if size > LARGEST_INDEX:
            left_out += 1
            continue
        listed.append(entry)
    names = {subject_row[2]: subject_row[1] for subject_row in pages if subject_row[0] == "list"}
    told = {
        "pages": pages,
        "lists": [
            [names.get(links.page("list", code), code), links.page("list", code)] for code in lists
        ],
        "listed": listed,
        "leftOut": left_out,
    }
    return f"window.chipwatchIndex = {_text(told)};\n"


def _other_names(subject: Subject) -> str:
    told = (subject.row.get(name) for name in ("vendor_name_zh", "aliases", "family_chip_name"))
    return "; ".join([subject.subject_id, *(str(name) for name in told if name)])


def _text(value: object) -> str:
    """JSON that may stand in a script file: no line separator that only JSON allows."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
