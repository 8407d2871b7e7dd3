"""Time expressions: atoms read from the text, rows that compose them, and a calendar that resolves them."""

from pipeline.expressions.dates.grammar import Match, recognise, recognise_in
from pipeline.expressions.dates.lists import share_bounds
from pipeline.expressions.dates.resolve import resolve

__all__ = ["Match", "recognise", "recognise_in", "resolve", "share_bounds"]
