"""Listed names in other spellings, and names of nobody, against the whole recorded list."""

import pytest

from tests.screening_quality import LIST, count, recorded_names


@pytest.mark.slow
def test_the_half_in_view_is_found_and_no_match_is_wrong() -> None:
    """Floors on names that were in view while the lookup was written: no measure of quality."""
    if not LIST.exists():
        pytest.skip(f"the recorded payload is not here: {LIST}")
    counts = count("seen", recorded_names())["all"]
    assert counts.asked > 200
    assert counts.not_listed > 60
    assert counts.found >= 0.98 * counts.asked, counts.faults
    assert counts.right >= 0.98 * counts.matches, counts.faults
    assert counts.matches >= 0.55 * counts.asked


@pytest.mark.slow
def test_names_in_other_scripts_in_view_are_found_and_no_match_is_wrong() -> None:
    if not LIST.exists():
        pytest.skip(f"the recorded payload is not here: {LIST}")
    counts = count("scripts_seen", recorded_names())["all"]
    assert counts.asked > 200
    assert counts.found >= 0.95 * counts.asked, counts.faults
    assert counts.right == counts.matches, counts.faults
