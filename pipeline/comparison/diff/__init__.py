"""Two plans held against each other, fact by fact."""

from pipeline.comparison.diff.differ import diff, difference
from pipeline.comparison.diff.records import Difference, DiffRow, FieldChange

__all__ = ["DiffRow", "Difference", "FieldChange", "diff", "difference"]
