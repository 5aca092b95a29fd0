"""The colours of one legend are told apart with any of the three kinds of color blindness.

Vision is simulated by the matrices of Machado, Oliveira and Fernandes (2009) at full severity;
the distance is that of CIE L*a*b* (1976).
"""

import re
from itertools import combinations

import numpy as np
import pytest

from pipelines.report import site

SEEN_BY = {
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                 [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.95047, 1, 1.08883])
LEAST = 14.0


def schemes() -> dict[str, dict[str, str]]:
    style = (site._SHARED / "site.css").read_text()
    light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
    return {
        name: dict(re.findall(r"--((?:s|v)-\w+): (#[0-9a-f]{6})", part))
        for name, part in (("light", light), ("dark", dark))
    }


def lab(colour: str, seen_by: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(SEEN_BY[seen_by]) @ linear, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("legend", ["s-", "v-"])
@pytest.mark.parametrize("seen_by", SEEN_BY)
def test_no_two_colours_of_a_legend_look_alike(scheme: str, legend: str, seen_by: str) -> None:
    colours = {name: c for name, c in schemes()[scheme].items() if name.startswith(legend)}
    assert len(colours) >= 6
    close = {
        (a, b): round(float(np.linalg.norm(lab(colours[a], seen_by) - lab(colours[b], seen_by))), 1)
        for a, b in combinations(colours, 2)
    }
    assert {pair: distance for pair, distance in close.items() if distance < LEAST} == {}
