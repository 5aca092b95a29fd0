"""GKG zips to Parquet of the rows wanted, beside what else reads them, in the same run.

Run it as `python -m benchmarks.bulk_news [--slices 48] [--rows 2700] [--days 30] [--small]`. Files
in the form of the real ones are generated (random words, some bytes that are no UTF-8, no short
lines); four of them stand for all slices. Each side works on all zips with two workers, in a
process of its own, so that none bears the memory of another:

- ours: `reduce`, the unit of work, in two threads;
- zlib and isal: unpacking alone, to nowhere, in two threads: a floor, not a reader;
- duckdb: a bare `read_csv` of the files as they lie unzipped on the disk, with the same filter;
- pandas: as clients of GDELT read a zip, in two processes; it filters nothing.

Then days of slices are reduced one after the other in one process: its peak at the first and at the
last day, and whether a late slice takes longer than an early one. Every side tells the rows that it
read: what loses rows is named. dlt is measured where it is installed; it is no dependency.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
from isal import isal_zlib

from benchmarks.compared import Comparison, tell
from pipelines.sources.gdelt_bulk.slices import reduce
from pipelines.specs import spec
from tests.gkg import Gkg, zipped

WORKERS, DISTINCT = 2, 4
SLICES, ROWS, DAYS, KILOBYTES = 48, 2_700, 30, 2.0
SIDES = ("ours", "zlib", "isal", "duckdb", "pandas")
WORKLOAD = "GKG zips to Parquet"


def main() -> None:
    """Generate, measure each side in a process of its own, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--slices", type=int, default=SLICES)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--small", action="store_true", help="8 slices of 800 rows, 6 days")
    parser.add_argument("--side", choices=(*SIDES, "days"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.small:
        given.slices, given.rows, given.days = 8, 800, 6
    if given.side == "days":
        sys.stdout.write(json.dumps(over_days(given.folder, given.days)))
    elif given.side:
        sys.stdout.write(json.dumps(side(given.side, given.folder)))
    else:
        compare(given.slices, given.rows, given.days)


def compare(slices: int, rows: int, days: int) -> None:
    """Every side on the same files, as one table."""
    with tempfile.TemporaryDirectory(prefix="chipwatch-gkg-") as name:
        folder = Path(name)
        size = generate(folder, slices, rows)
        found = {one: in_process(folder, one) for one in SIDES}
        told = in_process(folder, "days", "--days", str(days))
    ours = found["ours"]
    sys.stdout.write(f"{slices} zips of {rows} lines, {size / 1e9:.2f} GB unzipped\n")
    for one, result in found.items():
        speed = size / result["seconds"] / 1e9
        read, peak = result["rows"], result["peak_mib"]
        sys.stdout.write(f"  {one}: {speed:.2f} GB/s, {peak:.0f} MiB, {read} rows read\n")
    if importlib.util.find_spec("dlt") is None:
        sys.stdout.write("  dlt: not installed here, not measured\n")
    first, last = told["peaks_mib"]
    sys.stdout.write(
        f"  {days} days one after the other, {told['rows']:,} rows: peak {first:.0f} MiB after the"
        f" first, {last:.0f} after the last\n"
    )
    tell(
        [
            Comparison(
                WORKLOAD,
                ours["seconds"],
                one,
                found[one]["seconds"],
                "s",
                ours["cpu"],
                ours["peak_mib"],
                told["growth"] if one == "zlib" else None,
            )
            for one in SIDES[1:]
        ]
    )


def generate(folder: Path, slices: int, rows: int) -> int:
    """Zips and the same files unzipped; the bytes of the latter."""
    stamps = [f"20261101{number // 4 % 24:02d}{number % 4 * 15:02d}00" for number in range(slices)]
    contents = [Gkg(seed, KILOBYTES).file(stamps[0], rows) for seed in range(min(DISTINCT, slices))]
    packed = [zipped("a.gkg.csv", content) for content in contents]
    for number in range(slices):
        (folder / f"{number:04d}.zip").write_bytes(packed[number % len(packed)])
        (folder / f"{number:04d}.csv").write_bytes(contents[number % len(packed)])
    return sum(len(contents[number % len(packed)]) for number in range(slices))


def in_process(folder: Path, name: str, *more: str) -> dict[str, Any]:
    """What one side tells of itself."""
    command = [sys.executable, "-m", "benchmarks.bulk_news", "--side", name, *more]
    told = subprocess.run(  # noqa: S603
        [*command, "--folder", str(folder)], capture_output=True, text=True, check=False
    )
    if told.returncode:
        sys.exit(f"{name} failed:\n{told.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def side(name: str, folder: Path) -> dict[str, float]:
    """Seconds, CPU, peak and rows of one side on all files; rows are counted apart by DuckDB."""
    work: dict[str, Callable[[Path], int]] = {
        "ours": lambda f: over_zips(f, _reduced),
        "zlib": lambda f: over_zips(f, lambda p: _unpacked(p, zlib.decompressobj)),
        "isal": lambda f: over_zips(f, lambda p: _unpacked(p, isal_zlib.decompressobj)),
        "duckdb": by_duckdb,
        "pandas": by_pandas,
    }
    _reduced(zipped("a.gkg.csv", b""))  # what is loaded and compiled once is nobody's work
    started, before = time.perf_counter(), _cpu()
    rows = work[name](folder)
    seconds, cpu, peak = time.perf_counter() - started, _cpu() - before, _peak()
    if name == "duckdb":
        [(rows,)] = duckdb.execute(f"select count(c0) from {_files(folder)}").fetchall()
    return {"seconds": seconds, "cpu": cpu, "peak_mib": peak, "rows": rows}


def over_zips(folder: Path, work: Callable[[bytes], int]) -> int:
    """All zips by two threads; a slice is read from the disk when its turn comes."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(lambda path: work(path.read_bytes()), sorted(folder.glob("*.zip"))))


def _reduced(packed: bytes) -> int:
    told = pq.read_schema(io.BytesIO(reduce(packed, _settings()))).metadata
    return int(told[b"lines"]) - int(told[b"unread"])


def _unpacked(packed: bytes, unpacking: Callable[[int], Any]) -> int:
    """Unpacking by the call that takes least: an object, twice as fast as ISA-L's function."""
    member = zipfile.ZipFile(io.BytesIO(packed)).infolist()[0]
    start = 30 + len(member.filename)
    inside = packed[start : start + member.compress_size]
    unpacking(-15).decompress(inside, member.file_size + 1)
    return 0


def by_duckdb(folder: Path) -> int:
    """A bare read of the unzipped files with the same filter; the rows that it read."""
    settings = _settings()
    subject, measure = settings["subject"], settings["measure"]

    def says(words: Sequence[str]) -> str:
        one = rf"\b(?i:{'|'.join(map(re.escape, words))})\b"
        title = rf"<PAGE_TITLE>[^<]*{one}"
        return f"regexp_matches(c26, '{title}') or regexp_matches(c4, '{one}')"

    names = "|".join(map(re.escape, subject["organisations"]))
    themes = "|".join(map(re.escape, measure["themes"]))
    domains = "|".join(map(re.escape, settings["domains"]))
    connection = duckdb.connect()
    connection.execute(f"set threads = {WORKERS}")
    connection.execute(
        f"""copy (select c0, c3, c4, c7, c13, c25, c26 from {_files(folder)} where
        ({says(subject["words"])} or regexp_matches(c13, '(?i)(?:^|;)(?:{names})(?:[^a-z0-9]|$)'))
        and ({says(measure["words"])} or regexp_matches(c7, '(?:^|;)(?:{themes})(?:;|$)')
        or regexp_matches(c3, '(?i)^(?:.*\\.)?(?:{domains})$'))) to '{folder}/kept.parquet'"""
    )
    return 0


def _files(folder: Path) -> str:
    columns = ", ".join(f"'c{number}': 'varchar'" for number in range(27))
    return f"""read_csv('{folder}/*.csv', delim = '\t', header = false, quote = '', escape = '',
        columns = {{{columns}}}, ignore_errors = true, max_line_size = 16000000)"""


def by_pandas(folder: Path) -> int:
    """Every zip read whole, as clients of GDELT do."""
    with ProcessPoolExecutor(WORKERS) as pool:
        return sum(pool.map(_rows_of_pandas, sorted(folder.glob("*.zip"))))


def _rows_of_pandas(path: Path) -> int:
    return len(
        pd.read_csv(
            path,
            sep="\t",
            header=None,
            compression="zip",
            dtype=str,
            encoding="latin1",
            on_bad_lines="skip",
            quoting=3,
        )
    )


def over_days(folder: Path, days: int) -> dict[str, Any]:
    """All slices again and again in one process: the peak after the first and the last day, and
    what a row took in the last third beside the first.
    """
    took, peaks, rows = list[float](), list[float](), 0
    for _ in range(days):
        started = time.perf_counter()
        rows += over_zips(folder, _reduced)
        took.append(time.perf_counter() - started)
        peaks.append(_peak())
    third = max(1, days // 3)
    return {
        "rows": rows,
        "peaks_mib": (peaks[0], peaks[-1]),
        "growth": sum(took[-third:]) / sum(took[:third]),
    }


def _settings() -> Any:
    fetch = spec("gdelt_bulk/articles").source_spec.fetch
    return {} if fetch is None else fetch.settings


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


if __name__ == "__main__":
    main()
