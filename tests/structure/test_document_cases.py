"""Plans in a file: where they begin and end and what is known of them (`cases/documents.yaml`)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.structure import build_layout
from tests.structure.structure_helpers import cases, source_of

FIELDS = ("title", "issuer", "issued", "number", "kind", "level")


@pytest.mark.parametrize("case", cases("documents"), ids=lambda case: case["name"])
def test_documents(case: dict[str, Any]) -> None:
    text = case["text"]
    documents = build_layout(source_of(text)).documents
    assert [document.title for document in documents] == [wanted["title"] for wanted in case["documents"]]
    for document, wanted in zip(documents, case["documents"], strict=True):
        for field in FIELDS:
            if field in wanted:
                assert getattr(document, field) == wanted[field], field
        if "school_types" in wanted:
            assert list(document.school_types) == wanted["school_types"]
        words = text[document.span.start : document.span.end]
        assert words.startswith(wanted.get("first", ""))
        assert words.endswith(wanted.get("last", ""))
        copied = documents[wanted["copy"]].id if "copy" in wanted else None
        assert document.duplicate_of == copied
        assert document.similar_to == (documents[wanted["similar"]].id if "similar" in wanted else None)


@pytest.mark.parametrize("case", cases("documents"), ids=lambda case: case["name"])
def test_documents_do_not_overlap_and_copies_hold_nothing(case: dict[str, Any]) -> None:
    layout = build_layout(source_of(case["text"]))
    for before, after in zip(layout.documents, layout.documents[1:], strict=False):
        assert before.span.end <= after.span.start
    copies = {document.id for document in layout.documents if document.duplicate_of}
    assert not copies & {block.document for block in layout.blocks}
    assert not copies & {section.document for section in layout.sections}


def test_a_file_without_a_title_is_named_after_the_file() -> None:
    layout = build_layout(
        source_of("为做好工作，特制定本方案，请认真执行。\n一、目标\n完成任务。\n", path="a/安全方案.txt")
    )
    assert layout.documents[0].title == "安全方案"
    assert layout.documents[0].title_span is None


def test_the_title_span_covers_all_pieces_of_the_title() -> None:
    text = "云岭县第三中学\n优质均衡发展实施方案\n为做好工作，制定本方案。\n一、目标\n完成任务。\n"
    span = build_layout(source_of(text)).documents[0].title_span
    assert span is not None
    assert text[span.start : span.end] == "云岭县第三中学\n优质均衡发展实施方案"
