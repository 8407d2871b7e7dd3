"""The cell that a question asks for: its row is the one whose other cells the question names, its column the one whose name it says, or
that holds what such a question asks for (谁, 多少, 在哪里)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.grams import Grams
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.points import names_a_time
from pipeline.asking.question import Question
from pipeline.asking.ranked import pieces_of
from pipeline.asking.rows import distinct, section_row, shown
from pipeline.asking.tables.grid import Grid, Row, grids
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import of_kind
from pipeline.store.searchtext import flat

# How columns are called that hold what a kind of question asks for, the surest name first.
_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "who": ("columns_of_owners", "columns_of_parties", "columns_of_people"),
    "holder": ("columns_of_people", "columns_of_parties"),
    "members": ("columns_of_people", "columns_of_parties"),
    "recipient": ("columns_of_owners", "columns_of_parties", "columns_of_people"),
    "how_often": ("columns_of_frequency",),
    "place": ("place_columns",),
    "phone": ("columns_of_phones",),
    "how_much": ("amount_columns",),
    "any": (),
    "position": ("columns_of_posts",),
}
_MOST_ROWS = 80
_MOST_TERMS = 6
_SHARED = 2
PARTIES: frozenset[Kind] = frozenset({"who", "holder", "members", "recipient"})
_LONGEST_PARTY = 24
_MONEY = frozenset({"元", "万元", "万", "钱"})
_EMPTY = frozenset({"", "/", "-", "—", "――", "——", "无"})
_NUMBER = re.compile("[0-9一二三四五六七八九十两]")
# What the words in the row, in the column's name and around the table are worth.
_IN_ROW, _IN_NAME, _AROUND = 1.0, 1.0, 0.7
# So much of the question must be covered; less where the row is named by what no other row holds, and where the question says the
# column's name too; so much less may other rows say.
_LEAST, _LEAST_NAMED, _LEAST_SAID = 0.5, 0.45, 0.32
_TIED = 0.02
_MOST_TIED = 4
# Kinds that only columns of their own hold.
_SURE: frozenset[Kind] = frozenset({"place", "phone"})
# A word names a row that stands in so many rows of its table at most.
_FEW = 2


class _Cell(msgspec.Struct, frozen=True):
    """A cell that may answer, with the share of the question that its row, its column and what is around say; whether the question
    says its column's name (`said`), and something that hardly another row holds (`own`); `only`: no other column holds what such
    a question asks for."""

    share: float
    key: int
    answer: str
    said: bool
    own: bool
    only: bool

    @property
    def enough(self) -> bool:
        """Whether so much is said that the cell answers."""
        sure = self.said or self.only
        return self.share >= (_LEAST if not self.own else _LEAST_SAID if sure else _LEAST_NAMED)


class Looked(msgspec.Struct, frozen=True):
    """What tables tell: rows for the cells that answer; `empty`: the very cell asked for holds nothing, so that no plan says it."""

    rows: list[AnswerRow] = []
    empty: bool = False


def by_table(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> Looked:
    """The cells that answer, all of those that the question names as well; none where no row is named clearly."""
    if asked.kind not in _COLUMNS or names_a_time(asked):
        return Looked()  # a row of a day or week is told by by_time
    if any(not term.known and not term.generic and not term.said_of for term in terms):
        return Looked()  # what no plan says is in no table
    grams = pieces_of(kb, asked, terms)
    found = [cell for cell in _candidates(kb, asked, terms, grams) if cell.enough]
    found.sort(key=lambda cell: (-cell.said, -cell.share, cell.key))
    best = max((cell.share for cell in found), default=0.0)
    kept = [cell for cell in found if cell.share >= best - _TIED]
    kept = [cell for cell in kept if cell.said] or kept
    if len(kept) > _MOST_TIED:
        return Looked()  # no row is named
    hits = {hit.key: hit for hit in finding.hits(kb.db, ((cell.key, 0.0) for cell in kept))}
    rows = (
        msgspec.structs.replace(section_row(hits[cell.key]), answer=shown(cell.answer))
        for cell in kept
        if cell.key in hits and flat(cell.answer) not in _EMPTY
    )
    return Looked(distinct(rows, limit), empty=bool(kept) and all(flat(cell.answer) in _EMPTY for cell in kept))


def _candidates(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], grams: Grams) -> Iterator[_Cell]:
    refused, wanted = held.held(kb).passages, frozenset(asked.documents)
    keys = [key for key in _keys(kb, asked, terms) if key not in refused]
    around = {hit.key: hit for hit in finding.hits(kb.db, ((key, 0.0) for key in keys))}
    named = {key for key in keys if key in around and (not wanted or around[key].document_key in wanted)}
    for grid in grids(kb, sorted(named)):
        few = _naming(grid, terms)
        for row in grid.rows:
            if row.key in named:
                hit = around[row.key]
                near = flat("\n".join([hit.section or "", hit.document, hit.path]))
                yield from _cells(asked, terms, few, grams, grid, row, near)


def _naming(grid: Grid, terms: Sequence[Term]) -> list[Term]:
    """The words asked for that hardly more than one row of a table holds."""
    texts = [flat("|".join(row.cells)) for row in grid.rows]
    return [
        term
        for term in terms
        if not term.generic and 0 < sum(any(form in text for form in term.forms) for text in texts) <= _FEW
    ]


def _keys(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[int]:
    """Rows of tables that hold one of the words asked for."""
    keys: dict[int, None] = {}
    known = sorted((term for term in terms if term.known), key=lambda term: -term.weight)
    for term in known[:_MOST_TERMS]:
        found = passages(kb, f"{{text}} : {term.expression()}", asked.documents)
        keys |= dict.fromkeys(of_kind(kb.db, [key for key, _ in found], "row")[:_MOST_ROWS])
    return list(keys)


def _cells(
    asked: Question, terms: Sequence[Term], few: Sequence[Term], grams: Grams, grid: Grid, row: Row, near: str
) -> Iterator[_Cell]:
    question = flat(asked.text)
    holding = _holding(asked, grid.names)
    for at, (name, cell) in enumerate(zip(grid.names, row.cells, strict=True)):
        words = flat(cell)
        said = _says(name, question)
        so = _is_counted_so(asked, words)
        if words in _EMPTY and not (said and (at in holding or asked.kind == "any")):
            continue
        if words not in _EMPTY and (
            words in question or not (said or so or at in holding) or not _fits(asked, name, words)
        ):
            continue
        if not so and any(_is_counted_so(asked, flat(other)) for other in row.cells):
            continue  # 得3分 in the row says more than its 分值
        others = flat("|".join(other for n, other in enumerate(row.cells) if n != at))
        if not _names(terms, others):
            continue
        share = grams.share([(others, _IN_ROW), (name, _IN_NAME), (near, _AROUND)])
        yield _Cell(share, row.key, cell, said, _names(few, others), asked.kind in _SURE)


def _names(terms: Sequence[Term], text: str) -> bool:
    """Whether a row names something that is asked about."""
    return any(form in text for term in terms if not term.generic for form in term.forms)


def _says(name: str, question: str) -> bool:
    """Whether a question says the name of a column, or two characters of it."""
    bare = wording.pattern("question", "beside_column_name").sub("", name)
    return any(bare[at : at + _SHARED] in question for at in range(len(bare) - 1))


def _holding(asked: Question, names: Sequence[str]) -> set[int]:
    """The columns that hold what a question of that kind asks for: those of the surest name that the table has."""
    for row in _COLUMNS[asked.kind]:
        if found := {at for at, name in enumerate(names) if wording.pattern("question", row).search(name)}:
            return found
    return set()


def _fits(asked: Question, name: str, words: str) -> bool:
    """Whether a cell can answer a question of that kind: a party by its length, a number counted as the question asks."""
    if asked.kind in PARTIES:
        return len(words) <= _LONGEST_PARTY and not _NUMBER.match(words[:1])
    if asked.kind == "how_much":
        return _NUMBER.search(words) is not None and _counted(asked, name, words)
    return asked.kind not in ("phone", "how_often") or _NUMBER.search(words) is not None


def _counted(asked: Question, name: str, words: str) -> bool:
    """Whether a number stands with the counter asked for, in its cell or its column's name; a bare one where the column's name is said,
    or is one of money and money is asked for."""
    if not asked.counter:
        return True
    if any(unit in words or unit in name for unit in _units(asked)):
        return True
    money = wording.pattern("question", "columns_of_money").search(name) and _MONEY & _units(asked)
    return words.replace(".", "").isdigit() and (bool(money) or _says(name, flat(asked.text)))


def _units(asked: Question) -> set[str]:
    """The counter of a question and those that are the same."""
    return {unit for row in lexicons().units if asked.counter in row for unit in row} | {asked.counter}


def _is_counted_so(asked: Question, words: str) -> bool:
    """Whether a cell holds a number with the very counter asked for (2辆), whatever its column is called."""
    if asked.kind != "how_much" or not asked.counter:
        return False
    return any(words[at - 1 : at].isdigit() for unit in _units(asked) for at in [words.find(unit)] if at > 0)
