"""Every row of the audit lexicons against its own examples and near misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.auditing import Finding, kinds
from pipeline.auditing.lexicons import AuditPapers, AuditWords, begins_with, first_word
from pipeline.lexicon import load
from pipeline.model.span import fold

Auditor = Callable[..., list[Finding]]

AT_THE_BEGINNING = ("task", "others_group")
WHOLE = ("loose_owner", "each_owner", "item")
KINDS = [(row.id, text) for row in kinds() for text in row.examples]
NEAR = [(row.id, text) for row in kinds() for text in row.near_misses]
WORDS = load("audit_words", AuditWords)
PAPERS = load("audit_papers", AuditPapers)


@pytest.mark.parametrize(("kind", "text"), KINDS)
def test_an_example_gives_its_finding(kind: str, text: str, audit_text: Auditor) -> None:
    found = audit_text(text)
    assert kind in {one.kind for one in found}, [(one.kind, one.why) for one in found]


@pytest.mark.parametrize(("kind", "text"), NEAR)
def test_a_near_miss_does_not(kind: str, text: str, audit_text: Auditor) -> None:
    assert [one.why for one in audit_text(text) if one.kind == kind] == []


def _applies(row: AuditWords, text: str) -> bool:
    if row.role in WHOLE:
        return text in row.words
    return bool(begins_with(row.role, text) if row.role in AT_THE_BEGINNING else first_word(row.role, text))


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row.id)
def test_words(row: AuditWords) -> None:
    assert all(word == fold(word) for word in row.words), "write words folded"
    for text in row.examples:
        assert _applies(row, text), text
    for text in row.near_misses:
        assert not _applies(row, text), text


@pytest.mark.parametrize("row", PAPERS, ids=lambda row: row.id)
def test_papers(row: AuditPapers) -> None:
    known = {kind.id for kind in kinds()}
    assert set(row.skip) <= known
    words = (*row.titles, *row.kinds)
    assert all(any(word in title for word in words) for title in row.examples)
    assert not any(any(word in title for word in words) for title in row.near_misses)
