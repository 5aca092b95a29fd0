"""A sound build of the bundled sample, made by the steps of the job and kept.

Belongs here: calling the steps in order, up to the candidate. Does not belong here: faults.
"""

from __future__ import annotations

from pathlib import Path

from pipelines import build as steps
from pipelines.specs import load_specs
from pipelines.transform import (
    AFTER_EVENT_STUDY,
    BEFORE_EVENT_STUDY,
    ensure_manifest,
    run_selection,
    take_curated,
)
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse


def sound_build(folder: Path) -> Path:
    """Build the sample below `folder` and return the build's folder; nothing is published."""
    place = Warehouse(folder.resolve())
    place.ensure("sample")
    build = place.build("sound").create()
    for spec in load_specs().values():
        steps.parse_dataset(place, build, SAMPLE_ARCHIVE, spec)
    own = steps.own_rows(place)
    own.write(build.overlay)
    steps.write_inputs(build, SAMPLE_ARCHIVE, own)
    steps.derive(place, build)
    steps.derive_candidates(place, build)
    manifest = ensure_manifest()
    for _ in take_curated(build):
        pass
    for phase in (BEFORE_EVENT_STUDY, AFTER_EVENT_STUDY):
        if phase == AFTER_EVENT_STUDY:
            steps.study(build)
        for _ in run_selection(build.path, phase, manifest):
            pass
    return build.path
