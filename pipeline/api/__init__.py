"""The whole way from a text to its linked facts, and what may be asked of whole plans: `audit`, `diff`, `matrix`.

Those three take an open `KnowledgeBase` and give frozen records; they are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.api.extract import extract, extract_with_layout, extractor_version

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
