"""The fitted parts: pieces of text, weights in a file, the judgement, and fitting itself."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derived.event_candidates.headlines import fit as fitting
from pipelines.derived.event_candidates.headlines import fitted as file
from pipelines.derived.event_candidates.headlines.fitted import Fitted, FittedError, fitted, write
from pipelines.derived.event_candidates.headlines.instruments import CLASSES, FEATURES, classify
from pipelines.derived.event_candidates.headlines.judgement import judge
from pipelines.derived.event_candidates.headlines.labels import (
    KINDS,
    LabelError,
    fold_of,
    labelled,
    was_in_view,
)
from pipelines.derived.event_candidates.headlines.lexicon import lexicon
from pipelines.derived.event_candidates.headlines.reading import read
from pipelines.derived.event_candidates.headlines.text_reader import BUCKETS, matrix, pieces, sums

TEXTS = st.lists(st.text(max_size=40), max_size=6)
WEIGHTS = np.random.default_rng(1).normal(size=BUCKETS).astype(np.float32)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_has_the_same_sum_alone_and_among_others(texts: list[str]) -> None:
    together = sums(texts, WEIGHTS, 0.5)
    alone = [sums([text], WEIGHTS, 0.5)[0] for text in texts]
    assert together.shape == (len(texts),)
    assert np.allclose(together, alone)
    assert np.allclose(together, matrix(texts) @ WEIGHTS + 0.5, atol=1e-3)


def test_pieces_are_short_runs_of_letters_and_of_ideographs() -> None:
    rows, buckets = pieces(["ab", "芯片", ""])
    assert list(rows).count(0) == 2 + 1
    assert list(rows).count(1) == 2 + 1
    assert list(rows).count(2) == 0
    assert buckets.min() >= 0
    assert buckets.max() < BUCKETS


def test_digits_and_case_make_no_difference() -> None:
    first, second = sums(["Rule 744 on GPUs", "rule 912 on gpus"], WEIGHTS, 0.0)
    assert first == second


def some(text: int = BUCKETS) -> Fitted:
    return Fitted(
        text=np.linspace(-1, 1, text, dtype=np.float32),
        text_bias=0.25,
        instruments=np.ones((len(CLASSES), FEATURES), np.float32),
        instrument_bias=np.zeros(len(CLASSES), np.float32),
        pairs=np.ones(17, np.float32),
        same_story=0.4,
    )


def test_weights_come_back_from_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fitted.npz"
    write(some(), path)
    monkeypatch.setattr(file, "FITTED", path)
    fitted.cache_clear()
    try:
        found = fitted()
    finally:
        fitted.cache_clear()
    assert np.abs(found.text - some().text).max() < 0.01
    assert found.same_story == pytest.approx(0.4)
    first = path.read_bytes()
    write(some(), path)
    assert path.read_bytes() == first


def test_too_many_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FittedError, match="are more than 16384"):
        write(some(text=16_384), tmp_path / "fitted.npz")


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fitted.npz"
    path.write_bytes(b"no weights")
    monkeypatch.setattr(file, "FITTED", path)
    fitted.cache_clear()
    try:
        with pytest.raises(FittedError, match=r"fitted\.npz"):
            fitted()
    finally:
        fitted.cache_clear()


def test_the_bundled_file_holds_numbers_only() -> None:
    with np.load(file.FITTED, allow_pickle=False) as kept:
        kinds = {kept[name].dtype.kind for name in kept.files}
        count = sum(kept[name].size for name in ("text", "instruments"))
    assert kinds == {"i", "f"}
    assert count <= file.MOST_WEIGHTS


def test_doubt_goes_to_review_and_says_why() -> None:
    known = lexicon()
    reading = read("US bans exports of AI chips to China", known)
    sure = judge(reading, 4.0, 2.0, known.judging)
    doubtful = judge(reading, 1.5, -0.6, known.judging)
    nothing = judge(read("Potato chips", known), -4.0, -2.0, known.judging)
    assert (sure.is_event, sure.needs_review) == (True, False)
    assert doubtful.needs_review
    assert doubtful.reason.startswith("rules for it (0.82): a government acts | text against it")
    assert (nothing.is_event, nothing.needs_review, nothing.reason) == (False, False, "")
    assert nothing.probability < doubtful.probability < sure.probability


def test_instruments_are_two_with_probabilities() -> None:
    facts = frozenset({"tag:tariff", "tag*:tariff", "issuer:US"})
    found = classify(facts, "tariff", fitted())
    assert found.first == "tariff"
    assert found.second in CLASSES
    assert 1 >= found.probability > found.second_probability > 0


def test_the_same_labels_give_the_same_weights() -> None:
    rows = labelled(KINDS)[:60]
    material = fitting.material_of(rows, [])
    used = np.ones(len(rows), bool)
    one, other = fitting.fit(material, used), fitting.fit(material, used)
    assert np.array_equal(one.text, other.text)
    assert np.array_equal(one.pairs, other.pairs)
    told = sums([row.headline for row in rows], one.text, one.text_bias)
    right = [(value > 0) == row.is_event for value, row in zip(told, rows, strict=True)]
    assert sum(right) / len(right) > 0.8


def test_folds_keep_stories_whole_and_invented_ones_are_in_view() -> None:
    rows = labelled(KINDS)
    assert all(was_in_view(row) for row in rows)
    assert {fold_of(row) for row in rows} == set(range(5))


def test_a_file_without_labels_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("headline\nx\n")
    with pytest.raises(LabelError, match=r"labels\.csv"):
        labelled(path)
