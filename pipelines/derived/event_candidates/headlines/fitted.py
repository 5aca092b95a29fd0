"""What was fitted on labelled headlines: weights, without a word of the headlines themselves.

Belongs here: reading and writing fitted.npz beside this file, and its limits.
Does not belong here: finding the weights (fit.py), using them (text_reader, instruments, stories).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.errors import ChipwatchError

FITTED = Path(__file__).with_name("fitted.npz")
MOST_WEIGHTS, MOST_BYTES = 16_384, 100_000
_LEVELS = 127


class FittedError(ChipwatchError):
    """The fitted weights cannot be used; the message names the file."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """Weights of the three fitted parts; arrays are float32.

    `text` (BUCKETS) and `text_bias` belong to the second reader; `instruments` (classes x features)
    and `instrument_bias` (classes) to the instrument; `pairs` (features, the first a constant) and
    `same_story`, the mean probability that joins, to stories.
    """

    text: NDArray[np.float32]
    text_bias: float
    instruments: NDArray[np.float32]
    instrument_bias: NDArray[np.float32]
    pairs: NDArray[np.float32]
    same_story: float


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """The bundled weights. Raises FittedError."""
    try:
        with np.load(FITTED, allow_pickle=False) as file:
            kept = {name: file[name] for name in file.files}
        return Fitted(
            text=_wide(kept["text"], kept["text_step"]),
            text_bias=float(kept["text_bias"]),
            instruments=_wide(kept["instruments"], kept["instruments_step"]),
            instrument_bias=kept["instrument_bias"],
            pairs=kept["pairs"],
            same_story=float(kept["same_story"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise FittedError(
            f"The fitted weights cannot be read: {FITTED} ({error}).",
            "restore the file from version control, or run `make fit`.",
        ) from error


def write(found: Fitted, path: Path) -> None:
    """Keep the weights in one byte each. Raises FittedError above the declared limits."""
    count = found.text.size + found.instruments.size
    if count > MOST_WEIGHTS:
        raise FittedError(
            f"{count} weights over hashed pieces are more than {MOST_WEIGHTS}.",
            "lower the number of buckets.",
        )
    text, text_step = _narrow(found.text)
    instruments, instruments_step = _narrow(found.instruments)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            text=text,
            text_step=text_step,
            text_bias=np.float32(found.text_bias),
            instruments=instruments,
            instruments_step=instruments_step,
            instrument_bias=found.instrument_bias.round(3),
            pairs=found.pairs.round(3),
            same_story=np.float32(round(found.same_story, 3)),
        )
    if path.stat().st_size > MOST_BYTES:
        raise FittedError(
            f"{path} has {path.stat().st_size} bytes, more than {MOST_BYTES}.",
            "lower the number of buckets.",
        )


def _narrow(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole steps of -127 to 127, and the step."""
    step = np.float32(max(float(np.abs(weights).max(initial=0.0)), 1e-6) / _LEVELS)
    return np.rint(weights / step).astype(np.int8), np.asarray(step)


def _wide(steps: NDArray[np.int8], step: NDArray[np.float32]) -> NDArray[np.float32]:
    return steps.astype(np.float32) * np.float32(step)
