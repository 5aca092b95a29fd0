"""What holds for every parser and every recorded answer; skipped where those are absent."""

from pathlib import Path

import pytest

from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_file, read_payload
from pipelines.specs import load_specs, spec
from tests.contract.recordings import is_of, refusal
from tests.simulator.sources import SERVICES

SHARED_FORMS = ("rss", "google_news")
"""Feeds: either parser reads the recorded ones of the other."""
WHOLE_JSON = [
    (f"{source}/{dataset}", file)
    for source, service in SERVICES.items()
    for dataset, files in service.recorded.items()
    for file in files
    if file.endswith((".json", ".json.gz"))
    and spec(f"{source}/{dataset}").accept.records_at != "lines"
]


@pytest.mark.parametrize("name", sorted(load_specs()))
def test_no_parser_takes_another_source_for_its_own(recorded: Path, name: str) -> None:
    source = spec(name).source
    own = SHARED_FORMS if source in SHARED_FORMS else (source,)
    for path in sorted([*recorded.glob("*/*.*"), *recorded.glob("sec/filings/*")]):
        if not any(is_of(path.relative_to(recorded), one) for one in own):
            with pytest.raises(PayloadError):
                parse_file(name, path)


@pytest.mark.parametrize(("name", "file"), WHOLE_JSON)
def test_json_cut_off_anywhere_is_malformed(recorded: Path, name: str, file: str) -> None:
    payload = read_payload(recorded / file)
    for share in (0.1, 0.5, 0.9, 0.99):
        cut = payload[: int(len(payload) * share)]
        assert refusal(name, cut).outcome is Outcome.MALFORMED
