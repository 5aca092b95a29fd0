"""Which way a source is asked in one run: as always first, then the ways that its spec declares.

Belongs here: when another way is taken, and which one. A way is taken once a run: what refused
one request would refuse the next, and the way that brought an answer stays until the run ends.
Does not belong here: sending (`transfer.py`), what the ways are (`specs/ways.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from pipelines.fetch.outcomes import WHOLE_HOST
from pipelines.fetch.transfer import Sent
from pipelines.parsing.records import Outcome
from pipelines.specs.ways import AS_ALWAYS, Way


class Ways:
    """The ways of one run over one source; `present` is the one in use."""

    def __init__(self, others: Sequence[Way]) -> None:
        self.present = AS_ALWAYS
        self._untried = list(others)
        self._works = False

    @property
    def is_hasty(self) -> bool:
        """Whether one attempt is enough to judge the present way: it never worked in this run, and
        there is another one.
        """
        return bool(self._untried) and not self._works

    def worked(self) -> None:
        """The present way brought an answer."""
        self._works = True

    def turn(self, url: str, sent: Sent) -> bool:
        """Take the next way that may bring what this one did not; False when there is none."""
        host = urlsplit(placed(url, self.present)).hostname
        for way in self._untried:
            if _may_help(way, sent, is_other_host=urlsplit(placed(url, way)).hostname != host):
                self._untried.remove(way)
                self.present, self._works = way, False
                return True
        return False


def placed(url: str, way: Way) -> str:
    """The address as this way asks for it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=way.host or parts.netloc, path=way.path or parts.path))


def _may_help(way: Way, sent: Sent, *, is_other_host: bool) -> bool:
    """Another form of the file helps whatever was wrong with the first; another agent or host only
    where the service refused, or sent a page instead of data.
    """
    if sent.is_unreached and not is_other_host:
        return False
    judgement = sent.judgement
    is_a_page = judgement.outcome is Outcome.MALFORMED and not judgement.is_kept
    return way.path is not None or is_a_page or judgement.outcome in WHOLE_HOST


def told(url: str, agent: str, way: Way) -> str:
    """The way in words, for a log."""
    host = urlsplit(placed(url, way)).hostname
    form = "" if way.path is None else f" for {way.path.rsplit('/', 1)[1]}"
    return f"{host} as {agent.split(' ', maxsplit=1)[0]}{form}"
