"""Two plans held against each other (cases/diffs.yaml): what came, went and changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.api import extract_with_layout
from pipeline.comparison.diff import Difference, DiffRow, diff
from pipeline.model.errors import UsageError
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, passages_of

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "diffs.yaml").read_text("utf-8"))


def add(kb: KnowledgeBase, path: str, text: str) -> None:
    extraction, layout = extract_with_layout(read_text(text, path=path))
    kb.add(extraction, passages=passages_of(layout))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("diff") / "kb.sqlite", write=True) as kb:
        for number, case in enumerate(CASES):
            add(kb, f"{number}/a.txt", case["before"])
            add(kb, f"{number}/b.txt", case["after"])
        yield kb


def found(base: KnowledgeBase, case: dict[str, Any], *, turned: bool = False) -> Difference:
    number = CASES.index(case)
    paths = [f"{number}/a.txt", f"{number}/b.txt"]
    return diff(base, *(reversed(paths) if turned else paths))


def fits(row: DiffRow, wanted: dict[str, Any]) -> bool:
    fields = {one.field: one for one in row.fields}
    return (
        row.change == wanted["change"]
        and row.type == wanted["type"]
        and wanted["what"] in row.what
        and all(
            name in fields and old in fields[name].before and new in fields[name].after
            for name, (old, new) in wanted.get("fields", {}).items()
        )
        and ("note" not in wanted or any(wanted["note"] in one.note for one in row.fields))
        and all(wanted[side] in getattr(row, side).words for side in ("before", "after") if side in wanted)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], base: KnowledgeBase) -> None:
    rows = list(found(base, case).rows)
    for wanted in case["expect"]:
        hit = next((row for row in rows if fits(row, wanted)), None)
        assert hit is not None, (wanted, rows)
    told = "".join(place.words for row in rows for place in (row.before, row.after) if place)
    assert not [words for words in case.get("silent", ()) if words in told]
    if not case["expect"]:
        assert rows == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_turned_round_it_is_the_mirror_image(case: dict[str, Any], base: KnowledgeBase) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = found(base, case), found(base, case, turned=True)
    assert there.same == back.same

    def ids(place: Any) -> tuple[str, ...]:
        return place.facts if place else ()

    forth = sorted((row.change, row.type, ids(row.before), ids(row.after), row.likeness) for row in there.rows)
    mirror = sorted((turned[row.change], row.type, ids(row.after), ids(row.before), row.likeness) for row in back.rows)
    assert forth == mirror
    for row in there.rows:
        assert (row.before is None) == (row.change == "added")
        assert (row.after is None) == (row.change == "removed")
        assert bool(row.fields) == (row.change == "changed")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_place_leads_to_its_source_words(case: dict[str, Any], base: KnowledgeBase) -> None:
    number = CASES.index(case)
    texts = {name: base.source_text(f"{number}/{name}.txt") for name in "ab"}
    for row in found(base, case).rows:
        for place, name in ((row.before, "a"), (row.after, "b")):
            if place is not None:
                words = "".join(texts[name][span.start : span.end] for span in place.spans)
                assert "".join(words.split()) == "".join(place.words.split())


@pytest.mark.parametrize(("before", "after"), [("0/a.txt", "0/a.txt"), ("0/a.txt", "没有的方案"), ("小学", "0/a.txt")])
def test_wrong_names_are_told_in_chinese(before: str, after: str, base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match=r"同一份|没有这个|不止一份"):
        diff(base, before, after)
