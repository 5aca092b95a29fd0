"""Sources that publish many large files: the slices of a request, each reduced before it is kept.

Belongs here: which slices are missing, downloading several at a time, holding each against the
list, and putting them together to one payload. A reduced slice is written once, under a name made
of the hashes of what it depends on: a process killed at any moment loses at most the slices under
way. They go once their payload is in the archive.
Does not belong here: the list (`slice_list.py`), where slices lie (`slice_store.py`), what a file
holds (`sources/<name>/`), HTTP.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import ChipwatchError
from pipelines.fetch.http import Answer
from pipelines.fetch.outcomes import WHOLE_HOST, Judgement, judge_answer, judge_status
from pipelines.fetch.slice_list import SliceList
from pipelines.fetch.slice_store import SliceStore
from pipelines.fetch.transfer import Sent
from pipelines.files.durable import make_folders, write_durably
from pipelines.fingerprint import module_hash
from pipelines.parsing.records import Outcome, Parsed, PayloadError
from pipelines.sources import parser_for
from pipelines.sources.request import Listed, Request, Slices
from pipelines.specs import DatasetSpec, SliceLimits

Judge = Callable[[Answer], Judgement]
Ask = Callable[[str, Mapping[str, str], Judge, int], Sent]
"""Sends one request in its turn: address, more headers, what an answer is, its most bytes."""

_COUNTED = ("lines", "unread", "kept")
_DAMAGED = ".damaged"


@dataclass(frozen=True)
class _Part:
    """How one slice ended: the name of its Parquet, or None with what became of it."""

    stamp: str
    judgement: Judgement
    attempts: int
    name: str | None = None
    counts: Mapping[str, int] | None = None


class SliceRun:
    """One run over the slices of one source. `known` are the parameters of archived payloads.

    A span lies within one day, which the first eight digits of a stamp name.
    """

    def __init__(
        self,
        slices: Slices,
        spec: DatasetSpec,
        limits: SliceLimits,
        settings: Mapping[str, Any],
        folder: Path,
        store: SliceStore,
        ask: Ask,
        known: Iterable[Mapping[str, object]],
    ) -> None:
        self._slices = slices
        self._spec = spec
        self._limits = limits
        self._settings = settings
        self._ask = ask
        self._known: dict[str, list[Mapping[str, object]]] = {}
        for parameters in known:
            self._known.setdefault(str(parameters.get("from"))[:8], []).append(parameters)
        self._folder = folder / spec.source
        self._store = store
        self._list = SliceList(
            self._folder / "list.txt",
            slices.listed,
            lambda url, headers, judge: ask(url, headers, judge, limits.largest_list),
        )
        decided = {name: settings[name] for name in slices.decided_by}
        told = json.dumps([spec.parser_version, decided], sort_keys=True, ensure_ascii=False)
        self._rule = hashlib.sha256(told.encode()).hexdigest()[:16]
        self._code = module_hash(slices.reduce.__module__)
        self._given_up: Judgement | None = None

    def ask(self, request: Request, today: date) -> tuple[Request, Sent, tuple[str, ...]]:
        """Ask for the slices of a request that no payload holds.

        Returns the request as the archive is to record it, how it ended, and what to look at.
        A slice that is not listed, or that its host does not have, is a gap; one that is damaged
        is asked once more by the next fetch, and left out when the same bytes come again.
        """
        wanted = [stamp for stamp in self._slices.stamps(request) if not self._is_held(stamp)]
        if not wanted:
            told = "every slice of it is in the archive"
            return request, Sent(None, Judgement(Outcome.NOT_MODIFIED, told), 0), ()
        listed, failed = self._list.named(request.url, self._slices.mark(request), wanted)
        if failed is not None:
            return request, failed, ()
        if not any(stamp in listed for stamp in wanted):
            attempts = self._list.take_attempts()
            return request, Sent(None, self._of_none(wanted), attempts), ()
        parts = self._parts([listed[stamp] for stamp in wanted if stamp in listed])
        gaps = [stamp for stamp in wanted if stamp not in listed]
        gaps += [part.stamp for part in parts if part.judgement.outcome is Outcome.GAP]
        damaged = [part.stamp for part in parts if part.judgement.outcome is Outcome.CORRUPT]
        attempts = self._list.take_attempts() + sum(part.attempts for part in parts)
        missing = [
            part for part in parts if part.name is None and part.stamp not in {*gaps, *damaged}
        ]
        if missing:
            told = f"{len(missing)} of {len(wanted)} slices, like {missing[0].stamp}:"
            first = missing[0].judgement
            judgement = Judgement(first.outcome, f"{told} {first.message}")
            return request, Sent(None, judgement, attempts), ()
        counts = Counter[str]()
        for part in parts:
            counts.update(part.counts or {})
        recorded = self._recorded(request, gaps, damaged, len(parts), counts)
        body = self._slices.joined([self._kept(part.name) for part in parts if part.name])
        answer = Answer(200, {"content-type": "application/x-ndjson; charset=utf-8"}, body)
        judgement = Judgement(Outcome.EMPTY, "no row is wanted", Parsed({}, (), ()))
        if body:
            judgement = judge_answer(answer, self._spec, parser_for(self._spec.name), today=today)
        warnings = tuple(_to_look_at(gaps, damaged, parts, counts, self._list.unreadable))
        return recorded, Sent(answer, judgement, attempts), warnings

    def forget(self, request: Request) -> None:
        """Remove the reduced slices of a request whose payload is archived."""
        for stamp in self._slices.stamps(request):
            self._store.forget(f"{stamp[:8]}/{stamp}-")

    def _kept(self, name: str) -> bytes:
        """A slice that was there before. Raises ChipwatchError when somebody has removed it."""
        content = self._store.read(name)
        if content is None:
            raise ChipwatchError(
                f"The reduced slice {name} was removed while its span was put together.",
                "fetch again: slices that are missing are asked for anew.",
            )
        return content

    def _is_held(self, stamp: str) -> bool:
        """Whether a payload made by the present rule holds the slice."""
        return any(stamp not in _several(held.get("left_out")) for held in self._spanning(stamp))

    def _spanning(self, stamp: str) -> Iterator[Mapping[str, object]]:
        """The payloads of the present rule in whose span the slice lies."""
        for parameters in self._known.get(stamp[:8], ()):
            if parameters.get("rule") == self._rule:
                first, end = str(parameters.get("from")), str(parameters.get("to"))
                if first <= stamp < end:
                    yield parameters

    def _of_none(self, wanted: Sequence[str]) -> Judgement:
        """What it is that the list names none of these slices."""
        if all(any(self._spanning(stamp)) for stamp in wanted):
            told = "the rest of it is still missing from the list"
            return Judgement(Outcome.NOT_MODIFIED, told)
        return Judgement(Outcome.GAP, f"none of {len(wanted)} slices is in the list")

    def _recorded(
        self,
        request: Request,
        gaps: Sequence[str],
        damaged: Sequence[str],
        files: int,
        counts: Mapping[str, int],
    ) -> Request:
        assert request.window is not None  # noqa: S101
        first, end = request.window
        told = [("from", first), ("to", end), ("rule", self._rule), ("files", str(files))]
        told += [(name, str(counts.get(name, 0))) for name in _COUNTED]
        told += [("left_out", stamp) for stamp in sorted((*gaps, *damaged))]
        return replace(request, found=tuple(told))

    def _parts(self, files: Sequence[Listed]) -> list[_Part]:
        pool = ThreadPoolExecutor(self._limits.at_once)
        try:
            return list(pool.map(self._part, files))
        finally:
            pool.shutdown(cancel_futures=True)

    def _part(self, file: Listed) -> _Part:
        """One slice: reduced before, or asked for and reduced now."""
        hashed = hashlib.sha256(f"{file.md5} {self._rule} {self._code}".encode()).hexdigest()[:24]
        name = f"{file.stamp[:8]}/{file.stamp}-{hashed}.parquet"
        counts = _counts(self._store.read(name))
        if counts is not None:
            return _Part(file.stamp, Judgement(Outcome.OK), 0, name, counts)
        if self._given_up is not None:
            return _Part(file.stamp, self._given_up, 0)
        sent = self._ask(
            file.url,
            {"Accept-Encoding": "identity"},
            lambda answer: _of_file(answer, file),
            self._limits.largest_file,
        )
        judgement = sent.judgement
        if judgement.outcome is Outcome.OK and sent.answer is not None:
            try:
                content = self._slices.reduce(sent.answer.body, self._settings)
            except PayloadError as error:
                judgement = Judgement(Outcome.MALFORMED, str(error))
            else:
                self._store.write(name, content)
                return _Part(file.stamp, judgement, sent.attempts, name, _counts(content))
        if judgement.outcome in WHOLE_HOST:
            self._given_up = judgement
        if judgement.outcome is Outcome.MALFORMED and sent.answer is not None:
            judgement = self._damaged(name, sent.answer.body, judgement)
        return _Part(file.stamp, judgement, sent.attempts)

    def _damaged(self, name: str, body: bytes, judgement: Judgement) -> Judgement:
        """Corrupt when an earlier run was given the same bytes; noted for the next run if not."""
        came = hashlib.sha256(body).hexdigest().encode()
        note = (self._folder / name).with_suffix(_DAMAGED)
        if note.is_file() and note.read_bytes() == came:
            return replace(judgement, outcome=Outcome.CORRUPT)
        make_folders(note.parent)
        write_durably(note, came)
        told = "; asked once more by the next fetch, then left out if the same bytes come"
        return replace(judgement, message=judgement.message + told)


def _of_file(answer: Answer, file: Listed) -> Judgement:
    """Whether an answer is the file that the list names."""
    if answer.status in {404, 410}:
        return Judgement(Outcome.GAP, "the source has not got the file that it lists")
    if answer.status != 200:
        return judge_status(answer)
    md5 = hashlib.md5(answer.body, usedforsecurity=False).hexdigest()
    if (len(answer.body), md5) != (file.size, file.md5):
        came, stated = f"{len(answer.body)} bytes with MD5 {md5}", f"{file.size} with {file.md5}"
        return Judgement(Outcome.MALFORMED, f"{came} came, the list states {stated}")
    return Judgement(Outcome.OK)


def _counts(content: bytes | None) -> Mapping[str, int] | None:
    """What a reduced slice says of its file; None where there is none that can be read."""
    if content is None:
        return None
    try:
        told = pq.read_schema(io.BytesIO(content)).metadata or {}
        return {name: int(told[name.encode()]) for name in _COUNTED}
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None


def _several(value: object) -> Sequence[str]:
    """A recorded parameter that may stand once, several times or never."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return () if value is None else (str(value),)


def _to_look_at(
    gaps: Sequence[str],
    damaged: Sequence[str],
    parts: Sequence[_Part],
    counts: Mapping[str, int],
    unreadable: int,
) -> Iterable[str]:
    if gaps:
        yield f"{len(gaps)} slices are not there, like {gaps[0]}: recorded as gaps"
    if damaged:
        yield f"{len(damaged)} slices came damaged twice, like {damaged[0]}: left out"
    empty = [part.stamp for part in parts if part.counts and not part.counts["lines"]]
    if empty:
        yield f"{len(empty)} files are empty, like {empty[0]}"
    if counts.get("unread"):
        told = f"{counts['unread']} of {counts['lines']} lines"
        yield f"{told} have more or fewer fields than they should: left out"
    if unreadable:
        yield f"{unreadable} lines of the list name no file"
