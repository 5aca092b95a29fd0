"""`make first-live`: one small fetch and build with the real services, packed for others to see.

The bundle is a zip of JSON: what each service was asked and how it answered (status, headers
without cookies and tokens, sizes, timings), what was rejected and set aside, which checks failed
and how far they reach, versions. It holds no body, no key and no name of a person; it is not
written when one is found in it. `tests/simulator/replay.py` plays it back.

Belongs here: that run and its bundle. Does not belong here: what is told of one exchange
(`fetch/evidence.py`).
"""

from __future__ import annotations

import io
import json
import platform
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, quote_plus

import click

from pipelines import fingerprint
from pipelines.archive.redaction import redact_text
from pipelines.audit.check import CheckResult
from pipelines.audit.recorded import NEWEST, choose_build, recorded_build, recorded_release
from pipelines.cli.fetch import chosen_sources, table
from pipelines.cli.live_check import small_window
from pipelines.cli.options import warehouse_option, without_option
from pipelines.errors import ChipwatchError
from pipelines.fetch import engine
from pipelines.fetch.evidence import record_of
from pipelines.files.durable import make_folders, write_durably
from pipelines.releases.query import ask
from pipelines.settings import CONTACT
from pipelines.specs import load_specs
from pipelines.warehouse import REPOSITORY, Warehouse

FORMAT = 1
_RUN = "from pipelines.cli import main; main()"
_COUNTS = {
    "sources": "select source, dataset, status, payload_count, row_count, reject_count from"
    " meta.sources where last_observed_at is not null order by all",
    "rejects": "select source, dataset, reason, count(*) as rejects from meta.rejects"
    " group by all order by all",
    "tables": "select table_name, estimated_size as rows from duckdb_tables()"
    " where schema_name = 'marts' order by all",
}


@dataclass(frozen=True)
class Fetched:
    """What the fetch came to: reports, and the exchanges as they may be told."""

    reports: Sequence[engine.Report]
    exchanges: Sequence[Mapping[str, Any]]


def small_fetch(fetcher: engine.Fetcher, sources: Sequence[str]) -> Fetched:
    """Ask each source for as little as its spec's live_check says, several at once."""
    fetches = {s.source: s.source_spec.fetch for s in load_specs().values()}
    exchanges: list[Mapping[str, Any]] = []
    small = {
        name: {**fetch.live_check.settings, **fetcher.settings.get(name, {})}
        for name in sources
        if (fetch := fetches[name]) is not None
    }
    asking = replace(
        fetcher, settings=small, witness=lambda exchange: exchanges.append(record_of(exchange))
    )

    def one(name: str) -> engine.Report:
        fetch = fetches[name]
        window = None if fetch is None else small_window(fetch, fetcher.clock.now().date())
        return asking.fetch_source(name, window)

    with ThreadPoolExecutor(max_workers=engine.SOURCES_AT_ONCE) as pool:
        reports = list(pool.map(one, sources))
    return Fetched(reports, sorted(exchanges, key=lambda told: (told["source"], told["url"])))


def build(place: Warehouse) -> dict[str, Any]:
    """Build what was fetched in a process of its own, and count what came of it."""
    began = monotonic()
    command = [sys.executable, "-c", _RUN, "run", "--warehouse", str(place.root), "--json"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
    told: dict[str, Any] = {
        "exit_code": ended.returncode,
        "seconds": round(monotonic() - began, 1),
        "is_published": place.published.exists(),
        "message": "" if ended.returncode == 0 else redact_text(ended.stderr[-4000:]),
    }
    try:
        audit = (
            recorded_release(place, "current")
            if told["is_published"]
            else recorded_build(choose_build(place, NEWEST))
        )
    except ChipwatchError as error:
        return {**told, "checks": None, "message": f"{told['message']}\n{error.message}"}
    told["checks"] = _counted(audit.verdict.checks)
    if told["is_published"]:
        for name, sql in _COUNTS.items():
            found = ask(place.published, sql)
            told[name] = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return told


def _counted(checks: Sequence[CheckResult]) -> dict[str, Any]:
    """How many checks there were by reach, and which failed; no examples."""
    by_reach: dict[str, dict[str, int]] = {}
    for check in checks:
        counts = by_reach.setdefault(check.reach, {"passed": 0, "failed": 0})
        counts["passed" if check.passed else "failed"] += 1
    failed = [
        {
            "check_id": check.check_id,
            "layer": check.layer,
            "severity": check.severity,
            "reach": check.reach,
            "observed": redact_text(check.observed)[:200],
            "threshold": check.threshold,
        }
        for check in checks
        if not check.passed
    ]
    return {"by_reach": by_reach, "failed": failed}


def about(variables: Mapping[str, str], fetcher: engine.Fetcher) -> dict[str, Any]:
    """Versions, the machine's kind, and which variables are set (never their values)."""
    return {
        "format": FORMAT,
        "made_at": fetcher.clock.now().isoformat(timespec="seconds"),
        "code": fingerprint.code_hash()[:16],
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "packages": dict(sorted((d.name, d.version) for d in distributions())),
        "variables_set": sorted(name for name in variables if name.startswith("CHIPWATCH_")),
        "is_behind_proxy": any(name.lower().endswith("_proxy") for name in variables),
    }


def pack(
    file: Path, parts: Mapping[str, object], variables: Mapping[str, str], place: Warehouse
) -> None:
    """Write the bundle. Raises ChipwatchError, and writes nothing, when a secret is in it."""
    for folder, name in ((place.root, "WAREHOUSE"), (REPOSITORY, "CHIPWATCH"), (Path.home(), "~")):
        text = json.dumps(parts, default=str, indent=1, ensure_ascii=False)
        parts = json.loads(text.replace(json.dumps(str(folder))[1:-1], name))
    text = json.dumps(parts, ensure_ascii=False)
    for name, secret in _secrets(variables):
        forms = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
        if any(form in text or json.dumps(form)[1:-1] in text for form in forms):
            raise ChipwatchError(
                f"The bundle would hold the value of {name}; it was not written.",
                "tell the authors which service answers with it; nothing was sent anywhere.",
            )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, part in parts.items():
            bundle.writestr(f"{name}.json", json.dumps(part, indent=1, ensure_ascii=False))
    make_folders(file.parent)
    write_durably(file, packed.getvalue())


def _secrets(variables: Mapping[str, str]) -> list[tuple[str, str]]:
    """Keys, the contact and its parts: by variable, what the bundle must not hold."""
    keys = {s.source_spec.key_variable for s in load_specs().values()} - {None}
    found = [(str(name), variables.get(str(name), "").strip()) for name in sorted(map(str, keys))]
    contact = variables.get(CONTACT, "").strip()
    found += [(CONTACT, part) for part in (contact, *contact.split()) if "@" in part]
    return [(name, value) for name, value in found if len(value) > 3]


@click.command("first-live")
@warehouse_option
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write [default: first-live-TIME.zip in the folder build/].",
)
@without_option
def command(warehouse: Path | None, bundle: Path | None, without: tuple[str, ...]) -> int:
    """Ask every service for a little, build it, and pack how it went into one file.

    It takes about ten minutes. Nothing is sent anywhere but the questions to the services.
    """
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    place = Warehouse(warehouse or REPOSITORY / "build" / f"first-live-{now}")
    file = bundle or REPOSITORY / "build" / f"first-live-{now}.zip"
    place.ensure("live")
    fetcher = engine.Fetcher(place, listener=_show)
    fetched = small_fetch(fetcher, chosen_sources((), without))
    click.echo(table(fetched.reports))
    click.echo("building what came …", err=True)
    built = build(place)
    parts = {
        "about": {**about(fetcher.variables, fetcher), "left_out": sorted(without)},
        "reports": [report.to_json() for report in fetched.reports],
        "exchanges": fetched.exchanges,
        "build": built,
    }
    pack(file, parts, fetcher.variables, place)
    outcome = "published" if built["is_published"] else "not published"
    click.echo(
        f"\n{outcome} after {built['seconds']:.0f} s of building; the warehouse: {place.root}\n"
        f"bundle: {file} ({file.stat().st_size / 1e3:.0f} kB). Look into it before you hand it on:"
        " it holds addresses, statuses, headers, sizes and counts, no bodies and no keys."
    )
    return 0 if built["is_published"] else 1


def _show(step: engine.Step) -> None:
    click.echo(f"{step.source}: {step.key}: {step.outcome}", err=True)


if __name__ == "__main__":
    try:
        sys.exit(command(standalone_mode=False))
    except ChipwatchError as error:
        click.echo(f"{error.message}\n  what to do: {error.remedy}", err=True)
        sys.exit(error.exit_code)
