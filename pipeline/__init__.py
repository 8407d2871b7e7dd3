"""Cetu: plans of schools and education bureaus become a knowledge base that can be questioned.

The layers are usable alone: `read`, `quantities`, `times`, `extract`, `KnowledgeBase`, `compare`. Names are loaded when
first used, so that importing the package is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.lazily import loaded_when_used

if TYPE_CHECKING:
    from pipeline.api import extract
    from pipeline.api.spacy_doc import to_doc
    from pipeline.comparison import compare, standards
    from pipeline.expressions import quantities, times
    from pipeline.reading import read
    from pipeline.store import KnowledgeBase

__all__ = ["KnowledgeBase", "compare", "extract", "quantities", "read", "standards", "times", "to_doc"]

_HOME = {
    "extract": "pipeline.api",
    "to_doc": "pipeline.api.spacy_doc",
    "compare": "pipeline.comparison",
    "standards": "pipeline.comparison",
    "quantities": "pipeline.expressions",
    "times": "pipeline.expressions",
    "read": "pipeline.reading",
    "KnowledgeBase": "pipeline.store",
}

__getattr__ = loaded_when_used(__name__, _HOME)
