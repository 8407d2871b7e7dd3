"""Duties of whole texts, from reading to facts, held against tables of expected duties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.extraction.pipeline import run_stages
from pipeline.model.result import Duty
from pipeline.model.span import words_at
from pipeline.reading import read_text
from pipeline.structure import build_layout

FILES = (
    "duties.yaml",
    "duties_constructions.yaml",
    "duties_rules.yaml",
    "duties_school.yaml",
    "duties_authority.yaml",
    "duties_school_papers.yaml",
    "duties_unmarked.yaml",
    "duties_offices.yaml",
    "duties_regulations.yaml",
    "duties_other_fields.yaml",
)
CASES: list[dict[str, Any]] = [
    case for name in FILES for case in yaml.safe_load((Path(__file__).parent / "cases" / name).read_text("utf-8"))
]


def duties_of(text: str) -> list[tuple[str, ...]]:
    """(actor, kind, modality, part, words) of each duty found."""
    source = read_text(text)
    facts = run_stages(build_layout(source)).facts
    return [
        (str(f.actor), str(f.actor_kind), f.modality, f.part, words_at(source.text, f.spans))
        for f in facts
        if isinstance(f, Duty)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_duties(case: dict[str, Any]) -> None:
    """Exactly the duties listed are found."""
    found = duties_of(case["text"])
    wanted = [[part.strip() for part in line.split("|")] for line in case.get("duties", ())]
    for actor, kind, modality, part, quote in wanted:
        first, _, last = quote.partition(" … ")
        match = [
            item
            for item in found
            if item[:4] == (actor, kind, modality, part) and item[4].startswith(first) and item[4].endswith(last)
        ]
        assert match, f"missing {actor} {quote}; found {found}"
        found.remove(match[0])
    assert not found
