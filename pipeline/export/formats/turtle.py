"""The knowledge base as linked data (Turtle): ORG for who is who, PROV-O for where each fact comes from, Web Annotation for
its place in the source text. Written line by line, so that its size costs no memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from pipeline.model.result import (
    Deadline,
    Duty,
    Evidence,
    Fact,
    Indicator,
    Membership,
    fact_type,
)
from pipeline.store import KnowledgeBase, StoredFact, finding_actors, held, reading
from pipeline.store.put_right import NamedParty, PutRight
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews

_HEAD = """@prefix cetu: <urn:cetu:ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_CLASSES = {"person": "foaf:Person", "post": "org:Post", "org": "org:Organization", "group": "org:OrganizationalUnit",
            "unknown": "prov:Agent"}  # fmt: skip
# How the store's ties are called; those that no vocabulary has are ours.
_TIES = {"holds": "org:holds", "member_of": "org:memberOf", "part_of": "org:subOrganizationOf"}
_KINDS = {"person": "person", "group": "group", "post": "post"}
_LINKS = {"due": "cetu:due", "measured_by": "cetu:measuredBy", "answered_by": "cetu:answeredBy"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f\ud800-\udfff]')
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}

Lines = Iterator[tuple[str, str]]


def write_turtle(kb: KnowledgeBase, path: Path, on: str) -> None:
    """Write documents, actors and their ties, rules, facts."""
    judged = reviews(kb)
    anew = PutRight(kb)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD)
        for subject, pairs in _resources(kb):
            stream.write(_resource(subject, pairs))
        for party in anew.new_parties():
            named = [
                ("a", _CLASSES[party.kind]),
                ("rdfs:label", _text(party.name)),
                ("cetu:scope", _plain(party.scope)),
            ]
            stream.write(_resource(_iri("actor", _party(party)), iter(named)))
        for stored in held.facts(kb):
            about = chain(
                _common(stored), _own(stored.fact), _ties(kb, stored, anew), _said(judged.get(stored.fact.id))
            )
            stream.write(_resource(_iri("fact", stored.fact.id), about))


def _resources(kb: KnowledgeBase) -> Iterator[tuple[str, Lines]]:
    for stored in reading.documents(kb.db):
        document = stored.document
        pairs = [
            ("a", "prov:Entity, cetu:Plan"),
            ("dcterms:title", _text(document.title)),
            ("dcterms:identifier", _plain(document.id)),
            ("cetu:path", _plain(stored.path)),
            ("cetu:sha256", _plain(stored.sha256)),
        ]
        pairs += [("dcterms:publisher", _text(document.issuer))] if document.issuer else []
        pairs += [("dcterms:issued", _date(document.issued))] if document.issued else []
        yield _iri("document", str(stored.key)), iter(pairs)
    for actor in finding_actors.all_actors(kb.db):
        kind = _CLASSES[actor.kind]
        pairs = [("a", kind), ("rdfs:label", _text(actor.name)), ("cetu:scope", _plain(actor.scope))]
        rows = kb.db.execute(
            "SELECT DISTINCT relation, target FROM actor_links WHERE source = ? ORDER BY relation, target", (actor.key,)
        )
        pairs += [(_TIES.get(row[0]) or f"cetu:{_camel(row[0])}", _iri("actor", str(row[1]))) for row in rows]
        yield _iri("actor", str(actor.key)), iter(pairs)
    for row in kb.db.execute("SELECT DISTINCT rule FROM facts ORDER BY rule"):
        yield _iri("rule", row[0]), iter([("a", "prov:Activity"), ("rdfs:label", _plain(row[0]))])


def _common(stored: StoredFact) -> Lines:
    """What each fact has: its words, its source, the rule that gave it, and its place in the source text."""
    fact = stored.fact
    extra = ", org:Membership" if isinstance(fact, Membership) else ""
    yield "a", f"prov:Entity, cetu:{fact_type(fact).title()}{extra}"
    yield "prov:value", _text(stored.words)
    yield "prov:wasQuotedFrom", _iri("document", str(stored.document_key))
    yield "prov:wasGeneratedBy", _iri("rule", fact.rule)
    yield "cetu:sentence", _text(stored.text)
    for span in fact.spans:
        yield "oa:hasSelector", f"[ a oa:TextPositionSelector ; oa:start {span.start} ; oa:end {span.end} ]"
    if fact.page is not None:
        yield "cetu:page", str(fact.page)
    if stored.section:
        yield "cetu:section", _text(stored.section)


def _own(fact: Fact) -> Lines:
    if isinstance(fact, Duty):
        yield "cetu:modality", _plain(fact.modality)
        yield "cetu:part", _plain(fact.part)
    elif isinstance(fact, Indicator):
        yield "rdfs:label", _text(fact.name)
        yield "cetu:op", _plain(fact.op)
        yield "cetu:value", _number(fact.value)
        if fact.value_max is not None:
            yield "cetu:valueMax", _number(fact.value_max)
        if fact.unit:
            yield "cetu:unit", _text(fact.unit)
        yield "cetu:status", _plain(fact.status)
    elif isinstance(fact, Deadline):
        yield "cetu:kind", _plain(fact.kind)
        for name, iso in (("cetu:start", fact.start), ("cetu:end", fact.end)):
            if iso:
                yield name, _date(iso)
        if fact.freq:
            yield "cetu:frequency", _plain(fact.freq)
            yield "cetu:times", str(fact.times)
        if fact.duration:
            yield "cetu:duration", _plain(fact.duration)
    elif isinstance(fact, Membership):
        yield "org:role", f"[ a org:Role ; rdfs:label {_text(fact.position)} ]"
    elif isinstance(fact, Evidence):
        yield from (("cetu:code", _plain(code)) for code in fact.codes)


def _party(party: NamedParty) -> str:
    return str(party.key)


def _ties(kb: KnowledgeBase, stored: StoredFact, anew: PutRight) -> Lines:
    """Who acts in a fact, and which facts it is tied to."""
    names = {"person": "org:member", "group": "org:organization", "post": "cetu:post", "part": "cetu:partActor"}
    rows = kb.db.execute("SELECT role, actor FROM fact_actors WHERE fact = ? ORDER BY role, actor", (stored.key,))
    put_right = {role for role in ("actor", "person", "group", "post") if role in stored.corrected}
    for role in sorted(put_right):
        for party in anew.parties_of(stored, getattr(stored.fact, role) or "", _KINDS.get(role, "unknown")):
            yield names.get(role, "cetu:actor"), _iri("actor", _party(party))
    gone = put_right | ({"part"} if "actor" in put_right else set())
    for role, actor in (row for row in rows if row[0] not in gone):
        yield names.get(role, "cetu:actor"), _iri("actor", str(actor))
    rows = kb.db.execute(
        "SELECT l.relation, f.id, f.key FROM links l JOIN facts f ON f.key = l.target WHERE source = ? ORDER BY relation, target",
        (stored.key,),
    )
    if "due" in stored.corrected and stored.due:
        yield "cetu:dueDate", _date(stored.due)
    moved = {"due"} if "due" in stored.corrected else set()
    for relation, target, key in rows:
        if key in anew.out or relation in moved:
            continue
        yield _LINKS[relation], _iri("fact", target)


def _said(review: Review | None) -> Lines:
    """What people say of it. Where they have put something right, the statement above says so too; the sentence stays the plan's."""
    if review is None:
        return
    yield "cetu:review", _text(review.verdict_word)
    if review.state:
        yield "cetu:state", _plain(review.state)
    if review.remark:
        yield "rdfs:comment", _text(review.remark)
    for field, value in sorted(review.corrections.items()):
        yield f"cetu:corrected{_camel(field, first=True)}", _text(value)


def _resource(subject: str, pairs: Lines) -> str:
    return f"\n{subject}\n  " + " ;\n  ".join(f"{name} {value}" for name, value in pairs) + " .\n"


def _iri(kind: str, name: str) -> str:
    return f"<urn:cetu:{kind}:{quote(name, safe='')}>"


def _text(words: str) -> str:
    return f"{_plain(words)}@zh"


def _plain(words: str) -> str:
    return '"' + _ESCAPED.sub(_escape, words) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _ESCAPES.get(char) or ("\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04X}")


def _number(value: float) -> str:
    return f'"{value!r}"^^xsd:double'


def _date(iso: str) -> str:
    kind = _DATES.get(len(iso))
    return f"{_plain(iso)}^^xsd:{kind}" if kind else _plain(iso)


def _camel(name: str, *, first: bool = False) -> str:
    words = name.split("_")
    return "".join(word.title() if number or first else word for number, word in enumerate(words))
