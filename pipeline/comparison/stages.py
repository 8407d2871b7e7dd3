"""School stages named in words, and which thresholds hold for them."""

from __future__ import annotations

import re

from pipeline.comparison.lexicons import grade_bands, stage_table
from pipeline.comparison.rows import Threshold
from pipeline.model.span import fold

# Which stages a threshold's school type covers besides its own.
_COVERS: dict[str, frozenset[str]] = {
    "primary": frozenset({"primary", "nine_year", "twelve_year", "teaching_point"}),
    "junior": frozenset({"junior", "nine_year", "twelve_year", "complete_secondary"}),
    "senior": frozenset({"senior", "twelve_year", "complete_secondary"}),
    "compulsory": frozenset(
        {"primary", "junior", "nine_year", "twelve_year", "complete_secondary", "teaching_point", "special"}
    ),
    "nine_year": frozenset({"nine_year"}),
    "twelve_year": frozenset({"twelve_year"}),
    "complete_secondary": frozenset({"complete_secondary"}),
    "special": frozenset({"special"}),
    "teaching_point": frozenset({"teaching_point"}),
}
_CODES = frozenset(_COVERS)
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", start=1)}
_GRADES = re.compile("([一二三四五六七八九1-9])(?:年级)?(?:([至到、~—\\-]|-{2})([一二三四五六七八九1-9]))?年级")


def stages_in(text: str) -> tuple[str, ...]:
    """Stages named in a text, each once, in order of appearance.

    >>> stages_in("小学、初中班额"), stages_in("全县中小学")
    (('primary', 'junior'), ('primary', 'junior', 'senior'))
    """
    pattern, table = stage_table()
    found: dict[str, None] = {}
    for hit in pattern.finditer(fold(text)):
        found.update(dict.fromkeys(table[hit.group()]))
    if not found:
        found.update(dict.fromkeys(_of_grades(grades_in(text))))
    return tuple(found)


def stages_of_types(types: tuple[str, ...]) -> tuple[str, ...]:
    """Stages of a document's school types, given as codes or as Chinese words."""
    found: dict[str, None] = {}
    for item in types:
        found.update(dict.fromkeys((item,) if item in _CODES else stages_in(item)))
    return tuple(found)


def grades_in(text: str) -> frozenset[int]:
    """School years named in a text (1 to 9).

    >>> sorted(grades_in("小学一至二年级")), sorted(grades_in("七年级"))
    ([1, 2], [7])
    """
    found: set[int] = set()
    for hit in _GRADES.finditer(fold(text)):
        first = _grade(hit.group(1))
        last = _grade(hit.group(3)) if hit.group(3) else first
        found |= set(range(first, last + 1)) if hit.group(2) != "、" else {first, last}
    for band in grade_bands():
        if any(word in text for word in band.words):
            found.update(band.grades)
    return frozenset(found)


def _grade(char: str) -> int:
    return _DIGITS.get(char) or int(char)


def _of_grades(grades: frozenset[int]) -> tuple[str, ...]:
    names = []
    if any(grade <= 6 for grade in grades):
        names.append("primary")
    if any(grade > 6 for grade in grades):
        names.append("junior")
    return tuple(names)


# Schools of several stages are split into their parts where a row has no value for them (README, pass rules).
_PARTS = {
    "nine_year": ("primary", "junior"),
    "twelve_year": ("primary", "junior", "senior"),
    "complete_secondary": ("junior", "senior"),
}


def parts_of(stages: tuple[str, ...], thresholds: tuple[Threshold, ...]) -> tuple[str, ...]:
    """Stages, those of several parts split up unless a threshold names them."""
    known = {item.school_type for item in thresholds}
    found: dict[str, None] = {}
    for stage in stages:
        found.update(dict.fromkeys((stage,) if stage in known else _PARTS.get(stage, (stage,))))
    return tuple(found)


def holds_for(threshold: Threshold, stage: str, rivals: tuple[Threshold, ...]) -> bool:
    """Whether a threshold is for a stage. One that names the stage itself leaves the wider ones no room."""
    kind = threshold.school_type
    if kind == stage or kind == "all":
        return True
    if stage not in _COVERS.get(kind, frozenset()):
        return False
    return not any(other.school_type == stage for other in rivals)
