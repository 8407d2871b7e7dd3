"""How far a task has come: the states people set, as `lexicons/ledger_states.yaml` names them."""

from __future__ import annotations

from functools import lru_cache

from pipeline.lexicon import Entry, load
from pipeline.model.errors import UsageError
from pipeline.store.searchtext import normalised


class State(Entry, frozen=True, kw_only=True):
    """A state: the word shown, further words taken for it, and whether nothing is due any more."""

    word: str
    forms: tuple[str, ...] = ()
    closed: bool = False


def states() -> tuple[State, ...]:
    """Every state; the first stands where nobody has said anything."""
    return load("ledger_states", State)


def state(id: str | None) -> State:
    """A state by its id; the first for null. Raises UsageError (Chinese) where there is none."""
    rows = states()
    found = rows[0] if id is None else next((row for row in rows if row.id == id), None)
    if found is None:
        raise UsageError(f"没有这种办理状态：{id}（有 {'、'.join(row.word for row in rows)}）")
    return found


def state_of_word(word: str) -> State | None:
    """The state that a word names (已完成, 办结, done); null where none."""
    return _by_word(states()).get(normalised(word))


@lru_cache(maxsize=4)
def _by_word(rows: tuple[State, ...]) -> dict[str, State]:
    named: dict[str, State] = {}
    for row in rows:
        for word in (row.word, *row.forms, row.id):
            named.setdefault(normalised(word), row)
    return named
