"""Federal Register documents weighed by lexicon/documents.yml: evidence, slots, counts, kin."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.derived.event_candidates.documents import (
    Document,
    document_of,
    judge,
    judge_all,
    rules,
)
from pipelines.derived.event_candidates.documents.counts import count_entities
from pipelines.derived.event_candidates.documents.numbers import number
from pipelines.derived.event_candidates.documents.rules import DocumentRulesError, document_rules

BIS = ("commerce-department", "industry-and-security-bureau")
USTR = ("trade-representative-office-of-united-states",)
PRESIDENT = ("executive-office-of-the-president",)


def test_each_phrase_stands_in_its_example() -> None:
    missing = [
        found.id
        for found in document_rules().evidence
        if found.pattern is not None and found.pattern.search(found.example) is None
    ]
    assert missing == []


def test_what_counts_for_relevance_says_why() -> None:
    silent = [
        found.id
        for found in document_rules().evidence
        if found.weights.get("other", 0) > 0 and not found.says
    ]
    assert silent == []


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
    ("title", "action"),
    [
        ("Sensors and Instrumentation Technical Advisory Committee; Notice of Open Meeting", ""),
        ("Controls on Advanced Chips", "Interim final rule; extension of comment period."),
        ("Controls on Advanced Chips; Extension of Comment Period", "Interim final rule."),
        ("Public Briefing on Controls on Advanced Chips", "Notification of public briefing."),
        ("Information Collection Activities; Comment Request; Chip Licenses", "Notice."),
    ],
)
def test_procedure_is_no_measure(title: str, action: str) -> None:
    found = judge(title, action, "About semiconductors and China.", "Rule", BIS, ("15 CFR 744",))
    assert found.relevance == "none"
    assert "procedure" in found.reason
    assert not found.is_measure


def test_procedure_in_an_abstract_says_nothing() -> None:
    abstract = "Adds two entities under China. An advisory committee gave advice at its meeting."
    assert judge("Additions to the Entity List", "", abstract, "Rule", BIS).relevance == "context"


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Additions to the Entity List", ""),
        ("Additions to the Entity List", "Adds four entities that act against our interests."),
        ("Controls for Military End Users", "BIS revises the controls."),
    ],
)
def test_a_country_that_is_not_named_is_no_evidence_against(title: str, abstract: str) -> None:
    found = judge(title, "Final rule.", abstract, "Rule", BIS, ("15 CFR 744",))
    assert found.relevance == "context"


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Sanctions Against Russia", "Adds four entities to the Entity List."),
        ("In the Matter of: A. Dealer, 1 Long Street, Beijing, China", ""),
        ("Expansion of Sanctions Against Belarus", "BIS adds license requirements."),
        ("Export Controls on Shotguns", "BIS restricts shotguns."),
        ("Order Denying Export Privileges; A. Dealer", ""),
    ],
)
def test_only_another_subject_is_irrelevant(title: str, abstract: str) -> None:
    found = judge(title, "Final rule.", abstract, "Rule", BIS, ("15 CFR 744",))
    assert found.relevance == "none"
    assert "only another subject" in found.reason


def test_another_country_beside_china_does_not_take_the_listing_away() -> None:
    abstract = "Adds 20 entities under the destinations of Russia, China and Iran."
    found = judge("Additions to the Entity List", "", abstract, "Rule", BIS)
    assert (found.relevance, found.instrument) == ("context", "entity_listing")


@pytest.mark.parametrize(
    "document",
    [
        Document(title="Changes to Penalty Guidelines", cfr_references=["15 CFR 766"]),
        Document(title="Rule of the Bureau", agency_slugs=BIS),
        Document(title="Additions to the Entity List", abstract="Four entities in Russia."),
        Document(title="Revision of License Exceptions", agency_slugs=BIS),
        Document(
            title="Sanctions Against Russia",
            abstract="Adds addresses in Hong Kong.",
            cfr_references=["15 CFR 746"],
        ),
        Document(title="Notice of the Bureau", regulation_id_numbers=["0694-AZ99"]),
    ],
)
def test_a_control_without_a_clear_subject_is_for_a_person(document: Document) -> None:
    assert judge_all([document])[0].relevance == "review"


@pytest.mark.parametrize(
    ("document", "instrument"),
    [
        (Document(cfr_references=["31 CFR 850"]), "investment_restriction"),
        (Document(cfr_references=["31 CFR Part 586"]), "investment_restriction"),
        (Document(cfr_references=["15 CFR 231"]), "investment_restriction"),
        (Document(regulation_id_numbers=["0694-AK11"]), "export_rule"),
        (
            Document(title="Prohibition on Certain Semiconductors", cfr_references=["48 CFR 40"]),
            "procurement_rule",
        ),
        (
            Document(title="Controls for Affiliates of Certain Listed Entities", agency_slugs=BIS),
            "export_rule",
        ),
    ],
)
def test_keys_are_strong_evidence(document: Document, instrument: str) -> None:
    found = judge_all([document])[0]
    assert (found.relevance, found.instrument) == ("core", instrument)


@pytest.mark.parametrize(
    ("title", "slugs", "expected"),
    [
        (
            "Modifying Tariff Rates To Reflect Discussions With the People's Republic of China",
            PRESIDENT,
            ("context", "tariff", "amend", "loosen", "implementation"),
        ),
        (
            "Initiation of Four-Year Review Process: China's Acts, Policies, and Practices",
            USTR,
            ("context", "tariff", "probe", "neutral", "probe"),
        ),
        (
            "Revisions to the Unverified List",
            BIS,
            ("context", "unverified_listing", "amend", "tighten", "implementation"),
        ),
        (
            "Supply Chain Security for Information and Communications Technology and Services",
            BIS,
            ("context", "security_review", "amend", "tighten", "implementation"),
        ),
        (
            "Regarding the Acquisition of a Wafer Maker by a Fund",
            PRESIDENT,
            ("context", "security_review", "decide", "tighten", "decision"),
        ),
        (
            "Updating the Covered List Under the Secure and Trusted Communications Networks Act",
            ("federal-communications-commission",),
            ("context", "procurement_rule", "amend", "tighten", "implementation"),
        ),
        (
            "Investments in Certain National Security Technologies in Countries of Concern",
            ("treasury-department",),
            ("core", "investment_restriction", "amend", "tighten", "implementation"),
        ),
    ],
)
def test_every_instrument_can_be_produced(
    title: str, slugs: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    found = judge(title, None, None, None, slugs)
    slots = (found.relevance, found.instrument, found.action_type, found.direction, found.stage)
    assert slots == expected


@pytest.mark.parametrize(
    "kin",
    [
        Document("2", "Errors in a Rule Are Mended", correction_of="1"),
        Document("2", "Errors in a Rule Are Mended", regulation_id_numbers=["0694-ZZ01"]),
        Document("2", "Errors in a Rule Are Mended", docket_ids=["Docket No. 310101-0001"]),
        Document("2", "Rules on Advanced Computing; Correction"),
    ],
)
def test_a_correction_matters_as_much_as_what_it_corrects(kin: Document) -> None:
    parent = Document(
        "1",
        "Rules on Advanced Computing",
        agency_slugs=BIS,
        regulation_id_numbers=["RIN 0694-ZZ01"],
        docket_ids=["310101-0001"],
    )
    judged = judge_all([kin, parent])
    assert [found.relevance for found in judged] == ["core", "core"]
    assert judge_all([kin])[0].relevance != "core" or "advanced" in kin.title.lower()


def test_procedure_inherits_nothing() -> None:
    parent = Document("1", "Rules on Advanced Computing", agency_slugs=BIS, docket_ids=["BIS-1"])
    meeting = Document("2", "Notice of Open Meeting", docket_ids=["BIS-1"])
    assert judge_all([parent, meeting])[1].relevance == "none"


TEXTS = st.text(max_size=60)
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "document_number",
        "title",
        "type",
        "abstract",
        "action",
        "agencies",
        "cfr_references",
        "correction_of",
        "docket_ids",
        "regulation_id_numbers",
    ]
)


@given(st.lists(st.dictionaries(FIELDS, VALUES), max_size=3))
def test_any_record_is_judged(records: list[dict[str, object]]) -> None:
    documents = [document_of(record)[0] for record in records]
    judged = judge_all(documents)
    assert len(judged) == len(records)
    assert {found.relevance for found in judged} <= {"core", "context", "review", "none"}


def test_a_record_is_read_as_the_register_and_its_users_write_it() -> None:
    as_told = document_of(
        {
            "title": "A rule",
            "agencies": [{"slug": "industry-and-security-bureau"}, {"raw_name": "BUREAU, New"}],
            "cfr_references": [{"title": 15, "part": "744", "chapter": None}],
            "correction_of": "https://register.example/api/v1/documents/2031-00001?publication=1",
        }
    )
    plain = document_of(
        {
            "title": "A rule",
            "agencies": ["industry-and-security-bureau", "bureau-new"],
            "cfr_references": ["15 CFR 744"],
            "correction_of": "2031-00001",
        }
    )
    assert as_told == plain
    assert document_of({"title": 7, "agencies": [3], "abstract": None})[1] == ["title", "agencies"]


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


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw.pop("thresholds"), "thresholds"),
        (lambda raw: raw["evidence"].append({"id": "bis"}), "bis is there twice"),
        (lambda raw: raw["evidence"].insert(0, {"id": "x", "with": ["bis"]}), "x needs"),
        (lambda raw: raw["evidence"].append({"id": "x", "wieghs": {}}), "x has unknown fields"),
        (lambda raw: raw["evidence"].append({"id": "x", "cfr": ["744"]}), "744"),
        (lambda raw: raw["evidence"].append({"id": "x", "weighs": {"mass": 1}}), "unknown axes"),
    ],
)
def test_a_broken_rule_file_is_named(
    change: object, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "documents.yml"
    raw = yaml.safe_load(rules.RULES.read_text(encoding="utf-8"))
    assert callable(change)
    change(raw)
    broken.write_text(yaml.safe_dump(raw), encoding="utf-8")
    monkeypatch.setattr(rules, "RULES", broken)
    document_rules.cache_clear()
    with pytest.raises(DocumentRulesError, match=named):
        document_rules()
    monkeypatch.undo()
    document_rules.cache_clear()
