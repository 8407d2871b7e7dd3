"""What readers keep over a write is what a reader who has just come would work out: after each of many changes, drawn by a fixed
seed, every list of the workbench is the same for both."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from pipeline.export.calendar.due import Asked, dated, recurring
from pipeline.export.task_pages import TaskFilter, find_tasks
from pipeline.model.result import Deadline, Duty, Extraction, Indicator
from pipeline.store import KnowledgeBase, kept_up
from pipeline.store.copies import copies
from pipeline.store.held import held, put_right
from pipeline.store.indicator_groups import IndicatorFilter, indicator_groups
from pipeline.store.kept_up import of_contents
from pipeline.store.listing import Wanted, facets, plan_lines
from pipeline.store.parties import Chosen, parties
from pipeline.store.plan_duties import plans_with_duties
from pipeline.store.put_right import given, new_parties
from pipeline.store.records import StoredFile
from pipeline.store.review_records import By
from pipeline.store.reviews import batches, review, undo
from pipeline.store.standing import of_plans
from pipeline.web.app import create_app
from pipeline.web.findings import known_plans
from pipeline.web.settings import Settings
from tests.store.plans import Plan
from tests.web.conftest import NOW

_BY = By(who="周编", at="2025-03-01T09:00:00")
_DAYS = ("2025-04-30", "2025-06-15", "2025-12-01")
_SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "duty": (
        ("actor", "教务处、督导专班"),
        ("actor", "总务处"),
        ("due", "2025-05-20"),
        ("support", "校医室"),
        ("words", "每周巡查"),
    ),
    "indicator": (("value", "97.5"), ("name", "巩固率"), ("due", "2025-07-01")),
    "deadline": (("end", "2025-09-30"),),
    "membership": (("person", "林晓舟"), ("group", "安全专班"), ("post", "总务主任")),
    "target": (("due", "2025-08-31"), ("words", "全部达标")),
}
_ALWAYS = (("state", "done"), ("state", "doing"), ("review", "rejected"), ("review", "confirmed"), ("remark", "再看"))


def everything(kb: KnowledgeBase) -> dict[str, object]:
    """What the lists of the workbench are made of."""
    known = given(kb)
    return {
        "held": held(kb),
        "put right": dict(put_right(kb)),
        "given": known,
        "new parties": new_parties(kb),
        "parties": parties(kb, Chosen()),
        "plans with duties": plans_with_duties(kb, ""),
        "tasks": find_tasks(kb, "2025-03-01", TaskFilter()),
        "refused": find_tasks(kb, "2025-03-01", TaskFilter(verdict="已驳回")),
        "dated": dated(kb, Asked()),
        "recurring": recurring(kb, Asked()),
        "indicators": indicator_groups(kb, IndicatorFilter()),
        "copies": copies(kb),
        "plans": (plan_lines(kb, Wanted()), facets(kb)),
        "audited": known_plans(kb),
    }


def written(number: int, revision: int) -> tuple[Extraction, str]:
    """A plan of a few facts, another in each revision; plans of even numbers share their issuer."""
    day = _DAYS[(number + revision) % len(_DAYS)]
    text = f"望江小学安全工作计划{number}\n总务处{day}前检查校舍{revision}遍。\n教务处每月开一次例会。\n巩固率达到9{revision % 10}%。\n"
    made = Plan(f"w{number}", text, title=f"望江小学安全工作计划{number}", issuer=None if number % 2 else "望江小学")
    due = made.fact(Deadline, f"{day}前", kind="by", end=day)
    made.fact(Duty, f"检查校舍{revision}遍", actor="总务处", actor_kind="org", deadline=due)
    often = made.fact(Deadline, "每月", kind="recurring", freq="P1M", times=1)
    made.fact(Duty, "开一次例会", actor="教务处", actor_kind="org", deadline=often)
    made.fact(
        Indicator, f"9{revision % 10}%", name="巩固率", op=">=", value=90.0 + revision % 10, unit="%", status="target"
    )
    return made.done()


def changes(path: Path, draw: random.Random) -> Iterator[str]:
    """One change after another, each by a writer of its own."""
    for step in range(60):
        kind = draw.choice(("say", "say", "say", "say", "undo", "write", "write", "remove", "fail", "copy"))
        with KnowledgeBase.open(path, write=True) as kb:
            CHANGES[kind](kb, draw, step)
        yield f"{step}: {kind}"


def _say(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    ids = kb.db.execute("SELECT id, type FROM facts ORDER BY key").fetchall()
    id, type = draw.choice(ids)
    field, value = draw.choice((*_SAID.get(type, ()), *_ALWAYS))
    review(kb, id, {field: draw.choice((value, value, None))}, _BY)


def _undo(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    if left := [one for one in batches(kb) if one.undone_by is None][-1:]:
        undo(kb, left[0].number, _BY)


def _write(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    kb.add(*written(draw.randrange(6), draw.randrange(4)))


def _remove(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    kb.remove_file(draw.choice([one.path for one in kb.files()]))


def _fail(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    kb.put_file(StoredFile(path=f"坏{draw.randrange(3)}.txt", status="failed", reason="空文件"))


def _copy(kb: KnowledgeBase, draw: random.Random, step: int) -> None:
    """The same content under a path that comes before, or after, all others."""
    extraction, text = written(draw.randrange(6), 0)
    source = msgspec.structs.replace(extraction.source, path=draw.choice(("00.txt", "zz.txt")))
    kb.add(msgspec.structs.replace(extraction, source=source), text)


CHANGES: dict[str, Callable[[KnowledgeBase, random.Random, int], None]] = {
    "say": _say, "undo": _undo, "write": _write, "remove": _remove, "fail": _fail, "copy": _copy,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_who_stays_sees_what_one_who_comes_sees(base_path: Path, seed: int) -> None:
    with KnowledgeBase.open(base_path) as staying:
        everything(staying)
        for change in changes(base_path, random.Random(seed)):
            with KnowledgeBase.open(base_path) as coming:
                expected = everything(coming)
            found = everything(staying)
            for name, value in expected.items():
                assert found[name] == value, f"{name} after {change}"


def all_counted(client: TestClient) -> None:
    """The list of plans counts findings a few plans at each view: look until none is left uncounted."""
    for _ in range(20):
        page = client.get("/api/documents").json()
        if {row["document"] for row in page["rows"] if row["document"]} <= set(page["findings"]):
            return
    raise AssertionError("plans are left uncounted")


def test_the_pages_of_a_server_that_stays(base_path: Path) -> None:
    def pages(client: TestClient) -> dict[str, object]:
        where = (
            "duties",
            "tasks",
            "deadlines",
            "indicators",
            "documents",
            "audit",
            "compare",
            "duties/groups",
            "duties/plans",
        )
        all_counted(client)
        return {one: client.get(f"/api/{one}").json() for one in where}

    def server() -> TestClient:
        return TestClient(
            create_app(Settings(kb=base_path, user="测试员"), clock=lambda: NOW), base_url="http://127.0.0.1"
        )

    with server() as staying:
        pages(staying)
        for number, change in enumerate(changes(base_path, random.Random(7))):
            if number % 6 == 0:
                with server() as coming:
                    expected = pages(coming)
                found = pages(staying)
                for name, value in expected.items():
                    assert found[name] == value, f"{name} after {change}"


def test_one_word_about_a_fact_has_no_plan_worked_out_again(base_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[kept_up.Changed] = []
    with KnowledgeBase.open(base_path) as kb:
        note = lambda old, changed: asked.append(changed) or (old or 0) + 1  # noqa: E731 - what is kept counts its makings
        assert kept_up.kept_up(kb, "made", note) == 1
        fact = kb.db.execute("SELECT id, key FROM facts WHERE type = 'duty' ORDER BY key").fetchone()
        with KnowledgeBase.open(base_path, write=True) as writer:
            review(writer, fact["id"], {"state": "done"}, _BY)
        assert kept_up.kept_up(kb, "made", note) == 2
        with KnowledgeBase.open(base_path, write=True) as writer:
            writer.put_file(StoredFile(path="坏.txt", status="failed", reason="空文件"))
        assert kept_up.kept_up(kb, "made", note) == 2
    assert asked[0].contents is None
    assert asked[1:] == [kept_up.Changed(frozenset({fact["key"] >> 20}))]


def test_what_follows_from_plans_stays_while_people_talk(base_path: Path) -> None:
    made: list[str] = []
    with KnowledgeBase.open(base_path) as kb:
        fact = kb.db.execute("SELECT id, key FROM facts ORDER BY key").fetchone()
        own, other = fact["key"] >> 20, kb.db.execute("SELECT max(key) >> 20 FROM facts").fetchone()[0]

        def ask() -> None:
            of_plans(kb, ("plans",), lambda: made.append("plans"))
            of_contents(kb, ("own",), (own,), lambda: made.append("own"))
            of_contents(kb, ("other",), (other,), lambda: made.append("other"))

        ask()
        with KnowledgeBase.open(base_path, write=True) as writer:
            review(writer, fact["id"], {"remark": "看过"}, _BY)
        ask()
        assert made == ["plans", "own", "other", "own"]
        with KnowledgeBase.open(base_path, write=True) as writer:
            writer.add(*written(1, 1))
        ask()
        assert made[4:] == ["plans"]


def test_a_writer_keeps_nothing(base_path: Path) -> None:
    with KnowledgeBase.open(base_path, write=True) as kb:
        before = find_tasks(kb, "2025-03-01", TaskFilter())
        kb.add(*written(2, 2))
        assert len(find_tasks(kb, "2025-03-01", TaskFilter()).heads) == len(before.heads) + 2
