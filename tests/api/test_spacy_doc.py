"""Results in spaCy."""

from __future__ import annotations

import pytest
from spacy.lang.zh import Chinese

from pipeline import extract
from pipeline.api.spacy_doc import annotate, to_doc
from pipeline.model.result import fact_type

TEXT = "一、目标\n到2027年，九年义务教育巩固率达到95%以上。\n二、分工\n区教育局负责组织实施。"


def test_each_span_of_each_fact_is_in_the_doc() -> None:
    result = extract(TEXT)
    doc = to_doc(result)
    assert doc.text == TEXT
    assert doc.user_data["cetu"] is result
    expected = {(fact_type(fact), fact.id, TEXT[span.start : span.end]) for fact in result.facts for span in fact.spans}
    found = {(kind, span.id_, span.text) for kind, group in doc.spans.items() for span in group}
    assert {kind for kind, _, _ in found} >= {"indicator", "duty"}
    assert {one[:2] for one in found} == {one[:2] for one in expected}
    words = {(kind, name): text for kind, name, text in found}
    assert all(text in words[kind, name] for kind, name, text in expected)


def test_component_in_a_pipeline() -> None:
    nlp = Chinese()
    nlp.add_pipe("cetu")
    doc = nlp(TEXT)
    assert len(doc.spans["indicator"]) == 1
    assert doc.user_data["cetu"].facts == extract(TEXT).facts


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not the result's"):
        annotate(to_doc("一、总则"), extract("二、分则"))
