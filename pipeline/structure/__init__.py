"""From source text to plans, headings and blocks."""

from pipeline.structure.labels import without_labels
from pipeline.structure.layout import build_layout
from pipeline.structure.sentences import clauses, sentences

__all__ = ["build_layout", "clauses", "sentences", "without_labels"]
