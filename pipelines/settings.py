"""The environment variables that chipwatch reads, and what may stand in each.

Belongs here: the one rule for every `CHIPWATCH_*` variable, so that a bad value is named when a
command starts and not where it is used. Does not belong here: using the values; keys of services
(`fetch/environment.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.errors import ChipwatchError

PREFIX = "CHIPWATCH_"
WAREHOUSE = "CHIPWATCH_WAREHOUSE"
CONTACT = "CHIPWATCH_CONTACT"
MIRROR_URL = "CHIPWATCH_MIRROR_URL"
WEBHOOK_URL = "CHIPWATCH_WEBHOOK_URL"
DBT_THREADS = "CHIPWATCH_DBT_THREADS"
SLICES = "CHIPWATCH_SLICES"
BASE_URL = "CHIPWATCH_BASE_URL_"
USER_AGENT = "CHIPWATCH_USER_AGENT_"
_SET_BY_CHIPWATCH = {"CHIPWATCH_BUILD_DIR", "CHIPWATCH_SUPERSET_HOME", "CHIPWATCH_SUPERSET_PORT"}
_LOOPBACK = re.compile(r"https?://(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(/.*)?")
_STORAGE = re.compile(r"[a-z][a-z0-9]*://[^/\s]+(/\S*)?")
_LONGEST = 4000
_MOST_THREADS = 64


def require_sound(variables: Mapping[str, str], note: Callable[[str], object]) -> None:
    """Raise ChipwatchError that names every variable with a bad value; blank means unset.

    `note` is told of variables that look like settings and are none.
    """
    bad = []
    for name, value in sorted(variables.items()):
        if not name.startswith(PREFIX) or name in _SET_BY_CHIPWATCH or not value.strip():
            continue
        if _rule_of(name) is None:
            near = get_close_matches(name, _known(), 1)
            note(f"{name} is no setting of chipwatch{f'; did you mean {near[0]}?' if near else ''}")
            continue
        problem = problem_of(name, value)
        if problem is not None:
            bad.append(f"{name} {problem}")
    if bad:
        raise ChipwatchError(
            f"A setting in the environment cannot be used: {'; '.join(bad)}.",
            "correct it or unset it, then try again; nothing was changed.",
        )


def problem_of(name: str, value: str) -> str | None:
    """What is wrong with the value of a setting, as the end of a sentence; None when nothing."""
    rule = _rule_of(name)
    if rule is None:
        return "is no setting of chipwatch"
    if len(value) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value.strip()):
        return "holds a control character"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "is not text in UTF-8"
    return rule(value.strip())


def web_address_problem(value: str) -> str | None:
    """What keeps a value from being an http(s) address without user name."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return "is not an http(s) address"
    if parts.scheme not in {"http", "https"} or not parts.hostname or not value.isascii():
        return "is not an http(s) address"
    return None


def base_url_problem(value: str) -> str | None:
    """What keeps a value from being an address that a source may be asked at instead."""
    problem = web_address_problem(value)
    if problem is None and urlsplit(value).username:
        problem = "is an address with a user name in it"
    if problem is None and value.startswith("http:") and not _LOOPBACK.fullmatch(value):
        problem = "points to another machine over plain http; use https"
    return problem


def contact_problem(value: str) -> str | None:
    """What keeps a value from being sent as the contact of a client."""
    if value.isascii() and len(value) <= 200:
        return None
    return "must be plain ASCII text of at most 200 characters"


def _user_agent_problem(value: str) -> str | None:
    if value.isascii() and len(value) <= 300:
        return None
    return "must be plain ASCII text of at most 300 characters"


def _postgresql_problem(value: str) -> str | None:
    if value.startswith(("postgresql://", "postgres://")):
        return None
    return "is not of the form postgresql://USER@HOST:5432/DATABASE"


def _threads_problem(value: str) -> str | None:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST_THREADS:
        return None
    return f"must be a whole number from 1 to {_MOST_THREADS}"


def _object_storage_problem(value: str) -> str | None:
    try:
        parts = urlsplit(value)
    except ValueError:
        return "is no address"
    if not _STORAGE.fullmatch(value):
        return "is not of the form s3://BUCKET/PREFIX"
    if parts.username or parts.password:
        return "holds a key; keys belong into the settings of the storage's own package"
    return None


def _folder_problem(value: str) -> str | None:
    try:
        is_taken = Path(value).expanduser().exists() and not Path(value).expanduser().is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        return f"names no folder ({error})"
    return "is a file, a warehouse is a folder" if is_taken else None


def _rule_of(name: str) -> Callable[[str], str | None] | None:
    for beginning in (BASE_URL, USER_AGENT):
        if name.startswith(beginning):
            return _RULES[beginning] if name in _known() else None
    return _RULES.get(name)


def _known() -> list[str]:
    """Every setting by its whole name."""
    sources = [path.parent.name.upper() for path in sorted(_SOURCES.glob("*/spec.yml"))]
    of_sources = [f"{start}{source}" for start in (BASE_URL, USER_AGENT) for source in sources]
    return [name for name in _RULES if not name.endswith("_")] + of_sources


_SOURCES = Path(__file__).with_name("sources")
_RULES: Mapping[str, Callable[[str], str | None]] = {
    WAREHOUSE: _folder_problem,
    CONTACT: contact_problem,
    MIRROR_URL: _postgresql_problem,
    WEBHOOK_URL: web_address_problem,
    DBT_THREADS: _threads_problem,
    SLICES: _object_storage_problem,
    BASE_URL: base_url_problem,
    USER_AGENT: _user_agent_problem,
}
