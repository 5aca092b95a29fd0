"""Is there something newer than what was fetched? One small question before a whole fetch.

Belongs here: asking it over HTTP. Does not belong here: when it is asked (`defs/fetch.py`), what is
asked (a source's own `requests.py`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from pipelines.fetch.environment import Environment
from pipelines.fetch.http import Client, Limits, TransferError
from pipelines.parsing.records import PayloadError
from pipelines.sources.request import Newest
from pipelines.specs import FetchSpec, SourceSpec

_LIMITS = Limits(30.0, 1_000_000)


def newest_name(
    source: SourceSpec, fetch: FetchSpec, newest: Newest, variables: Mapping[str, str] | None = None
) -> str | None:
    """What the source calls its newest thing; None when it did not answer or does not say."""
    environment = Environment(os.environ if variables is None else variables)
    headers = {"User-Agent": environment.user_agent(source, fetch)}
    url = newest.request(fetch.settings).full_url
    try:
        client = Client(fetch.hosts, environment.base_url(source.name))
        return newest.name_in(client.get(url, headers, _LIMITS).body)
    except (TransferError, PayloadError, ValueError):
        return None
