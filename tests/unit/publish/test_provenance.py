from pathlib import Path

from pipelines.archive.accepted_checks import AcceptedCheck
from pipelines.publish.provenance import provenance


def test_a_word_on_a_check_leads_to_a_build_and_so_does_its_end(tmp_path: Path) -> None:
    word = AcceptedCheck("t__x__range", "by law", "kim", "2026-01-01T00:00:00", "2026-03-01")
    without = provenance(tmp_path, "live", "", {}).fingerprint
    given = provenance(tmp_path, "live", "", {word.check_id: word}).fingerprint
    assert given != without
    assert provenance(tmp_path, "live", "", {}).fingerprint == without
