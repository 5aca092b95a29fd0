"""The questions of docs/questions.md with their SQL, to be kept as saved queries.

Belongs here: reading that page. Does not belong here: the form of a saved query (`bundle.py`), nor
whether the SQL runs (the tests of the page).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ChipwatchError
from pipelines.warehouse import REPOSITORY

PAGE = REPOSITORY / "docs" / "questions.md"
_SECTION = re.compile(r"^## (?P<title>.+?)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_SQL = re.compile(r"^```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Question:
    """One block of SQL with the heading above it and what is said before it."""

    title: str
    text: str
    sql: str


def questions(page: Path = PAGE) -> list[Question]:
    """Every block of SQL of the page, in its order. Raises ChipwatchError when there is none."""
    found = []
    for section in _SECTION.finditer(page.read_text(encoding="utf-8")):
        blocks = list(_SQL.finditer(section["body"]))
        begin, text = 0, str(section["title"])
        for number, block in enumerate(blocks, 1):
            told = section["body"][begin : block.start()]
            said = re.sub(r"^```.*?^```$", "", told, flags=re.MULTILINE | re.DOTALL)
            text = " ".join(said.split()) or text
            part = f" ({number} of {len(blocks)})" if len(blocks) > 1 else ""
            found.append(Question(f"{section['title']}{part}", text, block["sql"]))
            begin = block.end()
    if not found:
        raise ChipwatchError(
            f"{page} holds no question with SQL.", "restore it from the repository."
        )
    return found
