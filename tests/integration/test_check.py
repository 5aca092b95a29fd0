"""`chipwatch check` on the published sample: chips, customers and days whose answer is known.

`python -m tests.integration.test_check WAREHOUSE` prints the documented answer anew.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.answer.chips import Chips
from pipelines.answer.compose import Answered, answer
from pipelines.answer.customer import Names
from pipelines.answer.limits import NO_CLEARANCE
from pipelines.answer.question import NotUnderstood, understood
from pipelines.answer.statements import KINDS
from pipelines.cli.check import CHANGED, command
from pipelines.errors import ChipwatchError
from pipelines.releases.query import Reading, reading
from pipelines.screening.owned import owner_rules
from tests.conftest import REPOSITORY, chipwatch

TODAY = date(2026, 11, 30)
GROUND_TRUTH = REPOSITORY.parent / "shared" / "facts" / "chip_ground_truth.csv"

PAGE = REPOSITORY / "docs" / "questions.md"
BLOCK = re.compile(
    r"```console\n\$ (?P<question>chipwatch check .*)\n```\n\n"
    r"```text\n(?P<answer>(?s:(?:(?!\n## ).)*?))```"
)
_FOUND = BLOCK.search(PAGE.read_text("utf-8"))
assert _FOUND is not None
DOCUMENTED = _FOUND


class Asker:
    """One open release, its names and chips read once."""

    def __init__(self, release: Reading) -> None:
        self.release, self.names, self.chips = release, Names(release), Chips(release)

    def __call__(self, **words: str) -> Answered:
        question = understood(words)
        names = self.names if question.to else None
        return answer(self.release, question, TODAY, names, self.chips)


@pytest.fixture(scope="module")
def ask(sample_warehouse: Path) -> Iterator[Asker]:
    with reading(sample_warehouse / "chipwatch.duckdb") as release:
        yield Asker(release)


def texts(answered: Answered, kind: str, topic: str = "") -> str:
    return "\n".join(one.text for one in answered.of_kind(kind) if topic in ("", one.topic))


def status_of(answered: Answered) -> set[str | None]:
    return {
        one.state["status"]
        for one in answered.statements
        if one.key.startswith("chip-status:") and "status" in one.state
    }


H20 = {"chip": "H20", "country": "CN"}


@pytest.mark.parametrize("chip", ["A800", "H800"])
def test_a_measure_whose_thresholds_the_chip_misses_needs_no_license(ask: Asker, chip: str) -> None:
    answered = ask(chip=chip, country="CN", on="2023-06-01")
    assert status_of(answered) == {"not_controlled"}
    computed = [one for one in answered.statements if one.key.endswith("advanced-computing-2022")]
    assert {one.kind for one in computed} <= {"noted"}
    met = ask(chip="A100", country="CN", on="2023-06-01")
    assert any(one.key.endswith("advanced-computing-2022") for one in met.of_kind("license"))
    later = ask(chip=chip, country="CN", on="2024-06-01")
    assert later.of_kind("license")
    assert "do not meet its thresholds" not in texts(later, "noted")


@pytest.mark.parametrize(
    ("words", "status", "citation"),
    [
        ({"on": "2025-04-08"}, "not_controlled", "computed from the chip rules"),
        ({"on": "2025-04-10"}, "license_required_letter", "Nvidia 8-K of 2025-04-15"),
        ({"on": "2025-04-10", "known_on": "2025-04-14"}, "not_controlled", "computed from"),
        ({"on": "2025-04-10", "known_on": "2025-04-15"}, "license_required_letter", "Nvidia 8-K"),
        ({"on": "2025-07-20"}, "license_required_letter", "Nvidia statement of 2025-07-14"),
        ({"on": "2025-08-09"}, "license_required_letter_granting", "letters of April 2025"),
        ({}, "license_required_letter_granting", "letters of April 2025"),
    ],
)
def test_the_h20_on_its_days(ask: Asker, words: dict[str, str], status: str, citation: str) -> None:
    answered = ask(**H20, **words)
    assert answered.chips == ("Nvidia H20 96GB", "Nvidia H20 141GB")
    assert status_of(answered) == {status}
    [told] = [one for one in answered.statements if one.state.get("status") == status][:1]
    assert citation in told.citation
    assert told.payload is not None


def test_beijing_speaks_against_the_h20_from_the_day_it_spoke(ask: Asker) -> None:
    before = texts(ask(**H20, on="2024-09-26"), "against")
    guided = texts(ask(**H20, on="2024-09-27"), "against")
    noticed = texts(ask(**H20, on="2025-09-01"), "against")
    assert before == ""
    assert "Guidance of September 2024 against the H20" in guided
    assert "Notices of August 2025" not in guided
    assert "Notices of August 2025 against H20 use" in noticed
    elsewhere = ask(chip="H20", country="SG", on="2025-09-01")
    assert "Notices of August 2025" in texts(elsewhere, "noted", "measure")


def test_what_is_said_of_all_chips_of_the_maker_is_told_as_such(ask: Asker) -> None:
    answered = ask(chip="A800", country="CN", on="2025-12-01")
    against = texts(answered, "against", "measure")
    assert "Of the maker's chips, not of this one alone: Industry bodies" in against
    assert "ByteDance kept from Nvidia chips" not in against
    assert "ByteDance kept from Nvidia chips" in texts(answered, "noted", "measure")


def test_a_state_that_nobody_looked_after_is_told_as_recorded(ask: Asker) -> None:
    """Beijing's customs was looked at until January 2026."""
    then = texts(ask(**H20, on="2025-12-01"), "against", "measure")
    assert "Customs checks of Nvidia chips (General Administration of Customs): in force on" in then
    later = texts(ask(**H20, on="2026-11-01"), "against", "measure")
    told = "recorded as in force since 2025-10-10; later acts were looked for until 2026-01-14"
    assert told in later


def test_another_chip_s_letter_that_came_along_is_not_told_of_this_one(ask: Asker) -> None:
    assert "MI308)" not in "".join(one.text for one in ask(**H20, on="2025-09-01").statements)


def test_every_status_is_that_of_the_ground_truth(ask: Asker) -> None:
    if not GROUND_TRUTH.is_file():
        pytest.skip("the ground truth (../shared/facts/chip_ground_truth.csv) is not here")
    wrong = []
    with GROUND_TRUTH.open(encoding="utf-8", newline="") as file:
        for row in list(csv.DictReader(file))[::4]:
            answered = ask(chip=row["chip"], country=row["destination"], on=row["date"])
            expected = {row["expected_status"].replace("licence", "license")}
            if status_of(answered) != expected:
                wrong.append((row, status_of(answered)))
    assert wrong == []


def test_a_seat_in_china_changes_the_answer_for_another_destination(ask: Asker) -> None:
    unsaid = ask(chip="H100", country="SG")
    assert status_of(unsaid) == {"not_controlled"}
    assert "presumption of denial" in texts(unsaid, "unknown", "destination")
    said = ask(chip="H100", country="SG", headquarters="China")
    assert status_of(said) == {"license_required_denial"}
    assert "presumption of denial" in texts(said, "against", "chip")


def test_a_listed_customer_with_rule_and_license(ask: Asker) -> None:
    answered = ask(to="寒武纪", country="CN")
    [listed] = [one for one in answered.of_kind("against") if "Entity List" in one.text]
    assert listed.document_number == "2022-27151"
    assert listed.url == "https://www.federalregister.gov/d/2022-27151"
    assert listed.payload is not None
    assert "Presumption of denial" in texts(answered, "license", "customer")
    before = ask(to="Cambricon Technologies", country="CN", on="2022-12-01")
    assert before.of_kind("against") == []
    assert "was not yet on the Entity List" in texts(before, "noted", "customer")
    unknown_then = ask(to="Cambricon", country="CN", on="2022-12-01", known_on="2022-12-01")
    assert "Entity List" not in "".join(
        one.text for one in unknown_then.statements if one.topic == "customer"
    )
    assert "known on 2022-12-01" in texts(unknown_then, "unknown", "customer")


@pytest.mark.parametrize(
    ("on", "kind", "said"),
    [
        ("2025-05-01", "against", "trade and investment ban."),
        ("2026-03-01", "noted", "was suspended on 2026-03-01, not repealed"),
        ("2026-11-20", "unknown", "held on 2026-11-20 is not known: outcome unknown"),
    ],
)
def test_a_listing_whose_effect_is_suspended(ask: Asker, on: str, kind: str, said: str) -> None:
    """China put Skydio on its Unreliable Entity List and suspended what that means for a year."""
    statements = ask(to="Skydio", on=on).statements
    told = [o for o in statements if o.topic == "customer" and "Unreliable" in o.text]
    assert [one.kind for one in told] == [kind]
    assert said in told[0].text


@pytest.mark.parametrize(
    ("on", "kind", "said"),
    [
        ("2025-05-01", "against", "dual-use export ban."),
        ("2025-06-01", "noted", "was suspended on 2025-06-01, not repealed"),
        ("2025-10-01", "noted", "had been revoked by 2025-10-01; the name stays"),
    ],
)
def test_a_listing_whose_effect_ended(ask: Asker, on: str, kind: str, said: str) -> None:
    """China stopped the ban on exports to BRINC Drones in August 2025 and left the name listed."""
    statements = ask(to="BRINC Drones, Inc.", country="US", on=on).statements
    told = [o for o in statements if o.topic == "customer" and "Export control list" in o.text]
    assert [one.kind for one in told] == [kind]
    assert said in told[0].text


def test_a_listing_that_ended_and_one_without_a_day(ask: Asker) -> None:
    assert "until 2025-01-07" in texts(ask(to="AMEC"), "noted", "customer")
    unsure = ask(to="ShanghaiTech University", on="2020-01-01")
    assert "whether it was on 2020-01-01 is not known" in texts(unsure, "unknown", "customer")


@pytest.mark.parametrize(
    ("on", "kind", "state"),
    [
        ("2025-09-01", "noted", "did not apply before 2025-09-29"),
        ("2025-10-15", "against", "is in force on 2025-10-15"),
        ("2026-03-01", "noted", "is suspended on 2026-03-01, not repealed"),
        ("2026-11-20", "unknown", "is not known"),
    ],
)
def test_owners_and_the_state_of_their_rule(ask: Asker, on: str, kind: str, state: str) -> None:
    answered = ask(to="Nexperia", country="NL", on=on)
    [told] = [o for o in answered.statements if o.key == "affiliate:bis-affiliates:nexperia"]
    assert told.kind == kind
    assert state in told.text
    assert "Wingtech Technology Co., Ltd. → Nexperia" in told.text
    is_required = "treats Nexperia like Wingtech" in texts(answered, "license", "owner")
    assert is_required == (kind == "against")
    assert any(one.key == "owner-rule:bis-affiliates" for one in answered.statements)


def test_a_rule_that_nobody_knew_is_not_told(ask: Asker) -> None:
    """The Affiliates Rule was published in September 2025."""
    then = ask(to="Nexperia", country="NL", on="2025-06-01", known_on="2025-06-01")
    assert "Affiliates Rule" not in "".join(one.text for one in then.statements)
    assert "Wingtech Technology Co., Ltd. holds" in texts(then, "noted", "owner")
    now = ask(to="Nexperia", country="NL", on="2025-06-01")
    assert "did not apply before 2025-09-29" in texts(now, "noted", "owner")


def test_stated_owners_are_added_up_under_each_rule_that_begins_from_their_lists(
    ask: Asker,
) -> None:
    asked = {"to": "Foo Trading", "country": "CN"}
    both = ask(**asked, owners="Huawei = 30; SMIC = 25", on="2025-10-15")
    assert "hold 55% together, 50% or more: BIS Affiliates Rule" in texts(both, "against", "owner")
    assert "OFAC" not in texts(both, "against", "owner")
    suspended = ask(**asked, owners="Huawei = 30; SMIC = 25", on="2025-12-15")
    assert "hold 55% together" in texts(suspended, "noted", "owner")
    assert suspended.of_kind("against") == []
    one = ask(**asked, owners="Huawei = 30")
    assert one.of_kind("against") == []
    assert "hold 30% together, less than the 50%" in texts(one, "unknown", "owner")


def test_a_list_from_which_no_owner_rule_begins_reaches_nobody(ask: Asker) -> None:
    rules = {code for one in owner_rules(ask.release) for code in one.list_codes}
    (listed, *_) = ask.release.rows(
        "select entity_name from marts.listings_as_of(date '2026-11-30') "
        "where listing_status = 'in_force' and heading_country = 'CN' "
        f"group by entity_name having not list_has_any(list(list_code), {sorted(rules)}) "
        "order by entity_name"
    )
    told = ask(to="Foo Trading", country="CN", owners=f"{listed['entity_name']} = 80")
    assert "hold 80%" not in "".join(one.text for one in told.statements)
    assert "No owner rule recorded here begins from a list" in texts(told, "unknown", "owner")


@pytest.mark.parametrize(
    ("asked", "chips"),
    [
        ("h-20", ["Nvidia H20 96GB", "Nvidia H20 141GB"]),
        ("Ｈ２０", ["Nvidia H20 96GB", "Nvidia H20 141GB"]),
        ("英伟达H20", ["Nvidia H20 96GB", "Nvidia H20 141GB"]),
        ("NVIDIA H20 96 GB", ["Nvidia H20 96GB"]),
        ("RTX 4090", ["Nvidia RTX 4090"]),
        ("GeForce rtx4090 D", ["Nvidia RTX 4090 D"]),
        ("V100", ["Nvidia V100 SXM2 32GB"]),
        ("nvidia-h20", ["Nvidia H20 96GB", "Nvidia H20 141GB"]),
        ("华为昇腾 910B", [f"Huawei Ascend 910B{n}" for n in range(1, 5)]),
        ("MI300X", ["AMD Instinct MI300X"]),
    ],
)
def test_chips_as_people_write_them(ask: Asker, asked: str, chips: list[str]) -> None:
    assert [chip.full_name for chip in ask.chips.find(asked).chips] == chips


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("H2O", "Nvidia H20"),
        ("A10O", "Nvidia A100"),
        ("RTX", "Nvidia RTX 4090"),
        ("Blackwell", "Blackwell"),
        ("96GB", "Nvidia H20 96GB"),
        ("Asced 910B", "Huawei Ascend 910B"),
    ],
)
def test_a_misspelt_chip_is_answered_with_the_nearest_names(
    ask: Asker, asked: str, nearest: str
) -> None:
    with pytest.raises(NotUnderstood, match="nearest names are") as told:
        ask.chips.find(asked)
    assert nearest in told.value.message.split("nearest names are")[1]


def test_every_chip_and_family_is_found_by_its_own_names(ask: Asker) -> None:
    rows = ask.release.rows("select chip_id, chip_name from marts.dim_chip")
    assert len(rows) > 100
    for row in rows:
        for name in (row["chip_id"], row["chip_name"]):
            found = {chip.chip_id for chip in ask.chips.find(name).chips}
            assert row["chip_id"] in found, name
    for row in ask.release.rows("select * from marts.dim_chip_family"):
        named = ask.chips.find(row["family_chip_name"])
        assert row["family_chip_id"] in named.family_ids, row


WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["H20", "A100", "910C", "RTX 4090", "H2O", "China", "CN", "XK", "中国",
                     "2025-04-10", "2017-01-01", "2098-01-01", "US", "AE", "Nexperia", "Kirin",
                     "Huawei", "SMIC = 20; Huawei = 31"]),
)  # fmt: skip


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.dictionaries(
        st.sampled_from(["chip", "to", "country", "headquarters", "on", "known_on", "owners"]),
        WORDS,
    )
)
def test_any_question_is_answered_with_sources_or_in_words(
    ask: Asker, words: dict[str, str]
) -> None:
    try:
        answered = ask(**words)
    except NotUnderstood:
        return
    keys = [one.key for one in answered.statements]
    assert len(keys) == len(set(keys))
    for one in answered.statements:
        assert one.citation, one
        assert one.text.endswith((".", ".\u201d")), one
        assert one.kind in KINDS
    json.dumps(answered.to_json(), allow_nan=False)


def test_the_answer_never_allows(ask: Asker) -> None:
    answered = ask(chip="V100", to="Quarry Bakery Holdings", country="DE")
    assert answered.of_kind("against") == []
    assert "no clearance" in texts(answered, "unknown")
    said = " ".join(one.text for one in answered.statements).casefold()
    assert not re.search(r"\b(is|are) (allowed|cleared|permitted)\b", said)


class Loaded(HTMLParser):
    """Tags and addresses of a page that a browser would fetch, and the text that is shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        self.shown = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name in {"src", "srcset"}]

    def handle_data(self, data: str) -> None:
        self.shown += data


def invoked(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


def test_page_record_and_again(sample_warehouse: Path, tmp_path: Path) -> None:
    page = tmp_path / "answer.html"
    name = '<script>alert(1)</script> & "Söhne"'
    asked = ("--chip", "H20", "--to", name, "--country", "China", "--on", "2025-05-01")
    place = ("--warehouse", sample_warehouse)
    first = invoked(*asked, "--page", page, *place)
    assert first.exit_code == 0, first.output
    assert NO_CLEARANCE.split(".")[0] in first.output
    read = Loaded(page.read_text("utf-8"))
    assert read.fetched == []
    assert read.tags.isdisjoint({"script", "link", "img", "iframe", "form"})
    assert name in read.shown
    assert NO_CLEARANCE in read.shown
    record = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert record["answer"]["question"]["to"] == name
    assert record["answer"]["release"]["release_id"] in read.shown
    assert record["content_hash"] in read.shown
    assert {each["list_code"] for each in record["answer"]["lists"] if each["is_held"]} >= {"EL"}
    assert record["answer"]["thresholds"] == {"match": 0.93, "possible": 0.8}

    again = invoked("--again", page.with_suffix(".json"), *place)
    assert (again.exit_code, again.output.partition("(")[0]) == (0, "Nothing changed ")
    taken = invoked(*asked, "--page", page, *place)
    assert isinstance(taken.exception, ChipwatchError)
    assert "never replaced" in taken.exception.message

    letter = next(o for o in record["answer"]["license"] if o["topic"] == "chip")
    letter["state"]["status"] = "not_controlled"
    del record["answer"]["against"][0]
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(record))
    changed = invoked("--again", altered, "--json", *place)
    assert changed.exit_code == CHANGED == 10
    told = json.loads(changed.stdout)
    assert told["is_record_unaltered"] is False
    assert {one["change"] for one in told["changes"]} == {"new", "changed"}
    assert any("not_controlled → license_required_letter" in one["what"] for one in told["changes"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--chip", "H2O", "--country", "CN"), 3, "the nearest names are Nvidia H20"),
        ((), 2, "Name a chip"),
        (("--chip", "H20", "--again", "x.json"), 2, "leave --chip out"),
        (("--again", "no-such-record.json"), 1, "no record of `chipwatch check`"),
    ],
)
def test_what_is_not_understood_ends_in_words_and_its_exit_code(
    sample_warehouse: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = chipwatch("check", *arguments, "--warehouse", sample_warehouse)
    assert result.returncode == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def printed(warehouse: Path) -> str:
    """The documented question answered by this warehouse."""
    result = chipwatch(*DOCUMENTED["question"].split()[1:], "--warehouse", warehouse)
    assert result.returncode == 0, result.stderr
    return result.stdout


def comparable(text: str) -> list[str]:
    """What is printed without what each build has anew: its release and the hashes of our files."""
    return [re.sub(r"\b[0-9a-f]{12}\b|release \d{8}T\S+", "…", line) for line in text.splitlines()]


def test_the_documented_question_is_answered_as_printed(sample_warehouse: Path) -> None:
    assert comparable(printed(sample_warehouse)) == comparable(DOCUMENTED["answer"])


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    start, end = DOCUMENTED.span("answer")
    PAGE.write_text(text[:start] + printed(Path(sys.argv[1])) + text[end:])
