"""Titles made comparable: what is undone, what is dropped, what must stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.derived.event_candidates.headlines.matcher import Forms, stem, tokenise
from pipelines.derived.event_candidates.headlines.normalise import normalise, simplified_table


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("U . S . widens chip curbs , allies wait", "US widens chip curbs, allies wait"),
        ("U.K. orders sale of a wafer plant", "UK orders sale of a wafer plant"),
        (
            "Regulators probe Nvidia &amp; AMD chip sales",
            "Regulators probe Nvidia & AMD chip sales",
        ),
        (
            "Tokyo limits etching tools from May - Harbor Ledger",
            "Tokyo limits etching tools from May",
        ),
        ("Tokyo limits etching tools | example-news.com", "Tokyo limits etching tools"),
        ("Breaking | Tokyo limits etching tools", "Tokyo limits etching tools"),
        (
            "Chip makers wait for rule - Acme Corp ( NASDAQ:ACME ) , Foo",
            "Chip makers wait for rule",
        ),
        ("Tokyo may limit etching tools: report", "Tokyo may limit etching tools"),
        ("美國　限制ＡＩ晶片出口", "美国 限制AI芯片出口"),
        ("荷兰限制光刻机出口的新规定公布-某某网", "荷兰限制光刻机出口的新规定公布"),
        ("China ’ s new chip rule", "China's new chip rule"),
        ("", ""),
    ],
)
def test_normalise(title: str, wanted: str) -> None:
    assert normalise(title) == wanted


@pytest.mark.parametrize(
    "title",
    [
        "Tokyo limits a game - changer in chip tools",
        "Curbs - Fujian",
        "A rule on chips-and-servers",
    ],
)
def test_a_dash_inside_the_title_is_no_publisher(title: str) -> None:
    assert normalise(title) == title


@given(st.text(max_size=200))
def test_normalise_never_raises_and_gives_one_line(title: str) -> None:
    result = normalise(title)
    assert "\n" not in result
    assert result == result.strip()


def test_characters_map_one_to_one_and_never_to_a_traditional_one() -> None:
    table = simplified_table()
    assert len(table) > 500
    assert not [one for one in table.values() if ord(one) in table]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ban", "banned"),
        ("revoke", "revoking"),
        ("ease", "eases"),
        ("tell", "told"),
        ("sell", "sold"),
        ("company", "companies"),
        ("use", "using"),
        ("control", "controlled"),
    ],
)
def test_word_forms_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("us", "use"), ("new", "news"), ("as", "a")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_the_longest_form_wins_and_flags_bind() -> None:
    forms = Forms(
        [("chip", "topic"), ("chip shop", "noise"), ("=US", "state"), ("^micron", "maker")]
    )

    def found(text: str) -> list[str]:
        return [one for hit in forms.search(tokenise(text)) for one in hit.meanings]

    assert found("US chips") == ["state", "topic"]
    assert found("the chip shop told us") == ["noise"]
    assert found("Micron and a 5 micron gap") == ["maker"]


def test_a_form_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        Forms([("=", "x")])
