"""The chip rule engine on tables a test makes: the SQL of the models, rendered and run in memory.

Belongs here: rendering the staging and intermediate models of the chip subject against seeds and
changes a test asks for. Does not belong here: the tests themselves.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
SEEDS = PROJECT / "seeds" / "chips"
MODELS = (
    "staging/curated/stg_curated__chip_models",
    "staging/overlay/stg_overlay__chips",
    "staging/curated/stg_curated__chip_rule_criteria",
    "staging/curated/stg_curated__chip_letters",
    "staging/curated/stg_curated__chip_flags",
    "staging/curated/stg_curated__chip_destination_members",
    "staging/curated/stg_curated__chip_destination_groups",
    "intermediate/chips/int_chips__models",
    "intermediate/chips/int_chips__truths",
    "intermediate/chips/int_chips__regimes",
    "intermediate/chips/int_chips__outcomes",
    "intermediate/chips/int_chips__status",
)
MACROS = ("dialect/*", "text", "unions", "chips", "seed_sha")
INPUTS = (
    "chip_models",
    "chip_rule_criteria",
    "chip_letters",
    "chip_flags",
    "chip_destination_members",
    "chip_destination_groups",
)

OWN_CHIPS = "chips"
"""The source of the user's own chips; there are none here."""

Row = dict[str, str]


def seed(name: str) -> list[Row]:
    """The rows of one curated chip file."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def chip(chip_id: str, **figures: object) -> Row:
    """A chip row with the given figures and everything else blank; US design unless said."""
    blank = dict.fromkeys(seed("chip_models")[0], "")
    given = {"designer_country": "US", "chip_name": chip_id, **figures}
    return {**blank, "chip_id": chip_id, **{key: str(value) for key, value in given.items()}}


class _Adapter:
    """dbt's `adapter`, as far as macros ask it: the form of the default engine."""

    @pass_context
    def dispatch(self, context: Context, name: str, package: str) -> Callable[..., str]:
        chosen: Callable[..., str] = context.resolve(f"default__{name}")
        return chosen


def _sql(model: str) -> str:
    files = [path for name in MACROS for path in sorted((PROJECT / "macros").glob(f"{name}.sql"))]
    macros = "".join(path.read_text() for path in files)
    call: Callable[..., str] = lambda name: name  # noqa: E731
    template = Environment(undefined=StrictUndefined, extensions=["jinja2.ext.do"]).from_string(  # noqa: S701
        macros + (PROJECT / "models" / f"{model}.sql").read_text()
    )
    return template.render(ref=call, source=lambda _, name: name, adapter=_Adapter())


class Engine:
    """The models built once over given inputs; ask it for statuses."""

    def __init__(
        self,
        chips: Iterable[Row] | None = None,
        **replaced: Iterable[Row],
    ) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(
            "create table stg_inputs__payloads "
            "(payload_sha256 varchar, source varchar, dataset varchar)"
        )
        inputs: dict[str, list[Row]] = {name: seed(name) for name in INPUTS}
        if chips is not None:
            inputs["chip_models"] = list(chips)
        inputs.update({name: list(rows) for name, rows in replaced.items()})
        for name, rows in inputs.items():
            self._load(name, list(seed(name)[0]), rows)
        self._load(OWN_CHIPS, [*seed("chip_models")[0], "payload_sha256"], [])
        for model in MODELS:
            self.connection.execute(f"create table {Path(model).name} as {_sql(model)}")

    def _load(self, name: str, columns: list[str], rows: Iterable[Mapping[str, str]]) -> None:
        self.connection.execute(
            f"create table {name} ({', '.join(f'{column} varchar' for column in columns)})"
        )
        values = [[row[column] for column in columns] for row in rows]
        if values:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"insert into {name} values ({marks})", values)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def status(
        self,
        chip_id: str,
        destination: str,
        day: str,
        headquarters: str | None = None,
        export_type: str = "export_from_us",
        known_on: str = "9999-12-30",
    ) -> tuple[str, str | None, str | None]:
        """Status, paragraph and missing field on a day; the headquarters are local unless given."""
        found = self.rows(
            """
            select status, paragraph, missing_field from int_chips__status
            where chip_id = $1 and destination_group_id = $2 and export_type = $5
            and headquarters_group = coalesce($4, (
                select local_headquarters_group from stg_curated__chip_destination_groups
                where destination_group_id = $2))
            and valid_from <= $3::date and (valid_to is null or valid_to > $3::date)
            and known_from <= $6::date and (known_to is null or known_to > $6::date)
            """,
            chip_id,
            destination,
            day,
            headquarters,
            export_type,
            known_on,
        )
        assert len(found) == 1, found
        status, paragraph, missing = found[0]
        return status, paragraph, missing
