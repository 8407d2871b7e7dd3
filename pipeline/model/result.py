"""The extraction result: the records that become the contract's JSON (`cetu/1`)."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.expression import Op, TimeKind
from pipeline.model.span import Span

SCHEMA = "cetu/1"

ActorKind = Literal["person", "post", "org", "group"]
Modality = Literal["must", "should", "must_not", "may"]
Part = Literal["lead", "support", "sole"]
Status = Literal["target", "actual"]


class SourceInfo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the result says of the file: `pages` null for formats without pages, `chars` length of the source text."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None
    pages: int | None
    chars: int


class Document(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One plan in a file. `issued` is ISO at the precision given; `duplicate_of` the id of an earlier equal plan,
    `similar_to` of an earlier one that differs in some words only."""

    id: str
    title: str
    title_span: Span | None
    span: Span
    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    duplicate_of: str | None = None
    kind: str | None = None
    level: str | None = None
    school_types: tuple[str, ...] = ()
    similar_to: str | None = None


class Section(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A heading. `span` covers number and title; `level` is 1 for the outermost kind of heading inside its document."""

    id: str
    document: str
    number: str | None
    title: str
    level: int
    parent: str | None
    span: Span
    page: int | None = None


class FactBase(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What every fact has: place, the rule that found it and the words that decided. `ocr` (in the JSON only where
    true): its page was recognised from a picture, so that its words may be wrong."""

    id: str
    document: str
    section: str | None
    spans: tuple[Span, ...]
    page: int | None
    rule: str
    cues: tuple[str, ...] = ()
    ocr: bool | msgspec.UnsetType = msgspec.UNSET


class Indicator(FactBase, frozen=True, kw_only=True, tag_field="type", tag="indicator"):
    """A quantity that measures something; `spans` cover the quantity expression alone."""

    name: str
    op: Op
    value: float
    unit: str | None
    status: Status
    scope: tuple[str, ...] = ()
    value_max: float | None = None
    deadline: str | None = None


class Deadline(FactBase, frozen=True, kw_only=True, tag_field="type", tag="deadline"):
    """When or how often something is to be done."""

    kind: TimeKind
    start: str | None = None
    end: str | None = None
    freq: str | None = None
    times: int = 1
    duration: str | None = None


class Membership(FactBase, frozen=True, kw_only=True, tag_field="type", tag="membership"):
    """One person's seat in one group; `spans` cover the person's name. `person` has no blanks inside."""

    person: str
    position: str
    group: str | None
    post: str | None = None


class Duty(FactBase, frozen=True, kw_only=True, tag_field="type", tag="duty"):
    """What a party must do; `actor` null where the text names none. One duty per named party. `party` (in the JSON only
    where known): whom a label such as 甲方 stands for."""

    actor: str | None
    actor_kind: ActorKind | None
    modality: Modality = "must"
    part: Part = "sole"
    deadline: str | None = None
    indicators: tuple[str, ...] = ()
    party: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def who(self) -> str | None:
        """The actor as it is shown: a label with the party it stands for (乙方（柳溪小学）)."""
        return f"{self.actor}（{self.party}）" if self.party else self.actor


class Target(FactBase, frozen=True, kw_only=True, tag_field="type", tag="target"):
    """A state to be reached."""

    deadline: str | None = None
    indicators: tuple[str, ...] = ()


class Evidence(FactBase, frozen=True, kw_only=True, tag_field="type", tag="evidence"):
    """A record that must be kept or shown; `codes` the indicator codes it proves, `years` those it covers."""

    codes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


class Problem(FactBase, frozen=True, kw_only=True, tag_field="type", tag="problem"):
    """A shortcoming stated; `measures` are the ids of the duties that answer it."""

    measures: tuple[str, ...] = ()


Fact = Indicator | Deadline | Membership | Duty | Target | Evidence | Problem
FACT_TYPES: tuple[str, ...] = ("indicator", "deadline", "membership", "duty", "target", "evidence", "problem")


def fact_type(fact: Fact) -> str:
    """The contract's name of a fact's type: `indicator`, `deadline` …"""
    return str(type(fact).__struct_config__.tag)


class Extraction(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result for one file; `warnings` are Chinese.

    `text` is the source text the spans point into. `extract` always sets it; `to_json` writes it only where asked to.
    """

    source: SourceInfo
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    schema: str = SCHEMA
    text: str | msgspec.UnsetType = msgspec.UNSET
    warnings: tuple[str, ...] = ()


def to_json(result: Extraction, *, with_text: bool = False) -> bytes:
    """The contract's JSON: UTF-8, indented, a newline at the end. Same result, same bytes."""
    if not with_text:
        result = msgspec.structs.replace(result, text=msgspec.UNSET)
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"


def from_json(data: bytes) -> Extraction:
    """Read what `to_json` wrote. Raises msgspec.ValidationError where it is no such result."""
    return msgspec.json.decode(data, type=Extraction)
