"""How much faster the name lookup is than comparing every pair, at what F1.

Run it as `python -m benchmarks.linking [--mentions N]`. It measures what `chipwatch screen` uses.
25,000 invented names in the form of a screening list are looked up by mentions of them that carry
the defects of real ones, and by mentions of names that are not listed. The
rival is `rapidfuzz.process.cdist` over all pairs of the same normalised texts, the best name above
a threshold. Both thresholds are chosen on mentions that are not scored. Both are timed on a part of
a million mentions and scaled to all of them, which is fair to both: their time is linear in the
mentions. It prints figures and asserts none.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.compared import Comparison, tell
from pipelines.screening.verdicts import MATCH, Answer, Asked, ListedName, Screen
from pipelines.screening.words import words_of

LISTED, ALL_MENTIONS, RIVAL_MENTIONS, CALIBRATION = 25_000, 1_000_000, 3_000, 1_500
THRESHOLDS = [step / 100 for step in range(50, 100, 2)]

PLACES = "Beijing Shanghai Shenzhen Chengdu Wuhan Nanjing Hangzhou Xian Suzhou Wuxi Hefei Tianjin"
FIRST = "xin hua tian zhong guang jin yun long da kai rui bo sheng ming hong wei lan chen jia tai"
FIELDS = (
    "Electronics;Microelectronics;Semiconductor;Integrated Circuit;Optoelectronics;Aviation;"
    "Information Technology;Instruments;Communications;Precision Machinery;Materials;Intelligent "
    "Equipment;Navigation;Software;Import and Export Trading;Supercomputing;Logistics;Photonics"
)
FORMS = "Co., Ltd.;Technology Co., Ltd.;Group Co., Ltd.;Limited;Research Institute;Corporation;Inc."
Mention = tuple[str, int]
"""A text and the position of the name it stands for, -1 for none."""


def names(count: int, random_: random.Random) -> list[str]:
    """Distinct names; many differ from another one in a single word, as branches do."""
    parts = FIRST.split()
    coined = ["".join(pair).capitalize() for pair in itertools.product(parts, repeat=2)]
    coined += ["".join(three).capitalize() for three in itertools.product(parts, repeat=3)]
    made: dict[str, None] = {}
    while len(made) < count:
        name = random_.choice(coined)
        fields = random_.sample(FIELDS.split(";"), 2)
        form = random_.choice(FORMS.split(";"))
        for place in random_.sample(PLACES.split(), random_.choice((1, 1, 1, 2))):
            made[f"{place} {name} {fields[0]} {form}"] = None
        if random_.random() < 0.1:
            made[f"{name} {fields[1]} {form}"] = None
    return list(made)[:count]


def misspelled(text: str, random_: random.Random) -> str:
    """One letter of a word of five letters or more dropped, doubled, swapped or changed."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return text
    at = random_.choice(long)
    word, place = words[at], random_.randrange(1, len(words[at]) - 1)
    words[at] = random_.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + random_.choice("aeionrst") + word[place + 1 :],
        )
    )
    return " ".join(words)


def defect(name: str, random_: random.Random) -> str:
    """A listed name as somebody else would write it."""
    words = name.replace("Co., Ltd.", "").replace("Inc.", "").split()
    ways: list[Callable[[], str]] = [
        lambda: name,
        name.upper,
        lambda: name.replace("Co., Ltd.", "Company Limited").replace("Corporation", "Corp"),
        lambda: " ".join(words),
        lambda: misspelled(name, random_),
        lambda: misspelled(misspelled(name, random_), random_),
        lambda: f"Some Group.  Affiliated Entity:  {name}",
        lambda: " ".join([*words[1:], words[0]]),
        lambda: name.replace(" ", "  ").replace("i", "í", 1),
        lambda: " ".join([words[0] + words[1].lower(), *words[2:]]),
        lambda: f"{name} ({random_.choice(PLACES.split())} Branch)",
        lambda: name.replace("Technology", "Tech").replace("Electronics", "Elec"),
        lambda: " ".join([words[0][:3], words[0][3:], *words[1:]]),
    ]
    return random_.choice(ways)()


def mentions(count: int, listed: Sequence[str], random_: random.Random) -> list[Mention]:
    """Mentions of listed names with defects, and of names that are not listed, three to one."""
    known = set(listed)
    others = [name for name in names(LISTED // 4, random_) if name not in known]
    made: list[Mention] = []
    for _ in range(count):
        if random_.random() < 0.75:
            position = random_.randrange(len(listed))
            made.append((defect(listed[position], random_), position))
        else:
            made.append((defect(random_.choice(others), random_), -1))
    return made


def f1(answers: Sequence[int], wanted: Sequence[Mention], listed: Sequence[str]) -> float:
    """F1 of the links; a name that differs only by its legal form counts as the same."""
    texts = [" ".join(words_of(name)) for name in listed]
    right = sum(
        answer >= 0 and truth >= 0 and texts[answer] == texts[truth]
        for answer, (_, truth) in zip(answers, wanted, strict=True)
    )
    given = sum(answer >= 0 for answer in answers)
    there = sum(truth >= 0 for _, truth in wanted)
    return 2 * right / (given + there)


def all_pairs(texts: Sequence[str], listed: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """For each text the position and score of the listed text most like it."""
    positions, scores = [], []
    for start in range(0, len(texts), 250):
        table = process.cdist(
            texts[start : start + 250], listed, scorer=fuzz.token_sort_ratio, workers=1
        )
        best = table.argmax(axis=1)
        positions.append(best)
        scores.append(table[np.arange(len(best)), best] / 100)
    return np.concatenate(positions), np.concatenate(scores)


def chosen(positions: np.ndarray, scores: np.ndarray, threshold: float) -> list[int]:
    return [int(p) if s >= threshold else -1 for p, s in zip(positions, scores, strict=True)]


def screen_of(listed: Sequence[str]) -> Screen:
    """The lookup of the product over these names."""
    return Screen(
        [
            ListedName(str(at), text, "name", str(at), text, "EL", "", None, "", True)
            for at, text in enumerate(listed)
        ]
    )


def linked(answer: Answer, threshold: float) -> int:
    """The position that an answer names without doubt, -1 for none."""
    if answer.is_ambiguous or not answer.candidates or answer.candidates[0].score < threshold:
        return -1
    return int(answer.candidates[0].listed.listing_id)


def main() -> None:
    """Print time and F1 of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mentions", type=int, default=200_000, help="timed, of a million")
    count = parser.parse_args().mentions
    random_ = random.Random(7)  # noqa: S311
    listed = names(LISTED, random_)
    texts = [" ".join(words_of(name)) for name in listed]
    calibration = mentions(CALIBRATION, listed, random_)
    wanted = mentions(count, listed, random_)

    cal_texts = [" ".join(words_of(text)) for text, _ in calibration]
    cal_positions, cal_scores = all_pairs(cal_texts, texts)
    rival_threshold = max(
        THRESHOLDS, key=lambda t: f1(chosen(cal_positions, cal_scores, t), calibration, listed)
    )
    screen = screen_of(listed)
    cal_answers = [screen.look_up(Asked(text)) for text, _ in calibration]
    threshold = max(
        THRESHOLDS, key=lambda t: f1([linked(a, t) for a in cal_answers], calibration, listed)
    )

    rival_wanted = wanted[:RIVAL_MENTIONS]
    began = time.process_time()
    positions, scores = all_pairs([" ".join(words_of(text)) for text, _ in rival_wanted], texts)
    rival_seconds = (time.process_time() - began) / RIVAL_MENTIONS
    began = time.process_time()
    screen = screen_of(listed)
    build_seconds = time.process_time() - began
    words_of.cache_clear()
    began = time.process_time()
    both = [
        (linked(answer, threshold), linked(answer, MATCH))
        for answer in (screen.look_up(Asked(text)) for text, _ in wanted)
    ]
    seconds = (time.process_time() - began) / count
    ours, matches = ([answers[which] for answers in both] for which in (0, 1))
    rival_answers = chosen(positions, scores, rival_threshold)

    total, rival_total = build_seconds + seconds * ALL_MENTIONS, rival_seconds * ALL_MENTIONS
    lines = [
        f"{ALL_MENTIONS:,} mentions against {LISTED:,} listed names, one core; scaled from "
        f"{count:,} (ours) and {RIVAL_MENTIONS:,} (cdist) mentions",
        f"ours:  {total:8,.0f} s (index {build_seconds:.1f} s), F1 {f1(ours, wanted, listed):.4f}, "
        f"on the rival's mentions {f1(ours[:RIVAL_MENTIONS], rival_wanted, listed):.4f}, "
        f"threshold {threshold}; F1 of the verdict match {f1(matches, wanted, listed):.4f}",
        f"cdist: {rival_total:8,.0f} s, F1 {f1(rival_answers, rival_wanted, listed):.4f}, "
        f"threshold {rival_threshold}",
        f"ratio: {rival_total / total:.0f}",
    ]
    print("\n".join(lines))  # noqa: T201
    tell(
        [
            Comparison(
                workload=f"{ALL_MENTIONS:,} mentions against {LISTED:,} names",
                ours=total,
                alternative="rapidfuzz over all pairs",
                theirs=rival_total,
                unit="s CPU",
                cpu_seconds=total,
            )
        ]
    )


if __name__ == "__main__":
    main()
