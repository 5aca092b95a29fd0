"""Screening 1,000 names against 25,000 listed ones, beside a comparison of every pair.

Run it as `python benchmarks/screening.py`. The names are made up; half of them are listed ones with
a defect of real lists in them (typing errors, word order, split words, abbreviations, other legal
forms, extra parentheses), half are not listed but of the same words. The alternative is
`rapidfuzz.process.cdist` over all pairs with two scorers, each at the threshold that suits it
best on these very names. The plain scorers are faster, because choosing candidates and aligning
words is Python; what they find is the point. It prints times, ratios and F1 and asserts nothing.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.screening.verdicts import Asked, ListedName, Screen

LISTED, ASKED = 25_000, 1_000
SYLLABLES = (
    "bei", "bo", "cha", "chen", "dong", "duo", "fan", "gang", "guan", "hai", "han", "hao", "heng",
    "hong", "hua", "hui", "ji", "jia", "jin", "jing", "kang", "ke", "kun", "lan", "lei", "li",
    "lin", "ling", "long", "lun", "mei", "min", "ming", "nan", "ning", "pei", "pu", "qian", "qin",
    "rong", "ru", "sai", "san", "shan", "shen", "shi", "shu", "song", "tai", "tang", "tian",
    "tong", "wan", "wei", "wen", "wu", "xi", "xin", "xing", "xu", "ya", "yan", "yang", "yin",
    "ying", "yu", "yuan", "yun", "zan", "zhan", "zhen", "zhi", "zhong", "zhu",
)  # fmt: skip
PLACES = ("Shanghai", "Beijing", "Shenzhen", "Chengdu", "Suzhou", "Wuhan", "Hangzhou", "Tianjin")
TRADES = (
    "Technology", "Electronics", "Microelectronics", "Semiconductor", "Information Technology",
    "Optoelectronics", "Integrated Circuit", "Intelligent Technology", "Precision Machinery",
    "Data", "Software", "Aerospace", "Communications Equipment", "New Material", "Power",
    "Instruments", "Trading", "Logistics", "Sensor", "Robotics",
)  # fmt: skip
FORMS = ("Co., Ltd.", "Company Limited", "Corporation", "Ltd.", "Inc.", "Group Co., Ltd.")


def company(chance: random.Random) -> str:
    """A made-up name: perhaps a place, a coined word, a trade, a legal form."""
    place = f"{chance.choice(PLACES)} " if chance.random() < 0.6 else ""
    coined = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).title()
    return f"{place}{coined} {chance.choice(TRADES)} {chance.choice(FORMS)}"


def with_defect(name: str, chance: random.Random) -> str:
    """The name as somebody else would write it."""
    words = name.split()
    kind = chance.choice(("typo", "order", "split", "short", "form", "extra", "upper"))
    if kind == "typo":
        at = max(range(len(words)), key=lambda n: len(words[n]))
        word, place = words[at], chance.randrange(1, len(words[at]) - 1)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        words[at] = chance.choice((swapped, word[:place] + word[place + 1 :]))
    elif kind == "order":
        words = [*words[1:2], words[0], *words[2:]]
    elif kind == "split":
        place = len(words[0]) // 2
        words[0] = f"{words[0][:place]} {words[0][place:].title()}"
    elif kind == "form":
        words = [*words[:-1], chance.choice(("LLC", "Limited", "Co Ltd"))]
    elif kind == "extra":
        words.append("(China)")
    text = " ".join(words)
    if kind == "short":
        return text.replace("Technology", "Tech").replace("Electronics", "Elec")
    return text.upper() if kind == "upper" else text


def f1(found: Sequence[str | None], truth: Sequence[str | None]) -> float:
    """Harmonic mean of precision and recall of naming the right listed name."""
    right = sum(f is not None and f == t for f, t in zip(found, truth, strict=True))
    named = sum(f is not None for f in found)
    listed = sum(t is not None for t in truth)
    return 2 * right / (named + listed) if right else 0.0


def every_pair(
    asked: Sequence[str], listed: Sequence[str], truth: Sequence[str | None], scorer: str
) -> tuple[float, float, int]:
    """Seconds and best F1 of comparing all pairs with a scorer, and the threshold that gave it."""
    started = time.perf_counter()
    scores = process.cdist(
        [utils.default_process(text) for text in asked],
        [utils.default_process(text) for text in listed],
        scorer=getattr(fuzz, scorer),
        dtype=np.uint8,
        workers=-1,
    )
    nearest, height = scores.argmax(axis=1), scores.max(axis=1)
    seconds = time.perf_counter() - started
    best = (0.0, 0)
    for least in range(60, 101):
        found = [
            listed[at] if top >= least else None for at, top in zip(nearest, height, strict=True)
        ]
        best = max(best, (f1(found, truth), least))
    return seconds, *best


def main() -> None:
    """Print seconds and F1 of both ways."""
    chance = random.Random(7)  # noqa: S311
    made = list(dict.fromkeys(company(chance) for _ in range(2 * LISTED)))
    listed, others = made[:LISTED], made[LISTED:]
    truth: list[str | None] = [chance.choice(listed) for _ in range(ASKED // 2)]
    asked = [with_defect(name, chance) for name in truth if name]
    asked += others[: ASKED - len(asked)]
    truth += [None] * (ASKED - len(truth))

    started = time.perf_counter()
    screen = Screen(
        [
            ListedName(str(n), text, "name", str(n), text, "EL", "", None, "", True)
            for n, text in enumerate(listed)
        ]
    )
    built = time.perf_counter() - started
    answers = [screen.look_up(Asked(name)) for name in asked]
    seconds = time.perf_counter() - started
    found = [
        answer.candidates[0].listed.listed_name if answer.verdict == "match" else None
        for answer in answers
    ]
    sys.stdout.write(
        f"{len(asked):,} names against {len(listed):,} listed: {seconds:.1f} s, {built:.1f} of "
        f"them for the index; F1 of match {f1(found, truth):.3f}\n"
    )
    for scorer in ("ratio", "token_sort_ratio"):
        other, score, least = every_pair(asked, listed, truth, scorer)
        sys.stdout.write(
            f"every pair, {scorer} >= {least}: {other:.1f} s, F1 {score:.3f}; "
            f"{other / seconds:.1f} times as long\n"
        )


if __name__ == "__main__":
    main()
