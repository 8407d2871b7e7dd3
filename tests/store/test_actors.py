"""Who the parties of a duty are, each by itself."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.result import Duty
from pipeline.store import KnowledgeBase
from pipeline.store.finding_actors import actors_named
from tests.store.plans import Plan


def test_a_body_beside_people_is_no_person(tmp_path: Path) -> None:
    plan = Plan("home", "柳溪小学家校工作制度\n学校与家长建立沟通渠道。\n", title="柳溪小学家校工作制度")
    plan.fact(Duty, "建立沟通渠道", actor="学校与家长", actor_kind="person")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        kb.add(*plan.done())
        kinds = {one.name: one.kind for one in actors_named(kb.db, ("学校",)) if one.exact}
    assert kinds == {"学校": "unknown"}
