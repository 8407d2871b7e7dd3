"""The lists that are shipped: complete, true to the material they come from, and rich enough to be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.comparison import StandardRow, standard, standards
from pipeline.comparison.lexicons import units
from pipeline.comparison.units import measure
from pipeline.comparison.wordings import Wordings
from pipeline.lexicon import Entry, load
from pipeline.model.errors import UsageError
from pipeline.model.span import fold

SHARED = Path(__file__).resolve().parents[3] / "shared" / "standards"
FILES = {
    "QB17": "quality_balance_2017.yaml",
    "BB12": "basic_balance_2012.yaml",
    "MG17": "management_2017.yaml",
    "OT": "other_norms.yaml",
}
ROWS = [(item.id, row) for item in standards() for row in item.rows]
WORDINGS = {item.id: Wordings(item) for item in standards()}
VALUES = ("school_type", "comparator", "value", "unit", "years", "sub_quantity", "age", "encouraged")


def test_the_four_lists() -> None:
    assert {item.id: len(item.rows) for item in standards()} == {"BB12": 29, "MG17": 88, "OT": 51, "QB17": 41}
    assert standard("qb17") is standard("QB17")


def test_an_unknown_list_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"没有编号为“XX”的标准表.*BB12.*MG17.*OT.*QB17"):
        standard("XX")


def _rows_of(data: object) -> list[dict[str, Any]]:
    """Every row in a file of the material, wherever it stands in it."""
    if isinstance(data, list):
        return [row for item in data for row in _rows_of(item)]
    if not isinstance(data, dict):
        return []
    if "id" in data and "level" in data and "kind" in data:
        return [data]
    return [row for value in data.values() for row in _rows_of(value)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the material the lists come from is not here")
@pytest.mark.parametrize("list_id", sorted(FILES))
def test_values_are_those_of_the_material(list_id: str) -> None:
    given = {row["id"]: row for row in _rows_of(yaml.safe_load((SHARED / FILES[list_id]).read_text("utf-8")))}
    ours = {row.id: row for row in standard(list_id).rows}
    assert list(given) == list(ours)
    for key, row in given.items():
        mine = ours[key]
        assert (mine.level, mine.confirmed) == (row["level"], row.get("confirmed", True)), key
        assert len(mine.thresholds) == len(row.get("thresholds") or ()), key
        for wanted, have in zip(row.get("thresholds") or (), mine.thresholds, strict=True):
            for field in VALUES:
                value = wanted.get(field)
                found = getattr(have, field)
                if value is None:
                    assert found in (None, "", False), (key, field)
                else:
                    assert found == (tuple(value) if isinstance(value, list) else value), (key, field)
            assert bool(have.region) == bool(wanted.get("region")), key
            assert have.confirmed == wanted.get("confirmed", True), key
            assert have.years_confirmed == wanted.get("years_confirmed", True), key


@pytest.mark.parametrize(("list_id", "row"), ROWS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_a_row_can_be_found_by_its_words(list_id: str, row: StandardRow) -> None:
    assert row.aliases or row.keywords
    assert set(row.generic) < {*row.aliases, *row.keywords, *row.related_not_comparable, *row.unclear}
    index = standard(list_id).rows.index(row)
    for wording in row.aliases:
        if wording.startswith("="):
            continue
        found = WORDINGS[list_id].find(fold(wording).replace("…", "的"))
        assert any(tie.row == index and tie.role == "alias" for item in found for tie in item.ties), wording
    for wording in row.related_not_comparable:
        found = WORDINGS[list_id].find(wording)
        assert any(tie.row == index and tie.role == "related" for item in found for tie in item.ties), wording


@pytest.mark.parametrize(("list_id", "row"), ROWS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_units_are_known(list_id: str, row: StandardRow) -> None:
    free = {"时刻", "教师数/学生数(小数)"}
    for item in row.thresholds:
        assert not item.unit or item.unit in free or measure(item.unit).kind is not None, item.unit
        heads = measure(item.unit)
        assert ("/" not in item.unit) or heads.per or heads.kind == "ratio" or item.unit in free | {"名/每增 500 人"}


def test_no_wording_is_empty_or_one_character() -> None:
    for item in standards():
        for pieces, ties in WORDINGS[item.id].entries:
            assert sum(map(len, pieces)) > 1, ties


class _Source(Entry, frozen=True, kw_only=True):
    site: str = ""
    url: str = ""
    kind: str = ""
    what: str = ""
    origin: str = ""


def test_every_confirmation_names_a_known_source() -> None:
    known = {row.id for row in load("standard_sources", _Source)}
    for _, row in ROWS:
        used = {*row.confirmed_by, *(key for item in row.thresholds for key in item.confirmed_by)}
        assert used <= known, row.id
        assert row.confirmed_by or not row.confirmed, row.id


def test_unit_words_are_told_apart() -> None:
    for row in units():
        for example in row.examples:
            assert measure(example).kind == row.kind or any(
                example in other.words for other in units() if other is not row
            )
        for other in row.near_misses:
            assert measure(other).kind != row.kind
