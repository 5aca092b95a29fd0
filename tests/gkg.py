"""GKG files in the form of the real ones, made by a seed: lines, zips and the list that names them.

Belongs here: what the tests and the benchmark of the bulk files share. The form is the published
codebook's (27 fields, tabs, no header, no quotes); words are random, so that no filter was made for
them. Does not belong here: the simulated service, and the rules by which rows are kept.
"""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from collections.abc import Iterable, Sequence

FIELDS = 27
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"
_DAMAGE = (b"\xff\xfe", b"\xe4", b"\x92s", b"\x00", b'"', b"'")


class Gkg:
    """Lines of GKG files. `kilobytes` is about what a line has (11 in the files of 2026)."""

    def __init__(self, seed: int, kilobytes: float = 1.0) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._scale = kilobytes
        self._words = ["".join(self._random.choices(_LETTERS, k=3 + n % 8)) for n in range(3000)]
        self._themes = [
            f"WB_{number}_{word.upper()}" for number, word in enumerate(self._words[:250])
        ]

    def line(
        self,
        stamp: str,
        number: int,
        *,
        title: str = "",
        themes: Sequence[str] = (),
        organisations: Sequence[str] = (),
        url: str = "",
        domain: str = "",
        has_damage: bool = False,
    ) -> bytes:
        """One line without its end; what is not given is random."""
        words, pick = self._words, self._random
        many = max(1, round(self._scale * 10))
        found = [*themes, *pick.choices(self._themes, k=many)]
        names = [*organisations, *(" ".join(pick.choices(words, k=2)) for _ in range(many // 2))]
        offsets = [pick.randrange(9000) for _ in range(many * 6)]
        outlet = domain or f"{pick.choice(words)}.example"
        address = url or f"https://{outlet}/{'-'.join(pick.choices(words, k=7))}-{stamp}{number}"
        links = ";".join(f"https://{pick.choice(words)}.example/{word}" for word in words[:many])
        told = title or " ".join(pick.choices(words, k=9)).capitalize()
        fields = [
            f"{stamp}-{number}",
            stamp,
            "1",
            outlet,
            address,
            "",
            "",
            ";".join(found) + ";",
            ";".join(f"{theme},{at}" for theme, at in zip(found, offsets, strict=False)) + ";",
            "4#Taipei, T'Ai-Pei, Taiwan#TW#TW03#25.0392#121.525#-2637882",
            "4#Taipei, T'Ai-Pei, Taiwan#TW#TW03#13149#25.0392#121.525#-2637882#210",
            ";".join(" ".join(pick.choices(words, k=2)) for _ in range(many // 3)),
            "",
            ";".join(names),
            ";".join(f"{name.title()},{at}" for name, at in zip(names, offsets, strict=False)),
            "-1.5,2.1,3.6,5.7,20.4,0.2,511",
            "",
            "wc:511," + ",".join(f"c{at % 20}.{at % 211}:{at % 40}" for at in offsets * 7),
            "",
            "",
            "",
            "",
            "",
            ";".join(f"{name.title()},{at}" for name, at in zip(names * 3, offsets, strict=False)),
            "",
            "",
            f"<PAGE_LINKS>{links}</PAGE_LINKS><PAGE_TITLE>{told}</PAGE_TITLE>",
        ]
        line = "\t".join(fields).encode()
        return line + pick.choice(_DAMAGE) if has_damage else line

    def file(
        self, stamp: str, rows: int, *, wanted_each: int = 50, damaged_each: int = 400
    ) -> bytes:
        """A file of so many lines: one of `wanted_each` is about chips and a measure, one of
        `damaged_each` has bytes that are no UTF-8.
        """
        return ended(
            self.line(
                stamp,
                number,
                title="Chip export rules tighten again" if number % wanted_each == 0 else "",
                has_damage=number % damaged_each == 7,
            )
            for number in range(rows)
        )


def ended(lines: Iterable[bytes]) -> bytes:
    """Lines, each with its end."""
    return b"".join(line + b"\n" for line in lines)


def zipped(name: str, content: bytes) -> bytes:
    """A file alone in a zip, the same bytes each time."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
        )
    return sink.getvalue()


def list_line(stamp: str, packed: bytes, kind: str = "gkg.csv.zip") -> bytes:
    """The line of the list of files that names a zip."""
    md5 = hashlib.md5(packed, usedforsecurity=False).hexdigest()
    host = "http://data.gdeltproject.org/gdeltv2"
    return f"{len(packed)} {md5} {host}/{stamp}.{kind}\n".encode()
