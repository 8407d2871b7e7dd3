"""Plans against standard lists."""

from pipeline.comparison.compare import compare, ties
from pipeline.comparison.loading import standard, standards
from pipeline.comparison.rows import Conversion, ListInfo, Standard, StandardRow, Threshold

__all__ = ["Conversion", "ListInfo", "Standard", "StandardRow", "Threshold", "compare", "standard", "standards", "ties"]
