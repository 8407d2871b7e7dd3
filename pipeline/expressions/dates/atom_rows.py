"""Rows of the lexicons that time expressions are made from."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.lexicon import Entry

Place = Literal["core", "suffix", "prefix", "far"]


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
    needs: str = ""


class Variant(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of time_variants.yaml: characters and what each is read as."""

    words: str
    becomes: str
