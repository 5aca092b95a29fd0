"""What counts as a change of the inputs of a build."""

from dataclasses import replace
from pathlib import Path

from pipelines.archive.accepted_checks import AcceptedCheck
from pipelines.archive.contents import Contents, read_contents
from pipelines.archive.store import Archive
from pipelines.publish.provenance import provenance
from pipelines.warehouse import SAMPLE_ARCHIVE


def contents() -> Contents:
    whole = read_contents(Archive(SAMPLE_ARCHIVE))
    return replace(whole, entries=whole.entries[:2])


def test_a_word_on_a_check_leads_to_a_build_and_so_does_its_end() -> None:
    held = contents()
    word = AcceptedCheck("t__x__range", "by law", "kim", "2026-01-01T00:00:00", "2026-03-01")
    without = provenance(held, "", {}, {}).fingerprint
    given = provenance(held, "", {}, {word.check_id: word}).fingerprint
    assert given != without
    assert provenance(held, "", {}, {}).fingerprint == without


def test_a_payload_more_or_less_is_a_change() -> None:
    held = contents()
    fewer = replace(held, entries=held.entries[:1])
    assert provenance(held, "", {}, {}).fingerprint != provenance(fewer, "", {}, {}).fingerprint


def test_a_run_speaks_of_the_payloads_that_it_read(tmp_path: Path) -> None:
    assert provenance(contents(), "", {}, {}).warehouse_kind == "sample"
    assert read_contents(Archive(tmp_path)).entries == ()
