"""What an answer does not cover and does not know, whoever is asked about.

Belongs here: lists that are not held, days that lie beyond what was looked at, what is never
judged. Does not belong here: doubts about one sentence, which stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.answer.occasion import Occasion
from pipelines.answer.statements import OURSELVES, Statement, state_of
from pipelines.screening.listed import ConsultedList

NO_CLEARANCE = (
    "No match is no clearance. This answer lists what is recorded here that speaks against a "
    "delivery, what needs a license and what is not known. It never says that a delivery is "
    "allowed, and it is not legal advice."
)


def limits(
    occasion: Occasion, lists: Sequence[ConsultedList], is_sample: bool
) -> Iterator[Statement]:
    """The sentences that belong to every answer of this kind."""
    if is_sample:
        yield _of_ours(
            "sample",
            "This warehouse is the bundled sample: its lists are a small part of the real ones. "
            "Nothing may rest on this answer.",
        )
    if occasion.on > occasion.today:
        yield _of_ours(
            "ahead",
            f"{occasion.on} lies ahead: what is announced for it may come otherwise.",
        )
    if occasion.question.to:
        yield from _of_lists(occasion, lists)
    yield _of_ours(
        "scope",
        "Not judged here: the end use and other end users (15 CFR part 744), other reasons for "
        "control than the chip provisions, embargoes, deemed exports, quantities, sanctions of "
        "governments whose lists are not held, and every license already granted.",
    )


def _of_lists(occasion: Occasion, lists: Sequence[ConsultedList]) -> Iterator[Statement]:
    shown = occasion.labels.shown
    missing = [each.list_code for each in lists if not each.listing_count]
    if missing:
        yield _of_ours(
            "lists-not-held",
            "Not held here, so not consulted: "
            f"{', '.join(shown('list_code', code) for code in missing)}.",
            lists=";".join(missing),
        )
    unread = [each for each in lists if each.listing_count and each.unread_count]
    if unread:
        yield _of_ours(
            "lists-unread",
            "Entries that could not be read: "
            + ", ".join(f"{shown('list_code', e.list_code)} {e.unread_count}" for e in unread)
            + ".",
            lists=";".join(each.list_code for each in unread),
        )
    held = [each for each in lists if each.listing_count]
    older = [each for each in held if each.as_of_on and each.as_of_on < str(occasion.on)]
    if older:
        yield _of_ours(
            "lists-older",
            f"What lists changed between the day of their copy here and {occasion.on} is not "
            "here: "
            + ", ".join(f"{shown('list_code', e.list_code)} {e.as_of_on}" for e in older)
            + ".",
            lists=";".join(each.list_code for each in older),
        )
    if occasion.on < occasion.today:
        yield _of_ours(
            "lists-past",
            f"Who stood on a list on {occasion.on} is told from copies of later days and the dates "
            "in them: a name that was removed before the first copy is missing.",
        )


def _of_ours(name: str, text: str, **state: str) -> Statement:
    return Statement("unknown", "limit", f"limit:{name}", text, OURSELVES, state=state_of(**state))
