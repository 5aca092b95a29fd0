"""The long proofs: `python -m tests.integration chaos|readers [options]` (make chaos, readers)."""

import sys

from tests.integration import chaos, readers

PROOFS = {"chaos": chaos.main, "readers": readers.main}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in PROOFS:
        sys.exit(f"usage: python -m tests.integration {'|'.join(PROOFS)} [options]")
    sys.exit(PROOFS[sys.argv.pop(1)]())
