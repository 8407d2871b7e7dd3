"""Number and time expressions in any text, usable alone."""

from pipeline.expressions.quantities import quantities, quantities_of_folded
from pipeline.expressions.times import times, times_of_folded

__all__ = ["quantities", "quantities_of_folded", "times", "times_of_folded"]
