"""The seed of closed weekdays, as the calendar package and the known closures give it.

`python -m tests.unit.derived.event_study.closures` writes it anew, after an update of the package.
"""

import csv
import datetime as dt
import io

from pipelines.derived.event_study.calendars import CALENDARS, closed_weekdays
from pipelines.warehouse import SEEDS

SEED = SEEDS / "reference" / "exchange_closures.csv"
FIRST, LAST = dt.date(2005, 1, 3), dt.date(2027, 12, 31)


def exchanges() -> dict[str, str]:
    """MIC of one exchange for each group of common calendars."""
    with (SEEDS / "reference" / "exchanges.csv").open(encoding="utf-8", newline="") as handle:
        return {row["calendar_group"]: row["mic"] for row in csv.DictReader(handle)}


def expected() -> str:
    """The text of the seed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["calendar_group", "closed_on", "source"])
    for group, mic in sorted(exchanges().items()):
        source = f"exchange_calendars, {CALENDARS[mic]}"
        for day in closed_weekdays(mic, FIRST, LAST):
            writer.writerow([group, day.isoformat(), source])
    return text.getvalue()


if __name__ == "__main__":
    SEED.write_text(expected(), "utf-8")
