"""The words that names are told by: surnames, words that only look like names, posts."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, pinned
from pipeline.model.span import fold

# What a surname adds to the cost of a reading (see names.py); a common one makes a name likelier.
_RANK_COST = {"common": -0.2, "usual": 0.0, "rare": 0.3}


PositionKind = Literal[
    "between_names",
    "seat",
    "head",
    "org",
    "modifier",
    "generic",
    "verb",
    "stop",
    "not_seat",
    "not_seat_ending",
    "opener",
    "appoint",
    "electing",
    "not_person",
    "before",
    "teaching_group",
    "list_word",
    "part",
    "task_word",
    "modal",
    "charge",
]


class SurnameRow(Entry, frozen=True, kw_only=True):
    """Surnames of one rank; `compound` for those of two characters."""

    rank: Literal["common", "usual", "rare"]
    surnames: str
    compound: bool = False


class NameWordRow(Entry, frozen=True, kw_only=True):
    """Words and characters that decide whether something is a name."""

    kind: Literal["not_name", "blocked", "transliteration", "mask", "suffix", "remark", "post_end", "body", "body_post"]
    words: str


class PositionRow(Entry, frozen=True, kw_only=True):
    """Words of posts and seats. For seats: `rank` chief opens a roster, `weak` needs names alone behind the colon,
    `within` counts only behind a group's name or inside a roster; `bare` counts without a colon, too; `event` belongs
    to an event rather than a standing group; `post` is a standing job, too; `prefixed` may have other words in front
    of it (跳高裁判)."""

    kind: PositionKind
    words: str
    rank: Literal["chief", "other"] = "other"
    weak: bool = False
    within: bool = False
    prefixed: bool = False
    bare: Literal["both", "appointed", "no"] = "no"
    event: bool = False
    post: bool = False

    def listed(self) -> tuple[str, ...]:
        """The row's words, folded."""
        return tuple(fold(self.words).split())


class NameLexicon(msgspec.Struct, frozen=True, gc=False, eq=False):
    """Everything `names` needs, ready for look-up; a key by its identity. Word tables are keyed by first character, longest word
    first, `in_posts` by two: it holds modifiers, heads and organisations, each with its kind; surnames begin with one of `openings`."""

    surnames: dict[str, float]
    not_names: frozenset[str]
    blocked: frozenset[str]
    transliteration: frozenset[str]
    masks: frozenset[str]
    suffixes: dict[str, tuple[str, ...]]
    remarks: frozenset[str]
    post_ends: frozenset[str]
    bodies: tuple[str, ...]
    body_posts: tuple[str, ...]
    in_posts: dict[str, tuple[tuple[str, str], ...]]
    openings: frozenset[str]
    verbs: dict[str, tuple[str, ...]]
    generics: tuple[str, ...]
    stops: tuple[str, ...]
    titles: frozenset[str]


def name_lexicon() -> NameLexicon:
    """The tables built from the lexicons in force."""
    return _build(pinned() or lexicon_folders())


def surname_rows() -> tuple[SurnameRow, ...]:
    """The rows of `surnames.yaml`."""
    return load("surnames", SurnameRow)


def word_rows() -> tuple[NameWordRow, ...]:
    """The rows of `name_words.yaml`."""
    return load("name_words", NameWordRow)


def position_rows() -> tuple[PositionRow, ...]:
    """The rows of `positions.yaml`."""
    return load("positions", PositionRow)


def position_words(kind: PositionKind) -> tuple[str, ...]:
    """The words of a kind, longest first."""
    return _position_words(pinned() or lexicon_folders(), kind)


@lru_cache(maxsize=64)
def _position_words(_folders: object, kind: PositionKind) -> tuple[str, ...]:
    words = {word for row in position_rows() if row.kind == kind for word in row.listed()}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=2)
def _build(_folders: object) -> NameLexicon:
    surnames: dict[str, float] = {}
    for row in surname_rows():
        for surname in row.surnames.split():
            surnames.setdefault(surname, _RANK_COST[row.rank])
    words: dict[str, set[str]] = {}
    for entry in word_rows():
        words.setdefault(entry.kind, set()).update(fold(entry.words).split())
    posts: dict[str, set[str]] = {}
    for place in position_rows():
        posts.setdefault(place.kind, set()).update(place.listed())
    return NameLexicon(
        surnames=surnames,
        not_names=frozenset(words["not_name"]),
        blocked=frozenset(words["blocked"]),
        transliteration=frozenset(words["transliteration"]),
        masks=frozenset(words["mask"]),
        suffixes=by_first(words["suffix"]),
        remarks=frozenset(words["remark"]),
        post_ends=frozenset(words["post_end"]),
        bodies=tuple(sorted(words["body"])),
        body_posts=tuple(sorted(words["body_post"])),
        in_posts=_in_posts({kind: by_first(posts[kind]) for kind in ("modifier", "head", "org")}),
        openings=frozenset(surname[0] for surname in surnames),
        verbs=by_first(posts["verb"]),
        generics=tuple(sorted(posts["generic"])),
        stops=tuple(sorted(posts["stop"])),
        titles=frozenset(posts["head"] | words["suffix"]),
    )


def _in_posts(tables: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The words of some kinds with their kind under their first two characters, one kind behind the other; under one character
    those that have no more, which stand under any two as well."""
    listed = [(kind, word) for kind, table in tables.items() for words in table.values() for word in words]
    pairs = {word[:2] for _, word in listed} | {word[0] for _, word in listed}
    found: dict[str, list[tuple[str, str]]] = {pair: [] for pair in pairs}
    by_sign: dict[str, list[str]] = {}
    for pair in sorted(pairs):
        by_sign.setdefault(pair[0], []).append(pair)
    for kind, word in listed:
        for pair in by_sign[word[0]] if len(word) == 1 else (word[:2],):
            found[pair].append((kind, word))
    return {pair: tuple(words) for pair, words in found.items()}


def by_first(words: set[str]) -> dict[str, tuple[str, ...]]:
    """Words under their first character, longest first."""
    table: dict[str, list[str]] = {}
    for word in words:
        table.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(found, key=lambda word: (-len(word), word))) for first, found in table.items()}
