"""The neighborhood of listed parties out of a whole golden copy, before anything is archived.

`python -m pipelines.sources.gleif.excerpt LEI2.csv RR.csv FOLDER --warehouse DIRECTORY`

Belongs here: which records a release can use: legal entities that have the name of a listed party,
and whom these consolidate, over any number of steps. A name may be that of another firm: dbt tells
which party it is. Read in a stream within a fixed memory; run by hand.
Does not belong here: reading the records (`entities.py`, `relationships.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.errors import ChipwatchError
from pipelines.parsing.budget import require_affordable
from pipelines.parsing.records import PayloadError
from pipelines.sources.gleif.entities import COLUMNS as ENTITY_COLUMNS
from pipelines.sources.gleif.entities import OTHER_NAMES
from pipelines.sources.gleif.entities import READ as ENTITY_CELLS
from pipelines.sources.gleif.relationships import COLUMNS as RELATIONSHIP_COLUMNS
from pipelines.sources.gleif.relationships import READ as RELATIONSHIP_CELLS
from pipelines.sql_text import sql_text
from pipelines.warehouse import locate

MEMORY = "400MB"
THREADS = 2
KINDS = ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY")
_FORMS = (
    r"\b(co|company|corp|corporation|inc|incorporated|limited|ltd|llc|plc|gmbh|ag|bv|nv|sa|pte)\b"
    "|股份有限公司|有限责任公司|有限公司"
)
KEY = (
    "replace(regexp_replace(regexp_replace(lower(strip_accents(replace({}, '&', ' and '))), "
    rf"'[^\p{{{{L}}}}\p{{{{N}}}}]+', ' ', 'g'), '{_FORMS}', '', 'g'), ' ', '')"
)
"""A name without legal form, case, blanks and punctuation: wide, because dbt looks again."""


@dataclass(frozen=True)
class Excerpt:
    """What was found: entities by a listed name, all entities kept, relationships kept."""

    named: int
    entities: int
    relationships: int


def excerpt(level_1: Path, level_2: Path, names: Sequence[str], folder: Path) -> Excerpt:
    """Write `entities.csv` and `relationships.csv` into the folder; return what they hold.

    Raises ChipwatchError: a file is no golden copy, or cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as spill, duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{MEMORY}'")
        connection.execute(f"set threads = {THREADS}")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set temp_directory = {sql_text(spill)}")
        try:
            return _excerpt(connection, level_1, level_2, names, folder)
        except duckdb.Error as error:
            raise ChipwatchError(
                f"The golden copy cannot be read: {str(error).splitlines()[0]}",
                "download both CSV files again and unpack them; give level 1 first.",
            ) from error


def _excerpt(
    connection: duckdb.DuckDBPyConnection,
    level_1: Path,
    level_2: Path,
    names: Sequence[str],
    folder: Path,
) -> Excerpt:
    entities = _scan(connection, level_1, "level 1", ENTITY_COLUMNS)
    relationships = _scan(connection, level_2, "level 2", RELATIONSHIP_COLUMNS)
    there = _columns(connection, entities)
    of_name = [name for name in ("Entity.LegalName", *OTHER_NAMES) if name in there]
    keys = ", ".join(KEY.format(f'"{name}"') for name in of_name)
    connection.execute("create table listed (name varchar)")
    connection.executemany("insert into listed values (?)", [[name] for name in names])
    connection.execute(
        f"create table keys as select distinct {KEY.format('name')} as key from listed "
        f"where {KEY.format('name')} <> ''"
    )
    connection.execute(
        f'create table named as select lei from (select "LEI" as lei, unnest([{keys}]) as key '
        f"from {entities}) semi join keys using (key) group by lei"
    )
    kinds = ", ".join(map(sql_text, KINDS))
    connection.execute(
        'create table edges as select distinct "Relationship.StartNode.NodeID" as owned, '
        f'"Relationship.EndNode.NodeID" as owner from {relationships} '
        f'where "Relationship.RelationshipType" in ({kinds})'
    )
    connection.execute(
        "create table reached as with recursive found as (select lei from named union "
        "select edges.owned as lei from edges inner join found on edges.owner = found.lei) "
        "select lei from found"
    )
    kept = (
        _copy(connection, entities, ENTITY_CELLS, '"LEI"', "true", folder / "entities.csv"),
        _copy(
            connection,
            relationships,
            RELATIONSHIP_CELLS,
            '"Relationship.EndNode.NodeID"',
            f'"Relationship.RelationshipType" in ({kinds})',
            folder / "relationships.csv",
        ),
    )
    [named] = connection.execute("select count(*) from named").fetchone() or (0,)
    return Excerpt(int(named), *kept)


def _scan(
    connection: duckdb.DuckDBPyConnection, path: Path, what: str, required: Sequence[str]
) -> str:
    """The SQL that reads a golden copy. Raises ChipwatchError where its columns are others."""
    scan = (
        f"read_csv({sql_text(str(path))}, header = true, all_varchar = true, delim = ',', "
        "quote = '\"', escape = '\"')"
    )
    missing = [name for name in required if name not in _columns(connection, scan)]
    if missing:
        raise ChipwatchError(
            f"{path.name} is no golden copy of {what}: it lacks {', '.join(missing)}.",
            "give the file lei2 first and the file rr second, unpacked.",
        )
    return scan


def _columns(connection: duckdb.DuckDBPyConnection, scan: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"describe from {scan}").fetchall()]


def _copy(
    connection: duckdb.DuckDBPyConnection,
    scan: str,
    cells: Sequence[str],
    key: str,
    condition: str,
    path: Path,
) -> int:
    there = set(_columns(connection, scan))
    read = ", ".join(f'"{name}"' for name in cells if name in there)
    rows = connection.execute(
        f"copy (select {read} from {scan} where {key} in (from reached) and {condition}) "
        f"to {sql_text(str(path))} (header, delimiter ',')"
    ).fetchone()
    return 0 if rows is None else int(rows[0])


def main() -> None:
    """Arguments in, words out."""
    from pipelines.releases.query import ask

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("level_1", type=Path, help="CSV of level 1 (lei2), unpacked")
    parser.add_argument("level_2", type=Path, help="CSV of level 2 (rr), unpacked")
    parser.add_argument("folder", type=Path, help="where the two files of the excerpt go")
    parser.add_argument("--warehouse", type=Path, help="warehouse whose release names the parties")
    parser.add_argument("--list", action="append", help="only parties of this list, such as EL")
    given = parser.parse_args()
    lists = ", ".join(map(sql_text, given.list or ()))
    try:
        rows = ask(
            locate(given.warehouse).published,
            "select distinct listed_name from marts.rpt_listed_names where not is_address_entry"
            + (f" and list_code in ({lists})" if lists else ""),
        ).rows
        found = excerpt(given.level_1, given.level_2, [str(row[0]) for row in rows], given.folder)
    except ChipwatchError as error:
        raise SystemExit(f"{error.message}\n{error.remedy}") from error
    print(  # noqa: T201
        f"{found.named} legal entities have the name of a listed party; kept: {found.entities} "
        f"entities, {found.relationships} relationships"
    )
    for dataset in ("entities", "relationships"):
        path = given.folder / f"{dataset}.csv"
        try:
            require_affordable(path.read_bytes())
        except PayloadError:
            print(f"{path} is too large to be added: ask for fewer lists (--list EL)")  # noqa: T201
        else:
            print(f"next: chipwatch archive add gleif/{dataset} {path}")  # noqa: T201


if __name__ == "__main__":
    main()
