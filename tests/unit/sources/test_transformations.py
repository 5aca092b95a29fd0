"""Inline XBRL transformations: each shape of a shown number, and the registry's own words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.records import BadRecord
from pipelines.sources.sec.transformations import NUMBERS, number_of

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("form", "text", "number"),
    [
        ("", "98765.4", "98765.4"),
        ("ixt:numcomma", "98765,4", "98765.4"),
        ("ixt:numcommadot", "98,765.4", "98765.4"),
        ("ixt:numdotcomma", "98.765,4", "98765.4"),
        ("ixt:numspacedot", "98 765.4", "98765.4"),
        ("ixt:numspacecomma", f"98{NBSP}765,4", "98765.4"),
        ("ixt:numdash", "-", "0"),
        ("ixt:numdotdecimal", f"98{NBSP}765.4", "98765.4"),
        ("ixt:numcommadecimal", "98 765,4", "98765.4"),
        ("ixt:zerodash", "\u2014", "0"),
        ("ixt:numunitdecimal", "98,765 pounds 4 pence", "98765.04"),
        ("ixt:numunitdecimal", "５円２５銭", "5.25"),
        ("ixt:numdotdecimalin", "9,87,65,432.1", "98765432.1"),
        ("ixt:numunitdecimalin", "9,87,654 rupees 5 paise", "987654.05"),
        ("ixt4:num-dot-decimal", "98,765.4", "98765.4"),
        ("ixt4:num-dot-decimal", ".4", "0.4"),
        ("ixt4:num-comma-decimal", "98.765,4", "98765.4"),
        ("ixt4:num-unit-decimal", "98.765 Euro 40 Cent", "98765.40"),
        ("ixt4:fixed-zero", "not any", "0"),
        ("ixt5:num-dot-decimal-apos", "98’765.4", "98765.4"),
        ("ixt5:num-comma-decimal-apos", "98'765,4", "98765.4"),
        ("ixt5:num-unit-decimal-apos", "98'765 Franken 40 Rappen", "98765.40"),
        ("ixt-sec:numwordsen", "None", "0"),
        ("ixt-sec:numwordsen", "forty-two", "42"),
        ("ixt-sec:numwordsen", "three hundred and seven", "307"),
        ("ixt-sec:numwordsen", "Two Million Five Hundred Thousand Sixteen", "2500016"),
        ("ixt:num-dot-decimal", "12,\n   345", "12345"),
    ],
)
def test_what_is_shown_is_read(form: str, text: str, number: str) -> None:
    assert number_of(form, text) == Decimal(number)


@pytest.mark.parametrize(
    ("form", "text", "reason"),
    [
        ("", "98,765", "bad_number"),
        ("ixt:numcommadot", "9,8", "bad_number"),
        ("ixt:numdotcomma", "9.8", "bad_number"),
        ("ixt:num-dot-decimal", "1.234,5", "bad_number"),
        ("ixt:num-dot-decimal", "(500)", "bad_number"),
        ("ixt:num-dot-decimal", "", "bad_number"),
        ("ixt:num-dot-decimal", ", ,", "bad_number"),
        ("ixt:num-dot-decimal", "٣", "bad_number"),
        ("ixt:numdash", "n/a", "bad_number"),
        ("ixt:num-unit-decimal", "5 dollars", "bad_number"),
        ("ixt-sec:numwordsen", "twenty twenty", "bad_number"),
        ("ixt-sec:numwordsen", "one thousand million", "bad_number"),
        ("ixt-sec:numwordsen", "and", "bad_number"),
        ("ixt-sec:numwordsen", "a few", "bad_number"),
        ("ixt:nocontent", "", "unknown_transformation"),
        ("ixt:fixed-true", "x", "unknown_transformation"),
        ("ixt-sec:durday", "5", "unknown_transformation"),
        ("ixt:numnew", "5", "unknown_transformation"),
    ],
)
def test_what_does_not_fit_is_no_number(form: str, text: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        number_of(form, text)
    assert caught.value.reason == reason


SHOWN = st.one_of(
    st.text(alphabet=f"0123456789.,' ’{NBSP}-—", max_size=14),
    st.from_regex(r"[0-9]{1,3}([., '][0-9]{2,3}){0,3}([.,][0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{3})? (dollars|円) [0-9]{1,2}( cents|銭)?", fullmatch=True),
)


def registry() -> dict[str, Callable[[str], Any]]:
    """Arelle's reading of every numeric transformation, by local name."""
    arelle = pytest.importorskip(
        "arelle.FunctionIxt",
        reason="arelle-release, the oracle for inline XBRL numbers, is not installed",
    )
    functions = arelle.tr1Functions | arelle.tr3Functions | arelle.tr4Functions
    functions |= arelle.tr5Functions
    return {name: f for name, f in functions.items() if name.startswith(("num", "zero"))}


def test_every_numeric_transformation_of_the_registries_is_known() -> None:
    assert set(registry()) <= set(NUMBERS)


@given(text=SHOWN)
@settings(deadline=None)
def test_arelle_reads_the_same_number(text: str) -> None:
    for name, theirs in registry().items():
        try:
            expected = theirs(text)
        except Exception:  # noqa: S112  (what arelle refuses has no expected value)
            continue
        has_unit = any(character.isalpha() for character in text)
        if expected and (has_unit or "unit" not in name):
            assert number_of(name, text) == Decimal(expected), (name, text)


@given(form=st.sampled_from(sorted(NUMBERS)), text=st.text(max_size=30))
def test_any_text_is_a_number_or_a_reason(form: str, text: str) -> None:
    reasons = set()
    try:
        assert number_of(form, text) >= 0
    except BadRecord as bad:
        reasons.add(bad.reason)
    assert reasons <= {"bad_number"}
