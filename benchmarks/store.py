"""The store at size: how long one document takes to be replaced in a made-up base of many facts.

`python benchmarks/store.py --facts 100000` builds a base (kept with `--keep FILE`, and used again where it is there) and prints
build time, size, and median, p95 and worst of replacing, reviewing and reading. The text is drawn from word lists by a
fixed seed: the same arguments give the same base.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.model.result import Deadline, Document, Duty, Extraction, Fact, Indicator, Section, SourceInfo  # noqa: E402
from pipeline.model.span import Span  # noqa: E402
from pipeline.store import KnowledgeBase  # noqa: E402
from pipeline.store.review_records import By  # noqa: E402
from pipeline.store.reviews import review  # noqa: E402

PER_DOCUMENT = 60
# Words parted by blanks.
_PLACES = "云岭 松槿 柳溪 栖禾 枫林 桐花 望江 石桥 青禾 临澜 杏坡 梧川 竹溪 兰湖 榆关 槐里"
_KINDS = "第一小学 第二小学 中心小学 实验小学 初级中学 第三中学 民族学校 教育局"
_ACTORS = "教务处 德育处 总务处 办公室 安保处 教科室 工会 团委 少先队 图书馆 校医室 各年级组 各教研组 班主任 校长"
_VERBS = "组织 检查 汇总 报送 完善 制定 落实 更新 公示 整改 登记 评比 培训 核对 督促 归档"
_THINGS = (
    "教学常规 学籍信息 留守儿童档案 校舍安全 食堂台账 课后服务 图书借阅 实验仪器 教师研修 家校联系 控辍保学 体育锻炼 "
    "心理辅导 收费公示 应急演练 课程表 作业设计 社团活动 资助名单 班级文化 校园绿化 宿舍管理 卫生防疫 经费使用"
)
_NAMES = "巩固率 入学率 合格率 优良率 覆盖率 满意度 参训率 完成率 达标率 普及率"
_BY = By(who="基准", at="2025-01-01T00:00:00")


def document(number: int, revision: int = 0) -> tuple[Extraction, str]:
    """A made-up plan of sixty facts in thirty sentences or so; another revision differs in some words."""
    draw = random.Random(number * 1000 + revision)
    name = f"{_any(draw, _PLACES)}{_any(draw, _KINDS)}"
    lines, facts, at = [f"{name}{2000 + number % 30}年工作计划（{number}）"], list[Fact](), 0
    sections: list[Section] = []
    at = len(lines[0]) + 1
    while len(facts) < PER_DOCUMENT:
        if len(facts) % 12 == 0:
            heading = f"{'一二三四五'[len(sections)]}、{_any(draw, _THINGS)}"
            sections.append(_section(number, len(sections), heading, at))
            lines.append(heading)
            at += len(heading) + 1
        line, made = _sentence(draw, f"n{number}r{revision}", len(facts), at, sections[-1].id, f"d{number}")
        lines.append(line)
        facts += made
        at += len(line) + 1
    text = "\n".join(lines) + "\n"
    digest = sha256(text.encode()).hexdigest()
    source = SourceInfo(
        path=f"{number % 100}/{number}.txt",
        sha256=digest,
        media_type="text/plain",
        encoding="utf-8",
        pages=None,
        chars=len(text),
    )
    plan = Document(id=f"d{number}", title=lines[0], title_span=None, span=Span(0, len(text)), issuer=name)
    return Extraction(
        source=source, documents=(plan,), sections=tuple(sections), facts=tuple(facts[:PER_DOCUMENT])
    ), text


def _any(draw: random.Random, words: str) -> str:
    return draw.choice(words.split())


def _section(number: int, place: int, heading: str, at: int) -> Section:
    return Section(
        id=f"n{number}s{place}", document=f"d{number}", number=heading[0], title=heading[2:], level=1, parent=None,
        span=Span(at, at + len(heading)),
    )  # fmt: skip


def _sentence(draw: random.Random, key: str, number: int, at: int, section: str, plan: str) -> tuple[str, list[Fact]]:
    actor, day = _any(draw, _ACTORS), f"2025年{draw.randint(1, 12)}月{draw.randint(1, 28)}日前"
    what = f"{_any(draw, _VERBS)}{_any(draw, _THINGS)}和{_any(draw, _THINGS)}"
    name, value = f"{_any(draw, _THINGS)}{_any(draw, _NAMES)}", draw.randint(50, 100)
    line = f"{actor}{day}{what}，{name}达到{value}%以上。"

    def common(words: str, more: int) -> dict[str, object]:
        start = at + line.index(words)
        return {"id": f"{key}f{number + more}", "document": plan, "section": section, "page": None, "rule": "made.up",
                "spans": (Span(start, start + len(words)),)}  # fmt: skip

    due = Deadline(**common(day, 0), kind="by", end=f"2025-{draw.randint(1, 12):02d}-15")  # type: ignore[arg-type]
    measure = Indicator(
        **common(f"{value}%以上", 1), name=name, op=">=", value=float(value), unit="%", status="target", deadline=due.id
    )  # type: ignore[arg-type]
    duty = Duty(**common(what, 2), actor=actor, actor_kind="org", deadline=due.id, indicators=(measure.id,))  # type: ignore[arg-type]
    return line, [due, measure, duty]


def build(path: Path, facts: int) -> None:
    """The made-up base; documents in transactions of 200."""
    begun = time.perf_counter()
    count = facts // PER_DOCUMENT
    with KnowledgeBase.open(path, write=True) as kb:
        for start in range(0, count, 200):
            with kb.transaction():
                for number in range(start, min(start + 200, count)):
                    kb.add(*document(number))
    print(
        f"built {count * PER_DOCUMENT} facts in {time.perf_counter() - begun:.1f} s, {path.stat().st_size / 2**20:.0f} MB"
    )


def timed(name: str, work: Callable[[int], object], arguments: list[int]) -> None:
    """Print median, p95 and worst of a call in milliseconds, by the wall and of this thread's own work: on a machine that
    others use too the second says what the first would be on a quiet one."""
    walls, works = [], []
    for argument in arguments:
        wall, own = time.perf_counter(), time.thread_time()
        work(argument)
        walls.append((time.perf_counter() - wall) * 1000)
        works.append((time.thread_time() - own) * 1000)
    print(f"{name}: {_spread(walls)} by the wall; {_spread(works)} of work ({len(arguments)} calls)")


def _spread(times: list[float]) -> str:
    times = sorted(times)
    p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
    return f"median {times[len(times) // 2]:.1f} ms, p95 {p95:.1f}, worst {times[-1]:.1f}"


def measure(path: Path, facts: int, rounds: int) -> None:
    """Print what single documents cost in a base of that size."""
    count = facts // PER_DOCUMENT
    draw = random.Random(7)
    some = [draw.randrange(count) for _ in range(rounds)]
    with KnowledgeBase.open(path, write=True) as kb:
        version = time.time_ns() % 1_000_000  # a base that is kept is changed anew each time

        def replaced(number: int) -> tuple[Extraction, str]:
            return document(number, version)

        made = {number: replaced(number) for number in some}
        timed("replace one document of 60 facts", lambda number: kb.add(*made[number]), some)
        facts_of = [next(kb.facts(document=f"d{number}")).fact.id for number in some]
        timed("review one fact", lambda n: review(kb, facts_of[n], {"remark": str(n)}, _BY), list(range(rounds)))
        timed("replace a document with a reviewed fact", lambda number: kb.add(*document(number, version + 1)), some)
        timed(
            "remove a document", lambda number: kb.remove_file(f"{number % 100}/{number}.txt"), sorted(set(some))[:20]
        )
        timed("put it back", lambda number: kb.add(*document(number)), sorted(set(some))[:20])


def arguments(about: str | None, rounds: int) -> argparse.ArgumentParser:
    """What every benchmark over this base is told: its size, how often each thing is done, and where it is kept."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--keep", type=Path)
    return parser


@contextmanager
def base(facts: int, kept: Path | None) -> Iterator[Path]:
    """The base of so many facts: the one kept, else one built now."""
    with tempfile.TemporaryDirectory() as folder:
        path = kept or Path(folder) / "kb.sqlite"
        if not path.exists():
            build(path, facts)
        yield path


def main() -> None:
    """Build and measure."""
    chosen = arguments(__doc__, 100).parse_args()
    with base(chosen.facts, chosen.keep) as path:
        measure(path, chosen.facts, chosen.rounds)


if __name__ == "__main__":
    main()
