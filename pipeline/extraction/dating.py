"""The year that bare months and words such as 年底 belong to: what headings, title and date of a plan say."""

from __future__ import annotations

import msgspec

from pipeline.expressions import times
from pipeline.extraction.board import Board
from pipeline.model.expression import TimeExpression
from pipeline.model.layout import Block
from pipeline.model.result import Document, Section


class Year(msgspec.Struct, frozen=True):
    """A year that a text names for what stands below it; `school` where it is a school year (it ends in the next)."""

    value: int
    school: bool = False


def year_named(words: str) -> Year | None:
    """The one year that a title or heading names; null where it names none or several."""
    found: set[Year] = set()
    for item in times(words):
        start, end = item.from_date or item.to_date, item.to_date or item.from_date
        if start is None or end is None or item.kind not in {"period", "by"}:
            continue
        school = "学年" in item.text
        if start[:4] == end[:4] or (school and int(end[:4]) == int(start[:4]) + 1):
            found.add(Year(int(start[:4]), school))
        else:
            return None
    return found.pop() if len(found) == 1 else None


class Dating:
    """Completes the dates of one board's expressions. Headings and titles are read once."""

    def __init__(self, board: Board) -> None:
        """Read the years of titles, headings and documents' dates."""
        self._documents = {doc.id: doc for doc in board.layout.documents}
        self._sections = {section.id: section for section in board.layout.sections}
        self._issued = board.issued
        self._of_document = {doc.id: self._document_year(doc) for doc in board.layout.documents}
        self._of_section: dict[str, Year | None] = {}

    def issued(self, document: str) -> str | None:
        """The date of a plan, or the one given for plans that bear none."""
        found = self._documents.get(document)
        return (found.issued if found else None) or self._issued

    def year(self, block: Block) -> Year | None:
        """The year that holds at a block: that of the nearest heading that names one, else the title's, else that of
        the plan's date."""
        return self._section_year(block.section) or self._of_document.get(block.document)

    def complete(self, item: TimeExpression, year: Year | None) -> tuple[str | None, str | None]:
        """Both dates of an expression, completed with a year where it names none."""
        if item.from_date or item.to_date or year is None or item.kind not in {"by", "period"}:
            return item.from_date, item.to_date
        start, end = _dates(item, str(year.value))
        date = start or end
        if year.school and date and len(date) > 4 and int(date[5:7]) < 8:
            start, end = _dates(item, str(year.value + 1))
        return start, end

    def _document_year(self, document: Document) -> Year | None:
        named = year_named(document.title)
        if named is not None:
            return named
        issued = document.issued or self._issued
        return Year(int(issued[:4])) if issued else None

    def _section_year(self, section_id: str | None) -> Year | None:
        if section_id is None:
            return None
        if section_id not in self._of_section:
            section = self._sections.get(section_id)
            self._of_section[section_id] = self._named_above(section) if section else None
        return self._of_section[section_id]

    def _named_above(self, section: Section) -> Year | None:
        return year_named(section.title) or self._section_year(section.parent)


def _dates(item: TimeExpression, anchor: str) -> tuple[str | None, str | None]:
    for found in times(item.text, anchor):
        if found.start == 0 and found.end == len(item.text):
            return found.from_date, found.to_date
    return None, None
