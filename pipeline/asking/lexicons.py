"""The asking layer's lexicons: question patterns, words to leave out, synonyms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, get_args

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.errors import LexiconError
from pipeline.model.result import Modality, Part
from pipeline.store.searchtext import normalised

Kind = Literal[
    "who", "duties", "how", "when", "how_often", "how_much", "holder", "position", "members", "due", "targets", "problems",
    "evidence", "documents", "place", "any", "extreme", "threshold", "most", "outermost", "paper", "phone", "unowned",
    "recipient", "frequent", "gap", "tally", "absent", "by_day",
]  # fmt: skip

Role = Literal[
    "polite", "stop", "generic", "light", "keep", "charge", "unit", "school", "body", "lowest", "first", "support", "stage",
    "plain_seat", "person",
]  # fmt: skip
_ROLES: tuple[Role, ...] = get_args(Role)
_ATOM = re.compile(r"\{([A-Z_]+)\}")


class AtomRow(Entry, frozen=True, kw_only=True):
    """A named set of words for use in patterns."""

    words: tuple[str, ...]


class QuestionRow(Entry, frozen=True, kw_only=True):
    """A way of asking. `only`: the question must also hold a time expression, a number, the name of a person the base
    knows, or several bodies set beside one another.
    `keep`: nothing is cut out; only single words of the question are left out of what is looked for."""

    kind: Kind
    pattern: str
    part: Part | None = None
    modality: Modality | None = None
    only: Literal["time", "person", "number", "bodies"] | None = None
    keep: bool = False


class WordRow(Entry, frozen=True, kw_only=True):
    """Words of one role in questions; see question_words.yaml."""

    role: Role
    words: tuple[str, ...]


class SynonymRow(Entry, frozen=True, kw_only=True):
    """Words that are looked for in one another's place."""

    words: tuple[str, ...]


class MeasureRow(Entry, frozen=True, kw_only=True):
    """How people ask about a measure, and the names plans have for it; see question_measures.yaml. `questions`: how a body is asked
    of it alone, and `units` what it is counted in."""

    asks: str
    measures: tuple[str, ...]
    questions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class TypoRow(Entry, frozen=True, kw_only=True):
    """A slip in questions: each of `wrong` is read as `right`."""

    wrong: tuple[str, ...]
    right: str


class Lexicons(msgspec.Struct, frozen=True):
    """All of them, ready for use."""

    questions: tuple[tuple[QuestionRow, re.Pattern[str]], ...]
    polite: tuple[str, ...]
    keep: tuple[str, ...]
    stop: frozenset[str]
    generic: frozenset[str]
    light: frozenset[str]
    charge: tuple[str, ...]
    units: tuple[frozenset[str], ...]
    schools: tuple[str, ...]
    bodies: tuple[str, ...]
    support: tuple[str, ...]
    stages: tuple[str, ...]
    plain_seats: frozenset[str]
    person: tuple[str, ...]
    records: tuple[str, ...]
    lowest: frozenset[str]
    first: frozenset[str]
    synonyms: dict[str, tuple[str, ...]]
    typos: tuple[tuple[str, str], ...]
    measures: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    asked_alone: tuple[tuple[re.Pattern[str], MeasureRow], ...]


def lexicons() -> Lexicons:
    """The lexicons of the folders in force."""
    return _lexicons(lexicon_folders())


@lru_cache(maxsize=2)
def _lexicons(_folders: object) -> Lexicons:
    atoms = {row.id: row.words for row in load("question_atoms", AtomRow)}
    words = load("question_words", WordRow)
    role = {name: [w for row in words if row.role == name for w in row.words] for name in _ROLES}
    return Lexicons(
        questions=tuple((row, _compiled(row, atoms)) for row in load("questions", QuestionRow)),
        polite=tuple(sorted(role["polite"], key=lambda word: (-len(word), word))),
        keep=tuple(role["keep"]),
        stop=frozenset(role["stop"]),
        generic=frozenset(role["generic"]),
        light=frozenset(role["light"]),
        charge=tuple(role["charge"]),
        units=tuple(frozenset(row.words) for row in words if row.role == "unit"),
        schools=tuple(sorted(role["school"], key=lambda word: (-len(word), word))),
        bodies=tuple(sorted(role["body"], key=lambda word: (-len(word), word))),
        support=tuple(role["support"]),
        stages=tuple(role["stage"]),
        plain_seats=frozenset(role["plain_seat"]),
        person=tuple(role["person"]),
        records=atoms["RECORD"],
        lowest=frozenset(role["lowest"]),
        first=frozenset(role["first"]),
        typos=tuple((wrong, row.right) for row in load("question_typos", TypoRow) for wrong in row.wrong),
        measures=tuple((re.compile(row.asks), row.measures) for row in load("question_measures", MeasureRow)),
        asked_alone=tuple(
            (re.compile(row.asks), row) for row in load("question_measures", MeasureRow) if row.questions
        ),
        synonyms=_synonyms(load("synonyms", SynonymRow)),
    )


def expanded(pattern: str, atoms: dict[str, tuple[str, ...]], row: str) -> str:
    """A pattern with the words of its atoms ({WHO}); `row` names it where one is missing."""

    def words(match: re.Match[str]) -> str:
        if match[1] not in atoms:
            raise LexiconError(f"{row} 用到未定义的 {match[0]}")
        return "(?:" + "|".join(re.escape(w) for w in sorted(atoms[match[1]], key=len, reverse=True)) + ")"

    return _ATOM.sub(words, pattern)


def _compiled(row: QuestionRow, atoms: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    try:
        return re.compile(expanded(row.pattern, atoms, f"questions.yaml：{row.id}"))
    except re.error as error:
        raise LexiconError(f"questions.yaml：{row.id} 的 pattern 有误（{error}）") from error


def _synonyms(rows: tuple[SynonymRow, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        words = [normalised(word) for word in row.words]
        for word in words:
            others = (other for other in words if other != word and len(other) > 1)
            found.setdefault(word, {}).update(dict.fromkeys(others))
    return {word: tuple(others) for word, others in found.items()}
