"""Golden rows: what each parser version makes of the composed payloads in `data/`.

`python -m tests.unit.sources.golden` writes the file of a version that has none yet. It never
overwrites one: other rows need a higher parser_version in the source's spec.yml.
"""

import json
from pathlib import Path

from pipelines.raw.parse import parse_payload
from pipelines.specs import DatasetSpec, load_specs

DATA = Path(__file__).parent / "data"
GOLDEN = Path(__file__).parent / "golden"


def payload_files(declared: DatasetSpec) -> list[Path]:
    return sorted((DATA / declared.raw_name).iterdir())


def golden_file(declared: DatasetSpec) -> Path:
    return GOLDEN / f"{declared.raw_name}.v{declared.parser_version}.json"


def observed(declared: DatasetSpec) -> dict[str, object]:
    """Schema, rows and rejects of every composed payload of the dataset, as JSON values."""
    payloads: dict[str, dict[str, object]] = {}
    for path in payload_files(declared):
        parsed = parse_payload(declared, path.read_bytes())
        payloads[path.name] = {
            "rows": [
                {"row_number": number, **row}
                for number, row in zip(parsed.row_numbers, parsed.rows, strict=True)
            ],
            "rejects": [[r.row_number, r.reason, r.detail] for r in parsed.rejects],
        }
        if parsed.cells:
            told = [[c.row_number, c.reason, c.detail] for c in parsed.cells]
            payloads[path.name]["cells"] = told
    schema = [[c.name, c.type, c.nullable] for c in declared.columns]
    as_text = json.dumps({"schema": schema, "payloads": payloads}, default=str)
    found: dict[str, object] = json.loads(as_text)
    return found


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for declared in load_specs().values():
        path = golden_file(declared)
        if path.exists():
            print(f"{path.name} stands; rows that differ need a higher parser_version")  # noqa: T201
            continue
        text = json.dumps(observed(declared), indent=1, ensure_ascii=False)
        path.write_text(f"{text}\n", "utf-8")
        print(f"{path.name} written")  # noqa: T201


if __name__ == "__main__":
    main()
