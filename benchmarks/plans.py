"""Made-up plans in any number, all different, for the benchmarks: a third each PDF, DOCX, text, two to ten pages; drawn by a fixed
seed, so that the same arguments give the same files. `python benchmarks/plans.py FOLDER COUNT`.

They hold about as many facts and headings as real ones. Facts in 1,000 characters (headings): the ten real texts of the corpus
14.6, their median 16.8 (5.0); 62 real texts with those that were annotated 19.0, median 17.9 (5.1); 30 made-up ones 16.8, median
17.4 (4.8); 30 of the kind `dense`, as all were made before, 23.2, median 23.6 (1.8). Our own corpus, written to hold much of
everything in little space, has 63.5. (Counted by our own extraction, 2026-11-22.)
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.store import _ACTORS, _KINDS, _NAMES, _PLACES, _THINGS, _VERBS  # noqa: E402

FORMATS = (("pdf", ".pdf"), ("docx", ".docx"), ("txt-utf8", ".txt"))
_PAGE = 620  # characters
# Sentences without a fact to one with facts, and how often a paragraph has a title, so that made-up plans hold as many facts
# and headings as real ones (see above).
_FILLERS, _TITLED = (2, 4), 0.6


def body(draw: random.Random, pages: float, dense: bool = False) -> list[dict[str, str]]:
    """The blocks of a plan of so many pages."""
    blocks: list[dict[str, str]] = []
    size, part = 0, 0
    fillers = (1, 3) if dense else _FILLERS
    while size < pages * _PAGE:
        if size >= part * _PAGE * 0.9:
            part += 1
            blocks.append({"h1": f"{_any(draw, _VERBS)}{_any(draw, _THINGS)}"})
        if not dense and draw.random() < _TITLED:
            blocks.append({"h2": f"{_any(draw, _VERBS)}{_any(draw, _THINGS)}"})
        words = "".join(_filler(draw) for _ in range(draw.randint(*fillers))) + _sentence(draw)
        blocks.append({draw.choice(("p", "p", "n3", "h2") if dense else ("p", "p", "n3")): words})
        size += len(next(iter(blocks[-1].values())))
    return blocks


def _sentence(draw: random.Random) -> str:
    due = f"{draw.randint(2025, 2028)}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日前"
    what = f"{_any(draw, _VERBS)}{_any(draw, _THINGS)}和{_any(draw, _THINGS)}"
    goal = f"{_any(draw, _THINGS)}{_any(draw, _NAMES)}达到{draw.randint(50, 100)}%以上"
    return draw.choice(
        (
            f"{_any(draw, _ACTORS)}负责{what}，{due}完成，每月向{_any(draw, _ACTORS)}报告一次。",
            f"到{draw.randint(2025, 2030)}年，{goal}，比上年提高{draw.randint(1, 9)}个百分点。",
            f"要把{_any(draw, _THINGS)}摆在突出位置，结合本校实际，{what}，形成人人参与、齐抓共管的局面。",
            f"{what}（责任部门：{_any(draw, _ACTORS)}；配合部门：{_any(draw, _ACTORS)}；完成时限：{due}）。",
            f"建立{_any(draw, _THINGS)}制度，{_any(draw, _ACTORS)}每学期至少检查{draw.randint(1, 5)}次，{goal}。",
        )
    )


def _filler(draw: random.Random) -> str:
    """A sentence that states no fact."""
    thing, other = _any(draw, _THINGS), _any(draw, _THINGS)
    return draw.choice(
        (
            f"近年来，{_any(draw, _PLACES)}的{thing}工作稳步前行，师生精神面貌明显改善，但与群众的期盼相比仍有不小的距离。",
            f"{thing}是一项系统工程，涉及面广，情况复杂，离不开家庭和社会的理解与支持，更离不开{other}这一基础。",
            f"实践证明，{thing}与{other}相辅相成，二者结合得好，学校发展就有后劲，教育质量就有依靠。",
            f"当前，{thing}面临新的形势，家长的关注度越来越高，{other}中暴露出的一些深层次矛盾日益显现。",
            f"以立德树人为根本，以{thing}为抓手，以{other}为依托，在传承中发展，在探索中前行，办人民满意的教育。",
        )
    )


def _any(draw: random.Random, words: str) -> str:
    return draw.choice(words.split())


def plan(number: int, pages: float | None = None, kind: str | None = None, dense: bool = False) -> tuple[str, bytes]:
    """One plan: its file name and content; its format goes by its number unless `kind` says which; `dense` as above."""
    from scripts.corpus.make_corpus import build
    from scripts.corpus.schema import parse_source

    draw = random.Random(f"plan {number}")
    name, ending = next(one for one in FORMATS if one[0] == kind) if kind else FORMATS[number % 3]
    issuer = f"{_any(draw, _PLACES)}{_any(draw, _KINDS)}"
    title = f"{issuer}{draw.randint(2015, 2030)}年{_any(draw, _THINGS)}工作方案"
    length = draw.randint(2, 10) if pages is None else pages
    source = parse_source(
        {"kind": "实施方案", "title": title, "issuer": issuer, "date": f"{draw.randint(2015, 2025)}年3月{number % 28 + 1}日",
         "formats": [name], "body": body(draw, length, dense)}
    )  # fmt: skip
    return f"{number:06}{ending}", build(source, name)


def write(folder: Path, count: int, pages: float | None = None, kind: str | None = None, dense: bool = False) -> Path:
    """A folder of plans, a hundred to a folder within."""
    for number in range(count):
        name, data = plan(number, pages, kind, dense)
        path = folder / f"{number // 100:04}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
