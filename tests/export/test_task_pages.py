"""The ledger page by page holds what the whole ledger holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import extract_with_layout
from pipeline.export.task_pages import TaskFilter, find_tasks, task_with, tasks_of
from pipeline.export.tasks import tasks
from pipeline.reading import read
from pipeline.store import KnowledgeBase, passages_of
from pipeline.store.review_records import By
from pipeline.store.reviews import review

ROOT = Path(__file__).parents[2]
ON = "2025-03-01"
BY = By(who="李老师", at="2025-03-01T09:00:00")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        for plan in sorted((ROOT / "corpus").glob("*.txt"))[:8]:
            extraction, layout = extract_with_layout(read(plan))
            kb.add(extraction, passages=passages_of(layout))
        found = list(tasks(kb, ON))
        many = [task for task in found if len(task.facts) > 1]
        review(kb, found[0].fact, {"state": "done"}, BY)
        review(kb, found[1].fact, {"due": "2025-04-01", "actor": "安全办"}, BY)
        review(kb, found[2].fact, {"review": "rejected"}, BY)
        review(kb, many[0].facts[-1], {"state": "doing"}, BY)
        review(kb, many[1].facts[-1], {"review": "rejected"}, BY)
    return path


def test_all_pages_together_are_the_ledger(plans: Path) -> None:
    with KnowledgeBase.open(plans) as kb:
        whole = {task.fact: task for task in tasks(kb, ON)}
        found = find_tasks(kb, ON, TaskFilter())
        paged = tasks_of(kb, found.heads, ON)
        assert {task.fact: task for task in paged} == whole
        assert len(paged) == len(whole)
        assert {one.word: one.count for one in found.lights} == {
            word: sum(task.light == word for task in whole.values()) for word in {task.light for task in whole.values()}
        }
        for head, task in zip(found.heads, paged, strict=True):
            assert (head.due, head.state, head.verdict) == (task.due, task.state, task.verdict)
        assert all(task_with(kb, one, ON) == whole[task.fact] for task in paged for one in task.facts[:1])


@pytest.mark.parametrize(
    "field", ["light", "state", "verdict"],
)  # fmt: skip
def test_a_filter_leaves_exactly_what_it_names(plans: Path, field: str) -> None:
    with KnowledgeBase.open(plans) as kb:
        whole = list(tasks(kb, ON, rejected="in"))
        for word in {getattr(task, field) for task in whole}:
            kept = tasks_of(kb, find_tasks(kb, ON, TaskFilter(**{field: word})).heads, ON)
            expected = [
                task
                for task in whole
                if getattr(task, field) == word and (task.verdict != "已驳回" or word == "已驳回")
            ]
            assert sorted(task.fact for task in kept) == sorted(task.fact for task in expected)


def test_owner_and_plan(plans: Path) -> None:
    with KnowledgeBase.open(plans) as kb:
        put_right = tasks_of(kb, find_tasks(kb, ON, TaskFilter(owner="安全办")).heads, ON)
        assert [task.lead for task in put_right if task.due == "2025-04-01"] == ["安全办"]
        one = next(tasks(kb, ON))
        own = tasks_of(kb, find_tasks(kb, ON, TaskFilter(document=one.document)).heads, ON)
        assert {task.document for task in own} == {one.document}
        assert find_tasks(kb, ON, TaskFilter(document="火星方案", owner="无此处")).heads == ()


def test_what_is_late_comes_first_and_closed_ones_last(plans: Path) -> None:
    with KnowledgeBase.open(plans) as kb:
        heads = find_tasks(kb, ON, TaskFilter()).heads
        dated = [head.due for head in heads if head.due and not head.closed]
        assert dated == sorted(dated)
        closed = [head.closed for head in heads]
        assert closed == sorted(closed)


@pytest.fixture
def kept_twice(tmp_path: Path) -> Path:
    """A plan kept under two names, the second a little longer."""
    import msgspec

    plan = next(iter(sorted((ROOT / "corpus").glob("*.txt"))))
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        for name, tail in (("a.txt", ""), ("b.txt", "\n\n")):
            copy = tmp_path / name
            copy.write_bytes(plan.read_bytes() + tail.encode())
            extraction, layout = extract_with_layout(msgspec.structs.replace(read(copy), path=name))
            kb.add(extraction, passages=passages_of(layout))
    return path


def _pages(kb: KnowledgeBase, document: str = "") -> list[str]:
    return sorted(
        f"{task.path} {task.start}"
        for task in tasks_of(kb, find_tasks(kb, ON, TaskFilter(document=document)).heads, ON)
    )


def test_a_plan_kept_twice_stands_in_the_ledger_once(kept_twice: Path) -> None:
    with KnowledgeBase.open(kept_twice) as kb:
        once = [task for task in tasks(kb, ON) if task.path == "a.txt"]
        every = list(tasks(kb, ON, copied=True))
        assert once == list(tasks(kb, ON))
        assert len(every) == 2 * len(once)
        assert _pages(kb) == sorted(f"{task.path} {task.start}" for task in once)
        copies = [task for task in every if task.path == "b.txt"]
        assert list(tasks(kb, ON, document="b.txt")) == copies
        assert _pages(kb, "b.txt") == sorted(f"{task.path} {task.start}" for task in copies)
    with KnowledgeBase.open(kept_twice, write=True) as kb:
        spoken_of = next(task for task in copies if len(task.facts) == 1)
        review(kb, spoken_of.fact, {"state": "done"}, BY)
    with KnowledgeBase.open(kept_twice) as kb:
        assert [task.fact for task in tasks(kb, ON) if task.path == "b.txt"] == [spoken_of.fact]
        assert len(_pages(kb)) == len(once) + 1
