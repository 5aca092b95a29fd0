"""One GKG file of a quarter of an hour: from the bytes of its zip to Parquet of the rows wanted.

Belongs here: unpacking, the form of a line, the filter, and the payload that slices are put
together to. Pure functions: the same bytes and settings give the same Parquet on any machine.
Does not belong here: the list of files and what is asked (`requests.py`), HTTP, what a kept row
means (`articles.py`).

Nothing but kept rows is decoded. A line that has not exactly 27 fields is counted and left out;
every other line is read, whatever bytes it holds.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from isal import isal_zlib

from pipelines.parsing.records import Outcome, PayloadError

FIELDS = 27
_TAB, _LF = 9, 10
_PIECE = 1024 * 1024
LARGEST_UNPACKED = 600_000_000
"""Bytes of a file once unpacked; the largest that clients report are a tenth of it."""
_ID, _DOMAIN, _URL, _THEMES, _ORGANISATIONS, _TRANSLATION, _EXTRAS = 0, 3, 4, 7, 13, 25, 26
_READ = (_ID, _DOMAIN, _URL, _THEMES, _ORGANISATIONS, _TRANSLATION, _EXTRAS)
_LOCAL_HEADER = struct.Struct("<4s2xH18xHH")
_ENCRYPTED, _DEFLATED, _STORED = 1, 8, 0
_BROKEN: tuple[type[Exception], ...] = (
    cast("type[Exception]", isal_zlib.error),
    zipfile.BadZipFile,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    RuntimeError,
)
_TITLE = re.compile(rb"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_SOURCE_LANGUAGE = re.compile(rb"srclc:([a-z]{3})")
_COLUMNS = ("record_id", "domain", "url", "title", "themes", "organisations", "language")
_KEPT = pa.schema([(name, pa.string()) for name in _COLUMNS])


def reduce(packed: bytes, settings: Mapping[str, Any]) -> bytes:
    """The wanted rows of one file as Parquet; its metadata count lines, unread lines and rows.

    Raises PayloadError: corrupt (no zip, cut off, a wrong checksum), too_large.
    """
    table, unread = read(unpack(packed))
    kept = _decoded(_wanted(table, settings))
    counts = {"lines": table.num_rows + unread, "unread": unread, "kept": kept.num_rows}
    told = {name: str(count) for name, count in counts.items()}
    sink = io.BytesIO()
    pq.write_table(kept.replace_schema_metadata(told), sink, compression="zstd")
    return sink.getvalue()


def read(text: bytes) -> tuple[pa.Table, int]:
    """The needed columns of every line with 27 fields, as bytes, and how many lines had others.

    Tabs and line feeds are found in one pass; of a field that is not needed, nothing else is read.
    """
    content = np.frombuffer(text, np.uint8)
    marks = _marks(content)
    ends = np.flatnonzero(content[marks] == _LF)
    if text and not text.endswith(b"\n"):
        ends = np.append(ends, len(marks))
        marks = np.append(marks, len(text))
    firsts = np.append(0, ends[:-1] + 1)[: len(ends)]
    first = firsts[ends - firsts == FIELDS - 1]
    buffer = pa.py_buffer(text)
    columns = {}
    for number in _READ:
        before = first + number - 1
        starts = np.where(before < 0, 0, marks[before] + 1) if len(first) else first
        columns[str(number)] = _cells(buffer, starts, marks[first + number])
    return pa.table(columns), len(ends) - len(first)


def _cells(buffer: pa.Buffer, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> pa.Array:
    """The bytes between starts and ends: of a list of cells and of what lies between them, without
    a copy, every second one.
    """
    if not len(starts):
        return pa.array([], pa.binary())
    edges = np.column_stack((starts, ends)).ravel().astype(np.int32)
    offsets = pa.py_buffer(edges)
    both = pa.Array.from_buffers(pa.binary(), len(edges) - 1, [None, offsets, buffer])
    return both.take(pa.array(np.arange(0, len(edges) - 1, 2)))


def _marks(content: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    """Where tabs and line feeds stand; piece by piece, so that what is in between stays small.

    Marks are few: eight bytes are looked at together, and one by one only where one is low.
    """
    found = [np.empty(0, np.intp)]
    are_low = np.zeros(_PIECE, np.bool_)
    eights, of_eight = are_low.view(np.uint64), np.arange(8)
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        np.less_equal(piece, _LF, out=are_low[: len(piece)])
        are_low[len(piece) :] = False
        near = np.add.outer(np.flatnonzero(eights != 0) * 8, of_eight).ravel()
        low = near[are_low[near]]
        found.append(low[piece[low] >= _TAB] + start)
    return np.concatenate(found)


def joined(slices: Sequence[bytes]) -> bytes:
    """The rows of slices, in order, as the payload that the archive keeps: a JSON object a line."""
    found = []
    for content in slices:
        for row in pq.read_table(io.BytesIO(content)).to_pylist():
            found.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(found).encode()


def unpack(packed: bytes) -> bytes:
    """The one file in a zip, by ISA-L where it is deflated. Raises PayloadError."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) != 1:
            raise _corrupt(f"{len(members)} files are in it, not one")
        member = members[0]
        if member.file_size > LARGEST_UNPACKED:
            told = f"{member.file_size} bytes unpacked, never above {LARGEST_UNPACKED}"
            raise PayloadError(Outcome.TOO_LARGE, told)
        return _member(packed, member)
    except _BROKEN as error:
        raise _corrupt(f"{type(error).__name__}: {error}") from error


def _member(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, whole and with the checksum that the zip states."""
    mark, flags, name, extra = _LOCAL_HEADER.unpack_from(packed, member.header_offset)
    if mark != b"PK\x03\x04" or flags & _ENCRYPTED:
        raise _corrupt("its member has no readable header")
    start = member.header_offset + _LOCAL_HEADER.size + name + extra
    inside = memoryview(packed)[start : start + member.compress_size]
    if member.compress_type == _DEFLATED:
        unpacking = isal_zlib.decompressobj(-15)
        content = unpacking.decompress(inside, member.file_size + 1)
        is_whole = unpacking.eof
    elif member.compress_type == _STORED:
        content, is_whole = bytes(inside), True
    else:
        raise _corrupt(f"packed by method {member.compress_type}, not deflated")
    if not is_whole or len(content) != member.file_size:
        raise _corrupt(f"cut off: {len(content)} of {member.file_size} bytes came of it")
    if isal_zlib.crc32(content) != member.CRC:
        raise _corrupt("the checksum is not the one that it states")
    return content


def _corrupt(why: str) -> PayloadError:
    return PayloadError(Outcome.CORRUPT, f"the zip cannot be unpacked ({why})")


def _wanted(table: pa.Table, settings: Mapping[str, Any]) -> pa.Table:
    """The rows about the declared subject that are about a declared measure or of a named domain.

    A subject shows in the title, the address or the organisations, a measure in the title, the
    address or the themes.
    """
    subject, measure = settings["subject"], settings["measure"]
    names = "|".join(_escaped(subject["organisations"]))
    about = pc.or_(
        _says(table, subject["words"]),
        _matches(table, _ORGANISATIONS, rf"(?i)(?:^|;)(?:{names})(?:[^a-z0-9]|$)"),
    )
    table = table.filter(about)
    themes = "|".join(_escaped(measure["themes"]))
    domains = "|".join(_escaped(settings["domains"]))
    kept = pc.or_(
        pc.or_(
            _says(table, measure["words"]),
            _matches(table, _THEMES, rf"(?:^|;)(?:{themes})(?:;|$)"),
        ),
        _matches(table, _DOMAIN, rf"(?i)^(?:.*\.)?(?:{domains})$"),
    )
    return table.filter(kept)


def _says(table: pa.Table, words: Sequence[str]) -> pa.ChunkedArray:
    """Whether title or address has one of the words."""
    one = rf"\b(?i:{'|'.join(_escaped(words))})\b"
    return pc.or_(_matches(table, _EXTRAS, rf"<PAGE_TITLE>[^<]*{one}"), _matches(table, _URL, one))


def _matches(table: pa.Table, column: int, pattern: str) -> pa.ChunkedArray:
    return pc.match_substring_regex(table[str(column)], pattern)


def _escaped(words: Sequence[str]) -> list[str]:
    return [re.escape(word) for word in words]


def _decoded(table: pa.Table) -> pa.Table:
    """Kept rows as text; a byte that is no UTF-8 becomes a mark that the raw gate tells of."""
    rows = []
    for row in table.to_pylist():
        title = _TITLE.search(row[str(_EXTRAS)])
        language = _SOURCE_LANGUAGE.match(row[str(_TRANSLATION)])
        values = (
            row[str(_ID)],
            row[str(_DOMAIN)],
            row[str(_URL)],
            title[1] if title else b"",
            row[str(_THEMES)],
            row[str(_ORGANISATIONS)],
            language[1] if language else b"en",
        )
        texts = (value.decode("utf-8", "replace") for value in values)
        rows.append(dict(zip(_COLUMNS, texts, strict=True)))
    return pa.Table.from_pylist(rows, _KEPT)
