"""Tasks that nobody is named for: sections of tasks in which no party is told. Audits find them, answers give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from typing import Protocol, TypeVar

import msgspec

from pipeline.model.result import Document
from pipeline.store import held
from pipeline.store.audit_words import begins_with, first_word, skipped
from pipeline.store.bare_words import bare_words
from pipeline.store.finding import plain
from pipeline.store.knowledge_base import KnowledgeBase

# The kind of finding that audits make of them (audit_kinds.yaml).
NO_OWNER = "task-no-owner"
# So many sentences that begin like tasks make a section of tasks; a single one may be a remark.
_TASKS = 2
_SHORTEST_TASK = 8
_DOCUMENT = msgspec.json.Decoder(Document)


class Told(Protocol):
    """A passage: its kind, its words, the names of those who act in it."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def actors(self) -> str: ...


S = TypeVar("S", bound=Told)


class _Line(msgspec.Struct, frozen=True):
    key: int
    kind: str
    text: str
    actors: str
    path: str | None


def ownerless(sentences: Iterable[S], path_of: Callable[[S], str | None], owned: Set[str]) -> dict[str, list[S]]:
    """The tasks that no party is named for, by the heading path of their section, in the order of the text. `owned`: the
    paths of the sections in which a duty stands."""
    tasks: dict[str, list[S]] = defaultdict(list)
    spoken: set[str] = set()
    for sentence in sentences:
        path = path_of(sentence)
        if path is None or path in owned or is_idle(path):
            continue
        if first_word("owned", sentence.text) or sentence.actors:
            spoken.add(path)
        elif sentence.kind == "sentence" and _is_task(sentence.text):
            tasks[path].append(sentence)
    return {path: found for path, found in tasks.items() if len(found) >= _TASKS and not _spoken_for(path, spoken)}


def ownerless_in(kb: KnowledgeBase, document: int) -> list[int]:
    """Keys of the passages of a plan that tell tasks without a party; none of a paper that need not name any."""
    row = kb.db.execute("SELECT record FROM documents WHERE key = ?", (document,)).fetchone()
    if row is None or NO_OWNER in skipped(_DOCUMENT.decode(row[0])):
        return []
    found = plain(kb.db).execute(
        "SELECT p.key, p.kind, p.text, p.actors, s.path FROM passages p LEFT JOIN sections s ON s.key = p.section "
        "WHERE p.document = ? AND p.kind <> 'joined' ORDER BY p.start, p.key",
        (document,),
    )
    refused = held.held(kb).rejected
    duties = plain(kb.db).execute(
        "SELECT f.key, s.path FROM facts f JOIN sections s ON s.key = f.section WHERE f.document = ? AND f.type = 'duty'",
        (document,),
    )
    owned = {path for key, path in duties if key not in refused}
    tasks = ownerless((_Line(*one) for one in found), lambda one: one.path, owned)
    return [one.key for some in tasks.values() for one in some]


def is_idle(path: str | None) -> bool:
    """Whether a path's headings tell of aims, state or principles: no tasks are told there."""
    return bool(path) and any(first_word("idle_section", title) for title in (path or "").split(" > "))


def _spoken_for(path: str, spoken: set[str]) -> bool:
    """Whether the section itself, or one above it, names a party in some sentence."""
    return any(path == other or path.startswith(f"{other} > ") for other in spoken)


def _is_task(text: str) -> bool:
    bare = bare_words(text)
    return len(bare) >= _SHORTEST_TASK and bool(begins_with("task", bare))
