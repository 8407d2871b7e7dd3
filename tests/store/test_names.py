"""Names of actors: each alias row's examples come to its name, its near misses do not; composites come apart."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.lexicon import load
from pipeline.store.names import AliasRow, EndingRow, actor_names
from pipeline.store.searchtext import normalised

_ROWS = load("aliases", AliasRow)


def expected(row: AliasRow, name: str) -> set[str]:
    """The name a form comes to, with a level word before it where the row takes one."""
    return {row.name, name[0] + row.name} if row.level else {row.name}


@pytest.mark.parametrize(("row", "name"), [(r, n) for r in _ROWS for n in r.examples], ids=str)
def test_examples(row: AliasRow, name: str) -> None:
    assert actor_names().canonical(name) in expected(row, normalised(name))


@pytest.mark.parametrize(("row", "name"), [(r, n) for r in _ROWS for n in r.near_misses], ids=str)
def test_near_misses(row: AliasRow, name: str) -> None:
    assert actor_names().canonical(name) not in expected(row, normalised(name))


def test_every_row_has_examples_and_near_misses() -> None:
    assert [row.id for row in _ROWS if not (row.examples and row.near_misses)] == []


def test_a_form_belongs_to_one_row() -> None:
    forms = Counter(normalised(form) for row in _ROWS for form in dict.fromkeys((row.name, *row.forms)))
    assert {form for form, count in forms.items() if count > 1} == set()


@pytest.mark.parametrize(
    ("name", "issuer", "canonical"),
    [
        ("望江小学教导处", "望江小学", "教务处"),
        ("望江小学", "望江小学", "望江小学"),
        ("清河县教体局", "清河县人民政府", "县教育局"),
        ("清河县教体局", "白石市人民政府", "清河县教体局"),
        ("“县管校聘”工作领导小组", None, "县管校聘工作领导小组"),
        ("校 医务室", None, "医务室"),
        ("教务处(教导处)", None, "教务处"),
        ("总务处等", None, "总务处"),
        ("校长", None, "校长"),
        ("县教育局", None, "县教育局"),
        ("市教育局", None, "市教育局"),
    ],
)
def test_canonical(name: str, issuer: str | None, canonical: str) -> None:
    assert actor_names().canonical(name, issuer) == canonical


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("住宿处、教学处和总务处", ("住宿处", "教学处", "总务处")),
        ("县教育局、县财政局", ("县教育局", "县财政局")),
        ("教育和体育局", ()),
        ("人力资源和社会保障局", ()),
        ("校长", ()),
        ("县、乡镇", ()),
        ("班主任及任课教师", ("班主任", "任课教师")),
    ],
)
def test_parts(name: str, parts: tuple[str, ...]) -> None:
    assert actor_names().parts(name) == parts


def test_all_names_of_an_office() -> None:
    assert actor_names().names_of("教学处")[:3] == ("教学处", "教务处", "教导处")
    assert "县教委" in actor_names().names_of("县教育局")
    assert actor_names().names_of("望江楼") == ("望江楼",)


def test_endings_are_distinct() -> None:
    endings = [row.ending for row in load("actor_endings", EndingRow)]
    assert len(endings) == len(set(endings))
