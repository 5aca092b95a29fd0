"""What services write behind a symbol for its exchange.

Belongs here: the endings, and the exchanges that they stand for.
Does not belong here: which symbols are the same share (`collisions.py`).
"""

from __future__ import annotations

from pipelines.letters.look_alikes import as_seen

_UNITED_STATES = frozenset({"XNAS", "XNGS", "XNMS", "XNYS", "ARCX", "XASE", "BATS"})
_EXCHANGES = {
    "US": _UNITED_STATES,
    "O": frozenset({"XNAS", "XNGS", "XNMS"}),
    "N": frozenset({"XNYS", "ARCX", "XASE"}),
    "SS": frozenset({"XSHG"}),
    "SH": frozenset({"XSHG"}),
    "SZ": frozenset({"XSHE"}),
    "BJ": frozenset({"BJSE"}),
    "HK": frozenset({"XHKG"}),
    "TW": frozenset({"XTAI"}),
    "TWO": frozenset({"ROCO"}),
    "T": frozenset({"XTKS"}),
    "KS": frozenset({"XKRX"}),
    "KQ": frozenset({"XKOS", "XKRX"}),
    "AS": frozenset({"XAMS"}),
    "PA": frozenset({"XPAR"}),
    "DE": frozenset({"XETR"}),
    "L": frozenset({"XLON"}),
    "SW": frozenset({"XSWX"}),
    "SI": frozenset({"XSES"}),
}


def parted(symbol: str) -> tuple[str, str]:
    """A symbol in capitals without its ending, and the ending where services write such a one."""
    plain = "".join(as_seen(symbol).split()).upper()
    base, _, suffix = plain.rpartition(".")
    return (base, suffix) if base and suffix in _EXCHANGES else (plain, "")


def exchanges_of_suffix(symbol: str) -> frozenset[str]:
    """The exchanges that the ending of a symbol may stand for; empty without one."""
    return _EXCHANGES.get(parted(symbol)[1], frozenset())
