"""The list of files of a source that publishes slices, kept and continued.

Belongs here: asking for what was added to the list since, and finding the lines of some slices.
The list is only ever added to, so its end is asked for by a range, with some bytes of what is
known: where they differ, or the host knows no ranges, it is asked for whole. What is kept is always
the beginning of what the source has, wherever a process is killed.
Does not belong here: the form of a line (`sources/<name>/requests.py`), the files themselves.
"""

from __future__ import annotations

import contextlib
import mmap
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from filelock import FileLock

from pipelines.fetch.http import Answer
from pipelines.fetch.outcomes import Judgement, judge_status
from pipelines.fetch.transfer import Sent
from pipelines.files.durable import make_folders, write_durably
from pipelines.parsing.records import Outcome, PayloadError, raise_for_error_text
from pipelines.sources.request import Listed

Judge = Callable[[Answer], Judgement]

_AT_ONCE = 16_000_000
_OVERLAP = 300
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class SliceList:
    """The kept list. `unreadable` counts lines of the slices asked for that name no file."""

    def __init__(
        self,
        path: Path,
        listed: Callable[[bytes], Listed | None],
        ask: Callable[[str, Mapping[str, str], Judge], Sent],
    ) -> None:
        self._path = path
        self._listed = listed
        self._ask = ask
        self._attempts = 0
        self._is_continued = False
        self.unreadable = 0

    def named(
        self, url: str, mark: bytes, stamps: Sequence[str]
    ) -> tuple[Mapping[str, Listed], Sent | None]:
        """The files of these slices by stamp, the list continued first where some are not known.

        The second is how asking for the list failed, None when it did not.
        """
        found = self._find(mark)
        if all(stamp in found for stamp in stamps) or self._is_continued:
            return found, None
        make_folders(self._path.parent)
        with FileLock(f"{self._path}.lock"):
            failed = self._continue(url)
        if failed is not None:
            return {}, failed
        self._is_continued = True
        return self._find(mark), None

    def take_attempts(self) -> int:
        """The requests sent for the list since this was asked last."""
        attempts, self._attempts = self._attempts, 0
        return attempts

    def _continue(self, url: str) -> Sent | None:
        while True:
            known = self._path.stat().st_size if self._path.exists() else 0
            start = max(0, known - _OVERLAP)
            headers = {"Range": f"bytes={start}-{start + _AT_ONCE - 1}"}
            sent = self._ask(url, {**headers, "Accept-Encoding": "identity"}, self._judged)
            self._attempts += sent.attempts
            if sent.answer is None or sent.judgement.outcome is not Outcome.OK:
                return sent
            answer = sent.answer
            if answer.status == 416:
                if start == 0:
                    return None
                self._path.unlink()
            elif answer.status == 200:
                write_durably(self._path, answer.body)
                return None
            elif not self._is_continuation(answer, start, known):
                self._path.unlink(missing_ok=True)
                if start == 0:
                    told = "a part of the list came that was not asked for"
                    return Sent(answer, Judgement(Outcome.MALFORMED, told), 0)
            else:
                added = answer.body[known - start :]
                with self._path.open("ab") as kept:
                    kept.write(added)
                if len(answer.body) < _AT_ONCE:
                    return None

    def _judged(self, answer: Answer) -> Judgement:
        """A part of a list as long as it says, or a whole one in which a line can be read."""
        if answer.status == 416:
            return Judgement(Outcome.OK)
        if answer.status not in {200, 206}:
            return judge_status(answer)
        if not answer.body.strip():
            return Judgement(Outcome.EMPTY, "the list has nothing in it")
        try:
            raise_for_error_text(answer.body)
        except PayloadError as error:
            return Judgement(error.outcome, error.message)
        return _of_range(answer) if answer.status == 206 else self._of_whole(answer)

    def _of_whole(self, answer: Answer) -> Judgement:
        for line in answer.body[:100_000].splitlines():
            with contextlib.suppress(ValueError):
                self._listed(line)
                return Judgement(Outcome.OK)
        told = " ".join(answer.body[:120].decode("utf-8", "replace").split())
        return Judgement(Outcome.MALFORMED, f"no line of the list names a file: {told!r}")

    def _is_continuation(self, answer: Answer, start: int, known: int) -> bool:
        stated = _stated(answer)
        if stated is None or stated[0] != start:
            return False
        if known == 0:
            return True
        with self._path.open("rb") as kept:
            kept.seek(start)
            return answer.body.startswith(kept.read())

    def _find(self, mark: bytes) -> Mapping[str, Listed]:
        found: dict[str, Listed] = {}
        self.unreadable = 0
        for line in self._lines(mark):
            try:
                file = self._listed(line)
            except ValueError:
                self.unreadable += 1
                continue
            if file is not None:
                found[file.stamp] = file
        return found

    def _lines(self, mark: bytes) -> Iterator[bytes]:
        """The whole lines of the kept list that have the mark in them."""
        if not self._path.exists() or not self._path.stat().st_size:
            return
        with (
            self._path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as kept,
        ):
            at = kept.find(mark)
            while at >= 0:
                end = kept.find(b"\n", at)
                if end < 0:
                    return
                yield kept[kept.rfind(b"\n", 0, at) + 1 : end]
                at = kept.find(mark, end)


def _of_range(answer: Answer) -> Judgement:
    stated = _stated(answer)
    if stated is None or stated[1] - stated[0] + 1 != len(answer.body):
        told = f"{len(answer.body)} bytes of the list came, not the range that is stated"
        return Judgement(Outcome.MALFORMED, told)
    return Judgement(Outcome.OK)


def _stated(answer: Answer) -> tuple[int, int] | None:
    """The first and last byte of the range that an answer says it is."""
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    return (int(found[1]), int(found[2])) if found else None
