"""`extract`: read → structure → extract → link for one source."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path

import msgspec

from pipeline.extraction.pipeline import run_stages
from pipeline.lexicon import lexicon_folders, lexicons_pinned
from pipeline.linking import link
from pipeline.model.layout import Layout
from pipeline.model.result import Extraction, Fact, SourceInfo
from pipeline.model.source import Source
from pipeline.reading import read_text
from pipeline.segmentation import engine
from pipeline.structure import build_layout, without_labels


def extract(source_or_text: Source | str, *, issued: str | None = None) -> Extraction:
    """Everything Cetu finds in one source.

    `issued` (ISO date) is taken as the date of plans that bear none, for words such as 本学期. Same input, same output:
    no clock is read.

    >>> result = extract("一、目标\\n到2027年，九年义务教育巩固率达到95%以上。")
    >>> [(fact.name, fact.op, fact.value) for fact in result.facts if type(fact).__name__ == "Indicator"]
    [('九年义务教育巩固率', '>=', 95.0)]
    """
    return extract_with_layout(source_or_text, issued=issued)[0]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which looks for what is not there: extracting leaves none (tests/api/test_garbage.py),
    and walking lexicons and facts again and again took 5 % of the time. On again as it was, also where threads overlap: whoever
    finds it off leaves that to whoever turned it off."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_uncollected()
@lexicons_pinned()
def extract_with_layout(source_or_text: Source | str, *, issued: str | None = None) -> tuple[Extraction, Layout]:
    """As `extract`, with the layout the facts were found in: the store cuts its passages from it."""
    source = read_text(source_or_text) if isinstance(source_or_text, str) else source_or_text
    layout = build_layout(source)
    found = link(layout, run_stages(layout, issued).facts)
    layout, above = without_labels(layout)
    facts = [_marked(_under(fact, above), source) for fact in found]
    result = Extraction(
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
        # facts over one place keep the order in which its words name them (入学率、巩固率均达100%)
        facts=tuple(sorted(facts, key=lambda fact: (fact.spans[0].start, fact.spans))),
        warnings=source.warnings,
        text=source.text,
    )
    return result, layout


def _marked(fact: Fact, source: Source) -> Fact:
    """The fact, marked where its page was recognised from a picture."""
    return msgspec.structs.replace(fact, ocr=True) if fact.page in source.ocr_pages else fact


def _under(fact: Fact, above: dict[str, str | None]) -> Fact:
    """A fact that stood under a title line without a number, put under the heading above it."""
    return msgspec.structs.replace(fact, section=above[fact.section]) if fact.section in above else fact


def extractor_version() -> str:
    """What made a result: the version of the product, a hash over all lexicons in use, the segmenter where not the usual."""
    segmenter = "" if engine() == "rjieba" else f".{engine()}"
    return f"{_product()}+{_lexicon_hash(lexicon_folders())}{segmenter}"


@lru_cache(maxsize=1)
def _product() -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and extracting needs it not

    try:
        return version("cetu")
    except PackageNotFoundError:
        return "0"


@lru_cache(maxsize=4)
def _lexicon_hash(folders: tuple[Path, ...]) -> str:
    digest = blake2s(digest_size=6)
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
