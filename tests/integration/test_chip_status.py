"""The status of chips under the rules: declared cases, thresholds, and properties of the engine.

Belongs here: what the chip models answer for given chips and days. Does not belong here: the
statistics of the published table (dbt tests) and the rendering of the models (`chip_engine.py`).
"""

from __future__ import annotations

import csv
import json
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, chipwatch
from tests.integration.chip_engine import Engine, Row, chip, seed

GROUND_TRUTH = REPOSITORY.parent / "shared" / "facts" / "chip_ground_truth.csv"
STRICTNESS = {
    "not_controlled": 0,
    "aca": 1,
    "nac_without_notification": 1,
    "nac_notification": 1,
    "license_exception_aia": 1,
    "license_required_approval": 2,
    "license_required_case_by_case": 3,
    "license_required_letter_granting": 3,
    "license_required_letter": 3,
    "license_required_denial": 4,
}
DATACENTER: dict[str, object] = {
    "is_designed_for_datacenter": "true",
    "stated_performance_density": 1,
}
DESKTOP: dict[str, object] = {
    "is_designed_for_datacenter": "false",
    "stated_performance_density": 9,
}

# (chip, destination group, day, status): what is known of chips that made history.
KNOWN = [
    ("nvidia-a100-sxm4-80gb", "cn", "2022-08-25", "not_controlled"),
    ("nvidia-a100-sxm4-80gb", "cn", "2022-08-26", "license_required_letter"),
    ("nvidia-a100-sxm4-80gb", "cn", "2022-10-20", "license_required_letter"),
    ("nvidia-a100-sxm4-80gb", "cn", "2022-10-21", "license_required_denial"),
    ("nvidia-a100-sxm4-80gb", "mo", "2023-01-16", "not_controlled"),
    ("nvidia-a100-sxm4-80gb", "mo", "2023-01-17", "license_required_denial"),
    ("nvidia-a100-sxm4-80gb", "ru", "2022-11-01", "license_required_letter"),
    ("nvidia-a100-sxm4-80gb", "d4", "2023-09-15", "unknown"),
    ("nvidia-a100-sxm4-80gb", "d4", "2024-03-01", "license_required_approval"),
    ("nvidia-a800-sxm4-80gb", "cn", "2023-10-22", "not_controlled"),
    ("nvidia-a800-sxm4-80gb", "cn", "2023-10-23", "license_required_letter"),
    ("nvidia-h800-sxm5-80gb", "cn", "2023-11-17", "license_required_denial"),
    ("nvidia-h20-96gb", "cn", "2024-09-27", "not_controlled"),
    ("nvidia-h20-96gb", "cn", "2025-04-09", "license_required_letter"),
    ("nvidia-h20-96gb", "cn", "2025-08-08", "license_required_letter_granting"),
    ("nvidia-h20-96gb", "hk", "2025-08-08", "license_required_letter"),
    ("nvidia-l20", "cn", "2024-06-01", "not_controlled"),
    ("nvidia-l20", "cn", "2025-06-01", "not_controlled"),
    ("nvidia-l40s", "cn", "2023-10-24", "license_required_letter"),
    ("nvidia-rtx-4090", "cn", "2023-12-01", "nac_notification"),
    ("nvidia-rtx-4090-d", "cn", "2024-01-15", "not_controlled"),
    ("nvidia-rtx-5090-d", "cn", "2025-06-01", "unknown"),
    ("nvidia-rtx-5090-d-v2", "cn", "2025-09-01", "not_controlled"),
    ("nvidia-h200-sxm-141gb", "cn", "2026-01-14", "license_required_denial"),
    ("nvidia-h200-sxm-141gb", "cn", "2026-01-15", "license_required_case_by_case"),
    ("nvidia-b300", "cn", "2026-02-01", "license_required_denial"),
    ("amd-instinct-mi308x", "cn", "2024-10-01", "not_controlled"),
    ("amd-instinct-mi308x", "cn", "2025-09-01", "license_required_letter_granting"),
    ("intel-gaudi-2-china-hl-225b", "cn", "2023-08-01", "not_controlled"),
    ("intel-gaudi-3-china-oam-hl-328", "cn", "2025-01-01", "unknown"),
    ("intel-gaudi-3-china-oam-hl-328", "cn", "2025-05-01", "license_required_letter"),
    ("huawei-ascend-910b3", "cn", "2024-03-01", "no_us_export_matter"),
    ("huawei-ascend-910b3", "other", "2025-06-01", "gp10_risk"),
    ("cambricon-mlu370-x8", "cn", "2025-06-01", "unknown"),
    ("cerebras-wse-3", "cn", "2026-02-01", "license_required_denial"),
]

DAY_2022, DAY_2024, DAY_2026 = "2023-06-01", "2024-06-01", "2026-06-01"

# (figures, destination group, day, status): each threshold at, just below and just above.
BOUNDARIES: list[tuple[dict[str, object], str, str, str]] = [
    ({"stated_tpp": "4799.9", "interconnect_gb_s": 600}, "cn", DAY_2022, "not_controlled"),
    ({"stated_tpp": 4800, "interconnect_gb_s": "599.9"}, "cn", DAY_2022, "not_controlled"),
    ({"stated_tpp": 4800, "interconnect_gb_s": 600}, "cn", DAY_2022, "license_required_denial"),
    ({"stated_tpp": 4801, "interconnect_gb_s": 601}, "cn", DAY_2022, "license_required_denial"),
    ({**DATACENTER, "stated_tpp": "4799.9"}, "cn", DAY_2024, "not_controlled"),
    ({**DATACENTER, "stated_tpp": 4800}, "cn", DAY_2024, "license_required_denial"),
    ({**DATACENTER, "stated_tpp": "4800.1"}, "cn", DAY_2024, "license_required_denial"),
    *[
        (
            {
                **DATACENTER,
                "stated_tpp": tpp,
                "stated_performance_density": density,
            },
            "cn",
            DAY_2024,
            status,
        )
        for tpp, density, status in [
            ("1599.9", "99", "not_controlled"),
            ("1600", "3.1999", "not_controlled"),
            ("1600", "3.2", "nac_notification"),
            ("1600", "5.9199", "nac_notification"),
            ("1600", "5.92", "license_required_denial"),
            ("1600.1", "5.9201", "license_required_denial"),
            ("2399.9", "1.6", "not_controlled"),
            ("2400", "1.5999", "not_controlled"),
            ("2400", "1.6", "nac_notification"),
            ("2400.1", "1.6001", "nac_notification"),
            ("4799.9", "5.9199", "nac_notification"),
            ("2350", "3.1", "not_controlled"),
        ]
    ],
    ({**DESKTOP, "stated_tpp": "4799.9"}, "cn", DAY_2024, "not_controlled"),
    ({**DESKTOP, "stated_tpp": 4800}, "cn", DAY_2024, "nac_notification"),
    *[
        (
            {**DATACENTER, "stated_tpp": tpp, "dram_bandwidth_gb_s": bandwidth},
            "cn",
            DAY_2026,
            f"license_required_{policy}",
        )
        for tpp, bandwidth, policy in [
            ("20999.9", "6499.9", "case_by_case"),
            ("21000", "6499.9", "denial"),
            ("21000.1", "6499.9", "denial"),
            ("20999.9", "6500", "denial"),
            ("20999.9", "6500.1", "denial"),
        ]
    ],
]


@pytest.fixture(scope="module")
def curated() -> Engine:
    return Engine()


@pytest.mark.parametrize(("chip_id", "destination", "day", "status"), KNOWN)
def test_chips_that_made_history(
    curated: Engine, chip_id: str, destination: str, day: str, status: str
) -> None:
    assert curated.status(chip_id, destination, day)[0] == status


def test_every_ground_truth_row_agrees(curated: Engine) -> None:
    if not GROUND_TRUTH.is_file():
        pytest.skip("the ground truth (../shared/facts/chip_ground_truth.csv) is not here")
    chip_ids = {row["chip_name"]: row["chip_id"] for row in seed("chip_models")}
    disagreements = []
    with GROUND_TRUTH.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            groups = curated.rows(
                "select destination_group_id from stg_curated__chip_destination_members "
                "where country_code = $1 and valid_from <= $2::date "
                "and (valid_to is null or valid_to > $2::date)",
                row["destination"],
                row["date"],
            )
            group = groups[0][0] if groups else "other"
            answer = curated.status(chip_ids[row["chip"]], group, row["date"])[0]
            if answer != row["expected_status"].replace("licence", "license"):
                disagreements.append((row, answer))
    assert disagreements == []


def test_thresholds_at_just_below_and_just_above() -> None:
    chips = [chip(f"case-{number}", **case[0]) for number, case in enumerate(BOUNDARIES)]
    engine = Engine(chips, chip_flags=[])
    answers = [
        engine.status(f"case-{number}", destination, day)[0]
        for number, (_, destination, day, _) in enumerate(BOUNDARIES)
    ]
    assert answers == [case[3] for case in BOUNDARIES]


def test_headquarters_and_kind_of_export_decide_where_the_rules_say_so(curated: Engine) -> None:
    h100, h200 = "nvidia-h100-sxm5-80gb", "nvidia-h200-sxm-141gb"
    l40 = "nvidia-l40"
    cases = [
        (h100, "a5_a6", DAY_2024, "d5_mo", "export_from_us", "license_required_denial"),
        (h100, "a5_a6", DAY_2024, "us_a5_a6", "export_from_us", "not_controlled"),
        (h100, "cn", DAY_2022, "us_a5_a6", "export_from_us", "license_required_case_by_case"),
        (h100, "d4", DAY_2024, "d5_mo", "reexport", "license_required_denial"),
        (h200, "cn", DAY_2026, "d5_mo", "export_from_us", "license_required_case_by_case"),
        (h200, "cn", DAY_2026, "d5_mo", "reexport", "license_required_denial"),
        (h200, "cn", DAY_2026, "d5_mo", "in_country_transfer", "license_required_denial"),
        (h200, "ru", DAY_2026, "d5_mo", "export_from_us", "license_required_denial"),
        (h200, "other", DAY_2026, "d5_mo", "export_from_us", "license_required_denial"),
        (l40, "d1", "2024-04-03", "other", "export_from_us", "nac_without_notification"),
        (l40, "d1", "2024-04-04", "other", "export_from_us", "aca"),
        (l40, "d1", "2024-04-04", "d5_mo", "export_from_us", "nac_notification"),
        (l40, "cn", "2024-04-04", "d5_mo", "in_country_transfer", "aca"),
    ]
    answers = [
        curated.status(chip_id, place, day, headquarters, kind)[0]
        for chip_id, place, day, headquarters, kind, _ in cases
    ]
    assert answers == [case[-1] for case in cases]


def test_a_letter_counts_from_its_date_but_only_once_it_is_public(curated: Engine) -> None:
    h20 = "nvidia-h20-96gb"
    assert curated.status(h20, "cn", "2025-04-10")[0] == "license_required_letter"
    assert curated.status(h20, "cn", "2025-04-10", known_on="2025-04-14")[0] == "not_controlled"
    h100 = "nvidia-h100-sxm5-80gb"
    planned = curated.status(h100, "other", "2025-06-01", known_on="2025-03-01")
    assert planned[0] == "license_required_approval"
    assert curated.status(h100, "other", "2025-06-01")[0] == "not_controlled"


def test_raising_tpp_never_loosens() -> None:
    levels = [0, 1599, 1600, 2399, 2400, 3000, 4799, 4800, 9000, 20999, 21000, 60000]
    shapes = list(product([200, 400, 800], ["true", "false"], [500, 700], [3000, 7000]))
    chips = [
        chip(
            f"{shape}-{level}",
            stated_tpp=level,
            die_area_mm2=area,
            is_non_planar="true",
            is_designed_for_datacenter=datacenter,
            interconnect_gb_s=link,
            dram_bandwidth_gb_s=memory,
            vendor_id=("nvidia", "intel", "")[shape % 3],
        )
        for shape, (area, datacenter, link, memory) in enumerate(shapes)
        for level in levels
    ]
    engine = Engine(chips, chip_flags=[])
    answers = engine.rows(
        """
        with days as (
            select unnest(['2022-09-15', '2023-03-01', '2023-10-30', '2024-01-15', '2024-06-01',
                '2025-06-01', '2026-02-01'])::date as day
        )
        select split_part(chip_id, '-', 1)::int as shape, destination_group_id, headquarters_group,
            export_type, day, split_part(chip_id, '-', 2)::int as level, status
        from int_chips__status inner join days
            on valid_from <= day and (valid_to is null or valid_to > day)
        where known_to is null and status <> 'unknown'
        order by all
        """
    )
    assert len(answers) > 50_000
    loosened = [
        (before, after)
        for before, after in pairwise(answers)
        if before[:5] == after[:5] and STRICTNESS[after[6]] < STRICTNESS[before[6]]
    ]
    assert loosened == []


@pytest.mark.parametrize(
    "cut", ["2022-10-07", "2023-10-17", "2024-03-29", "2025-04-15", "2026-01-13"]
)
def test_a_later_rule_never_changes_what_was_known_before(curated: Engine, cut: str) -> None:
    """With the provisions known before a day only, every answer known then is the same."""
    known = []
    for row in seed("chip_rule_criteria"):
        if row["known_from"] < cut:
            is_end_known = row["valid_to_known_from"] < cut
            open_end = {} if is_end_known else {"valid_to": "", "valid_to_known_from": ""}
            known.append({**row, **open_end})
    earlier = Engine(chip_rule_criteria=known)
    query = """
        select chip_id, destination_group_id, headquarters_group, export_type, valid_from, valid_to,
            status, license_policy, paragraph, missing_field, why
        from int_chips__status
        where known_from < $1::date and (known_to is null or known_to >= $1::date)
        order by all
    """
    answers = curated.rows(query, cut)
    assert answers
    assert answers == earlier.rows(query, cut)


def test_a_rule_added_later_leaves_earlier_days_alone(curated: Engine) -> None:
    added: Row = {
        **dict.fromkeys(seed("chip_rule_criteria")[0], ""),
        "provision_id": "added", "rule_id": "US-2026-01-15", "precedence": "1",
        "layer": "control_list", "paragraph": "3A090.z", "status": "license_required_denial",
        "license_policy": "presumption_of_denial", "tpp_min": "1",
        "destination_groups": "cn;other", "headquarters_groups": "d5_mo;other",
        "export_types": "export_from_us", "valid_from": "2026-09-01", "known_from": "2026-08-01",
    }  # fmt: skip
    later = Engine(chip_rule_criteria=[*seed("chip_rule_criteria"), added])
    query = """
        with days as (
            select unnest(range(date '2022-01-01', date '2026-09-01', interval 17 day))::date as day
        )
        select chip_id, destination_group_id, headquarters_group, export_type, day, status, why
        from int_chips__status inner join days
            on valid_from <= day and (valid_to is null or valid_to > day)
        where known_to is null and destination_group_id in ('cn', 'other')
    """
    assert set(later.rows(query)) == set(curated.rows(query))
    assert later.status("nvidia-l20", "cn", "2026-09-01")[:2] == (
        "license_required_denial",
        "3A090.z",
    )


FIGURES: dict[str, list[object]] = {
    "stated_tpp": [1000, 1600, 2500, 4800, 30000],
    "stated_performance_density": [1, 2, 4, 6],
    "interconnect_gb_s": [100, 650, 1200],
    "dram_bandwidth_gb_s": [500, 2000, 7000],
    "is_designed_for_datacenter": ["true", "false"],
    "designer_country": ["US", "CN"],
}


@pytest.mark.parametrize("figure", FIGURES)
def test_unknown_in_unknown_out_and_only_where_it_matters(figure: str) -> None:
    """Without a figure the status is unknown, or the one that every value of the figure gives.

    A letter that is met stands whatever the figure is: a license is required in any case.
    """
    others = [name for name in FIGURES if name != figure]
    chips = []
    for number, values in enumerate(product(*(FIGURES[name][::2] for name in others))):
        known = dict(zip(others, values, strict=True))
        chips.append(chip(f"{number}:", **{**known, figure: "", "vendor_id": "intel"}))
        chips.extend(
            chip(f"{number}:{value}", **{**known, figure: value, "vendor_id": "intel"})
            for value in FIGURES[figure]
        )
    engine = Engine(chips, chip_flags=[])
    query = """
        with days as (
            select unnest(['2023-03-01', '2024-06-01', '2025-06-01', '2026-02-01'])::date as day
        ),
        answers as (
            select split_part(chip_id, ':', 1) as shape,
                split_part(chip_id, ':', 2) = '' as is_blank,
                destination_group_id, headquarters_group, export_type, day, status, missing_field
            from int_chips__status inner join days
                on valid_from <= day and (valid_to is null or valid_to > day)
            where known_to is null and destination_group_id in ('cn', 'd4', 'other')
        )
        select blank.status, blank.missing_field, list(distinct known.status)
        from answers as blank inner join answers as known
            using (shape, destination_group_id, headquarters_group, export_type, day)
        where blank.is_blank and not known.is_blank
        group by blank.shape, destination_group_id, headquarters_group, export_type, day,
            blank.status, blank.missing_field
    """
    answers = engine.rows(query)
    wrong = [
        (status, possible)
        for status, _, possible in answers
        if status != "unknown"
        and set(possible) - {"unknown"} != {status}
        and not (
            status == "license_required_letter"
            and all(other.startswith("license_required") for other in possible)
        )
    ]
    assert wrong == []
    names = {"stated_tpp": "tpp", "stated_performance_density": "applicable_die_area_mm2"}
    unknown = [row for row in answers if row[0] == "unknown"]
    assert unknown
    assert any(names.get(figure, figure) in row[1].split("; ") for row in unknown)
    if figure != "designer_country":
        assert any(row[0] != "unknown" for row in answers)


def test_the_published_table_answers_for_a_country_and_a_day(sample_warehouse: Path) -> None:
    result = chipwatch(
        "query", "--warehouse", sample_warehouse, "--json",
        "select status, paragraph from marts.chip_status_as_of('2024-06-01', 'VN') "
        "where chip_name in ('H100 SXM5 80GB', 'L40') order by chip_name",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == [
        "license_required_approval",
        "aca",
    ]
