"""A text of one or more plans (parted by a line `=====`), through extraction and store to findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.api import extract_with_layout
from pipeline.auditing import Finding, audit
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, passages_of


def store(kb: KnowledgeBase, text: str) -> None:
    """Put the plans of a text into a base as 0.txt, 1.txt …"""
    for number, plan in enumerate(text.split("=====\n")):
        extraction, layout = extract_with_layout(read_text(plan, path=f"{number}.txt"))
        kb.add(extraction, passages=passages_of(layout))


@pytest.fixture
def audit_text(tmp_path: Path) -> Callable[..., list[Finding]]:
    def auditor(text: str, **options: object) -> list[Finding]:
        with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
            store(kb, text)
            return audit(kb, **({"sure": "低"} | options))  # type: ignore[arg-type]

    return auditor
