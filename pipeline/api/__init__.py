"""The whole way from a text to its linked facts, and what may be asked of whole plans: `audit`, `diff`, `matrix`.

Those three take an open `KnowledgeBase` and give frozen records; they are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.api.extract import extract, extract_with_layout, extractor_version
from pipeline.model.lazily import loaded_when_used

if TYPE_CHECKING:
    from pipeline.auditing import audit
    from pipeline.comparison.diff import diff
    from pipeline.comparison.loading import standard_from
    from pipeline.comparison.matrix import matrix

__all__ = ["audit", "diff", "extract", "extract_with_layout", "extractor_version", "matrix", "standard_from"]

_HOMES = {
    "audit": "pipeline.auditing",
    "diff": "pipeline.comparison.diff",
    "matrix": "pipeline.comparison.matrix",
    "standard_from": "pipeline.comparison.loading",
}

__getattr__ = loaded_when_used(__name__, _HOMES)
