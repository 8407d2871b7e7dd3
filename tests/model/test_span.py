"""Folding and texts that remember their source."""

from __future__ import annotations

import itertools
from array import array

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.span import OffsetText, Span, fold, words_at

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(TEXT)
def test_folding_keeps_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_leaves_chinese_marks_alone() -> None:
    assert fold("“十四五”、《规划》。１∶１９．９６％　～") == "“十四五”、《规划》。1:19.96% ～"


@given(st.text(alphabet="教育 \n1", max_size=40), st.data())
def test_spans_give_back_the_kept_words_and_nothing_else(source: str, data: st.DataObject) -> None:
    kept = [i for i, char in enumerate(source) if char != "1"]
    clean = OffsetText("".join(source[i] for i in kept), array("q", kept))
    start = data.draw(st.integers(0, len(kept)))
    end = data.draw(st.integers(start, len(kept)))
    spans = clean.spans(start, end)
    assert words_at(source, spans) == clean.text[start:end].strip()
    assert list(spans) == sorted(spans)
    assert all(a.end < b.start for a, b in itertools.pairwise(spans)), "spans that touch are one span"


def test_find_leads_from_the_source_to_the_clean_text() -> None:
    clean = OffsetText("目标", array("q", [3, 7]))
    assert [clean.find(offset) for offset in (0, 3, 4, 7, 8)] == [0, 0, 1, 1, 2]


def test_span_relations() -> None:
    assert Span(0, 4).contains(Span(1, 4))
    assert not Span(0, 4).contains(Span(1, 5))
    assert Span(0, 4).overlaps(Span(3, 9))
    assert not Span(0, 4).overlaps(Span(4, 9))
