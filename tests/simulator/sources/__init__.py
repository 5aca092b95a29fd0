"""The simulated services, one file each, found by this folder: adding one touches no other file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from tests.simulator.service import Service

SERVICES: Mapping[str, Service] = {
    path.stem: import_module(f"{__name__}.{path.stem}").SERVICE
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))
}
"""By source."""
