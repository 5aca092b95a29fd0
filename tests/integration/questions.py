"""Reads docs/questions*.md: each question's SQL and the answer as printed.

`python -m tests.integration.questions WAREHOUSE` writes the printed answers anew.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from pipelines.cli.tables import render
from pipelines.releases.query import ask

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = ("docs/questions.md", "docs/cookbook.md")
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n\n?```text\n(?P<answer>.*?)```", re.DOTALL)
HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """One question: the page and heading it stands under, its SQL, the printed answer."""

    page: str
    heading: str
    sql: str
    answer: str


def questions() -> list[Question]:
    """Every question with an answer, in the order of the pages."""
    found = []
    for page in PAGES:
        path = REPOSITORY / page
        if not path.exists():
            continue
        text = path.read_text()
        for block in BLOCK.finditer(text):
            heading = HEADING.findall(text[: block.start()])[-1]
            found.append(Question(page, heading, block["sql"], block["answer"]))
    return found


def printed(database: Path, sql: str) -> str:
    """The answer as `chipwatch query` prints it."""
    answer = ask(database, sql)
    return render(answer.columns, answer.rows) + "\n"


def rewrite(database: Path) -> None:
    """Replace every printed answer by the present one."""
    for page in PAGES:
        path = REPOSITORY / page
        if path.exists():
            path.write_text(
                BLOCK.sub(
                    lambda block: (
                        f"```sql\n{block['sql']}```\n\n"
                        f"```text\n{printed(database, block['sql'])}```"
                    ),
                    path.read_text(),
                )
            )


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]) / "chipwatch.duckdb")
