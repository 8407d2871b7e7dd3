"""Atoms of time expressions: rows of time_atoms.yaml compiled by their first characters, and tokens read with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.expressions.dates.fields import FIELD_NAMES, valid
from pipeline.expressions.dates.numerals import full_year, whole
from pipeline.lexicon import Entry, characters, lazy, leading, lexicon_folders, load
from pipeline.model.errors import LexiconError

Place = Literal["core", "suffix", "prefix", "far"]

LONGEST_NUMBER = 40
_DIGIT = "一二三四五六七八九"
_NUMBER_STARTS = "0123456789〇○零两十百廿卅元正" + _DIGIT
_YEAR_DIGIT = "[0-9Oo〇○零一二三四五六七八九]"
_MACROS = {
    "{y}": f"(?:(?:19|20)\\d\\d|[一二][九〇○零Oo0]{_YEAR_DIGIT}{{2}})",
    "{m}": "(?:1[0-2]|0?[1-9](?!\\d)|十[一二]?|[一二三四五六七八九](?!十)|元(?=月)|正(?=月))",
    "{d}": "(?:3[01]|[12]\\d|0?[1-9](?!\\d)|三十一?|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九](?!十))",
    "{n}": "(?:\\d{1,3}|[一二三四五六七八九两十百廿卅]{1,5})",
    "{w}": "[一二三四五六日天]",
    "{to}": "(?:[-‐‑‒–—―─~～∼〜﹣−]{1,2}|至|到)",
}


class Unit(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of time_units.yaml."""

    words: tuple[str, ...]
    every: tuple[str, ...]
    code: str
    per: int = 1
    time: bool = False
    half: str | None = None
    freq: str | None = None


class Atom(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of time_atoms.yaml; the file's head says what the fields mean."""

    atom: str
    place: Place = "core"
    words: tuple[str, ...] = ()
    pattern: str = ""
    gives: dict[str, int | str] = msgspec.field(default_factory=dict)
    starts: str = ""
    unless: str = ""
    unless_after: str = ""
    decimal: bool = True


class Variant(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of time_variants.yaml: characters and what each is read as."""

    words: str
    becomes: str


class Token(msgspec.Struct, frozen=True):
    """An atom found in a text, with the fields it fills."""

    atom: str
    start: int
    end: int
    values: dict[str, int | str]


class Compiled(msgspec.Struct, frozen=True):
    """An atom ready to be matched."""

    row: Atom
    regex: re.Pattern[str]
    behind: re.Pattern[str] | None


class Candidates:
    """Atoms that may stand at one place. `gate` matches wherever any of them does, and perhaps elsewhere: most places
    are told at once. It is compiled when first used: most characters open no time in most texts. `seconds` are the
    characters that can follow the first one, where all rows tell; null where one does not. `alone` are the atoms that may
    be nothing but a number, where the first character is one of a number."""

    def __init__(
        self,
        rows: Iterable[Compiled],
        gate: Callable[[], re.Pattern[str]] | None = None,
        seconds: frozenset[str] | None = None,
        alone: Candidates | None = None,
    ) -> None:
        self.rows = tuple(rows)
        self.seconds = seconds
        self.alone = alone
        self._make = gate or partial(_gate, self.rows)

    @cached_property
    def gate(self) -> re.Pattern[str]:
        """What tells most places at once."""
        return self._make()


class Atoms(msgspec.Struct, frozen=True):
    """All atoms: core and suffix ones by first character, words of prefix ones by last character, far ones in file
    order, the characters that can open a core atom, and those that can stand behind a number in one."""

    core: dict[str, Candidates]
    suffix: dict[str, Candidates]
    prefix: dict[str, tuple[tuple[str, Compiled], ...]]
    far: Candidates
    opening: re.Pattern[str]
    behind_number: re.Pattern[str]
    units: dict[str, Unit]
    unit_of: dict[str, str]
    variants: dict[int, int]
    traditional: re.Pattern[str]


def atoms(folders: tuple[Path, ...] | None = None) -> Atoms:
    """The compiled atoms of the lexicons in use."""
    return _atoms(folders or lexicon_folders())


@lru_cache(maxsize=4)
def _atoms(_folders: object) -> Atoms:
    units = {unit.id: unit for unit in load("time_units", Unit)}
    rows = load("time_atoms", Atom) + load("not_times", Atom)
    macros = _MACROS | {
        "{u}": _alternatives(word for unit in units.values() for word in unit.words),
        "{e}": _alternatives(word for unit in units.values() for word in unit.every),
    }
    core: dict[str, list[Compiled]] = {}
    suffix: dict[str, list[Compiled]] = {}
    loose: dict[str, list[Compiled]] = {"prefix": [], "far": []}
    for row in rows:
        compiled = _compile(row, macros)
        if row.place in loose:
            loose[row.place].append(compiled)
            continue
        table = core if row.place == "core" else suffix
        for char in starts(row):
            table.setdefault(char, []).append(compiled)
    numbers = "".join(c for c in _NUMBER_STARTS if c in core)
    patterns = {one.row.id: one.regex.pattern for char in numbers for one in core[char]}
    longer = {name: pattern for name, pattern in patterns.items() if leading(pattern, numbers)}
    behind = leading("|".join(longer.values()), numbers)
    openers = _by_first_character(core, frozenset(patterns.keys() - longer.keys()))
    return Atoms(
        openers,
        _by_first_character(suffix),
        _by_last_character(loose["prefix"]),
        Candidates(loose["far"]),
        _opening(openers),
        re.compile(f"[{behind}]" if behind else ""),
        units,
        {word: unit.id for unit in units.values() for word in (*unit.words, *unit.every)},
        (variants := _variants()),
        re.compile(f"[{''.join(map(chr, variants))}]"),
    )


def _by_first_character(table: dict[str, list[Compiled]], alone: frozenset[str] | None = None) -> dict[str, Candidates]:
    """One gate for all characters of numbers, whose rows are nearly the same: large patterns are slow to compile. `alone`
    names the rows that may be nothing but a number."""
    numbers = {one.row.id: one for char, rows in table.items() if char in _NUMBER_STARTS for one in rows}
    gate = lru_cache(maxsize=1)(partial(_gate, tuple(numbers.values())))

    def bare(rows: list[Compiled]) -> Candidates | None:
        return None if alone is None else Candidates(row for row in rows if row.row.id in alone)

    return {
        char: Candidates(rows, gate, alone=bare(rows))
        if char in _NUMBER_STARTS
        else Candidates(rows, seconds=_seconds(char, rows))
        for char, rows in table.items()
    }


def _seconds(char: str, rows: list[Compiled]) -> frozenset[str] | None:
    """The characters that can follow `char` where one of the rows begins with it; null where one does not say."""
    found: set[str] = set()
    for compiled in rows:
        behind = characters(leading(compiled.regex.pattern, char))
        if behind is None:
            return None
        found |= behind
    return frozenset(found)


def _opening(table: dict[str, Candidates]) -> re.Pattern[str]:
    """Finds where a core atom may begin: at a number, or at a character that has one of those behind it that can follow
    (told for all in one: which follows which is asked of the few that are found)."""
    numbers = "".join(char for char in _NUMBER_STARTS if char in table)
    others = {char: rows.seconds for char, rows in table.items() if char not in _NUMBER_STARTS}
    followed = {char: seconds for char, seconds in others.items() if seconds is not None}
    ways = [f"(?<=[{re.escape(numbers)}])[{re.escape(numbers)}]{{0,{LONGEST_NUMBER - 1}}}"] if numbers else []
    if len(followed) < len(others):
        ways.append(f"(?<=[{re.escape(''.join(char for char in others if char not in followed))}])")
    if followed:
        behind = frozenset[str]().union(*followed.values())
        ways.append(f"(?<=[{re.escape(''.join(followed))}])(?=[{re.escape(''.join(sorted(behind)))}])")
    # one class first: `re` then looks for its characters instead of trying each way at each character
    return re.compile(f"[{re.escape(''.join(table))}](?:{'|'.join(ways)})" if table else "(?!)")


def _by_last_character(rows: Iterable[Compiled]) -> dict[str, tuple[tuple[str, Compiled], ...]]:
    table: dict[str, list[tuple[str, Compiled]]] = {}
    for compiled in rows:
        for word in compiled.row.words:
            table.setdefault(word[-1], []).append((word, compiled))
    return {last: tuple(words) for last, words in table.items()}


def _gate(rows: tuple[Compiled, ...]) -> re.Pattern[str]:
    if len(rows) == 1:
        return rows[0].regex
    try:
        return re.compile("|".join(_GROUP.sub("(?:", compiled.regex.pattern) for compiled in rows))
    except re.error:
        for compiled in rows:
            compiled.regex.match("")  # the row that is no pattern says so itself
        raise


def _variants() -> dict[int, int]:
    table: dict[int, int] = {}
    for row in load("time_variants", Variant):
        if len(row.words) != len(row.becomes):
            raise LexiconError(f"time_variants.yaml {row.id}：words 与 becomes 字数不等")
        table |= {ord(a): ord(b) for a, b in zip(row.words, row.becomes, strict=True)}
    return table


def _alternatives(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


_GROUP = re.compile(r"\(\?P<\w+>")
_BACK_REFERENCE = re.compile(r"\\[1-9]|(?<!\\)\(\?(?:\(|P=)")
_HEAD = re.compile(
    r"(?:\(\?(?:P<\w+>|:))*(?:(?P<number>\{[nymd]\}|\\d)|\[(?P<set>[^\]]+)\]|(?P<char>[^\\(\[{]))(?![?*])"
)


def starts(row: Atom) -> str:
    """The characters that an atom can begin with; raises LexiconError where its pattern does not say."""
    if row.words:
        return "".join(dict.fromkeys(word[0] for word in row.words))
    if row.starts:
        return "".join(dict.fromkeys(row.starts.replace("#", _NUMBER_STARTS)))
    head = _HEAD.match(row.pattern)
    if head is None:
        raise LexiconError(f"时间词表 {row.id}：请用 starts 写明可能的首字")
    if head["number"]:
        return _NUMBER_STARTS
    return "".join(dict.fromkeys(head["set"] or head["char"]))


def _compile(row: Atom, macros: dict[str, str]) -> Compiled:
    pattern = row.pattern or _alternatives(row.words)
    if _BACK_REFERENCE.search(pattern):
        raise LexiconError(f"时间词表 {row.id}：写法中不能用反向引用")
    unless = f"(?!{row.unless})" if row.unless else ""
    for name, body in macros.items():
        pattern, unless = pattern.replace(name, body), unless.replace(name, body)
    name = f"时间词表 {row.id}"
    behind = lazy(f"[{row.unless_after}]", name) if row.unless_after else None
    return Compiled(row, lazy(f"(?:{pattern}){unless}", name), behind)


def token_at(
    text: str, at: int, candidates: Candidates | None, units: dict[str, str], *, chained: bool
) -> Token | None:
    """The longest atom at `at`; `chained` where another token ends there, so that no number is cut by it."""
    if candidates is None or candidates.gate.match(text, at) is None:
        return None
    best: Token | None = None
    before = text[at - 1] if at else ""
    decimal = not chained and before == "." and at > 1 and text[at - 2].isdigit()
    for compiled in candidates.rows:
        row = compiled.row
        if (decimal and not row.decimal) or (before and compiled.behind and compiled.behind.match(before)):
            continue
        found = compiled.regex.match(text, at)
        if found is None or found.end() == at or (best is not None and found.end() <= best.end):
            continue
        values = _values(found, row, units)
        if values is not None:
            best = Token(row.atom, at, found.end(), values)
    return best


def _values(found: re.Match[str], row: Atom, units: dict[str, str]) -> dict[str, int | str] | None:
    values: dict[str, int | str] = dict(row.gives)
    for group, words in found.groupdict().items():
        if words is None:
            continue
        name = group.rstrip("_")
        if name == "unit":
            values[name] = units[words]
            continue
        number = -1 if name == "half" and words == "半" else whole(words)
        if number is None:
            return None
        values[name] = full_year(number) if name == "year" else number
    return values if values.keys() <= FIELD_NAMES and valid(values) else None
