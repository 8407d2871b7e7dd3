"""Times and quantities of real plans, by us and by two general recognisers; writes the tables of docs/comparison.md.

Usage: make peers (or: python benchmarks/peers_real.py [--print], in an environment with the extra `cetu[peers]`)
Only the gold spans of ../shared/gold/dev are asked for: a general recogniser finds every number and time, a plan's facts are
some of them, so that precision would say nothing about it. Figures are pooled over all texts.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peer_systems import Finder, Seen, cetu_facts, cetu_functions, peers, whole_day

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
PAGE = ROOT / "docs" / "comparison.md"
MARKS = ("<!-- peers: written by make peers -->", "<!-- end of peers -->")
NEAR = 0.5


def main() -> int:
    """Run every system on every text, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", dest="only_print", help="print the tables, write nothing")
    args = parser.parse_args()
    if not (GOLD / "score.py").is_file():
        print("no annotated texts at ../shared/gold: nothing to compare")
        return 0
    warnings.simplefilter("ignore")
    finders: dict[str, Finder] = {"Cetu, facts": cetu_facts, "Cetu, `quantities` and `times` alone": cetu_functions}
    finders |= peers()
    tables = "\n".join(count(finders))
    if args.only_print:
        print(tables)
        return 0
    before, _, rest = PAGE.read_text("utf-8").partition(MARKS[0])
    PAGE.write_text(f"{before}{MARKS[0]}\n{tables}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")
    print(f"written: {PAGE.name}")
    return 0


def count(finders: dict[str, Finder]) -> Iterator[str]:
    """The tables, line by line."""
    sys.path.insert(0, str(GOLD))
    import score

    counts: dict[str, Counter[str]] = {name: Counter() for name in finders}
    total: Counter[str] = Counter()
    mentions: dict[str, Counter[str]] = {name: Counter() for name in finders}
    paths = sorted((GOLD / "dev").glob("*.json"))
    for path in paths:
        gold = json.loads(path.read_text("utf-8"))
        raw = score.read_text(path.parent / gold["doc"])
        text = score.Text(raw)
        facts = [(fact, text.cells([text.locate(fact)])) for fact in gold["facts"] if fact["type"] in KINDS]
        for fact, _ in facts:
            total.update(asked(fact))
        day = issued(path.parent / gold["doc"])
        for name, finder in finders.items():
            numbers, times = finder(raw, day)
            mentions[name].update(number=len(numbers), time=len(times))
            for kind, seen in (("indicator", numbers), ("deadline", times)):
                cells = [(one, text.cells([(one.start, one.end)])) for one in seen]
                for fact, wanted in facts:
                    if fact["type"] == kind:
                        best = max(cells, key=lambda item: score.iou(wanted, item[1]), default=None)
                        share = score.iou(wanted, best[1]) if best else 0.0
                        counts[name].update(answered(fact, best[0] if best and share > 0 else None, share, day))
    yield from table("Quantities", INDICATOR_ROWS, counts, total)
    yield from table("Times", DEADLINE_ROWS, counts, total)
    yield ""
    yield (
        f"{len(paths)} texts, {datetime.date.today().isoformat()}. Found in all: "
        + "; ".join(f"{name} {found['number']} quantities, {found['time']} times" for name, found in mentions.items())
        + "."
    )


KINDS = ("indicator", "deadline")
INDICATOR_ROWS = {
    "i.span": "span found (IoU ≥ 0.5)",
    "i.touched": "touched at all",
    "i.value": "value right",
    "i.unit": "value and unit right",
    "i.bound": "bound right, of those with one (≥ ≤ > < ~)",
    "i.range": "both ends right, of ranges",
    "i.percent": "value right, of per cent",
    "i.money": "value right, of money",
}
DEADLINE_ROWS = {
    "d.span": "span found (IoU ≥ 0.5)",
    "d.touched": "touched at all",
    "d.by": "last day right, of `by`",
    "d.period": "both days right, of `period`",
    "d.recurring": "frequency right, of `recurring`",
    "d.relative": "length right, of `relative`",
}


def table(title: str, rows: dict[str, str], counts: dict[str, Counter[str]], total: Counter[str]) -> Iterator[str]:
    """One table: rows of questions, a column for each system."""
    yield ""
    yield f"### {title}"
    yield ""
    yield f"| gold | of | {' | '.join(counts)} |"
    yield "| --- " * (len(counts) + 2) + "|"
    for key, words in rows.items():
        of = total[key]
        shares = " | ".join(f"{found[key] / of:.3f}" if of else "–" for found in counts.values())
        yield f"| {words} | {of} | {shares} |"


def asked(fact: dict[str, Any]) -> Iterator[str]:
    """The rows a gold fact counts in."""
    if fact["type"] == "indicator":
        yield from ("i.span", "i.touched", "i.value", "i.unit")
        if fact["op"] in (">=", "<=", ">", "<", "~"):
            yield "i.bound"
        if fact["op"] == "range":
            yield "i.range"
        if fact["unit"] in ("%", "元"):
            yield "i.percent" if fact["unit"] == "%" else "i.money"
        return
    yield from ("d.span", "d.touched")
    kind = fact["kind"]
    known = {"by": fact.get("end"), "period": fact.get("start") or fact.get("end"), "recurring": fact.get("freq")}
    if known.get(kind, fact.get("duration")):
        yield f"d.{kind}"


def answered(fact: dict[str, Any], seen: Seen | None, share: float, day: datetime.date) -> Iterator[str]:
    """The rows of a gold fact that what was found there answers."""
    if seen is None:
        return
    prefix = fact["type"][0]
    yield f"{prefix}.touched"
    if share >= NEAR:
        yield f"{prefix}.span"
    yield from (_value if prefix == "i" else _when)(fact, seen, day)


def _value(fact: dict[str, Any], seen: Seen, _day: datetime.date) -> Iterator[str]:
    rows = set(asked(fact))
    same = _same(fact["value"], seen.value) and (fact["op"] != "range" or _same(fact.get("value_max"), seen.value_max))
    if not same:
        return
    yield "i.value"
    yield from rows & {"i.range", "i.percent", "i.money"}
    if seen.unit == fact["unit"]:
        yield "i.unit"
    if "i.bound" in rows and seen.op == fact["op"]:
        yield "i.bound"


def _same(gold: float | None, seen: float | None) -> bool:
    return gold is not None and seen is not None and abs(gold - seen) <= 1e-4 * max(1.0, abs(gold))


def _when(fact: dict[str, Any], seen: Seen, day: datetime.date) -> Iterator[str]:
    kind = fact["kind"]
    if f"d.{kind}" not in set(asked(fact)):
        return
    first, last = whole_day(fact.get("start"), last=False), whole_day(fact.get("end"), last=True)
    right = {
        "by": seen.last is not None and seen.last == last,
        "period": (not first or seen.first == first) and (not last or seen.last == last),
        "recurring": seen.freq is not None and seen.freq == fact.get("freq"),
        "relative": fact.get("duration") in (seen.duration, _length(seen, day)),
    }[kind]
    if right:
        yield f"d.{kind}"


def _length(seen: Seen, day: datetime.date) -> str | None:
    """A span that begins or ends at the reference date as a length (30日内 given as dates): `P30D`, `P3M`, `P3Y`."""
    if seen.first is None or seen.last is None:
        return None
    ends = (datetime.date.fromisoformat(seen.first), datetime.date.fromisoformat(seen.last))
    if day not in ends:
        return None
    months = (ends[1].year - ends[0].year) * 12 + ends[1].month - ends[0].month
    if ends[0].day != ends[1].day or not months:
        return f"P{(ends[1] - ends[0]).days}D"
    return f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"


def issued(path: Path) -> datetime.date:
    """The date of a plan, as we find it, at its first day: what relative words are counted from by all."""
    from pipeline import extract, read

    dates = [one.issued for one in extract(read(path)).documents if one.issued]
    return datetime.date.fromisoformat(whole_day(dates[0], last=False) or "") if dates else datetime.date(2020, 1, 1)


if __name__ == "__main__":
    sys.exit(main())
