"""A plan gives the same facts and headings whether it comes as text, as Word file or as PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.model.result import (
    Deadline,
    Duty,
    Evidence,
    Extraction,
    Fact,
    Indicator,
    Membership,
    Problem,
    Target,
    fact_type,
)
from pipeline.reading import read
from scripts.corpus.make_corpus import HERE, all_format_files, write_files
from scripts.corpus.schema import load_sources

PLANS = [plan for plan in load_sources(HERE / "sources") if not plan.is_raw]
NAMES = [str(Path(plan.folder) / plan.file) for plan in PLANS]
IDS = [f"plan{place}" for place, _ in enumerate(NAMES)]
by_plan = pytest.mark.parametrize("name", NAMES, ids=IDS)
FORMATS = ("txt", "docx", "pdf")
# Measured: all plans agree fully.
OVERALL = 0.99
EACH = 0.98

Trait = tuple[object, ...]
Three = dict[str, Extraction]


def _bare(words: str) -> str:
    return "".join(words.split())


def _values(fact: Fact, of: Extraction) -> Trait:
    """What a fact says, apart from ids and places."""
    dates = {other.id: other for other in of.facts if isinstance(other, Deadline)}

    def when(deadline: str | None) -> Trait:
        return _values(dates[deadline], of) if deadline in dates else ()

    match fact:
        case Indicator():
            bounds = (fact.op, fact.value, fact.value_max, fact.unit, fact.status)
            return (fact.name, fact.scope, *bounds, when(fact.deadline))
        case Deadline():
            return (fact.kind, fact.start, fact.end, fact.freq, fact.times, fact.duration)
        case Membership():
            return (fact.person, fact.position, fact.group, fact.post)
        case Duty():
            return (fact.actor, fact.actor_kind, fact.modality, fact.part, when(fact.deadline), len(fact.indicators))
        case Target():
            return (when(fact.deadline), len(fact.indicators))
        case Evidence():
            return (fact.codes, fact.years)
        case Problem():
            return (len(fact.measures),)


def fact_traits(of: Extraction) -> Counter[Trait]:
    """The facts by type, what they say and their own words without white space."""
    assert isinstance(of.text, str)
    text = of.text
    return Counter(
        (
            fact_type(fact),
            *_values(fact, of),
            "".join(_bare(text[span.start : span.end]) for span in fact.spans),
        )
        for fact in of.facts
    )


def heading_traits(of: Extraction) -> Counter[Trait]:
    """The headings by number, title, level and the title above."""
    titles = {section.id: section.title for section in of.sections}
    return Counter(
        (section.number, _bare(section.title), section.level, _bare(titles.get(section.parent or "", "")))
        for section in of.sections
    )


def _styled(three: Three) -> Counter[Trait]:
    """The headings that bear no number."""
    return Counter({trait: n for trait, n in heading_traits(three["docx"]).items() if trait[0] is None})


def head_traits(of: Extraction) -> list[Trait]:
    """What is known of the plans themselves."""
    return [
        (_bare(plan.title), plan.issuer, plan.issued, plan.number, plan.kind, plan.level, plan.school_types)
        for plan in of.documents
    ]


def _shared(one: Counter[Trait], other: Counter[Trait]) -> tuple[int, int]:
    """How many traits both have, and how many there are in all."""
    return (one & other).total(), (one | other).total()


def _pairs(three: Three) -> Iterator[tuple[str, str]]:
    yield from combinations(three, 2)


def _agreement(three: Three) -> tuple[int, int]:
    """Shared and all facts over the pairs of formats."""
    traits = {name: fact_traits(result) for name, result in three.items()}
    counts = [_shared(traits[one], traits[other]) for one, other in _pairs(three)]
    return sum(count[0] for count in counts), sum(count[1] for count in counts)


def _show(three: Three) -> str:
    """The traits that not all formats have, for whoever looks why a test failed."""
    lines = []
    for traits in ({k: fact_traits(v) for k, v in three.items()}, {k: heading_traits(v) for k, v in three.items()}):
        every = traits["txt"] & traits["docx"] & traits["pdf"]
        for name, own in traits.items():
            lines += [
                f"{name}: {trait}" for trait in sorted((own - every).elements(), key=lambda t: (str(t[-1]), str(t)))
            ]
    return "\n".join(lines)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Three]:
    """Every plan in three formats, read and extracted."""
    folder = tmp_path_factory.mktemp("formats")
    write_files(all_format_files(PLANS), folder)
    return {name: {kind: extract(read(folder / f"{name}.{kind}")) for kind in FORMATS} for name in NAMES}


@by_plan
def test_the_facts_of_a_plan(results: dict[str, Three], name: str) -> None:
    shared, total = _agreement(results[name])
    print(f"{shared / total:.3f} {name}\n{_show(results[name])}")
    assert total >= 60
    assert shared >= EACH * total


@by_plan
def test_the_headings_of_a_plan(results: dict[str, Three], name: str) -> None:
    text, word, pdf = (heading_traits(results[name][kind]) for kind in FORMATS)
    # Headings without numbers are told by Word's styles and by the letters on a page, not in plain text.
    assert word - _styled(results[name]) == text
    assert pdf == word
    assert word.total() >= 3


@by_plan
def test_what_a_plan_says_of_itself(results: dict[str, Three], name: str) -> None:
    text, word, pdf = (head_traits(results[name][kind]) for kind in FORMATS)
    assert word == text
    assert pdf == text


def test_few_plans_have_headings_without_numbers(results: dict[str, Three]) -> None:
    assert sum(bool(_styled(three)) for three in results.values()) <= 1


def test_all_facts_together(results: dict[str, Three]) -> None:
    counts = [_agreement(three) for three in results.values()]
    assert sum(count[0] for count in counts) >= OVERALL * sum(count[1] for count in counts)
