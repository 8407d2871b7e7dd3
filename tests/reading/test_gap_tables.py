"""Tables without lines: told by names of columns and words that keep to them; running text is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.api import extract
from pipeline.model.result import Deadline, Duty, Extraction, Indicator
from pipeline.model.source import Source
from pipeline.model.span import words_at
from pipeline.reading import page_view
from pipeline.reading.reader import read_bytes
from tests.reading.docx_files import docx, paragraph
from tests.reading.docx_files import table as word_table
from tests.reading.pdf_files import HEIGHT, LEFT, PITCH, RIGHT, TOP, Drawing, Page, pdf
from tests.reading.views import cells, check_spans, noise_words, paragraphs, rows

Cell = str | tuple[str, ...]
LONG = (
    "各单位要高度重视，认真组织实施，按时报送工作进展情况，确保各项任务落到实处并取得实效，不得推诿扯皮，每月底前报告。"
)
TASK_XS = (80, 110, 190, 330, 400, 450)
TASK_HEAD: Sequence[Cell] = ("序号", "工作任务", "具体措施", "责任单位", "责任人", "完成时限")
TASKS: Sequence[Sequence[Cell]] = (
    ("1", "摸排辍学学生", ("逐村逐户排查适龄儿童，", "建立台账并按月更新"), "教务处", "王明", "2025年9月底前"),
    ("2", ("落实资助", "政策"), ("核对困难学生名单，", "及时发放补助"), "总务处", "李芳", "2025年10月底前"),
    ("3", "送教上门", "每月送教不少于2次", "德育处", "赵强", "2025年12月底前"),
)
FLAT = [["".join(cell) for cell in row] for row in (TASK_HEAD, *TASKS)]


def grid(
    page: Page,
    y: float,
    xs: Sequence[float],
    table: Sequence[Sequence[Cell]],
    *,
    apart: float = 6,
    middle: bool = False,
) -> float:
    """Cells without lines: lines of a cell 14 points apart, rows `apart` more; gives the y below."""
    for row in table:
        deep = max(len(cell) if isinstance(cell, tuple) else 1 for cell in row)
        for x, cell in zip(xs, row, strict=True):
            lines = cell if isinstance(cell, tuple) else (cell,)
            down = (deep - len(lines)) * 7 if middle else 0
            for place, words in enumerate(lines):
                page.text(x, y + down + 14 * place, words, 10)
        y += 14 * deep + apart
    return y


def flat(source: Source, place: int = 0) -> list[list[str]]:
    """The rows of a table, lines of a cell joined."""
    return [["".join(words.split()) for words in row] for row in rows(source, source.tables[place])]


def read(*pages: Drawing) -> Source:
    """The source of a drawn file."""
    source = read_bytes(pdf(*pages))
    check_spans(source)
    return source


@pytest.mark.parametrize("middle", [False, True], ids=["top", "middle"])
def test_a_task_table(middle: bool) -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "青石镇控辍保学工作任务分解表", 16)
        y = grid(page, TOP + 40, TASK_XS, (TASK_HEAD, *TASKS), middle=middle)
        page.paragraph(y + 24, "二、工作要求")
        page.paragraph(y + 44, LONG)
        page.centred(HEIGHT - 40, "— 1 —", 9)

    source = read(draw)
    assert flat(source) == FLAT
    assert source.tables[0].header_rows == 1
    assert paragraphs(source)[0] == "青石镇控辍保学工作任务分解表"
    assert paragraphs(source)[-2:] == ["二、工作要求", LONG]
    assert noise_words(source) == ["— 1 —"]


def test_rows_that_stand_no_further_apart_than_lines() -> None:
    source = read(lambda page: grid(page, TOP, TASK_XS, (TASK_HEAD, *TASKS), apart=0) and None)
    assert flat(source) == FLAT


INDICATOR_XS = (80, 200, 250, 310, 370, 430)
INDICATORS: Sequence[Sequence[Cell]] = (
    ("指标名称", "单位", "现状", "2025年", "2026年", "2027年"),
    ("义务教育巩固率", "%", "94.6", "95", "96", "97"),
    ("体质健康优良率", "%", "48", "52", "56", "60"),
    ("专任教师", "人", "120", "126", "130", "136"),
)


def test_an_indicator_table() -> None:
    source = read(lambda page: grid(page, TOP, INDICATOR_XS, INDICATORS) and None)
    assert flat(source) == [list(row) for row in INDICATORS]
    assert source.tables[0].header_rows == 1


def test_a_header_in_two_rows() -> None:
    def draw(page: Page) -> None:
        for x, words in zip((80, 200, 250, 376), ("指标名称", "单位", "现状", "目标值"), strict=True):
            page.text(x, TOP, words, 10)
        for x, words in zip(INDICATOR_XS[3:], ("2025年", "2026年", "2027年"), strict=True):
            page.text(x, TOP + 14, words, 10)
        grid(page, TOP + 36, INDICATOR_XS, INDICATORS[1:])

    source = read(draw)
    table = source.tables[0]
    assert table.header_rows == 2
    assert cells(source, table)[:7] == [
        (0, 0, 2, 1, "指标名称"),
        (0, 1, 2, 1, "单位"),
        (0, 2, 2, 1, "现状"),
        (0, 3, 1, 3, "目标值"),
        (1, 3, 1, 1, "2025年"),
        (1, 4, 1, 1, "2026年"),
        (1, 5, 1, 1, "2027年"),
    ]
    assert flat(source)[2:] == [list(row) for row in INDICATORS[1:]]


@pytest.mark.parametrize("repeated", [True, False], ids=["header again", "no header"])
@pytest.mark.parametrize("words", ["续表", ""])
def test_a_table_over_pages(repeated: bool, words: str) -> None:
    def first(page: Page) -> None:
        grid(page, 700, TASK_XS, (TASK_HEAD, *TASKS[:2]))
        page.centred(HEIGHT - 40, "— 1 —", 9)

    def second(page: Page) -> None:
        if words:
            page.text(RIGHT - 40, TOP - 20, words, 10)
        y = grid(page, TOP, TASK_XS, (TASK_HEAD, *TASKS[2:]) if repeated else TASKS[2:])
        page.paragraph(y + 40, LONG)
        page.centred(HEIGHT - 40, "— 2 —", 9)

    data = pdf(first, second)
    source = read_bytes(data)
    check_spans(source)
    assert len(source.tables) == 1
    assert flat(source) == FLAT
    assert [source.page_at(cell.span.start) for cell in source.tables[0].cells if cell.column == 0] == [1, 1, 1, 2]
    assert ("序号\t" in "".join(noise_words(source))) == repeated
    spans = [cell.span for cell in source.tables[0].cells if cell.row == 3 and cell.column == 2]
    assert words_at(source.text, spans) == "每月送教不少于2次"
    assert len(page_view(data, source.text, spans).frames) == 1


def test_two_columns_of_running_text_are_no_table() -> None:
    def draw(page: Page) -> None:
        for n in range(12):
            page.text(LEFT, TOP + n * PITCH, LONG[n : n + 16])
            page.text(LEFT + 230, TOP + n * PITCH, LONG[n + 3 : n + 19])

    assert read(draw).tables == ()


NAMES = ("王明", "李芳", "赵强", "孙丽", "周杰", "吴娜", "郑勇", "冯静")


def test_names_in_columns_are_no_table() -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, TOP, "成员：")
        for n, name in enumerate(NAMES * 2):
            page.text(LEFT + 60 + 90 * (n % 4), TOP + PITCH * (n // 4), name)

    assert read(draw).tables == ()


def test_lines_with_wide_gaps_are_no_table() -> None:
    def draw(page: Page) -> None:
        for n, (one, other) in enumerate(
            (("责任人：王明", "时间：9月"), ("签字：", "日期："), ("电话：8321", "传真：8322"))
        ):
            page.text(LEFT, TOP + n * PITCH, one)
            page.text(LEFT + 220, TOP + n * PITCH, other)
        page.paragraph(TOP + 4 * PITCH, LONG)

    source = read(draw)
    assert source.tables == ()
    assert paragraphs(source)[-1] == LONG


def test_a_table_of_unknown_names_with_numbers() -> None:
    table = (
        ("镇", "初一", "初二", "初三"),
        ("青石镇", "120", "118", "121"),
        ("白沙镇", "96", "91", "99"),
        ("柳林镇", "45", "50", "52"),
    )
    source = read(lambda page: grid(page, TOP, (80, 180, 280, 380), table) and None)
    assert flat(source) == [list(row) for row in table]


def word_file(table: Sequence[Sequence[Cell]]) -> bytes:
    """The same table as a Word file."""
    flat_rows = [["".join(cell) for cell in row] for row in table]
    return docx(paragraph("青石镇中心小学工作任务表") + word_table(flat_rows))


def ruled(table: Sequence[Sequence[Cell]]) -> bytes:
    """The same table with lines."""

    def draw(page: Page) -> None:
        page.centred(TOP - 20, "青石镇中心小学工作任务表", 16)
        xs, y = [*(x - 3 for x in TASK_XS), 525], TOP
        ys = [y - 12]
        for row in table:
            bottom = grid(page, y, TASK_XS, [row])
            ys.append(bottom - 12)
            y = bottom
        page.grid(xs, ys)

    return pdf(draw)


def unruled(table: Sequence[Sequence[Cell]], xs: Sequence[float]) -> bytes:
    """The same table without lines."""

    def draw(page: Page) -> None:
        page.centred(TOP - 30, "青石镇中心小学工作任务表", 16)
        grid(page, TOP, xs, table)

    return pdf(draw)


def duties(result: Extraction) -> set[tuple[object, ...]]:
    """Actor, part and day of every duty."""
    days = {fact.id: fact.end for fact in result.facts if isinstance(fact, Deadline)}
    return {(fact.actor, fact.part, days.get(fact.deadline or "")) for fact in result.facts if isinstance(fact, Duty)}


def quantities(result: Extraction) -> set[tuple[object, ...]]:
    """What the indicators say."""
    days = {fact.id: fact.end for fact in result.facts if isinstance(fact, Deadline)}
    return {
        (fact.name, fact.value, fact.unit, fact.status, days.get(fact.deadline or ""))
        for fact in result.facts
        if isinstance(fact, Indicator)
    }


def test_duties_of_a_task_table_in_each_format() -> None:
    table = (TASK_HEAD, *TASKS)
    found = [duties(extract(read_bytes(data))) for data in (unruled(table, TASK_XS), ruled(table), word_file(table))]
    assert found[0] == found[1] == found[2]
    for unit, person, day in (
        ("教务处", "王明", "2025-09"),
        ("总务处", "李芳", "2025-10"),
        ("德育处", "赵强", "2025-12"),
    ):
        actors = {actor for actor, _, end in found[0] if str(end).startswith(day)}
        assert {unit, person} & actors


def test_indicators_of_a_table_in_each_format() -> None:
    found = [
        quantities(extract(read_bytes(data))) for data in (unruled(INDICATORS, INDICATOR_XS), word_file(INDICATORS))
    ]
    assert found[0] == found[1]
    for name, unit, now, *later in (row for row in INDICATORS[1:]):
        known = {
            (value, status, str(day)[:4])
            for other, value, own, status, day in found[0]
            if other == name and own == unit
        }
        assert (float(str(now)), "actual", "None") in known
        for value, year in zip(later, ("2025", "2026", "2027"), strict=True):
            assert (float(str(value)), "target", year) in known
