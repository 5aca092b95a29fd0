"""CPU beyond the fixed cost, and peak memory, of a whole run on much data, each at two sizes.

Run it as `python -m benchmarks.volume [--small] [--only bars|headlines|lists]`. Three archives are
made up beside the sample: files of daily bars (exports of a whole history a security, written anew
with other prices), feeds of headlines (our own, three words of each exchanged at random), and days
of a screening list of which a few rows change. Each run is a new process on a warehouse of its own;
CPU and peak are those of all its processes together, and the fixed cost is that of the same run on
a hundredth. For lists the cost told is that of adding one day to those that a
run has read before. It prints a table and asserts nothing: machines differ.

The list is the real one of recorded answers where they stand beside the checkout
(`../shared/payloads/csl`); elsewhere one of its size is made up, and the table says so.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.compared import Comparison, tell
from benchmarks.measured import CHIPWATCH, Cost, measured
from pipelines.archive.store import Archive, Origin, PayloadMeta
from pipelines.warehouse import SAMPLE_ARCHIVE

REPOSITORY = Path(__file__).resolve().parents[1]
REAL_LIST = REPOSITORY / "../shared/payloads/csl/whole_list_content_2022-04.csv.gz"
SECURITIES = REPOSITORY / "dbt_project/seeds/reference/securities.csv"
OWN_HEADLINES = REPOSITORY / "tests/data/own_headlines.csv"
BARS, HEADLINES, DAYS = 2_000_000, 500_000, 400
SESSIONS, ITEMS, LISTED = 16_000, 2_000, 14_000
FIRST_SESSION, FIRST_NEWS, FIRST_DAY = date(1963, 1, 1), date(2016, 1, 1), date(2024, 1, 1)


def run(warehouse: Path) -> Cost:
    """What a run on a warehouse costs; exits with its output when it fails."""
    places = ["--warehouse", str(warehouse), "--archive", str(warehouse / "given")]
    return measured([str(CHIPWATCH), "run", *places])


def archive_of(warehouse: Path) -> Archive:
    """An archive with the sample in it, for a warehouse in that folder."""
    shutil.copytree(SAMPLE_ARCHIVE, warehouse / "given")
    return Archive(warehouse / "given")


def add(archive: Archive, name: str, payload: bytes, seen_on: date) -> None:
    """Archive a payload as one that was composed on that day."""
    source, dataset = name.split("/")
    archive.add(
        payload,
        PayloadMeta(
            source=source,
            dataset=dataset,
            origin=Origin.SAMPLE,
            licence="made up",
            redistribution="personal",
            observed_at=datetime(seen_on.year, seen_on.month, seen_on.day, tzinfo=UTC),
        ),
    )


def bars(count: int, source: random.Random) -> Iterator[bytes]:
    """CSV files of one security each, of at most SESSIONS bars."""
    with SECURITIES.open(encoding="utf-8", newline="") as file:
        symbols = [row["symbol"] for row in csv.DictReader(file)]
    every = (FIRST_SESSION + timedelta(days=n) for n in range(2 * SESSIONS))
    sessions = [day for day in every if day.weekday() < 5][:SESSIONS]
    for number in range(-(-count // SESSIONS)):
        lines = ["symbol,date,open,high,low,close,volume"]
        close = 100.0
        for day in sessions[: min(SESSIONS, count - number * SESSIONS)]:
            before, close = close, max(5.0, close * (1 + source.uniform(-0.02, 0.0201)))
            low, high = min(before, close) * 0.99, max(before, close) * 1.01
            volume = source.randrange(10**4, 10**7)
            lines.append(
                f"{symbols[number % len(symbols)]},{day},{before:.4f},{high:.4f},{low:.4f},"
                f"{close:.4f},{volume}"
            )
            close = round(close, 4)
        yield ("\n".join(lines) + "\n").encode()


def headlines(count: int, source: random.Random) -> Iterator[bytes]:
    """Feeds of at most ITEMS headlines each, spread over eight years."""
    with OWN_HEADLINES.open(encoding="utf-8", newline="") as file:
        titles = [row["headline"] for row in csv.DictReader(file)]
    words = sorted({word for title in titles for word in title.split()})
    for begin in range(0, count, ITEMS):
        items = []
        for number in range(begin, min(begin + ITEMS, count)):
            title = source.choice(titles).split()
            for _ in range(3):
                title[source.randrange(len(title))] = source.choice(words)
            day = FIRST_NEWS + timedelta(days=number * 3_000 // count)
            items.append(
                f"<item><title>{escape(' '.join(title))}</title>"
                f"<link>https://wire{number % 40}.example/{number}</link>"
                f"<pubDate>{day:%a, %d %b %Y} 10:00:00 GMT</pubDate></item>"
            )
        yield (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire</title>'
            f"<link>https://wire.example/</link>{''.join(items)}</channel></rss>"
        ).encode()


def whole_list() -> tuple[list[str], list[list[str]]]:
    """Header and rows of the real list, or of one of its size."""
    if REAL_LIST.exists():
        with gzip.open(REAL_LIST, "rt", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows
    print(f"{REAL_LIST} is not there: the list is made up")  # noqa: T201
    header = [
        *("_id", "source", "entity_number", "type", "programs", "name", "addresses"),
        *("federal_register_notice", "start_date", "end_date", "license_requirement"),
        *("license_policy", "remarks", "source_list_url", "alt_names", "ids"),
    ]
    listing = "Entity List (EL) - Bureau of Industry and Security"
    rows = [
        [
            *(f"{number:040x}", listing, "", "", "", f"Invented Works {number} Co., Ltd."),
            *(f"{number} Sample Road, Beijing, CN; {number} Sample Lane, Shenzhen, CN", ""),
            *("2020-12-18", "", "For all items subject to the EAR", "Presumption of denial"),
            *("", "https://example.org/list", f"Works {number}; IW {number}", ""),
        ]
        for number in range(LISTED)
    ]
    return header, rows


def list_days(count: int, source: random.Random) -> Iterator[bytes]:
    """The list on one day after the other: a few rows change, one goes, one comes back."""
    header, rows = whole_list()
    remarks, away = header.index("remarks"), rows[:0]
    for day in range(count):
        for _ in range(5):
            rows[source.randrange(len(rows))][remarks] = f"As amended on day {day}"
        away.append(rows.pop(source.randrange(len(rows))))
        if len(away) > 10:
            rows.insert(source.randrange(len(rows)), away.pop(0))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        yield text.getvalue().encode()


def grown(kind: str, few: int, many: int, folder: Path) -> Comparison:
    """What many bars or headlines cost beyond the fixed cost, beside as many times few."""
    name, make = ("price_csv/bars", bars) if kind == "bars" else ("rss/items", headlines)
    costs = []
    for size in (few // 100, few, many):
        warehouse = folder / f"{kind}-{size}"
        archive = archive_of(warehouse)
        for number, payload in enumerate(make(size, random.Random(size))):  # noqa: S311
            add(archive, name, payload, FIRST_DAY + timedelta(days=number % 300))
        costs.append(run(warehouse))
        print(f"{size:>9,} {kind}: {costs[-1]}", flush=True)  # noqa: T201
    fixed, small, large = costs
    beyond, scaled = large.cpu - fixed.cpu, (small.cpu - fixed.cpu) * many / few
    return Comparison(
        workload=f"{many:,} {kind} beyond the fixed cost",
        ours=beyond,
        alternative=f"{few:,} scaled up",
        theirs=scaled,
        unit="s CPU",
        cpu_seconds=large.cpu,
        peak_mib=large.peak,
        growth=beyond / scaled,
    )


def added(many: int, folder: Path) -> Comparison:
    """What it costs to add a day of a list to many days, beside adding it to one."""
    costs = []
    for count in (1, many):
        warehouse = folder / f"lists-{count}"
        archive = archive_of(warehouse)
        made = list_days(count + 1, random.Random(7))  # noqa: S311
        for number, payload in enumerate(made):
            if number == count:
                print(f"first run on {count} days of a list: {run(warehouse)}", flush=True)  # noqa: T201
            add(archive, "csl/entries", payload, FIRST_DAY + timedelta(days=number))
        costs.append(run(warehouse))
        print(f"one day added to {count}: {costs[-1]}", flush=True)  # noqa: T201
    one, last = costs
    return Comparison(
        workload=f"one day of a list added to {many}",
        ours=last.cpu,
        alternative="added to one",
        theirs=one.cpu,
        unit="s CPU",
        cpu_seconds=last.cpu,
        peak_mib=last.peak,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a twentieth of everything")
    parser.add_argument("--only", choices=["bars", "headlines", "lists"], help="one part alone")
    chosen = parser.parse_args()
    share = 20 if chosen.small else 1
    with tempfile.TemporaryDirectory(prefix="chipwatch-volume-") as name:
        folder = Path(name)
        if chosen.only in (None, "bars"):
            tell([grown("bars", BARS // share // 4, BARS // share, folder)])
        if chosen.only in (None, "headlines"):
            tell([grown("headlines", HEADLINES // share // 4, HEADLINES // share, folder)])
        if chosen.only in (None, "lists"):
            tell([added(DAYS // share, folder)])


if __name__ == "__main__":
    main()
