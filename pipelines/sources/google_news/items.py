"""Parser of `google_news/items`: the RSS of a search, to the rows of any other feed.

Belongs here: nothing but the choice of the parser. Does not belong here: what feeds do
(`rss/items.py`).
"""

from __future__ import annotations

from pipelines.sources.rss.items import parse

__all__ = ["parse"]
