"""Write docs/rules.md: what each rule states and how it fares on the annotated texts.

Usage: python scripts/rules.py [--gold FOLDER] [--out FILE]
Facts are matched by the scorer in ../shared/gold (run from there, nothing of it is kept here). Without the annotated texts the
figures stay empty. Figures are pooled over all texts: no line of a text that is held out is shown.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
# The scorer's row that says whether a fact of a type is right; types without one are not annotated.
ROWS = {
    "indicator": "indicator.full",
    "deadline": "deadline",
    "membership": "membership",
    "duty": "duty",
    "target": "target",
}
ORDER = ("duty", "deadline", "indicator", "target", "membership", "evidence", "problem")


class Count(msgspec.Struct):
    """Facts of a rule in the annotated texts and in our own plans, and those that the annotation confirms."""

    found: int = 0
    right: int = 0
    judged: int = 0
    corpus: int = 0


def main() -> int:
    """Count, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD / "dev", help="a folder of annotated texts")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "rules.md")
    args = parser.parse_args()
    counts: dict[tuple[str, str], Count] = {}
    gold: Counter[str] = Counter()
    texts = count_gold(args.gold, counts, gold) if (GOLD / "score.py").is_file() else 0
    count_corpus(counts)
    args.out.write_text(page(counts, gold, texts), encoding="utf-8")
    print(f"{args.out}: {len(counts)} rules, {texts} annotated texts")
    return 0


def count_gold(folder: Path, counts: dict[tuple[str, str], Count], gold: Counter[str]) -> int:
    """Extract each annotated text and have the scorer say which facts are right; returns the number of texts."""
    from pipeline import extract, read
    from pipeline.model.result import to_json

    score = scorer()
    paths = sorted(folder.glob("*.json"))
    for path in paths:
        wanted = json.loads(path.read_text(encoding="utf-8"))
        text = folder / wanted["doc"]
        found = json.loads(to_json(extract(read(text))))
        misses: list[tuple[str, str, str, dict[str, Any]]] = []
        tally = score.score_document(wanted, found, score.read_text(text), misses)
        for kind, row in ROWS.items():
            gold[kind] += tally[row][2]
        tell(found["facts"], {row: _wrong(misses, row) for row in ROWS.values()}, counts)
    return len(paths)


def scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def _wrong(misses: list[tuple[str, str, str, dict[str, Any]]], row: str) -> set[str]:
    """The ids of the facts that the scorer found no match for in a row."""
    return {item["id"] for key, side, _, item in misses if key == row and side == "spurious"}


def tell(facts: list[dict[str, Any]], wrong: dict[str, set[str]], counts: dict[tuple[str, str], Count]) -> None:
    """Count the facts of one text. The scorer marks those it weighed (`_cells`); the rest lies in ignored regions or bears
    no actor."""
    for fact in facts:
        count = counts.setdefault((fact["type"], fact["rule"]), Count())
        count.found += 1
        row = ROWS.get(fact["type"])
        if row is not None and "_cells" in fact:
            count.judged += 1
            count.right += fact["id"] not in wrong[row]


def count_corpus(counts: dict[tuple[str, str], Count]) -> None:
    """Count the facts of our own plans."""
    from pipeline import extract, read
    from pipeline.model.errors import ReadError
    from pipeline.model.result import fact_type

    for path in sorted((ROOT / "corpus").rglob("*")):
        if not path.is_file():
            continue
        try:
            found = extract(read(path))
        except ReadError:
            continue
        for fact in found.facts:
            counts.setdefault((fact_type(fact), fact.rule), Count()).corpus += 1


def page(counts: dict[tuple[str, str], Count], gold: Counter[str], texts: int) -> str:
    """The whole page."""
    return "\n".join([*_head(texts), *(line for kind in ORDER for line in _section(kind, counts, gold[kind]))]) + "\n"


def _head(texts: int) -> Iterator[str]:
    yield "# Rules: what each states, and how it fares"
    yield ""
    yield "Written by `make rules` (scripts/rules.py); do not edit. Each fact names its `rule`; what a rule states comes from"
    yield "`lexicons/rules.yaml` or from the lexicon row that is the rule, and is shown by `cetu show`."
    yield ""
    yield f"Figures: the {texts} annotated texts of `../shared/gold/dev`, pooled, matched by their scorer (indicators: row"
    yield "`indicator.full`, so value, bound, status and name must all be right). *Precision*: share of the rule's facts that the"
    yield "annotation has. *Recall*: share of all annotated facts of the type that this rule finds; the recalls of a type add up to"
    yield "the type's recall. *Own*: facts in our own plans (`corpus/`). Evidence and problems are not annotated. A rule without"
    yield "facts in the annotated texts has no figures, however sure it is; with fewer than ten facts a figure says little. Rules"
    yield "were tuned on these texts: what they give on unseen ones is in [scoreboard.md](scoreboard.md)."


def _section(kind: str, counts: dict[tuple[str, str], Count], gold: int) -> Iterator[str]:
    from pipeline.extraction.rules import rule_ids, statement
    from pipeline.model import labels

    own = {rule: count for (type_, rule), count in counts.items() if type_ == kind}
    judged, right = sum(count.judged for count in own.values()), sum(count.right for count in own.values())
    yield ""
    yield f"## {labels.TYPES[kind]} (`{kind}`)"
    yield ""
    if gold:
        yield f"All rules: {judged} facts, {gold} annotated, precision {right / max(judged, 1):.3f}, recall {right / gold:.3f}."
        yield ""
    yield "| rule | where | states | facts | precision | recall | own |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for rule, count in sorted(own.items(), key=lambda item: (-item[1].found, -item[1].corpus, item[0])):
        stated = statement(kind, rule)
        where = stated.file or "code"
        yield f"| `{rule}` | {where} | {_cell(stated.words)} | {count.found} | {_figures(count, gold)} | {count.corpus} |"
    if idle := [f"`{rule}` ({_cell(statement(kind, rule).words)})" for rule in rule_ids(kind) if rule not in own]:
        yield ""
        yield "Found nothing in these texts: " + "; ".join(idle) + "."


def _figures(count: Count, gold: int) -> str:
    if not gold or not count.judged:
        return "– | –"
    return f"{count.right / count.judged:.3f} | {count.right / gold:.3f}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|") or "–"


if __name__ == "__main__":
    sys.exit(main())
