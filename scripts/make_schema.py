"""Write docs/extraction.schema.json, the JSON Schema of an extraction result, from the records; `--check` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from pipeline.model.result import Extraction

TARGET = Path(__file__).resolve().parent.parent / "docs" / "extraction.schema.json"


def schema() -> str:
    """The schema as it is committed: sorted keys, readable in a diff."""
    return json.dumps(msgspec.json.schema(Extraction), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or exit with 1 where it is not what the records say."""
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text("utf-8") == schema() else 1
    TARGET.write_text(schema(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
