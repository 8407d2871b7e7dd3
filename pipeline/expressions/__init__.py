"""Number and time expressions in any text, usable alone."""

from pipeline.expressions.quantities import quantities
from pipeline.expressions.times import times

__all__ = ["quantities", "times"]
