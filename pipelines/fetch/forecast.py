"""What a fetch will ask, take and bring, said before it starts.

Belongs here: counting what each source would be asked now, and the time and volume that its
spec.yml expects of it. Nobody is asked and nothing is written. Does not belong here: fetching
(`engine.py`), words (`cli/fetch.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from pipelines.archive.fetch_log import fetch_status
from pipelines.errors import ChipwatchError
from pipelines.fetch.engine import SOURCES_AT_ONCE, Fetcher, planned
from pipelines.fetch.environment import NotConfigured
from pipelines.sources.request import Request
from pipelines.specs import Expected, SourceSpec, load_specs

_SECONDS_AN_ANSWER = 1.0


@dataclass(frozen=True)
class Forecast:
    """What one source will be asked: requests, minutes and megabytes as its spec expects.

    `is_first`: it was never fetched into this warehouse. `why_not` says why it cannot be asked.
    """

    source: str
    requests: int
    minutes: float
    megabytes: float
    is_first: bool
    why_not: str | None = None

    def to_json(self) -> dict[str, object]:
        """The forecast as a JSON object."""
        return asdict(self)


def forecast(
    fetcher: Fetcher, sources: Sequence[str], window: tuple[date, date] | None = None
) -> list[Forecast]:
    """What each source would be asked now, in the order given. Raises nothing for a source."""
    known = fetch_status(fetcher.warehouse)
    specs = {declared.source: declared.source_spec for declared in load_specs().values()}
    found = []
    for name in sources:
        try:
            asked = planned(fetcher, name, window)
        except NotConfigured as error:
            why_not = f"{error.message} {error.remedy}"
            found.append(Forecast(name, 0, 0.0, 0.0, name not in known, why_not))
        except (ChipwatchError, OSError) as error:
            found.append(Forecast(name, 0, 0.0, 0.0, name not in known, str(error)))
        else:
            found.append(_of(specs[name], asked, name not in known))
    return found


def minutes_of_all(forecasts: Sequence[Forecast]) -> float:
    """How long the sources take together, several of them at a time."""
    minutes = [one.minutes for one in forecasts]
    return max([sum(minutes) / SOURCES_AT_ONCE, *minutes])


def _of(source: SourceSpec, asked: Sequence[Request], is_first: bool) -> Forecast:
    requests, kilobytes = 0.0, 0.0
    at_host = Counter[str]()
    for request in asked:
        expected = _expected(source, request.dataset)
        requests += expected.requests
        kilobytes += expected.requests * expected.kilobytes
        at_host[request.host] += 1
    share_of_busiest = max(at_host.values(), default=0) / max(1, len(asked))
    pace = source.rate_limit.per_seconds / source.rate_limit.requests
    waited = max(0.0, requests * share_of_busiest - source.rate_limit.requests) * pace
    seconds = max(waited, requests * _SECONDS_AN_ANSWER)
    return Forecast(
        source.name, round(requests), round(seconds / 60, 1), round(kilobytes / 1000, 1), is_first
    )


def _expected(source: SourceSpec, dataset: str) -> Expected:
    declared = source.fetch.expected if source.fetch else {}
    return declared.get(dataset, Expected())
