"""`extract`: read → structure → extract → link for one source."""

from __future__ import annotations

from pipeline.extraction.pipeline import run_stages
from pipeline.linking import link
from pipeline.model.result import Extraction, SourceInfo
from pipeline.model.source import Source
from pipeline.reading import read_text
from pipeline.structure import build_layout


def extract(source_or_text: Source | str, *, issued: str | None = None) -> Extraction:
    """Everything Cetu finds in one source.

    `issued` (ISO date) is taken as the date of plans that bear none, for words such as 本学期. Same input, same output:
    no clock is read.

    >>> result = extract("一、目标\\n到2027年，九年义务教育巩固率达到95%以上。")
    >>> [(f.name, f.op, f.value) for f in result.facts if type(f).__name__ == "Indicator"]
    [('九年义务教育巩固率', '>=', 95.0)]
    """
    source = read_text(source_or_text) if isinstance(source_or_text, str) else source_or_text
    layout = build_layout(source)
    facts = link(layout, run_stages(layout, issued).facts)
    return Extraction(
        source=SourceInfo(
            path=source.path,
            sha256=source.sha256,
            media_type=source.media_type,
            encoding=source.encoding,
            pages=len(source.pages) or None,
            chars=len(source.text),
        ),
        documents=layout.documents,
        sections=layout.sections,
        facts=tuple(sorted(facts, key=lambda fact: (fact.spans, fact.id))),
        warnings=source.warnings,
        text=source.text,
    )
