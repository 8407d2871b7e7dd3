"""Answers out of tables: which row a question names, and by which column what it asks for stands there."""

from __future__ import annotations

from pipeline.asking.tables.by_rank import by_rank
from pipeline.asking.tables.by_time import by_row_of_time
from pipeline.asking.tables.items import of_the_item
from pipeline.asking.tables.lookup import PARTIES, Looked, by_table

__all__ = ["PARTIES", "Looked", "by_rank", "by_row_of_time", "by_table", "of_the_item"]
