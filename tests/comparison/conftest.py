"""Hand-made extractions, so that comparison is tested apart from the finding of facts.

A plan is written with its indicators marked: `班额⟦班额|控制在50人以下⟧` gives an indicator 班额 over `控制在50人以下`, its
op, value and unit read by `quantities`. `⟦小学、初中>班额|…⟧` sets its scope, `⟦班额!|…⟧` the status `actual`,
`⟦@P1M:2|每月2次⟧` a recurring deadline, `⟦@by:2014-12|2014年底前⟧` one to be kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.expressions import quantities
from pipeline.model.result import Deadline, Document, Extraction, Fact, Indicator, Section, SourceInfo
from pipeline.model.span import Span, fold

_MARK = re.compile("⟦([^⟦⟧|]*)\\|([^⟦⟧|]*)⟧")
Maker = Callable[..., Extraction]


def made(marked: str, *, title: str = "", issuer: str | None = None, issued: str | None = None, level: str | None = None,
         school_types: tuple[str, ...] = (), heading: str = "") -> Extraction:  # fmt: skip
    """The extraction of one plan; `heading` is a heading put above the text."""
    parts: list[str] = [f"{title}\n"] if title else []
    sections: list[Section] = []
    if heading:
        start = sum(map(len, parts))
        sections.append(
            Section(id="s1", document="d1", number=None, title=heading, level=1, parent=None,
                    span=Span(start, start + len(heading)))
        )  # fmt: skip
        parts.append(f"{heading}\n")
    facts: list[Fact] = []
    at = 0
    for hit in _MARK.finditer(marked):
        parts.append(marked[at : hit.start()])
        start = sum(map(len, parts))
        parts.append(hit.group(2))
        facts.append(_fact(f"f{len(facts) + 1}", hit.group(1), hit.group(2), start, "s1" if heading else None))
        at = hit.end()
    text = "".join([*parts, marked[at:]])
    document = Document(
        id="d1", title=title, title_span=Span(0, len(title)) if title else None, span=Span(0, len(text)),
        issuer=issuer, issued=issued, level=level, school_types=school_types,
    )  # fmt: skip
    return Extraction(
        source=SourceInfo(
            path="plan.txt", sha256="0", media_type="text/plain", encoding="utf-8", pages=None, chars=len(text)
        ),
        documents=(document,),
        sections=tuple(sections),
        facts=tuple(facts),
        text=text,
    )


def _fact(key: str, mark: str, quote: str, start: int, section: str | None) -> Fact:
    place = {"id": key, "document": "d1", "section": section, "spans": (Span(start, start + len(quote)),), "page": None}
    if mark.startswith("@"):
        freq, _, times = mark[1:].partition(":")
        if freq == "by":
            return Deadline(**place, rule="test", kind="by", end=times)  # type: ignore[arg-type]
        return Deadline(**place, rule="test", kind="recurring", freq=freq, times=int(times or 1))  # type: ignore[arg-type]
    scope, _, name = mark.rpartition(">")
    [amount] = quantities(quote)
    return Indicator(
        **place,  # type: ignore[arg-type]
        rule="test",
        name=fold(name.rstrip("!")),
        op=amount.op,
        value=amount.value,
        value_max=amount.value_max,
        unit=amount.unit or None,
        status="actual" if name.endswith("!") else "target",
        scope=tuple(filter(None, scope.split("、"))),
    )


@pytest.fixture(scope="session")
def make() -> Maker:
    """`make(marked_text, title=…, issuer=…, issued=…, level=…, school_types=…, heading=…)`."""
    return made
