"""Readers see one whole release after another, the short version; `make readers` runs the long."""

from pathlib import Path

from tests.integration.readers import OLDER, watch
from tests.integration.test_older_duckdb import older


def test_readers_see_whole_releases_while_the_file_is_replaced(tmp_path: Path) -> None:
    told = watch(tmp_path / "w", publications=8, older_wheel=older(OLDER), readers=6)
    assert {one["kind"] for one in told} == {"reopening", "long_lived", "in_transaction", "older"}
    for one in told:
        assert one["error_count"] == 0, one
        assert one["torn"] == 0, one
        assert int(str(one["reads"])) > 0, one
    versions = {str(one["kind"]): one["version"] for one in told}
    assert versions["older"] == OLDER
    by_kind = {str(one["kind"]): one for one in told}
    assert by_kind["in_transaction"]["seen"] == 1
    assert int(str(by_kind["long_lived"]["reconnects"])) > 0
    assert int(str(by_kind["older"]["seen"])) > 1
