"""The workbench at size, on this machine only: each page one after another, then many people at once.

`python benchmarks/web.py --facts 100000` builds the base of store.py (kept with `--keep FILE`), starts `cetu serve` with two
workers on a free port of 127.0.0.1, and prints for each page: bytes, median and p95 of the time until the answer is there, and
the same for its JSON twin, then what its first view takes after somebody has put a fact right (`corrected`) and after a plan
was read anew (`replaced`), as the worst of a few. Then `--people` ask for pages drawn by a fixed seed, each waiting a moment
between two, for `--seconds`. Bounded: no more requests than `--most`. Wall time: read it on a quiet machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.store import arguments, base, document  # noqa: E402
from pipeline.store import KnowledgeBase  # noqa: E402
from pipeline.store.review_records import By, Edit  # noqa: E402
from pipeline.store.reviews import apply, review  # noqa: E402

_WARM = 3
_WRITES = 4
_PAUSE = 1.0
_BY = By(who="基准", at="2025-01-01T00:00:00")


def main() -> None:
    """Build, serve, measure."""
    parser = arguments(__doc__, 30)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--most", type=int, default=5_000)
    parser.add_argument("--judged", type=int, default=2_000, help="facts that people have said something of before")
    chosen = parser.parse_args()
    with base(chosen.facts, chosen.keep) as path:
        judge(path, chosen.judged)
        pages = pages_of(path)
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "serve", "--kb", str(path), "--port", str(port), "--workers", "2"],
            stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, follow_redirects=True) as client:
                _wait(client)
                one_by_one(client, pages, chosen.rounds)
                after_writes(client, pages, path)
            asyncio.run(together(port, list(pages.values()), chosen.people, chosen.seconds, chosen.most))
        finally:
            server.terminate()
            server.wait(timeout=30)


def pages_of(path: Path) -> dict[str, str]:
    """A page of each kind, over what is in the base."""
    with KnowledgeBase.open(path) as kb:
        document = kb.db.execute("SELECT id FROM documents ORDER BY key LIMIT 1").fetchone()[0]
        fact = kb.db.execute("SELECT id FROM facts WHERE type = 'duty' ORDER BY key LIMIT 1").fetchone()[0]
        actor, key = kb.db.execute(
            "SELECT a.name, a.key FROM actors a JOIN fact_actors f ON f.actor = a.key GROUP BY a.key ORDER BY count(*) DESC, a.key LIMIT 1"
        ).fetchone()
        titles = [row[0] for row in kb.db.execute("SELECT id FROM documents ORDER BY key LIMIT 2")]
    return {
        "问": "/",
        "问 who": f"/?q={actor}负责什么",
        "问 when": "/?q=哪些工作要在年底前完成",
        "文档": "/documents",
        "文档 原文": f"/documents/{document}",
        "事实 卡片": f"/facts/{fact}",
        "事实 原文": f"/facts/{fact}/source",
        "责任": "/duties",
        "责任 主体": f"/actors/{key}",
        "台账": "/tasks",
        "时限": "/deadlines",
        "指标": "/indicators",
        "对照": "/compare",
        "体检": "/audit",
        "比对": f"/diff?before={titles[0]}&after={titles[-1]}",
        "导入": "/import",
        "导出": "/export",
    }


def one_by_one(client: httpx.Client, pages: dict[str, str], rounds: int) -> None:
    """Each page alone: what the server needs."""
    print(f"{'page':12} {'status':>6} {'kB':>7} {'median ms':>10} {'p95 ms':>8} {'first ms':>9}")
    for name, path in pages.items():
        first = _timed(client, path)[0]
        for _ in range(_WARM):
            _timed(client, path)
        took = sorted(_timed(client, path)[0] for _ in range(rounds))
        answer = client.get(path)
        size = len(answer.content) / 1000
        print(
            f"{name:12} {answer.status_code:6} {size:7.1f} {statistics.median(took):10.1f} {_p95(took):8.1f} {first:9.1f}"
        )


def judge(path: Path, facts: int) -> None:
    """Let people have confirmed, corrected and rejected some facts all over the base."""
    said: tuple[dict[str, str | None], ...] = (
        {"state": "done"},
        {"review": "confirmed"},
        {"actor": "教导处"},
        {"due": "2025-10-31"},
    )
    with KnowledgeBase.open(path, write=True) as kb:
        rows = kb.db.execute("SELECT id FROM facts WHERE type = 'duty' ORDER BY key").fetchall()
        step = max(1, len(rows) // max(1, facts))
        apply(
            kb,
            [Edit(fact=row[0], changes=said[number % len(said)]) for number, row in enumerate(rows[::step][:facts])],
            _BY,
        )


def after_writes(client: httpx.Client, pages: dict[str, str], path: Path) -> None:
    """The first view of each page after a fact was put right, and after a plan was read anew: the worst of a few."""
    with KnowledgeBase.open(path) as kb:
        facts = [
            row[0]
            for row in kb.db.execute("SELECT id FROM facts WHERE type = 'duty' ORDER BY key LIMIT 1000 OFFSET 100")
        ]
    print(f"{'page':12} {'corrected, worst ms':>20} {'replaced, worst ms':>20}")
    for place, (name, url) in enumerate(pages.items()):
        corrected, replaced = [], []
        for number in range(_WRITES):
            _timed(client, url)
            with KnowledgeBase.open(path, write=True) as kb:
                review(kb, facts[place * _WRITES + number], {"actor": f"专班{number}{time.time_ns()}"}, _BY)
            corrected.append(_timed(client, url)[0])
            with KnowledgeBase.open(path, write=True) as kb:
                kb.add(*document(600 + place, time.time_ns() % 1_000_000))
            replaced.append(_timed(client, url)[0])
        print(f"{name:12} {max(corrected):20.0f} {max(replaced):20.0f}", flush=True)


async def together(port: int, pages: list[str], people: int, seconds: float, most: int) -> None:
    """So many people at once, each reading a moment between two pages."""
    took: list[float] = []
    bad = 0
    end = time.perf_counter() + seconds

    async def person(number: int) -> None:
        nonlocal bad
        draw = random.Random(number)
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=60, follow_redirects=True, limits=limits
        ) as client:
            await asyncio.sleep(draw.random() * _PAUSE)
            while time.perf_counter() < end and len(took) < most:
                before = time.perf_counter()
                answer = await client.get(draw.choice(pages))
                took.append((time.perf_counter() - before) * 1000)
                bad += answer.status_code != 200
                await asyncio.sleep(draw.uniform(0.5, 1.5) * _PAUSE)

    await asyncio.gather(*(person(number) for number in range(people)))
    took.sort()
    print(
        f"{people} people, 2 workers: {len(took)} pages in {seconds:.0f} s, {bad} not 200, "
        f"median {statistics.median(took):.0f} ms, p95 {_p95(took):.0f} ms, worst {took[-1]:.0f} ms"
    )


def _timed(client: httpx.Client, path: str) -> tuple[float, int]:
    before = time.perf_counter()
    answer = client.get(path)
    return (time.perf_counter() - before) * 1000, answer.status_code


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            client.get("/login")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the workbench did not start")


if __name__ == "__main__":
    main()
