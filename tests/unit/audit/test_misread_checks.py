"""The checks of text read in a wrong encoding use the one pattern, in the form of DuckDB."""

import duckdb
import pytest

from pipelines.audit.common_rules import raw_rules
from pipelines.audit.suites import load_suites
from pipelines.letters.misread import MISREAD_SQL
from pipelines.specs import load_specs
from pipelines.sql_text import sql_text

TITLES = {
    "gb18030": "海关总署公布稀土出口数据，企业称供应稳定",
    "big5hkscs": "海關公布稀土出口數據，企業稱供應穩定",
    "cp932": "税関がレアアースの輸出統計を公表、企業は供給が安定していると説明",
    "cp949": "관세청이 희토류 수출 통계를 공개하고 기업은 공급이 안정적이라고 밝혔다",
    "utf-8": "海关总署公布稀土出口数据，企业称供应稳定",
}


def test_every_declared_check_has_the_pattern() -> None:
    rules = [
        *(rule for spec in load_specs().values() for rule in raw_rules(spec)),
        *(rule for suite in load_suites() for rule in suite.rules),
    ]
    found = [
        str(rule.arguments["unexpected_rows_query"]) for rule in rules if "encoding" in rule.kind
    ]
    assert len(found) > 30
    assert [query for query in found if sql_text(MISREAD_SQL) not in query] == []


@pytest.mark.parametrize("encoding", sorted(TITLES))
@pytest.mark.parametrize("other", ["cp1252", "latin-1"])
def test_duckdb_sees_it(encoding: str, other: str) -> None:
    misread = TITLES[encoding].encode(encoding).decode(other, "replace")
    query = "select regexp_matches(?, ?), regexp_matches(?, ?)"
    pattern = MISREAD_SQL
    row = duckdb.connect().execute(query, [misread, pattern, TITLES[encoding], pattern]).fetchone()
    assert row == (True, False)


@pytest.mark.parametrize(
    "name",
    [
        "Coöperatief Müller & Søn A/S, “Łódź”… — №5",
        "Société Générale d’Électricité",
        "Þórður Ægisson ehf., Ísafjörður",
        "华为技术有限公司；３００ＧＢ",
        "São João, Ünal Çelik",
    ],
)
def test_right_names_are_no_finding(name: str) -> None:
    found = duckdb.connect().execute("select regexp_matches(?, ?)", [name, MISREAD_SQL]).fetchone()
    assert found == (False,)
