"""Rows of tables, and lines, that a question names by a day, a week or a weekday (10月3日谁值班, 第9周有什么安排): the cell in the column
asked for, or what stands in the line behind its day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.cells import cells_of
from pipeline.asking.columns import header_of
from pipeline.asking.deeds import deed_forms
from pipeline.asking.fit import made_of
from pipeline.asking.happening import listed_at
from pipeline.asking.labels import are_names
from pipeline.asking.lexicons import Kind
from pipeline.asking.numerals import in_han
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.words import Term
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded, phrase

_MOST = 200
_SHARED = 2
_KINDS_READ = frozenset({"row", "sentence"})
# Kinds that a line answers which a day opens.
_IN_LINES: frozenset[Kind] = frozenset({"who", "holder", "members", "due"})
# Days of one year can be compared whatever the year is; a leap year has them all.
_ANY_YEAR = "2000"
_ANY_DAY = f"{_ANY_YEAR}-01-01"
# The rows of question_wording.yaml that tell how columns are called which hold what each kind of question asks for.
_COLUMNS: dict[Kind, str] = {
    "who": "columns_of_parties", "holder": "columns_of_parties", "members": "columns_of_parties", "any": "columns_of_work",
    "due": "columns_of_work", "duties": "columns_of_work", "how": "columns_of_work", "when": "says_times", "place": "place_columns",
    "phone": "columns_of_phones",
}  # fmt: skip


class _Point(msgspec.Struct, frozen=True):
    """What a question names a row by: its words, words that the index finds such rows by, and which cells under which header are it."""

    words: str
    looked_for: tuple[str, ...]
    is_in: Callable[[str, str], bool]


def by_row_of_time(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The cells asked for, of the rows of the very day or week; none where no table has such rows, or no such column."""
    point = _point(flat(asked.text))
    if asked.kind not in _COLUMNS or point is None:
        return []
    needed = [term for term in terms if not term.generic and term.word not in point.words]
    if asked.kind == "due" and listed_at(kb, asked, needed, 1):
        return []  # told with the rows that share the time's cell
    rows = (
        msgspec.structs.replace(section_row(hit), answer=shown(cell))
        for hit in _hits(kb, asked, point)
        for cell in (_cells if hit.kind == "row" else _in_line)(kb, asked, needed, point, hit)
    )
    return distinct(rows, limit)


def _point(text: str) -> _Point | None:
    """The day, the week or the weekday that a question names."""
    for row, point in (("a_day", _of_day), ("a_week", _of_week), ("a_weekday", _of_weekday)):
        if match := wording.pattern("question", row).search(text):
            return point(match)
    return None


def names_a_time(asked: Question) -> bool:
    """Whether a question names rows by a day, a week or a weekday."""
    return _point(flat(asked.text)) is not None


def _of_day(match: re.Match[str]) -> _Point:
    month, day = int(match["month"]), int(match["day"])
    iso = f"{_ANY_YEAR}-{month:02}-{day:02}"

    looked_for = (f"{month}月", f"{month}.", f"{month}/", f"{in_han(month)}月")
    return _Point(match[0], looked_for, lambda _, cell: any(first <= iso <= last for first, last in _days(cell)))


def _days(text: str) -> list[tuple[str, str]]:
    """The days, and spans of days, that a text tells, all of one year."""
    found = times(_as_dates(text), _ANY_DAY)
    return [
        (_any_year(one.from_date), _any_year(one.to_date))
        for one in found
        if one.from_date and one.to_date and len(one.from_date) == len(one.to_date) == len(_ANY_DAY) and not one.freq
    ]


def _any_year(date: str) -> str:
    return f"{_ANY_YEAR}{date[4:]}"


def of_the_day(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, without those that tell other days than the one that a question names; where one tells that day, only such."""
    match = wording.pattern("question", "a_day").search(flat(asked.text))
    if match is None or asked.kind not in _COLUMNS or asked.kind == "when":
        return list(rows)
    day = _of_day(match)
    kept = [(row, day.is_in("", around), bool(_days(around))) for row in rows
            for around in [f"{row.text}\n{row.section or ''}"]]  # fmt: skip
    its_own = [row for row, told, _ in kept if told]
    return its_own or [row for row, _, others in kept if not others and not _only_the_deed(asked, row)]


def _only_the_deed(asked: Question, row: AnswerRow) -> bool:
    """Whether a party is called by nothing but what a question asks about (谁值班: 值班人员), which tells nobody of that day."""
    named = wording.pattern("question", "bare_deed_name").fullmatch(flat(row.answer))
    words = flat(asked.text)
    said = (words[at : at + _SHARED] for at in range(len(words) - 1))
    return named is not None and any(named["deed"] in deed_forms(word) for word in said)


def _as_dates(cell: str) -> str:
    """A cell with its dates written in figures alone (3.9-3.15, 9/1) as dates in words."""
    return wording.pattern("question", "day_in_figures").sub(r"\g<month>月\g<day>日", flat(cell))


def _of_week(match: re.Match[str]) -> _Point:
    number = match["number"]
    forms = {number, *(in_han(int(number)) for _ in [0] if number.isdigit())}
    forms |= {str(at) for at in range(1, 31) if in_han(at) == number}

    def is_week(header: str, cell: str) -> bool:
        bare = wording.pattern("question", "week_number").fullmatch(flat(cell))
        return bare is not None and bare["number"] in forms and ("周" in header or "周" in cell)

    return _Point(match[0], ("周次", "周别", *(f"第{form}周" for form in sorted(forms))), is_week)


def _of_weekday(match: re.Match[str]) -> _Point:
    day = match["day"].replace("天", "日")

    def is_weekday(header: str, cell: str) -> bool:
        words = flat(cell).replace("天", "日")
        named = wording.pattern("question", "a_weekday").fullmatch(words)
        return (named is not None and named["day"] == day) or (words == day and ("星期" in header or "周" in header))

    return _Point(match[0], ("星期", f"周{day}", f"礼拜{day}"), is_weekday)


def _hits(kb: KnowledgeBase, asked: Question, point: _Point) -> Iterator[Hit]:
    """Rows of tables that may be those of a day or week: such as hold the words for it, or stand below a header that does; and lines."""
    any_of = " OR ".join(phrase(word) for word in point.looked_for)
    found = [key for key, _ in passages(kb, f"{{text}} : ({any_of})", asked.documents)][:_MOST]
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    keys: dict[int, None] = dict.fromkeys(of_kind(kb.db, found, "sentence"))
    for key in of_kind(kb.db, found, "row"):  # one may be the header of a table: its rows stand below
        keys |= dict.fromkeys(range(key, key + max(_MOST // len(found), 1)))
    for hit in finding.hits(kb.db, ((key, 0.0) for key in keys)):
        if hit.kind in _KINDS_READ and hit.key not in refused and (not wanted or hit.document_key in wanted):
            yield hit


def _in_line(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], point: _Point, hit: Hit) -> Iterator[str]:
    """What stands in a line behind the day that opens it: the names behind the label asked for (2月4日 带班:…;值班:…), or all of it."""
    text = folded(hit.text).strip()
    line = wording.pattern("question", "line_of_day").fullmatch(text)
    if line is None or not point.is_in("", line["day"]) or asked.kind not in _IN_LINES:
        return
    around = flat("\n".join([hit.text, hit.section or "", hit.document, hit.path]))
    if not _speaks(needed, around):
        return
    labels = list(wording.pattern("question", "label_in_line").finditer(line["rest"]))
    most = max((_alike(label["label"], asked.text) for label in labels), default=0)
    if labels and asked.kind != "due":
        yield from (label["told"].strip() for label in labels if _alike(label["label"], asked.text) == most)
    elif asked.kind == "due" or are_names(line["rest"]):
        yield line["rest"]


def _cells(kb: KnowledgeBase, asked: Question, needed: Sequence[Term], point: _Point, hit: Hit) -> Iterator[str]:
    cells = cells_of(hit.text)
    if not any(point.is_in("周次", cell) for cell in cells):  # told without its header, as that of most rows
        return
    header = header_of(kb, hit)
    if header is None or not 1 < len(cells) <= len(header):
        return
    header = header[len(header) - len(cells) :]
    at = next((n for n, cell in enumerate(cells) if point.is_in(header[n], cell)), -1)
    around = flat("\n".join([*header, *cells, hit.section or "", hit.document, hit.path]))
    if at < 0 or not _speaks(needed, around):
        return
    named = wording.pattern("question", _COLUMNS[asked.kind])
    told = [n for n, name in enumerate(header) if n != at and named.search(name) and cells[n].strip()]
    most = max((_alike(header[n], asked.text) for n in told), default=0)
    yield from (cells[n] for n in told if _alike(header[n], asked.text) == most)


def _speaks(needed: Sequence[Term], around: str) -> bool:
    """Whether most of what is asked for stands in a row, its header, above it or in the title (在校 may be left unsaid)."""
    there = sum(term.weight for term in needed if _stands(term, around))
    return 2 * there >= sum(term.weight for term in needed)


def _stands(term: Term, text: str) -> bool:
    return any(form in text for form in term.forms) or made_of(term.word, text)


def _alike(name: str, question: str) -> int:
    """How many characters of a column's name, two or more together, a question says."""
    longest = (end - start for start in range(len(name)) for end in range(start + _SHARED, len(name) + 1)
               if name[start:end] in question)  # fmt: skip
    return max(longest, default=0)
