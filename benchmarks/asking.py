"""Questions at size: how exact `search` is and how long `search`, `ask`, `who` and `duties` take in a made-up base.

`python benchmarks/asking.py --facts 100000` builds the base of store.py (kept with `--keep FILE`, and used again where it is there),
checks what `search` finds against plain substring search over every passage, and prints median, p95 and worst of each query.
Words and questions are drawn by a fixed seed: the same arguments ask the same.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.store import _ACTORS, _KINDS, _NAMES, _PLACES, _THINGS, _VERBS, arguments, base, timed  # noqa: E402
from pipeline.asking import ask, duties, search, who  # noqa: E402
from pipeline.store import KnowledgeBase  # noqa: E402
from pipeline.store.searchtext import contains, query_words, searchable  # noqa: E402

# Words are cut out of texts longer than this.
_LONG = 20
_QUESTIONS = (
    "谁负责{thing}", "{thing}归哪个处室{verb}", "{thing}{name}要达到多少", "{thing}什么时候前{verb}", "{actor}要做什么",
    "{actor}在{thing}方面要做什么", "{place}{kind}{thing}由谁牵头", "哪些文件提到{thing}", "{thing}多久{verb}一次",
    "哪所学校的{thing}{name}目标最低", "9月底前要完成哪些工作", "{place}{kind}的{thing}{name}是多少", "{thing}的目标是什么",
    "哪些学校的{thing}{name}低于70%", "{thing}材料交给谁", "{place}{kind}{thing}电话是多少", "{place}{kind}哪些任务没有责任人",
)  # fmt: skip


def main() -> None:
    """Build, check and measure."""
    parser = arguments(__doc__, 200)
    parser.add_argument("--words", type=int, default=100, help="words of each length that are checked")
    chosen = parser.parse_args()
    with base(chosen.facts, chosen.keep) as path, KnowledgeBase.open(path) as kb:
        texts = [row[0] for row in kb.db.execute("SELECT text FROM passages WHERE kind = 'sentence' ORDER BY key")]
        texts = [text for text in texts if len(text) > _LONG]
        words = drawn(texts, chosen.words or 40)
        if chosen.words:
            exactness(kb, words)
        measure(kb, words, chosen.rounds)


def drawn(texts: list[str], count: int) -> dict[str, list[str]]:
    """Words of one to four characters cut out of the texts wherever they fall, and two of them out of one text."""
    draw = random.Random(11)
    found: dict[str, list[str]] = {}
    for size in (1, 2, 3, 4):
        # A single character stands in tens of thousands of facts, all of which are given when exactness is measured.
        some = max(3, count // 20) if size == 1 else count
        found[f"{size}"] = [_piece(draw, draw.choice(texts), size) for _ in range(some)]
    for size in (2, 3):
        found[f"{size} AND {size}"] = []
        for _ in range(count):
            text = draw.choice(texts)
            found[f"{size} AND {size}"].append(f"{_piece(draw, text, size)} {_piece(draw, text, size)}")
    return found


def _piece(draw: random.Random, text: str, size: int) -> str:
    while True:
        start = draw.randrange(max(1, len(text) - size))
        piece = text[start : start + size]
        if len(piece) == size and piece.isalnum():
            return piece


def exactness(kb: KnowledgeBase, words: dict[str, list[str]]) -> None:
    """Recall and precision of `search` against substrings, over the sentences of all facts."""
    held = {
        row[0]: searchable(row[1])
        for row in kb.db.execute("SELECT f.id, p.text FROM facts f JOIN passages p ON p.key = f.passage")
    }
    for kind, some in words.items():
        right = found_all = true_all = 0
        for query in some:
            true = {key for key, text in held.items() if all(contains(text, word) for word in query_words(query))}
            found = {row.fact for row in search(kb, query, limit=10**6) if row.fact}
            right, found_all, true_all = right + len(true & found), found_all + len(found), true_all + len(true)
        print(
            f"search, words of {kind}: recall {right / true_all:.4f}, precision {right / found_all:.4f} ({true_all} facts)"
        )


def measure(kb: KnowledgeBase, words: dict[str, list[str]], rounds: int) -> None:
    """Print what each query costs."""
    for kind, some in words.items():
        timed(f"search, words of {kind}", lambda n, s=some: search(kb, s[n % len(s)]), list(range(rounds)))  # type: ignore[misc]
    questions, phrases, actors = asked(rounds)
    ask(kb, questions[0])
    numbers = list(range(rounds))
    timed("ask", lambda n: ask(kb, questions[n]), numbers)
    for kind in _QUESTIONS:
        some = [q for n, q in enumerate(questions) if n % len(_QUESTIONS) == _QUESTIONS.index(kind)]
        timed(f"  {kind}", lambda n, s=some: ask(kb, s[n]), list(range(len(some))))  # type: ignore[misc]
    timed("who", lambda n: who(kb, phrases[n]), numbers)
    timed("duties", lambda n: duties(kb, actors[n]), numbers)


def asked(rounds: int) -> tuple[list[str], list[str], list[str]]:
    """Questions, matters and actors."""
    draw = random.Random(5)

    def any_of(words: str) -> str:
        return draw.choice(words.split())

    questions = [
        _QUESTIONS[n % len(_QUESTIONS)].format(
            thing=any_of(_THINGS), verb=any_of(_VERBS), name=any_of(_NAMES), actor=any_of(_ACTORS), place=any_of(_PLACES),
            kind=any_of(_KINDS),
        )
        for n in range(rounds)
    ]  # fmt: skip
    phrases = [" ".join([any_of(_THINGS), any_of(_VERBS)][: 1 + n % 2]) for n in range(rounds)]
    return questions, phrases, [any_of(_ACTORS) for _ in range(rounds)]


if __name__ == "__main__":
    main()
