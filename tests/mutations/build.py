"""A sound build of the bundled sample or of another archive, made by the steps of the job and kept.

Belongs here: calling the steps in order, up to the candidate. Does not belong here: faults.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.audit.set_aside import set_aside
from pipelines.derived.entity_links.derive import derive
from pipelines.derived.event_candidates.candidates import DATASETS as CANDIDATE_DATASETS
from pipelines.derived.event_candidates.candidates import derive_candidates
from pipelines.derived.event_study.derive import study
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.specs import load_specs
from pipelines.transform.compiled import models_in_order
from pipelines.transform.models import make_models
from pipelines.transform.run_dbt import ensure_manifest, take_curated
from pipelines.warehouse import SAMPLE_ARCHIVE, Warehouse


def sound_build(
    folder: Path,
    archive: Path = SAMPLE_ARCHIVE,
    build_id: str = "sound",
    *,
    sets_aside: bool = False,
) -> Path:
    """Build an archive below `folder` and return the build's folder; nothing is published.

    What critical checks of rows and series find is only set aside where that is asked for.
    """
    place = Warehouse(folder.resolve())
    contents = read_contents(Archive(archive))
    place.ensure(contents.kind)
    build = place.build(build_id).create()
    for spec in load_specs().values():
        parse_dataset(place, build, contents, spec)
    if sets_aside:
        set_aside(build)
    own = own_rows(place)
    own.write(build.overlay)
    write_inputs(build, contents, own, {})
    derive(place, build)
    derive_candidates(place, build, contents.first_observed(CANDIDATE_DATASETS))
    take_curated(build)
    models = models_in_order(json.loads(ensure_manifest().read_bytes()))
    for is_after in (False, True):
        if is_after:
            study(build)
        wanted = [model for model in models if model.is_after_event_study is is_after]
        problems = [made.problem for made in make_models(build, wanted) if made.problem]
        if problems:
            raise AssertionError(f"the sound build has models that were not made: {problems}")
    return build.path
