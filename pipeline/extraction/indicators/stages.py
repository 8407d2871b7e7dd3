"""Names of values that only a stage or grade stands before (小学46人、初中41人): what they measure is told elsewhere."""

from __future__ import annotations

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean
from pipeline.extraction.indicators.owners import Owners
from pipeline.extraction.indicators.phrases import Phrase
from pipeline.model.expression import Quantity

_SCHOOLS = "所"  # counts the schools themselves (新建幼儿园12所)
_LABELLED = frozenset({"money", "person", "count"})


def _kinds(owners: Owners, item: Quantity, floor: int) -> str:
    """Kinds of schools counted as one (新建幼儿园、小学、初中+20所), "" where one kind is."""
    name = clean(owners.reader.before(item.start, floor, lists=True), owners.words, owners.cuts)
    parts = name.split("、")
    return name if len(parts) > 1 and all(map(owners.scopes.find, parts)) else ""


def of_stage(
    owners: Owners, left: str, phrase: Phrase, item: Quantity, floor: int, previous: str, kind: str
) -> Name | None:
    """The name of a value with a bare scope `left` before it, from its owner; null where something else is named."""
    scopes = owners.scopes
    if owner := owners.of_average(left, item.start):
        return Name(owner, "label", scopes.find(left), alone=True)
    if not scopes.alone(left):
        return None
    if item.unit != _SCHOOLS and (owner := owners.of(item.start, floor, phrase, previous)):
        return Name(owner, "scope-only", scopes.find(left), alone=True)
    owner, scope = owners.of_list(item.start, floor, left)
    if owner:
        return Name(owner, "scope-only", scope, alone=True)
    if item.unit == _SCHOOLS and (kinds := _kinds(owners, item, floor)):
        return Name(kinds, "list", scopes.find(kinds))
    label = owners.label(item.start) if kind in _LABELLED else ""
    return Name(label, "label", scopes.find(left)) if label else None
