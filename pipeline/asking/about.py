"""What a question is about, in words."""

from __future__ import annotations

from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question

# What a question for money asks about when it says no more.
_MONEY = "投入"


def about(asked: Question) -> str:
    """The words in which the terms are looked for."""
    words = asked.about
    if asked.kind == "members" and asked.group and asked.group not in words:
        words += asked.group
    if asked.kind == "position":
        for person in asked.persons:
            words = words.replace(person, "")
    if asked.kind == "how_much" and not words.strip() and asked.documents and _asks_for_money(asked):
        words = _MONEY
    return words


def _asks_for_money(asked: Question) -> bool:
    return any(asked.counter in row and "元" in row for row in lexicons().units)
