"""Company names made comparable."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.derived.names import (
    are_places,
    before_legal_form,
    in_parentheses,
    normalise,
    split_affiliated,
    tokens,
    without_leading_and,
    without_legal_ending,
    without_parentheses,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huawei Technologies Co., Ltd.", "huawei technologies co ltd"),
        ("HUAWEI INVESTMENT & HOLDING CO., LTD.", "huawei investment and holding co ltd"),
        ("Huawei Chile S.A.", "huawei chile sa"),
        ("Xi'an  Huawei\u2019s", "xian huaweis"),
        ("\uff28\uff55\uff41\uff57\uff45\uff49\uff08北京\uff09", "huawei 北京"),
        ("Société Générale ﬁnance", "societe generale finance"),
        ("STRASSE Straße", "strasse strasse"),
        ("İstanbul", "istanbul"),
        ("A_B-C/D", "a b c d"),
        ("  ", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(max_size=60))
@example("\u0345\u1e9e\u2126\ufb03.a.\u0130")
@example("S.A.\u0307.b")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@given(st.text(alphabet="abc .,&-'()华为é", max_size=40))
def test_punctuation_and_case_never_matter(text: str) -> None:
    assert normalise(text.upper() + " ,;") == normalise(text)


@pytest.mark.parametrize(
    ("name", "whole", "short"),
    [
        ("Cambricon Technologies Corp., Ltd.", "cambricon technologies", "cambricon technologies"),
        (
            "Hangzhou Huawei Digital Technology Co., Ltd., Hangzhou, Zhejiang, China",
            "hangzhou huawei digital technology co ltd hangzhou zhejiang china",
            "hangzhou huawei digital technology",
        ),
        ("Huawei Technologies India Private Limited", "huawei technologies india", None),
        ("Company Limited", "company limited", "company"),
        ("华为技术有限公司", "华 为 技 术", "华 为 技 术"),
        ("中科寒武纪科技股份有限公司", "中 科 寒 武 纪 科 技", None),
        ("华为技术有限公司北京研究所", None, "华 为 技 术"),
        ("", "", ""),
    ],
)
def test_legal_forms(name: str, whole: str | None, short: str | None) -> None:
    words = tokens(name)
    if whole is not None:
        assert " ".join(without_legal_ending(words)) == whole
    if short is not None:
        assert " ".join(before_legal_form(words)) == short


def test_parts_of_a_listed_name() -> None:
    listed = "Huawei Technologies Co., Ltd. (Huawei).  Affiliated Entity:  Hangzhou New Longshine"
    entity, parent = split_affiliated(listed)
    assert normalise(entity) == "hangzhou new longshine"
    assert parent is not None
    assert in_parentheses(parent) == ["Huawei"]
    assert normalise(without_parentheses(parent)) == "huawei technologies co ltd"
    assert split_affiliated("Sugon") == ("Sugon", None)
    assert split_affiliated("Sugon. Affiliated Entity: ") == ("Sugon. Affiliated Entity: ", None)
    assert without_parentheses("(SMIC)") == "(SMIC)"
    assert without_leading_and("and SMIC North") == "SMIC North"
    assert without_leading_and("Andes Technology") == "Andes Technology"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", True),
        ("Beijing", True),
        ("Hong Kong", True),
        ("北京市", True),
        ("Beijing Nuctech", False),
    ],
)
def test_places(name: str, expected: bool) -> None:
    assert are_places(tokens(name)) is expected
