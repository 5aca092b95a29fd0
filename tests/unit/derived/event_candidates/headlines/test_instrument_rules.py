"""Which instrument the declared rules give, before the fitted classes have their say."""

import pytest

from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.normalise import normalise
from pipelines.derived.event_candidates.headlines.reading import read
from pipelines.derived.event_candidates.headlines.slots import slots


def by_rule(headline: str) -> str:
    known = lexicon()
    return slots(read(normalise(headline), known), known).instrument_by_rule


@pytest.mark.parametrize(
    ("headline", "instrument"),
    [
        ("Beijing orders review of American chipmaker Intel", "security_review"),
        ("China begins a formal review of memory maker SK Hynix", "security_review"),
        ("China opens antitrust review of Intel", "antitrust"),
        ("China's market regulator reviews Synopsys merger with Ansys", "antitrust"),
        ("Treasury bans American investments in Chinese chip and quantum startups",
         "investment_restriction"),
        ("AMD says Washington moved up the date of export controls on AI chips", "export_rule"),
        ("US orders AMD to stop selling AI chips to China under export controls",
         "license_requirement"),
        ("US told Nvidia it needs a license for the H20 under export controls",
         "license_requirement"),
        ("美国考虑推迟实施芯片关税", "tariff"),
        ("US may delay planned chip tariffs until next year", "tariff"),
    ],
)  # fmt: skip
def test_the_kind_of_measure(headline: str, instrument: str) -> None:
    assert by_rule(headline) == instrument
