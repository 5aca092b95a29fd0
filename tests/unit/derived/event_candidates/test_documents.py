"""Federal Register documents read by lexicon/documents.yml: rules, slots, counts."""

from __future__ import annotations

import pytest
import yaml

from pipelines.derived.event_candidates import documents
from pipelines.derived.event_candidates.documents import (
    DECISIONS,
    DocumentRulesError,
    count_entities,
    document_rules,
    judge,
    number,
)

BIS = ("commerce-department", "industry-and-security-bureau")


def test_each_signal_stands_in_its_example() -> None:
    missing = [s.id for s in document_rules().signals if s.pattern.search(s.example) is None]
    assert missing == []


def test_rules_use_only_facts_that_exist() -> None:
    rules = document_rules()
    known = {signal.id for signal in rules.signals} | {"vendor", "chip-product", "correction-of"}
    used = {
        fact
        for name in DECISIONS
        for rule in rules.decisions[name]
        for fact in rule.needed | rule.one_of | rule.excluded
    }
    assert {signal.id for signal in rules.signals} <= used
    unknown = {f for f in used - known if not f.startswith(("type-", "agency-", "cfr-"))}
    assert unknown == set()


def test_every_relevance_rule_says_why() -> None:
    rules = document_rules().decisions["relevance"]
    assert all(rule.because for rule in rules)
    assert {rule.then for rule in rules} == {"core", "context", "none"}


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "Additions of Entities to the Entity List",
            "In this rule, BIS amends the EAR by adding 12 entities to the Entity List under the "
            "destination of China for developing large AI models and advanced chips.",
            ("core", "entity_listing", "list", "tighten", "implementation"),
        ),
        (
            "Revision to License Review Policy for Advanced Computing Commodities",
            "BIS is revising its license review policy for exports of certain semiconductors to "
            "China from a presumption of denial to a case-by-case review.",
            ("core", "license_policy", "amend", "loosen", "implementation"),
        ),
        (
            "Removal From the Entity List",
            "BIS removes one Chinese entity, a maker of chips, from the Entity List.",
            ("core", "entity_listing", "delist", "loosen", "implementation"),
        ),
        (
            "One Year Suspension of End-User Controls for Affiliates of Certain Listed Entities",
            "BIS suspends the interim final rule for a year.",
            ("core", "export_rule", "suspend", "loosen", "implementation"),
        ),
        (
            "Revocation of Validated End-User Authorizations",
            "BIS removes three semiconductor plants from the list.",
            ("core", "veu_change", "revoke", "tighten", "implementation"),
        ),
    ],
)
def test_slots(title: str, abstract: str, expected: tuple[str, ...]) -> None:
    found = judge(title, "Final rule.", abstract, "Rule", BIS, ("15 CFR 744",))
    slots = (found.relevance, found.instrument, found.action_type, found.direction, found.stage)
    assert slots == expected


@pytest.mark.parametrize(
    ("title", "action", "abstract"),
    [
        (
            "Sensors and Instrumentation Technical Advisory Committee; Notice of Open Meeting",
            "",
            "",
        ),
        (
            "Implementation of Controls: Advanced Computing",
            "Interim final rule; extension of comment period.",
            "More time for comments on semiconductor controls.",
        ),
        (
            "Additions to the Entity List",
            "",
            "Adds six entities over the balloon program in China.",
        ),
        ("Combined Notice of Filings", "", ""),
    ],
)
def test_no_measure_has_a_reason_and_no_slots(title: str, action: str, abstract: str) -> None:
    found = judge(title, action, abstract, "Rule", BIS)
    assert found.relevance == "none"
    assert found.reason
    assert (found.instrument, found.action_type, found.direction, found.stage) == (None,) * 4


def test_proposals_probes_and_corrections_are_no_rules_in_force() -> None:
    proposed = judge("Controls on Chips", "Proposed rule.", "EAR.", "Proposed Rule", BIS)
    assert (proposed.stage, proposed.action_type) == ("proposal", "propose")
    probe = judge(
        "Initiation of Section 301 Investigation: Semiconductor Industry",
        "Notice of initiation of investigation.",
        "Opens an investigation of chips.",
        "Notice",
        ("trade-representative-office-of-united-states",),
    )
    assert (probe.instrument, probe.stage) == ("tariff", "probe")
    correction = judge("Controls on Chips", "Rule.", "EAR.", "Rule", BIS, (), "2025-00001")
    assert (correction.action_type, correction.direction) == ("correct", "neutral")


def test_names_are_found_in_order() -> None:
    found = judge("Addition to the Entity List", None, "Adds Biren and Moore Threads; H20.")
    assert found.vendor_ids == ("biren", "moore-threads")
    assert found.chips == ("H20",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("one", 1),
        ("a", 1),
        ("seventy-seven", 77),
        ("one hundred and forty", 140),
        ("a hundred", 100),
        ("twenty nine", 29),
    ],
)
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value


def test_words_that_are_no_number() -> None:
    with pytest.raises(ValueError, match="no number"):
        number("several")


@pytest.mark.parametrize(
    ("abstract", "counts"),
    [
        ("adding 140 entities to the Entity List", {"entities_added": 140}),
        (
            "by adding seventy-seven entities, under a total of seventy-eight entries,",
            {"entities_added": 77, "entries_added": 78},
        ),
        (
            "Adds 29 entries, 26 entities and three addresses.",
            {"entities_added": 26, "entries_added": 29, "addresses_added": 3},
        ),
        ("Removes two addresses tied to a distributor.", {}),
        (
            "removing four entities and modifying fourteen existing entries",
            {"entities_removed": 4, "entries_modified": 14},
        ),
        ("Adds Huawei and 68 affiliates in 26 destinations.", {}),
        ("", {}),
    ],
)
def test_counts(abstract: str, counts: dict[str, int]) -> None:
    assert {name: n for name, n in count_entities(abstract).items() if n is not None} == counts


def test_a_broken_rule_file_is_named(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    broken = Path(str(tmp_path)) / "documents.yml"
    rules = yaml.safe_load(documents.RULES.read_text(encoding="utf-8"))
    rules["stage"] = rules["stage"][:-1]
    broken.write_text(yaml.safe_dump(rules), encoding="utf-8")
    monkeypatch.setattr(documents, "RULES", broken)
    document_rules.cache_clear()
    with pytest.raises(DocumentRulesError, match="stage"):
        document_rules()
    broken.write_text("signals: [", encoding="utf-8")
    with pytest.raises(DocumentRulesError, match=r"documents\.yml"):
        document_rules()
    monkeypatch.undo()
    document_rules.cache_clear()
