"""What must hold for any text: places lead back to the words, the same input gives the same output."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.model.result import Extraction, Membership, from_json, to_json
from pipeline.model.span import Span, words_at

PIECES = st.sampled_from(
    [
        "一、工作目标", "（二）职责分工", "1.", "（1）", "第三条 ", "到2025年底前，", "每学期至少2次", "巩固率达到95%以上",
        "教务处负责", "由县教育局牵头，县财政局配合", "组 长：", "王小明（校长）", "存在问题：", "档案材料 B2:C3-C4", "。", "；",
        "\n", "\n\n",
        "	", "　", "— 3 —", "2 10月份", "第一篇:", "责任单位：总务处", "🙂", "\u202e", "\x00", "３５人", "1:19.9", "《办法》", "a", " ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)


def check(result: Extraction) -> None:
    text = result.text
    assert isinstance(text, str)
    assert result.source.chars == len(text)
    documents = {document.id for document in result.documents}
    sections = {section.id: section for section in result.sections}
    facts = {fact.id for fact in result.facts}
    assert len(documents) == len(result.documents)
    assert len(sections) == len(result.sections)
    assert len(facts) == len(result.facts)
    for section in result.sections:
        inside(section.span, text)
        assert section.document in documents
        assert section.parent is None or section.parent in sections
    for fact in result.facts:
        assert fact.spans
        assert list(fact.spans) == sorted(fact.spans)
        assert all(one.end <= other.start for one, other in zip(fact.spans, fact.spans[1:], strict=False))
        for span in fact.spans:
            inside(span, text)
        assert fact.rule
        assert fact.document in documents
        assert fact.section is None or fact.section in sections
        if isinstance(fact, Membership):
            assert "".join(words_at(text, fact.spans).split()) == fact.person
        for field in ("deadline", "indicators", "measures"):
            links = getattr(fact, field, None) or ()
            assert {links} <= facts if isinstance(links, str) else set(links) <= facts


def inside(span: Span, text: str) -> None:
    assert 0 <= span.start < span.end <= len(text)
    assert text[span.start : span.end].strip()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text(text: str) -> None:
    result = extract(text)
    check(result)
    assert to_json(extract(text)) == to_json(result)
    assert from_json(to_json(result, with_text=True)) == result


def test_real_texts(real_texts: Path) -> None:
    from pipeline import read

    for path in sorted((real_texts / "corpus").glob("*.txt")):
        check(extract(read(path)))


def test_the_result_is_the_contracts(corpus: Path) -> None:
    from pipeline import read

    result = msgspec.json.decode(to_json(extract(read(next(iter(sorted(corpus.glob("*.docx"))))))))
    assert result["schema"] == "cetu/1"
    assert set(result["source"]) == {"path", "sha256", "media_type", "encoding", "pages", "chars"}
    assert {"id", "title", "title_span", "issuer", "issued", "number", "span", "duplicate_of"} <= set(
        result["documents"][0]
    )
    assert {"id", "document", "number", "title", "level", "parent", "span", "page"} <= set(result["sections"][0])
    assert {"id", "type", "document", "section", "spans", "page", "rule"} <= set(result["facts"][0])
    assert "text" not in result


@pytest.mark.parametrize(
    "piece", ["一、", "（", "至", "1", "第一条", "1.", "、", "：", "\n", "责任单位：", "不低于", "年", "组长：张", "“"]
)
def test_hostile_repeats_end(piece: str) -> None:
    check(extract(piece * (20_000 // len(piece))))
