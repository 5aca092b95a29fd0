"""matplotlib figures as small, repeatable, inline SVG that follows the colours of the page.

Belongs here: colours as variables of the page, fonts, and the cleaning of matplotlib's SVG.
Does not belong here: what is drawn (`overview.py`).
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

TOKENS = {
    "fg": "#0a0001",
    "soft": "#0a0002",
    "grid": "#0a0003",
    "us": "#0a0004",
    "cn": "#0a0005",
    "bg": "#0a0006",
    "s-free": "#0a0007",
    "s-exception": "#0a0008",
    "s-case": "#0a0009",
    "s-letter": "#0a000a",
    "s-denial": "#0a000b",
    "s-unknown": "#0a000c",
    "s-outside": "#0a000d",
    "s-risk": "#0a000e",
    "accent": "#0a000f",
    "other": "#0a0010",
    "v-1": "#0a0011",
    "v-2": "#0a0012",
    "v-3": "#0a0013",
    "v-4": "#0a0014",
    "v-5": "#0a0015",
    "v-6": "#0a0016",
}
DOTS_PER_INCH = 72
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>')
_TAG = re.compile(r"<[^>]+>")
_LONG_NUMBER = re.compile(r"(\d+\.\d\d)\d+")
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "chipwatch",
    "font.family": ["DejaVu Sans"],
    "axes.unicode_minus": True,
    "path.simplify": True,
    "path.simplify_threshold": 0.4,
    "axes.edgecolor": TOKENS["grid"],
    "axes.labelcolor": TOKENS["soft"],
    "axes.titlecolor": TOKENS["fg"],
    "text.color": TOKENS["fg"],
    "xtick.color": TOKENS["grid"],
    "ytick.color": TOKENS["grid"],
    "xtick.labelcolor": TOKENS["soft"],
    "ytick.labelcolor": TOKENS["soft"],
    "grid.color": TOKENS["grid"],
    "grid.linewidth": 0.6,
    "hatch.color": TOKENS["bg"],
    "hatch.linewidth": 1.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@contextlib.contextmanager
def drawing(text_size: float) -> Iterator[None]:
    """matplotlib's settings for everything drawn within; the size of text is in CSS pixels."""
    sizes: dict[Any, Any] = {"font.size": text_size, "axes.titlesize": text_size + 1}
    with mpl.rc_context({**_SETTINGS, **sizes}):
        yield


class Sheet:
    """One figure of a width and height in CSS pixels, drawn and read within `drawing`."""

    def __init__(self, name: str, width: int, height: int) -> None:
        self.name = f"{name}-{width}"
        self.width, self.height = width, height
        self.figure = Figure(
            figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH
        )
        self._titles: dict[str, tuple[str, str]] = {}

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """A drawing area; its edges in pixels from the left and upper edge of the sheet."""
        place = (
            left / self.width,
            1 - (top + height) / self.height,
            width / self.width,
            height / self.height,
        )
        return self.figure.add_axes(place)

    def tell(self, text: str, of: str = "") -> str:
        """A group id whose mark tells `text`; `of` is the entry of the legend it belongs to."""
        key = f"m{len(self._titles)}"
        self._titles[key] = text, of
        return key

    def svg(self, label: str) -> str:
        """The inline SVG, the same bytes for the same drawing."""
        target = io.StringIO()
        FigureCanvasSVG(self.figure)
        self.figure.savefig(
            target, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
        text = _METADATA.sub("", _HEAD.sub("", target.getvalue()))
        text = _TAG.sub(lambda tag: _LONG_NUMBER.sub(r"\1", tag[0]), text)
        text = _SIZE.sub(
            rf'<svg viewBox="\1" role="img" aria-label="{escape(label)}" class="chart">', text, 1
        )
        text = re.sub(r'<a xlink:href="([^"]*)" target="_blank">', r'<a href="\1">', text)
        text = re.sub(r'\bid="([^"]+)"', self._named, text)
        text = re.sub(r'(xlink:href="|url\()#', rf"\1#{self.name}-", text)
        for key, (shown, of) in self._titles.items():
            mark = f'<g id="{self.name}-{key}"'
            belongs = f' data-of="{of}"' if of else ""
            text = text.replace(f"{mark}>", f"<g{belongs}><title>{escape(shown)}</title>")
        text = text.replace("; stroke-linejoin: miter", "")
        for token, colour in TOKENS.items():
            text = text.replace(colour, f"var(--{token})")
        return re.sub(r">\s*\n\s*<", "><", text).strip()

    def _named(self, match: re.Match[str]) -> str:
        return f'id="{self.name}-{match[1]}"'
