"""Number and time expressions in any text, usable alone."""

from pipeline.expressions.quantities import quantities, quantities_of_stretches
from pipeline.expressions.times import times, times_of_stretches

__all__ = ["quantities", "quantities_of_stretches", "times", "times_of_stretches"]
