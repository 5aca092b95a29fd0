"""When two headlines of a story are one text."""

import pytest

from pipelines.derived.event_candidates.headlines.copies import texts_of

ORDER = "US orders Nvidia to halt sales of H20 chips to China"


@pytest.mark.parametrize(
    "copy",
    [
        ORDER.upper(),
        f"{ORDER} - The Herald",
        "Exclusive: U.S. orders Nvidia to halt sales of H20 chips to China",
        "US orders Nvidia to halt the sales of H20 chips to China",
        "US оrders Nvidiа to hаlt sаles of H20 chips to China",
        "US orders Nvi\u200bdia to halt sales of H20 chips to China",
    ],
)
def test_a_copy_has_the_text_of_the_first(copy: str) -> None:
    first, second = texts_of([("s", ORDER), ("s", copy)])
    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        "Commerce Department bars Nvidia from shipping H20 processors to Chinese customers",
        "Nvidia says Washington told it to stop selling the H20 in China",
    ],
)
def test_a_headline_of_its_own_is_a_text_of_its_own(other: str) -> None:
    assert len(set(texts_of([("s", ORDER), ("s", other)]))) == 2


def test_the_same_words_in_two_stories_are_two_texts() -> None:
    assert len(set(texts_of([("s", ORDER), ("t", ORDER)]))) == 2
