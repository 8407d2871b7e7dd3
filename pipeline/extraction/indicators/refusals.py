"""Which number expressions measure something: the rows of `not_indicators.yaml`, in their order."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import BoundRow, UnitRow, unfold
from pipeline.extraction.indicators.rows import RefusalRow
from pipeline.extraction.refusals import closed
from pipeline.lexicon import characters, holding_patterns, lazy, leading, lexicon_folders, load
from pipeline.model.expression import Op, Quantity

_WINDOW = 30
_MOST_KINDS = 1024
_SMALL = frozenset("二两三四五六七八九十")
_ROUND = frozenset("百千万")
_QUOTED = re.compile('[“"「『][^”"」』“,。;:]{0,10}$')
_CLOSING = re.compile('[^“”"「』,。;:]{0,12}[”"」』]')


class Site(msgspec.Struct, frozen=True, gc=False):
    """A quantity with the words around it in its block and what is known of times there."""

    quantity: Quantity
    before: str
    after: str
    overlap: bool
    recurring: bool


class _Row(msgspec.Struct, frozen=True, gc=False):
    row: RefusalRow
    units: frozenset[str]
    kinds: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    follow: frozenset[str] | None
    """What `after` may begin with; null where it may be anything."""


class _Traits(msgspec.Struct, frozen=True, gc=False):
    """What rows may ask of a quantity beside its unit."""

    kind: str
    bounded: bool
    quoted: bool


class Refusals(msgspec.Struct, frozen=True, gc=False):
    """The rows, compiled."""

    rows: tuple[_Row, ...]
    by_unit: dict[str, tuple[_Row, ...]]
    by_kind: dict[str, tuple[_Row, ...]]
    unit_kinds: dict[str, str]
    bound_rules: frozenset[str]
    bounds: dict[str, Op]
    left: dict[tuple[object, ...], tuple[_Row, ...]]  # rows left for a kind of quantity, as asked for

    def decide(self, site: Site) -> RefusalRow | None:
        """The first row that applies to a quantity; null where none does (then it measures)."""
        traits = self._traits(site)
        sign = site.after[:1]
        for each in self._left(site, traits):
            if each.follow is not None and sign not in each.follow:
                continue  # as two of three
            if _around(each, site):
                return each.row
        return None

    def _left(self, site: Site, traits: _Traits) -> tuple[_Row, ...]:
        """The rows that speak of such a quantity, whatever stands around it: the same few kinds come again."""
        item = site.quantity
        rows = self.by_unit.get(item.unit)
        unit = traits.kind if rows is None else item.unit
        forms = _forms(item)
        key = (rows is None, unit, item.rule, traits.bounded, traits.quoted, site.recurring, site.overlap, forms)
        left = self.left.get(key)
        if left is None:
            every = self.by_kind.get(traits.kind, ()) if rows is None else rows
            left = _speaking(every, site, traits, forms)
            if len(self.left) < _MOST_KINDS:
                self.left[key] = left
        return left

    def applying(self, site: Site) -> frozenset[str]:
        """Ids of all rows that apply to a quantity, whichever decides."""
        traits = self._traits(site)
        unit = site.quantity.unit
        return frozenset(
            each.row.id for each in self.rows if _concerns(each, unit, traits.kind) and _applies(each, site, traits)
        )

    def _traits(self, site: Site) -> _Traits:
        item = site.quantity
        return _Traits(
            kind=self.unit_kinds.get(item.unit.partition("/")[0], ""),
            bounded=item.rule in self.bound_rules,
            quoted=_QUOTED.search(site.before) is not None and _CLOSING.match(site.after) is not None,
        )


def _applies(each: _Row, site: Site, traits: _Traits) -> bool:
    """Whether the conditions of a row hold that concerns the quantity's unit."""
    return _speaks(each, site, traits, _forms(site.quantity)) and _around(each, site)


def _speaks(each: _Row, site: Site, traits: _Traits, forms: frozenset[str]) -> bool:
    """Whether a row speaks of such quantities."""
    row, item = each.row, site.quantity
    if row.bounded not in (None, traits.bounded) or row.quoted not in (None, traits.quoted):
        return False
    if row.times not in (None, site.recurring) or row.overlap not in (None, site.overlap):
        return False
    if row.rules and item.rule not in row.rules:
        return False
    return not row.numeral or row.numeral in forms


def _speaking(rows: tuple[_Row, ...], site: Site, traits: _Traits, forms: frozenset[str]) -> tuple[_Row, ...]:
    return tuple(each for each in rows if _speaks(each, site, traits, forms))


def _around(each: _Row, site: Site) -> bool:
    """Whether a quantity's own cues and the words around it are those of a row."""
    cues = each.row.cue
    return (not cues or _one_of(cues, site.quantity.cues)) and _fits(each, site)


def _one_of(cues: tuple[str, ...], told: tuple[str, ...]) -> bool:
    return any(cue in told for cue in cues)


def _fits(row: _Row, site: Site) -> bool:
    return (
        (row.before is None or row.before.search(site.before) is not None)
        and (row.after is None or row.after.match(site.after) is not None)
        and (row.near is None or row.near.search(site.before) is not None)
    )


def _forms(item: Quantity) -> frozenset[str]:
    """How the numeral is written."""
    at = item.number_start - item.start
    words = item.text[at : at + item.number_end - item.number_start]
    return _forms_of(words[:1], len(words), item.op == "=")


@lru_cache(maxsize=512)
def _forms_of(first: str, length: int, plain: bool) -> frozenset[str]:
    forms = set()
    if first.isdigit() and first not in _SMALL:
        forms.add("digits")
    if length == 1 and first in ("一", "壹"):
        forms.add("one")
    if length == 1 and first in _SMALL and plain:
        forms.add("small")
    if length == 1 and first in _ROUND and plain:
        forms.add("round")
    if not first.isascii():
        forms.add("han")
    return frozenset(forms)


def refusals() -> Refusals:
    """The refusals of the lexicons in force."""
    return _refusals(lexicon_folders())


@lru_cache(maxsize=4)
def _refusals(_folders: tuple[Path, ...]) -> Refusals:
    units = load("units", UnitRow)
    bounds = load("bounds", BoundRow)
    rows = tuple(_compiled(row) for row in load("not_indicators", RefusalRow))
    kinds: dict[str, str] = {word: row.kind for row in units if row.kind != "per" for word in (*row.words, row.base)}
    return Refusals(
        rows=rows,
        by_unit={
            unit: tuple(row for row in rows if _concerns(row, unit, kinds.get(unit.partition("/")[0], "")))
            for unit in {*kinds, *(unit for row in rows for unit in row.units)}
        }
        | {"": tuple(row for row in rows if "" in row.units)},  # numbers without a unit: only what speaks of them
        by_kind={kind: tuple(row for row in rows if _concerns(row, None, kind)) for kind in {*kinds.values(), ""}},
        unit_kinds=kinds,
        left={},
        bound_rules=frozenset(row.id for row in bounds if row.role in ("bound", "verb")) | {"two-sided"},
        bounds={
            word: row.op
            for row in bounds
            if row.role == "bound" and row.place == "before" and row.op in (">=", "<=") and not row.with_number
            for words in row.words
            for word in unfold(words)
        },
    )


def _concerns(row: _Row, unit: str | None, kind: str) -> bool:
    return not (row.units or row.kinds) or unit in row.units or kind in row.kinds


def _compiled(row: RefusalRow) -> _Row:
    before, after, near = (
        lazy(each, f"not_indicators.yaml {row.id}") if each else None for each in (row.before, row.after, row.near)
    )
    follow = characters(leading(row.after))
    return holding_patterns(_Row(row, frozenset(row.units), frozenset(row.kinds), before, after, near, follow))


def window(text: str, start: int, floor: int) -> str:
    """The characters before a quantity that rows may look at."""
    return closed(text[start - _WINDOW if start - _WINDOW > floor else floor : start])
