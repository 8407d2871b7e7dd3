"""One group under several names: the only such group of a paper, and what looks alike and is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.asking import duties
from pipeline.lexicon import load
from pipeline.model.result import Duty, Membership
from pipeline.store import KnowledgeBase
from pipeline.store.groups import GroupWordRow, cut, same_group
from tests.store.plans import Plan

_ROWS = load("group_names", GroupWordRow)
_EPIDEMIC = "疫情防控工作领导小组"


@pytest.mark.parametrize(
    ("name", "groups", "title", "same"),
    [
        ("防控工作领导小组", [_EPIDEMIC], "", _EPIDEMIC),
        ("防控领导小组", [_EPIDEMIC, "均衡发展领导小组"], "", _EPIDEMIC),
        ("领导小组", [_EPIDEMIC], "", _EPIDEMIC),
        ("疫情防控小组", [_EPIDEMIC], "", _EPIDEMIC),
        ("疫情防控领导小组", ["防控工作领导小组"], "疫情防控工作方案", "防控工作领导小组"),
        ("学校校园安全领导小组", ["校园安全工作领导小组"], "", "校园安全工作领导小组"),
        ("膳食管理委员会", ["膳食委员会"], "", "膳食委员会"),
        ("防汛应急指挥部", ["防汛指挥部"], "", "防汛指挥部"),
        # two that fit are none
        ("防控领导小组", [_EPIDEMIC, "近视防控领导小组"], "", None),
        ("领导小组", [_EPIDEMIC, "均衡发展领导小组"], "", None),
        # another matter, another sort of group, a part of the group
        ("消防安全领导小组", ["食品安全领导小组"], "", None),
        ("食品安全领导小组", ["安全领导小组"], "校园安全工作方案", None),
        ("防控领导小组办公室", [_EPIDEMIC], "", None),
        ("疫情防控指挥部", [_EPIDEMIC], "", None),
        ("教研组长", ["教研小组"], "", None),
        ("教务处", [_EPIDEMIC], "", None),
        (_EPIDEMIC, [_EPIDEMIC], "", None),
    ],
)
def test_same_group(name: str, groups: list[str], title: str, same: str | None) -> None:
    assert same_group(name, groups, title) == same


def test_a_group_without_a_roster_may_be_meant_too() -> None:
    assert same_group("防控领导小组", [_EPIDEMIC], "", ["近视防控领导小组"]) is None
    assert (
        same_group("防控领导小组", [_EPIDEMIC], "", ["防控工作领导小组", "防控领导小组", "疫情防控小组"]) == _EPIDEMIC
    )


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.id)
def test_rows(row: GroupWordRow) -> None:
    def applies(name: str) -> bool:
        if row.kind == "same":
            found = cut(name)
            return found is not None and found.sort == row.id
        return any(word in name if row.kind == "filler" else name.endswith(word) for word in row.words)

    assert [name for name in row.examples if not applies(name)] == []
    assert [name for name in row.near_misses if applies(name)] == []


def test_a_members_duties_come_through_the_other_name(tmp_path: Path) -> None:
    text = "枣园小学疫情防控方案\n成立疫情防控工作领导小组，组长：严一禾。\n防控领导小组每周调度一次。\n近视防控领导小组另行成立。\n"
    plan = Plan("g", text, title="枣园小学疫情防控方案", issuer="枣园小学")
    plan.fact(Membership, "严一禾", person="严一禾", position="组长", group=_EPIDEMIC)
    plan.fact(Duty, "防控领导小组每周调度一次", "严一禾", actor="防控领导小组", actor_kind="group")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        kb.add(*plan.done())
        (row,) = duties(kb, "严一禾")
    assert (row.fact, row.position, row.group) == ("g-f2", "组长", _EPIDEMIC)
