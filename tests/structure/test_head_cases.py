"""What a plan says of itself: issuer, date, number, kind, level, types of school (`cases/heads.yaml`)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.structure import build_layout
from tests.structure.structure_helpers import cases, source_of

FIELDS = ("issuer", "issued", "number", "kind", "level")
BODY = "一、工作目标\n全面完成各项任务，不断提高水平。\n二、工作措施\n落实责任，加强检查，做好总结。\n"


@pytest.mark.parametrize("apart", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("case", cases("heads"), ids=lambda case: case["name"])
def test_what_a_plan_says_of_itself(case: dict[str, Any], apart: str) -> None:
    text = f"{case['head']}\n{BODY}{case.get('foot', '')}\n".replace("\n", apart)
    documents = build_layout(source_of(text)).documents
    assert len(documents) == 1
    told = {field: getattr(documents[0], field) for field in FIELDS if field in case}
    assert told == {field: case[field] for field in FIELDS if field in case}
    if "school_types" in case:
        assert list(documents[0].school_types) == case["school_types"]
