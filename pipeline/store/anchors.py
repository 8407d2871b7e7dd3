"""Facts that people have judged, found again after a file was extracted anew.

Ids are made from content, so a changed text or a changed rule gives a fact another id. What a judgement hangs on is then
known by its id, else by its type, words and party near its old place, else by a fact beside it whose words hold its own
or lie inside them. What is not found stays, and is shown as 待核对.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from pipeline.store.keys import row_key
from pipeline.store.reading import PATH
from pipeline.store.searchtext import normalised

Matched = Literal["id", "words", "near"]
# Further from its old place than this (in characters) a fact under another heading is another fact.
_NEAR = 2000
_BESIDE = 200
_SHORTEST = 4  # words shorter than this lie inside too many others


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact is known by: its type, its party (actor, person, name), and where it stood."""

    type: str
    party: str
    path: str
    document: str
    section: str
    start: int
    words: str
    text: str = ""
    page: int | None = None


_SELECT = f"""
SELECT f.id, f.type, coalesce(f.actor, f.person, f.name, '') AS party, {PATH.format(content="d.content")} AS path,
  d.title AS document, coalesce(s.path, '') AS section, f.page, f.start, f.words, p.text
FROM facts f JOIN documents d ON d.key = f.document JOIN passages p ON p.key = f.passage
LEFT JOIN sections s ON s.key = f.section
"""


def anchor_of(db: sqlite3.Connection, fact: str) -> Anchor | None:
    """The anchor of a fact that is in the base."""
    row = db.execute(f"{_SELECT} WHERE f.id = ? ORDER BY path LIMIT 1", (fact,)).fetchone()
    return _anchor(row) if row else None


def found_again(db: sqlite3.Connection, anchor: Anchor, taken: Iterable[str] = ()) -> tuple[str, Matched] | None:
    """The fact of the file at the anchor's path that is the anchor's, and how it was known; null where none is."""
    row = db.execute("SELECT content FROM files WHERE path = ?", (anchor.path,)).fetchone()
    if row is None or row["content"] is None:
        return None
    low, high = row_key(row["content"], 0), row_key(row["content"] + 1, 0) - 1
    rows = db.execute(f"{_SELECT} WHERE f.key BETWEEN ? AND ? AND f.type = ?", (low, high, anchor.type))
    refused = set(taken)
    others = [(r["id"], _anchor(r)) for r in rows if r["id"] not in refused]
    for matched, fits in (("words", _same_words), ("near", _beside)):
        close = sorted((_distance(anchor, other), id_) for id_, other in others if fits(anchor, other))
        if close:
            return close[0][1], matched  # type: ignore[return-value]
    return None


def settle(db: sqlite3.Connection, content: int, path: str) -> None:
    """After a file's facts were replaced: tie what was judged in it to the facts there are now."""
    if db.execute("SELECT 1 FROM reviewed LIMIT 1").fetchone() is None:
        return  # as in most bases
    low, high = row_key(content, 0), row_key(content + 1, 0) - 1
    rows = db.execute(
        "SELECT * FROM reviewed WHERE path = ?1 UNION "
        "SELECT r.* FROM facts f JOIN reviewed r ON r.fact = f.id WHERE f.key BETWEEN ?2 AND ?3 ORDER BY 1",
        (path, low, high),
    ).fetchall()
    lost = []
    for row in rows:
        now = anchor_of(db, row["fact"])
        if now is None:
            lost.append(row)
        elif now.path != row["path"]:
            db.execute("UPDATE reviewed SET path = ? WHERE key = ?", (now.path, row["key"]))
    for row in lost:
        taken = (one[0] for one in db.execute("SELECT fact FROM reviewed WHERE path = ?", (path,)))
        again = found_again(db, msgspec.convert(dict(row), Anchor), taken)
        if again is not None:
            put(db, row["key"], *again)


def put(db: sqlite3.Connection, key: int, fact: str, matched: Matched) -> None:
    """Tie what was judged to a fact, which it is known by from now on."""
    now = anchor_of(db, fact)
    assert now is not None
    values = msgspec.structs.asdict(now) | {"fact": fact, "matched": matched, "key": key}
    db.execute(f"UPDATE reviewed SET {', '.join(f'{n} = :{n}' for n in values if n != 'key')} WHERE key = :key", values)


def keep_path(db: sqlite3.Connection, content: int, path: str) -> None:
    """Before a content is replaced under a path: what was judged in it is looked for there."""
    low, high = row_key(content, 0), row_key(content + 1, 0) - 1
    db.execute(
        "UPDATE reviewed SET path = ? WHERE fact IN (SELECT id FROM facts WHERE key BETWEEN ? AND ?)", (path, low, high)
    )


def orphans(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """What was judged and is in no plan any more."""
    yield from db.execute(
        "SELECT * FROM reviewed r WHERE NOT EXISTS (SELECT 1 FROM facts WHERE id = r.fact) "
        "ORDER BY path, document, start, key"
    )


def _anchor(row: sqlite3.Row) -> Anchor:
    return Anchor(**{name: row[name] for name in Anchor.__struct_fields__ if name != "path"}, path=row["path"] or "")


def _same_words(old: Anchor, new: Anchor) -> bool:
    near = abs(old.start - new.start) <= _NEAR or (old.section == new.section != "")
    return near and _same_party(old, new) and normalised(old.words) == normalised(new.words)


def _beside(old: Anchor, new: Anchor) -> bool:
    mine, other = normalised(old.words), normalised(new.words)
    if not _same_party(old, new) or min(len(mine), len(other)) < _SHORTEST:
        return False
    same_sentence = old.text != "" and normalised(old.text) == normalised(new.text)
    near = abs(old.start - new.start) <= _BESIDE or same_sentence
    return near and (mine in other or other in mine)


def _same_party(old: Anchor, new: Anchor) -> bool:
    """Whether two parties may be one: a judgement of what 财政局 does says nothing of what 人社局 does."""
    mine, other = normalised(old.party), normalised(new.party)
    return mine in other or other in mine


def _distance(old: Anchor, new: Anchor) -> tuple[bool, bool, int, int]:
    """What lies nearer goes before: the same party, the same heading, then by place."""
    lengths = abs(len(old.words) - len(new.words))
    return old.party != new.party, old.section != new.section, abs(old.start - new.start), lengths
