"""The actor lexicon, compiled: heads of names by their last character, and what may stand before them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, pinned, wording
from pipeline.model.result import ActorKind

# Longer tails say enough to stand alone (宣传组, 文化站).
_SHORT_TAIL = 2
_FEW_BEFORE = 3
_UNKNOWN = "each_unknown"
_NO_OBJECTS = ("abstract_head", "state_end", "titled_thing", "titled_paper", "noun_rest")
_BY_THEMSELVES = ("school", "government", "territory")  # parties whose names no occupation opens
# Rows whose words are no heads: they are read by the place of a name in its clause.
_FRAMES = (
    "school_class",
    "unknown_agent",
    "tiers",
    "relative_head",
    "bracketed_post",
    "bare_tier",
    "acted_on",
    "doer",
    "behind_agent",
    "bare_unit",
    "each_person",
)


class ActorRow(Entry, frozen=True, kw_only=True):
    """One sort of actor; see the head of `lexicons/actors.yaml`."""

    kind: ActorKind
    words: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    weak: bool = False
    open: bool = False
    not_before: tuple[str, ...] = ()
    not_whole: tuple[str, ...] = ()
    not_behind: tuple[str, ...] = ()  # the head is none right behind one of these (以班为+单位)


class ModifierRow(Entry, frozen=True, kw_only=True):
    """Words around an actor's head word; see the head of `lexicons/actor_modifiers.yaml`."""

    role: Literal[
        "qualifier", "level", "stop", "soft_stop", "keep", "glued", "torn", "dispatches", "deals_with", "dealt_with"
    ]
    words: tuple[str, ...]


class VerbRow(Entry, frozen=True, kw_only=True):
    """A row of `duty_cues`, of which the verbs and adverbs count here: no name begins with one."""

    role: str
    words: tuple[str, ...]


class Head(msgspec.Struct, frozen=True, gc=False):
    """A head word. `tail`: needs something before it; `grows`: any words may stand before it in the name. `row` is null
    for words that only look like one (布局)."""

    text: str
    row: ActorRow | None
    tail: bool = False
    grows: bool = False


class Tail(msgspec.Struct):
    """The last characters of heads: the head that they are, the one that the very last of two is alone (`last`), and what they
    become with one more character before them."""

    head: Head | None = None
    last: Head | None = None
    before: dict[str, Tail] = msgspec.field(default_factory=dict)


class Refused(msgspec.Struct, frozen=True, gc=False):
    """The words that a head must not stand before. They are looked up by length: a row has hundreds, and trying each behind each
    head took a fortieth of all extraction."""

    words: frozenset[str]
    signs: frozenset[str]
    longest: int

    def at(self, text: str, at: int) -> str:
        """The longest that begins at an offset, empty where none does."""
        if text[at : at + 1] in self.signs:
            for length in range(self.longest, 0, -1):
                if (word := text[at : at + length]) in self.words:
                    return word
        return ""


class ActorLexicon(msgspec.Struct, frozen=True, gc=False):
    """All heads, those of one character (`singles`), what the last two characters of longer ones and of the glued words may
    become (`pairs`), where one of them may end (`ends`: told by its last character and those that stand before it
    somewhere), and the words before them."""

    heads: dict[str, Head]
    singles: dict[str, Head]
    ends: re.Pattern[str]
    pairs: dict[str, Tail]
    qualifiers: frozenset[str]
    levels: frozenset[str]
    stops: frozenset[str]
    soft_stops: frozenset[str]
    keeps: tuple[str, ...]
    dispatches: frozenset[str]
    deals_with: frozenset[str]
    dealt_with: frozenset[str]
    glued: frozenset[str]
    torn: frozenset[str]
    verbs: frozenset[str]
    noun_verbs: frozenset[str]
    occupations: frozenset[str]
    condition_ends: frozenset[str]
    each_of: frozenset[str]
    counting: frozenset[str]
    no_objects: tuple[str, ...]
    teaches: frozenset[str]
    taught: frozenset[str]
    refused: dict[str, Refused]
    each: ActorRow | None
    frames: dict[str, ActorRow]

    def is_verb(self, word: str) -> bool:
        """Whether a word tells an act, also an adverb and verb that the segmenter keeps together (严格执行)."""
        return word in self.verbs or (len(word) == 4 and word[:2] in self.verbs and word[2:] in self.verbs)

    def acts_on(self, word: str, head: Head, *, longer: bool) -> bool:
        """Whether a word tells what is done with the party named behind it, and is no part of its name (保管+学校公章, not
        采购+中心, 评优+办公室); `longer`: whether that name is more than its head."""
        if word not in self.verbs or head.row is None or head.row.open:
            return False
        if head.row.id in _BY_THEMSELVES:
            return True
        return word not in self.occupations and (longer or (head.row.kind in ("post", "person") and not head.tail))

    def head_at(self, text: str, start: int, end: int, word: int) -> Head | None:
        """The longest head word of `text[start:end]` that ends at `end`; null if there is none. What only looks like a
        head (布局) counts inside the last word, which begins at `word`."""
        if (tail := self.pairs.get(text[end - 2 : end]) if end - 2 >= start else None) is not None:
            return self.longest(tail, text, start, end, word)
        head = self.singles.get(text[end - 1]) if end > start else None
        return head if head is not None and head.row is not None else None

    def longest(self, tail: Tail, text: str, start: int, end: int, word: int) -> Head | None:
        """As `head_at`, where the last two characters are those of `tail`."""
        found = tail.last if tail.last is not None and tail.last.row is not None else None
        at = end - 2
        while True:
            if (head := tail.head) is not None:
                if head.row is not None:
                    found = head
                elif at >= word:
                    found = None
            if at <= start or (longer := tail.before.get(text[at - 1])) is None:
                return found
            at, tail = at - 1, longer


def actor_lexicon() -> ActorLexicon:
    """The compiled lexicon (kept for the last folders asked for)."""
    return _compiled(pinned() or lexicon_folders())


@lru_cache(maxsize=2)
def _compiled(_folders: object) -> ActorLexicon:
    heads: dict[str, Head] = {}
    every = load("actors", ActorRow)
    rows = [row for row in every if row.id not in _FRAMES]
    for row in rows:
        for word in row.not_whole if row.id != _UNKNOWN else ():
            heads.setdefault(word, Head(word, None))
    for row in rows:
        for word in row.tails:
            if word not in heads or heads[word].row is None:
                heads[word] = Head(word, row, tail=len(word) <= _SHORT_TAIL, grows=True)
    for row in rows:
        for word in row.words:
            known = heads.get(word)
            if known is None or known.grows or known.row is None:
                heads[word] = Head(word, row, grows=row.open or (known is not None and known.grows))
    modifiers = load("actor_modifiers", ModifierRow)
    by_role = {
        role: frozenset(word for row in modifiers if row.role == role for word in row.words)
        for role in (
            "qualifier",
            "level",
            "stop",
            "soft_stop",
            "keep",
            "glued",
            "torn",
            "dispatches",
            "deals_with",
            "dealt_with",
        )
    }
    cues = load("duty_cues", VerbRow)
    nouns = {word for row in cues if row.role == "noun_verb" for word in row.words}
    glued = by_role["glued"] | by_role["torn"]
    return ActorLexicon(
        heads,
        {word: head for word, head in heads.items() if len(word) == 1},
        _ends({*heads, *glued}),
        _pairs(heads, glued),
        qualifiers=by_role["qualifier"],
        levels=by_role["level"],
        stops=by_role["stop"],
        soft_stops=by_role["soft_stop"],
        glued=glued,
        torn=by_role["torn"],
        keeps=tuple(sorted(by_role["keep"])),
        dispatches=by_role["dispatches"],
        deals_with=by_role["deals_with"],
        dealt_with=by_role["dealt_with"],
        verbs=frozenset(word for row in cues if row.role in ("verb", "adverb") for word in row.words) - nouns,
        noun_verbs=frozenset(nouns),
        occupations=_of_role(cues, "occupation") - _of_role(cues, "sets_up"),
        condition_ends=wording.signs("actor", "condition_ends"),
        each_of=wording.signs("actor", "each_of"),
        counting=frozenset(wording.words("actor", "counting")),
        no_objects=tuple(sorted(word for role in _NO_OBJECTS for word in _of_role(cues, role))),
        teaches=frozenset(wording.words("actor", "teaches")),
        taught=frozenset(wording.words("actor", "taught")),
        refused={row.id: _refused(row.not_before) for row in rows if row.not_before},
        each=next((row for row in rows if row.id == _UNKNOWN), None),
        frames={row.id: row for row in every if row.id in _FRAMES},
    )


def _refused(words: tuple[str, ...]) -> Refused:
    return Refused(frozenset(words), frozenset(word[0] for word in words), max(map(len, words)))


def _of_role(cues: Iterable[VerbRow], role: str) -> frozenset[str]:
    return frozenset(word for row in cues if row.role == role for word in row.words)


def _ends(words: set[str]) -> re.Pattern[str]:
    """Where words may end, told by their last two characters: those that end few words apart from the others, whose characters
    before the last are all kinds."""
    befores: dict[str, set[str]] = {}
    for word in words:
        befores.setdefault(word[-1], set()).update(word[-2:-1])
    ways = []
    for few in (True, False):
        lasts = [last for last, signs in befores.items() if signs and (len(signs) <= _FEW_BEFORE) is few]
        signs = set[str]().union(*(befores[last] for last in lasts))
        ways += [f"(?<=[{_inside(signs)}][{_inside(lasts)}])"] if lasts else []
    singles = [word for word in words if len(word) == 1]
    ways += [f"(?<=[{_inside(singles)}])"] if singles else []
    return re.compile(f"[{_inside(befores)}](?:{'|'.join(ways)})" if words else "(?!)", re.DOTALL)


def _inside(signs: Iterable[str]) -> str:
    """The inside of a class of some characters."""
    return re.escape("".join(sorted(signs)))


def _pairs(heads: dict[str, Head], glued: Iterable[str]) -> dict[str, Tail]:
    found = {word[-2:]: Tail(last=heads.get(word[-1])) for word in (*heads, *glued) if len(word) > 1}
    for word, head in heads.items():
        if len(word) == 1:
            continue
        tail = found[word[-2:]]
        for sign in reversed(word[:-2]):
            tail = tail.before.setdefault(sign, Tail())
        tail.head = head
    return found
