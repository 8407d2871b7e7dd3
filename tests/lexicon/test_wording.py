"""Every row of the files of wording applies to its examples, to none of its near misses, and serves a rule."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

import pipeline
from pipeline.lexicon import load
from pipeline.lexicon.loader import lexicon_folders
from pipeline.lexicon.wording import Wording, any_of, pattern, words
from pipeline.model.errors import LexiconError
from pipeline.model.span import fold

AREAS = sorted(path.stem.removesuffix("_wording") for path in lexicon_folders()[0].glob("*_wording.yaml"))
ROWS = [pytest.param(name, row, id=f"{name}.{row.id}") for name in AREAS for row in load(f"{name}_wording", Wording)]


def cases(field: str) -> list[object]:
    return [
        pytest.param(name, row, text, id=f"{name}.{row.id}:{text}")
        for name in AREAS
        for row in load(f"{name}_wording", Wording)
        for text in getattr(row, field)
    ]


@lru_cache(maxsize=1)
def code() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(Path(pipeline.__file__).parent.rglob("*.py")))


def applies(name: str, row: Wording, text: str) -> bool:
    """Whether a row's words or pattern stand in their place of a text."""
    if row.signs and set(row.signs).isdisjoint(text):
        return False
    if row.words:
        where = {"head": text.startswith, "tail": text.endswith}.get(row.place)
        if where:
            return where(row.words)
        return text in row.words if row.place == "whole" else any(word in text for word in row.words)
    compiled = pattern(name, row.id)
    method = {"head": compiled.match, "whole": compiled.fullmatch}.get(row.place, compiled.search)
    found = method(text)
    return found is not None and (row.place != "tail" or found.end() == len(text))


@pytest.mark.parametrize(("name", "row", "text"), cases("examples"))
def test_a_row_applies_to_its_examples(name: str, row: Wording, text: str) -> None:
    assert applies(name, row, fold(text))


@pytest.mark.parametrize(("name", "row", "text"), cases("near_misses"))
def test_a_row_does_not_apply_to_its_near_misses(name: str, row: Wording, text: str) -> None:
    assert not applies(name, row, fold(text))


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_has_examples_of_both_kinds_and_folded_words(name: str, row: Wording) -> None:
    assert len(row.examples) >= (1 if row.pattern else min(2, len(row.words)))
    assert row.near_misses
    assert row.words == tuple(map(fold, row.words))
    assert len(set(row.words)) == len(row.words)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_serves_a_rule(name: str, row: Wording) -> None:
    referred = any(f"{{{row.id}}}" in other.pattern for other in load(f"{name}_wording", Wording))
    assert f'"{row.id}"' in code() or referred, f"no code asks for {name}.{row.id}"


def test_a_row_has_words_or_a_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"{AREAS[0]}_wording.yaml").write_text(
        "entries:\n  - {id: both, place: head, words: [甲], pattern: 甲}\n", "utf-8"
    )
    monkeypatch.setenv("CETU_LEXICONS", str(tmp_path))
    with pytest.raises(LexiconError, match="须写其一"):
        load(f"{AREAS[0]}_wording", Wording)


def test_a_users_row_takes_the_place_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in load(f"{AREAS[0]}_wording", Wording) if row.words)
    (tmp_path / f"{AREAS[0]}_wording.yaml").write_text(
        f"entries:\n  - {{id: {row.id}, place: head, words: [某甲, 某甲乙]}}\n", "utf-8"
    )
    monkeypatch.setenv("CETU_LEXICONS", str(tmp_path))
    assert words(AREAS[0], row.id) == ("某甲", "某甲乙")
    found = pattern(AREAS[0], row.id).match("某甲乙丙")
    assert found is not None
    assert found[0] == "某甲乙" == any_of(("某甲", "某甲乙")).split("|")[0]
