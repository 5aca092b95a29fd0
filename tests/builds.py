"""A build of the sample step by step, for tests that need its databases before they are gone.

Belongs here: what several suites prepare alike. Does not belong here: what they look at.
"""

from __future__ import annotations

import json

import pyarrow.parquet as pq

from pipelines.archive.contents import read_contents
from pipelines.archive.store import Archive
from pipelines.derived.entity_links.derive import derive
from pipelines.derived.event_candidates.candidates import DATASETS as CANDIDATE_DATASETS
from pipelines.derived.event_candidates.candidates import derive_candidates
from pipelines.derived.event_study.derive import SCHEMAS
from pipelines.overlay.files import own_rows
from pipelines.raw.inputs import write_inputs
from pipelines.raw.write import parse_dataset
from pipelines.specs import load_specs
from pipelines.transform.compiled import models_in_order
from pipelines.transform.models import make_models
from pipelines.transform.run_dbt import ensure_manifest, take_curated
from pipelines.warehouse import SAMPLE_ARCHIVE, Build, Warehouse


def up_to_dbt(place: Warehouse) -> Build:
    """A build of the sample up to the point where dbt starts; event studies have no rows."""
    place.ensure("sample")
    build = place.build("unit").create()
    contents = read_contents(Archive(SAMPLE_ARCHIVE))
    for spec in load_specs().values():
        parse_dataset(place, build, contents, spec)
    own = own_rows(place)
    own.write(build.overlay)
    write_inputs(build, contents, own, {})
    derive(place, build)
    derive_candidates(place, build, contents.first_observed(CANDIDATE_DATASETS))
    for name, schema in SCHEMAS.items():
        pq.write_table(schema.empty_table(), build.derived / f"{name}.parquet")
    return build


def with_models(build: Build) -> Build:
    """The same build with the relations of the whole project, made by DuckDB."""
    take_curated(build)
    manifest = json.loads(ensure_manifest().read_bytes())
    problems = [made.problem for made in make_models(build, models_in_order(manifest))]
    assert set(problems) == {""}
    return build
