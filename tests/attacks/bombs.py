"""Payloads that are small and cost much: what `sources parse` needs of memory and time for each.

Belongs here: the bombs, and measuring one parse in a process of its own.
Does not belong here: the limits themselves (`pipelines/parsing/budget.py`).

`python -m tests.attacks.bombs [--bytes N] [NAME …]` prints the table of peaks.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from pipelines.specs import load_specs

MIB = 2**20
MOST_MIB = 512
MOST_SECONDS = 60
"""Of processor time, for any payload; a feed of 3 MB once took 25 seconds and 580 MiB."""
RUNAWAY_BYTES, RUNAWAY_SECONDS = 4 * 2**30, 60


def _filled(unit: bytes, size: int, head: bytes = b"", tail: bytes = b"") -> bytes:
    room = max(0, size - len(head) - len(tail))
    return head + unit * (room // len(unit)) + tail


RSS = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>"
ITEM = b"<item><title>t</title><link>https://wire.example/a</link></item>"
XBRL = (
    b"<html xmlns:ix='http://www.xbrl.org/2013/inlineXBRL'"
    b" xmlns:xbrli='http://www.xbrl.org/2003/instance'><body>"
)
LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)
BOMBS: dict[str, Callable[[int], bytes]] = {
    "nested tags": lambda size: _filled(b"<a>", size, RSS),
    "nested tags in an item": lambda size: _filled(b"<div>", size, RSS + b"<item><description>"),
    "nested tags of a filing": lambda size: _filled(b"<ix:nonNumeric name='a'>", size, XBRL),
    "flat tags": lambda size: _filled(b"<a/>", size, RSS),
    "items": lambda size: _filled(ITEM, size, RSS, b"</channel></rss>"),
    "open items": lambda size: _filled(b"<item>", size, RSS),
    "members of one item": lambda size: _filled(b"<category>x</category>", size, RSS + b"<item>"),
    "entity expansion": lambda size: _filled(b" ", size, LAUGHS),
    "one entity many times": lambda size: _filled(b"&amp;", size, RSS + b"<item><title>"),
    "one attribute": lambda size: _filled(b"x", size, RSS + b"<item a='"),
    "many attributes": lambda size: _filled(b" a='x'", size, RSS + b"<item"),
    "open comments": lambda size: _filled(b"<!--", size, RSS),
    "angle brackets": lambda size: _filled(b"<", size),
    "deep lists": lambda size: _filled(b"[", size),
    "deep objects": lambda size: _filled(b'{"a":', size),
    "small lists": lambda size: _filled(b"[],", size, b'{"results":[', b"[]]}"),
    "small objects": lambda size: _filled(b"{},", size, b"[", b"{}]"),
    "records that break": lambda size: _filled(b'{"a":1,},', size, b'{"results":[', b"{}]}"),
    "a number of many digits": lambda size: _filled(b"9", size, b'{"a":', b"}"),
    "numbers of many digits": lambda size: _filled(b"9" * 4000 + b",", size, b"[", b"9]"),
    "numbers out of range": lambda size: _filled(b"1e999999999,", size, b"[", b"1]"),
    "one text": lambda size: _filled(b"x", size, b'{"a":"', b'"}'),
    "one text of wide letters": lambda size: _filled("𠀀".encode(), size, b'{"a":"', b'"}'),
    "escapes": lambda size: _filled(b"\\ud800", size, b'{"a":"', b'"}'),
    "keys": lambda size: b"{" + b",".join(b'"k%d":1' % n for n in range(size // 12)) + b"}",
    "blanks": lambda size: _filled(b" ", size, b"a"),
    "blanks in a page": lambda size: _filled(b" ", size, b"<html><body>"),
    "blanks in a record": lambda size: _filled(b" ", size, b'{"results":[{"a": "', b'"}]}'),
    "blanks in a cell": lambda size: _filled(b" ", size, b"date,close\n2030-01-02,", b"1\n"),
    "titles": lambda size: _filled(b"<title", size),
    "titles in an item": lambda size: _filled(b"&lt;title", size, RSS + b"<item><title>"),
    "one line": lambda size: _filled(b"x", size),
    "blank lines": lambda size: _filled(b"\n", size),
    "short lines": lambda size: _filled(b"a\n", size),
    "columns": lambda size: _filled(b"a,", size, b"", b"\n1,2\n"),
    "cells": lambda size: _filled(b",", size, b"date,close\n"),
    "quotes": lambda size: _filled(b'"', size, b"date,close\n"),
    "open quotes": lambda size: _filled(b'"a\n', size, b"date,close\n"),
    "zeros": bytes,
    "high bytes": lambda size: _filled(b"\xff\xfe\xe4", size, b"a,b\n"),
}


def _with_head(name: str, size: int) -> bytes:
    """The payload's own first line, repeated: rows that a parser takes for its own."""
    from tests.unit.sources.golden import payload_files

    payload = max((p.read_bytes() for p in payload_files(load_specs()[name])), key=len)
    if payload[:2] == b"\x1f\x8b":
        payload = gzip.decompress(payload)
    lines = payload.splitlines(keepends=True)
    if len(lines) < 3:
        return payload
    body = b"".join(lines[1:-1])
    return _filled(body, size, lines[0], lines[-1])


@dataclass(frozen=True)
class Cost:
    """What one parse cost and how it ended (the exit code of the command)."""

    name: str
    bomb: str
    mib: float
    seconds: float
    code: int
    told: str

    @property
    def is_bounded(self) -> bool:
        """Whether it ended in rows or in words, within the limits."""
        ended = self.code in {0, 1} and "Traceback" not in self.told
        return ended and self.mib <= MOST_MIB and self.seconds <= MOST_SECONDS


def payload_of(name: str, bomb: str, size: int) -> bytes:
    """A bomb of about so many bytes, never above what the dataset takes."""
    room = min(size, load_specs()[name].bytes.maximum)
    return _with_head(name, room) if bomb == "its own rows" else BOMBS[bomb](room)


def cost_of(
    name: str, bomb: str, payload: Callable[[], bytes], folder: Path, *, packed: bool = False
) -> Cost:
    """Parse what `payload` makes as `chipwatch sources parse` does, in a child that is measured.

    Another child makes it: a process counts what it inherits.
    """
    file, said = folder / "bomb", folder / "said"
    maker = os.fork()
    if maker == 0:
        made = payload()
        file.write_bytes(gzip.compress(made, 1) if packed else made)
        os._exit(0)
    os.waitpid(maker, 0)
    child = os.fork()
    if child == 0:
        _parse(name, file, said)
    _, status, usage = os.wait4(child, 0)
    told = said.read_text(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    return Cost(name, bomb, usage.ru_maxrss / 1024, seconds, code, told[-300:])


def redirect(out: Path, err: Path) -> None:
    """Send what this process prints into files, past whatever a test has put in its way."""
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)


def _parse(name: str, file: Path, said: Path) -> None:
    """In the child: run the command, never return."""
    resource.setrlimit(resource.RLIMIT_AS, (RUNAWAY_BYTES, RUNAWAY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (RUNAWAY_SECONDS, RUNAWAY_SECONDS))
    redirect(Path(os.devnull), said)
    run_and_leave(["sources", "parse", name, str(file)])


def run_and_leave(words: list[str]) -> NoReturn:
    """Run the command of these words in this process, which ends with its exit code."""
    from pipelines.cli import main

    sys.argv = ["chipwatch", *words]
    code = 99
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


def preload() -> None:
    """Import what a parse needs, once, before any process is forked."""
    import pipelines.cli.sources
    import pipelines.raw.parse  # noqa: F401


def _packed_zeros() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """200 MB of zeros in a little gzip, and gzip in gzip."""
    twice = gzip.compress(bytes(50_000_000))
    yield "zeros, packed", partial(bytes, 200_000_000)
    yield "zeros, packed twice", partial(bytes, twice)


def main() -> int:
    """Print the cost of every bomb at every parser; exit code 1 when one is above the limits.

    The processes that are measured are made of this one, which holds little.
    """
    preload()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=50_000_000)
    parser.add_argument("--packed", action="store_true", help="gzip bombs instead")
    parser.add_argument("names", nargs="*", default=sorted(load_specs()))
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names:
            plain = (
                (bomb, partial(payload_of, name, bomb, options.bytes))
                for bomb in (*BOMBS, "its own rows")
            )
            for bomb, make in _packed_zeros() if options.packed else plain:
                cost = cost_of(name, bomb, make, Path(folder), packed=options.packed)
                bad += not cost.is_bounded
                told = " ".join(cost.told.split())[:90]
                megabytes = (Path(folder) / "bomb").stat().st_size / 1e6
                mark = "" if cost.is_bounded else "ABOVE "
                sys.stdout.write(
                    f"{mark}{name}\t{bomb}\t{megabytes:.1f} MB\t{cost.mib:.0f} MiB"
                    f"\t{cost.seconds:.1f} s\t{cost.code}\t{told}\n"
                )
                sys.stdout.flush()
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
