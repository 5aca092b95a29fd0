"""`extract`: what it says about plain cases, and what holds for any input."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derived.event_candidates.headlines import extract
from pipelines.derived.event_candidates.headlines.extract import (
    ANSWER_SCHEMA,
    HeadlineInputError,
    answer,
    told_of,
)
from pipelines.derived.event_candidates.headlines.fitted import fitted
from pipelines.derived.event_candidates.headlines.labels import KINDS, labelled
from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.stories import Rules, Stories


def one(headline: str) -> dict[str, Any]:
    answer: dict[str, Any] = extract(pa.table({"headline": [headline]})).to_pylist()[0]
    return answer


@pytest.mark.parametrize(
    ("headline", "instrument", "issuer", "direction"),
    [
        ("US adds two memory makers to Entity List", "entity_listing", "US", "tighten"),
        ("The Hague revokes ASML export licenses", "license_requirement", "NL", "tighten"),
        ("US lifts limits on chip design software", "relaxation", "US", "loosen"),
        ("US revokes waiver for Samsung fab", "license_requirement", "US", "tighten"),
        ("Beijing bans purchases of Micron memory", "import_restriction", "CN", "tighten"),
        ("Brussels opens antitrust probe of Nvidia", "antitrust", "EU", "tighten"),
        ("US plans 40% tariff on semiconductors", "tariff", "US", "tighten"),
        (
            "US bars funds from investment in Chinese chip firms",
            "investment_restriction",
            "US",
            "tighten",
        ),
        ("China tells companies to avoid buying Nvidia H20", "window_guidance", "CN", "tighten"),
        ("商务部对镓实施出口管制", "export_rule", "CN", "tighten"),
        ("美国把壁仞科技列入实体清单", "entity_listing", "US", "tighten"),
        ("US unveils limits on chips to the Gulf", "export_rule", "US", "tighten"),
        (
            "ASML shipments halted as Dutch revoke licence",
            "license_requirement",
            "NL",
            "tighten",
        ),
        (
            "US hits China with restrictions on 90 companies in chips",
            "entity_listing",
            "US",
            "tighten",
        ),
        ("US urges Tokyo to tighten chip tool curbs", "export_rule", "US", "tighten"),
        ("泛林因对华供货遭美国调查", "export_rule", "US", "tighten"),
        ("海牙扩大光刻机管制，旧型号需申请许可", "license_requirement", "NL", "tighten"),
        ("美國放寬對華晶片設備出口限制", "relaxation", "US", "loosen"),
        (
            "US plans chip curbs on Vietnam, Laos over smuggling fears",
            "export_rule",
            "US",
            "tighten",
        ),
        ("商务部就美国对华芯片政策启动反歧视调查", "tariff", "CN", "tighten"),
        ("Justice Department investigates Nvidia after complaints", "antitrust", "US", "tighten"),
    ],
)
def test_measures(headline: str, instrument: str, issuer: str, direction: str) -> None:
    answer = one(headline)
    assert answer["is_event"], answer
    assert (answer["instrument"], answer["issuer_jurisdiction"], answer["direction"]) == (
        instrument,
        issuer,
        direction,
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Nvidia trims a card to comply with US export rules",
        "Chip shares tumble after US export ban",
        "Why the chip ban will hurt exporters",
        "Senators urge tighter curbs on AI chips",
        "Beijing condemns US chip curbs",
        "Football club fined after transfer ban",
        "Potato chips banned from school canteens",
        "US sanctions Iranian oil traders",
        "英伟达推出符合新规的特供芯片",
        "外交部：反对美方芯片出口限制",
        "芯片股大跌，市场担忧美国新规",
        "",
        "Fab owner slips 3%; China guidance weighs on chip makers",
    ],
)
def test_hard_negatives(headline: str) -> None:
    answer = one(headline)
    assert not answer["is_event"], answer
    assert (answer["instrument"], answer["issuer_jurisdiction"]) == ("none", "none")


@pytest.mark.parametrize(
    "headline",
    [
        "China files WTO complaint over US chip export controls",
        "China urges Japan to refrain from joining chip curbs",
        "Baidu holds enough chips to weather US curbs",
        "Nvidia working with US so that new China chips meet curbs",
        "China warns Japan of retaliation over chip limits",
        "Taipei rejects US request for chip production split",
        "外交部回应荷兰限制光刻机出口",
        "商务部：美方滥用芯片出口管制措施",
        "商务部新闻发言人就荷兰出台芯片设备出口管制答记者问",
        "Taiwan detains four over suspected theft of TSMC designs",
    ],
)
def test_who_answers_or_copes_makes_no_measure(headline: str) -> None:
    assert not one(headline)["is_event"]


def test_a_space_in_chinese_sets_clauses_apart() -> None:
    """The firm sues and asks: the ministry that it sues asks for nothing."""
    assert not one("铠侠起诉加拿大商务部 要求移出实体清单")["is_event"]


def test_custom_chips_name_no_customs_office() -> None:
    found = one("Kioxia bets on custom AI chips, targets a rival's data centre market")
    assert found["needs_review"] or not found["is_event"]


def test_what_one_state_wants_of_another_is_its_own_plan_only_where_it_limits() -> None:
    limits = one("Washington wants Ottawa to limit shipments of etching tools to Oman")
    assert (limits["is_event"], limits["issuer_jurisdiction"]) == (True, "US")
    assert not one("Ottawa wants Washington to drop its memory chip tariff")["is_event"]


@pytest.mark.parametrize(
    ("headline", "issuer"),
    [
        ("트럼프, 키옥시아 메모리 오만 수출 허용", "US"),
        ("韓国、メモリー半導体の輸出規制を発表", "KR"),
    ],
)
def test_in_japanese_and_korean_marks_say_who_acts(headline: str, issuer: str) -> None:
    found = one(headline)
    assert (found["is_event"], found["issuer_jurisdiction"]) == (True, issuer)


def test_licenses_that_lapse_tighten_and_limits_that_lapse_loosen() -> None:
    assert one("Ottawa to let Kioxia's export licenses lapse")["direction"] == "tighten"
    assert one("Ottawa lets its export curbs on memory chips lapse")["direction"] == "loosen"


def test_names_are_canonical_and_stand_once() -> None:
    answer = one("US lets Nvidia and 英伟达 sell RTX 4090 D, 昇腾910C and MI308X to SK海力士")
    assert answer["vendors"] == ["Nvidia", "SK Hynix", "Huawei", "AMD"]
    assert answer["chips"] == ["RTX 4090 D", "Ascend 910C", "MI308"]


@pytest.mark.parametrize(
    ("headline", "stage"),
    [
        ("US considers ban on chip exports", "proposed"),
        ("US bans chip exports", "decided"),
        ("US suspends chip export rule", "suspended"),
        ("US revokes Intel license for Huawei", "revoked"),
        ("US has banned chip exports, sources say", "reported"),
    ],
)
def test_stages(headline: str, stage: str) -> None:
    assert one(headline)["stage"] == stage


def test_one_story_over_outlets_and_languages_and_another_apart() -> None:
    table = pa.table(
        {
            "headline": [
                "Netherlands revokes ASML export license for two machines",
                "荷兰吊销阿斯麦出口许可",
                "Netherlands revokes ASML export license for two machines - Harbor Ledger",
                "Brussels opens antitrust probe of Nvidia",
                "Netherlands revokes ASML export license for another machine",
            ],
            "published_on": ["2031-03-01", "2031-03-02", "2031-03-01", "2031-03-01", "2031-08-01"],
        }
    )
    ids = extract(table).column("story_id").to_pylist()
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids)) == 3
    assert ids[0].startswith("story-2031-03-01-")


@pytest.mark.parametrize(
    "headlines",
    [
        ("US plans 40% tariff on semiconductors", "US adds two memory makers to Entity List"),
        ("Taiwan raids firms over chip know-how", "Taiwan to bar export of newest chip process"),
    ],
)
def test_measures_on_another_state_or_of_another_kind_are_two(
    headlines: tuple[str, str],
) -> None:
    table = pa.table({"headline": headlines, "published_on": ["2031-05-02", "2031-05-04"]})
    first, second = extract(table).to_pylist()
    assert first["is_event"]
    assert second["is_event"]
    assert first["story_id"] != second["story_id"]


def test_story_ids_do_not_depend_on_the_order_of_rows() -> None:
    titles = [f"US adds maker {name} to Entity List of chip firms" for name in "abcdef"]
    days = [dt.date(2031, 1, 1 + number * 3) for number in range(6)]
    forward = extract(pa.table({"headline": titles, "published_on": days}))
    backward = extract(pa.table({"headline": titles[::-1], "published_on": days[::-1]}))
    assert forward.column("story_id").to_pylist() == backward.column("story_id").to_pylist()[::-1]


def test_a_story_keeps_its_id_when_an_older_headline_comes_later() -> None:
    known = {
        "headline": ["Netherlands revokes ASML export license", "荷兰吊销阿斯麦出口许可"],
        "published_on": ["2031-03-02", "2031-03-03"],
        "first_seen": ["2031-03-02", "2031-03-03"],
    }
    before = extract(pa.table(known)).column("story_id").to_pylist()
    late = {
        "headline": ["The Hague revokes ASML export license"],
        "published_on": ["2031-03-01"],
        "first_seen": ["2031-03-09"],
    }
    after = extract(pa.table({name: known[name] + late[name] for name in known}))
    assert after.column("story_id").to_pylist() == [before[0]] * 3


def test_a_long_feed_holds_only_the_stories_of_its_window() -> None:
    known = lexicon().story
    stories = Stories(
        Rules(
            int(known["window_days"]), int(known["event_window_days"]), known["other_similarity"]
        ),
        fitted(),
    )
    first = dt.date(2031, 1, 1)
    for number in range(400):
        text = f"US adds maker {number} to Entity List of chip firms"
        [told] = answer([text], lexicon(), fitted())
        day = first + dt.timedelta(days=number)
        stories.tell(told_of(told, day, ""))
    assert stories.open_count <= 9
    assert len(set(stories.ids())) == len(stories.ids())


def test_a_rule_and_a_list_in_one_headline_are_two_measures() -> None:
    told = one("US tightens chip export rules and adds 40 firms to Entity List")
    assert told["measures"] == 2
    assert {told["instrument"], told["second_instrument"]} == {"export_rule", "entity_listing"}
    assert one("US adds two memory makers to Entity List")["measures"] == 1


def test_what_is_in_doubt_has_a_reason_and_what_it_would_be() -> None:
    titles = [row.headline for row in labelled(KINDS)]
    told = extract(pa.table({"headline": titles})).to_pylist()
    doubtful = [row for row in told if row["needs_review"]]
    assert 0 < len(doubtful) < len(told) / 4
    for row in doubtful:
        assert row["reason"].startswith("rules ")
        assert "| text " in row["reason"]
        assert row["second_instrument"] != "none"
    assert not any(row["reason"] for row in told if not (row["needs_review"] or row["is_event"]))


_WORDS_TEXT = """
US China Beijing Nvidia H20 chips ban bans to in after says
美国 限制 芯片 对 英伟达 , ? : ' - ％ stocks
"""
WORDS = st.sampled_from(_WORDS_TEXT.split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)), max_size=8
    )
)
def test_any_headlines_give_one_row_each_in_order(headlines: list[str]) -> None:
    table = pa.table({"headline": pa.array(headlines, pa.string())})
    result = extract(table)
    assert result.schema == ANSWER_SCHEMA
    assert result.num_rows == len(headlines)
    alone = [one(headline) for headline in headlines]
    for row, single in zip(result.to_pylist(), alone, strict=True):
        assert row["is_event"] == single["is_event"]
        assert row["score"] == single["score"]
        assert row["probability"] == single["probability"]
        assert 0 <= row["probability"] <= 1
        assert (row["instrument"] == "none") == (not row["is_event"])


@settings(deadline=None)
@given(st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)))
def test_any_date_text_is_accepted(day: str | None) -> None:
    table = pa.table({"headline": ["US bans chips"], "published_on": pa.array([day], pa.string())})
    assert extract(table).num_rows == 1


def test_a_table_without_headlines_is_refused() -> None:
    with pytest.raises(HeadlineInputError, match="no column `headline`; it has title"):
        extract(pa.table({"title": ["x"]}))


def test_a_null_headline_is_no_event() -> None:
    assert (
        extract(pa.table({"headline": pa.array([None], pa.string())})).to_pylist()[0]["is_event"]
        is False
    )
