"""A store of the present schema as a fixture for the tests of migrations: run it before the schema changes.

Writes `tests/store/cases/kb-vN.sqlite.gz` (N is the present version) with small made-up plans. Never written over: a
fixture stands for what an older program left behind.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.store import KnowledgeBase  # noqa: E402
from pipeline.store.review_records import By  # noqa: E402
from pipeline.store.reviews import review  # noqa: E402
from pipeline.store.schema import VERSION  # noqa: E402
from tests.store.plans import plan  # noqa: E402

_OLD_REVIEW = (
    "INSERT INTO reviews (number, fact, field, old, new, reviewer, reason, batch) "
    "VALUES (1, 'one-f1', 'state', NULL, 'doing', '李老师', '已布置', 'old')"
)


def main() -> None:
    """Write the fixture of the present version."""
    target = ROOT / "tests" / "store" / "cases" / f"kb-v{VERSION}.sqlite.gz"
    if target.exists():
        sys.exit(f"{target.name} is there already; it is never written over")
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kb.sqlite"
        with KnowledgeBase.open(path, write=True) as kb:
            for name in ("one", "two"):
                kb.add(*plan(name))
            if VERSION == 1:
                kb.db.execute(_OLD_REVIEW)
            else:
                review(kb, "one-f1", {"state": "doing"}, By(who="李老师", at="2025-09-01T09:00:00", why="已布置"))
            kb.db.execute("VACUUM")
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
