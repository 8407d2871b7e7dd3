"""Questions to the knowledge base. Each function gives rows in order of rank; printing is the command line's.

Names are loaded when first used: `search` needs neither the dictionary of words nor the graph that others need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.lazily import loaded_when_used

if TYPE_CHECKING:
    from pipeline.asking.answering import AskResult, ask
    from pipeline.asking.due import deadlines
    from pipeline.asking.filters import Filters
    from pipeline.asking.full_text import marks, search
    from pipeline.asking.obligations import duties
    from pipeline.asking.picturing import FactPage, fact_page, fact_picture
    from pipeline.asking.responsible import who
    from pipeline.asking.showing import FactView, Piece, Tie, show

__all__ = [
    "AskResult",
    "FactPage",
    "FactView",
    "Filters",
    "Piece",
    "Tie",
    "ask",
    "deadlines",
    "duties",
    "fact_page",
    "fact_picture",
    "marks",
    "search",
    "show",
    "who",
]

_HOMES = {
    "AskResult": "answering",
    "ask": "answering",
    "deadlines": "due",
    "Filters": "filters",
    "duties": "obligations",
    "marks": "full_text",
    "search": "full_text",
    "who": "responsible",
    "FactPage": "picturing",
    "fact_page": "picturing",
    "fact_picture": "picturing",
    "FactView": "showing",
    "Piece": "showing",
    "Tie": "showing",
    "show": "showing",
}

__getattr__ = loaded_when_used(__name__, {name: f"{__name__}.{home}" for name, home in _HOMES.items()})
