"""Passages: words meant as one, none without bound."""

from __future__ import annotations

import pytest

from pipeline.api import extract_with_layout
from pipeline.model.span import words_at
from pipeline.store import passages_of

CLAUSE = "各校要落实安全责任，"
LONG = {
    "pauses": CLAUSE * 600,
    "no mark": "校" * 5_000,
    "in a bracket": "附表（" + CLAUSE * 600 + "）。",
    "item": "（一）" + CLAUSE * 600,
}


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_words_without_a_full_stop_become_passages_of_bounded_length(words: str) -> None:
    text = f"云岭县安全工作方案\n{words}\n一、要求\n教务处负责排课。\n"
    passages = passages_of(extract_with_layout(text)[1])
    assert max(len(passage.text) for passage in passages) <= 1000
    assert all(passage.text == words_at(text, passage.spans) for passage in passages)
    spans = [span for passage in passages for span in passage.spans]
    assert spans == sorted(spans)
    assert sum(len(text[span.start : span.end].strip()) for span in spans) >= len(words)


def test_a_long_passage_ends_behind_a_pause() -> None:
    pieces = [
        p.text for p in passages_of(extract_with_layout(f"工作方案\n{CLAUSE * 300}\n")[1]) if CLAUSE[:4] in p.text
    ]
    assert len(pieces) > 1
    assert all(piece.endswith("，") for piece in pieces)


def test_a_sentence_of_common_length_stays_whole() -> None:
    sentence = "，".join(["各校要落实安全责任"] * 60) + "。"
    assert sentence in [p.text for p in passages_of(extract_with_layout(f"工作方案\n{sentence}\n")[1])]
