"""What a release was made from, as one hash: the same fingerprint means nothing changed.

Belongs here: which files and payloads count as input. Does not belong here: what to do about it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pipelines.warehouse import REPOSITORY

DBT_PATTERNS = (
    "dbt_project/*.yml",
    "dbt_project/macros/**/*.sql",
    "dbt_project/models/**/*",
    "dbt_project/tests/**/*",
    "dbt_project/seeds/**/*",
    "pipelines/transform.py",
    "requirements.txt",
)
"""What the parsed dbt project and its loaded seeds depend on."""
CODE_PATTERNS = (
    *DBT_PATTERNS,
    "pipelines/**/*.py",
    "pipelines/**/*.yml",
    "expectations/**/*.json",
    "expectations/great_expectations.yml",
)


def code_files(root: Path = REPOSITORY, patterns: Iterable[str] = CODE_PATTERNS) -> list[Path]:
    """Every file whose change could change a release, in a stable order."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "uncommitted" not in path.parts)


def code_hash(root: Path = REPOSITORY, patterns: Iterable[str] = CODE_PATTERNS) -> str:
    """Hash over the relative names and bytes of `code_files`."""
    digest = hashlib.sha256()
    for path in code_files(root, patterns):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fingerprint(payloads: Iterable[tuple[str, str, str]], code: str, parameters: str) -> str:
    """Hash of a payload set, the code and the parameters.

    `payloads` are (source/dataset, sha256, observed_at); their order does not matter.
    """
    content = json.dumps([sorted(payloads), code, parameters], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
