"""PDF files: paragraphs, tables, headers and footers, watermarks, turned pages."""

from __future__ import annotations

import pytest

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading import ocr
from pipeline.reading.encoding import familiarity
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.pdf.assemble import assemble
from pipeline.reading.pdf.fallback import fallback_pages
from pipeline.reading.pdf.glyphs import usual_characters
from pipeline.reading.pdf.layout import lay_out
from pipeline.reading.reader import read_bytes
from pipeline.structure import build_layout
from tests.reading.pdf_files import HEIGHT, LEFT, PER_LINE, PITCH, RIGHT, TOP, WIDTH, Drawing, Page, pdf
from tests.reading.views import cells, check_spans, noise_words, paragraphs, rows, without_noise

LONG = (
    "各学校要把控辍保学工作作为义务教育的底线任务，建立校长负责、班主任包干、家校联动的工作机制，"
    "逐一核实每一名适龄儿童的就学情况，做到一个都不能少。"
)
OTHER = (
    "教务处牵头，德育处、总务处配合，每月开展一次排查，发现疑似辍学学生应当在三日内上门劝返，"
    "并做好记录备查，同时报告学区中心校。"
)


def read(*pages: Drawing) -> Source:
    """The source of a drawn file."""
    source = read_bytes(pdf(*pages))
    check_spans(source)
    return source


def running(*words: str) -> Drawing:
    """A page of paragraphs."""

    def draw(page: Page) -> None:
        y = TOP
        for paragraph in words:
            y = page.paragraph(y, paragraph)

    return draw


def test_paragraphs_are_rebuilt_from_lines() -> None:
    assert paragraphs(read(running(LONG, OTHER, LONG))) == [LONG, OTHER, LONG]


def test_no_blank_between_han_characters_and_no_line_break_lost() -> None:
    text = read(running(LONG)).text
    assert " " not in text
    assert text.replace("\n", "") == LONG
    assert text.count("\n") == len(LONG) // PER_LINE


def test_a_paragraph_as_wide_as_the_page_ends_where_the_next_is_indented() -> None:
    full = LONG[: PER_LINE * 2 - 2]
    assert paragraphs(read(running(full, OTHER, LONG))) == [full, OTHER, LONG]


def test_headings_and_signature_stand_alone() -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "青石镇中心小学控辍保学工作方案", 20)
        y = page.paragraph(TOP + 60, "一、工作目标")
        y = page.paragraph(y, LONG)
        page.text(RIGHT - 120, y + 40, "青石镇中心小学")
        page.text(RIGHT - 100, y + 60, "2025年3月1日")

    assert paragraphs(read(draw)) == [
        "青石镇中心小学控辍保学工作方案",
        "一、工作目标",
        LONG,
        "青石镇中心小学",
        "2025年3月1日",
    ]


def test_a_title_over_two_lines_is_one() -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "青石镇人民政府办公室关于进一步加强", 20)
        page.centred(TOP + 32, "校园安全工作的实施方案", 20)
        page.centred(TOP + 64, "（2025—2027年）", 20)
        page.paragraph(TOP + 120, LONG)

    assert paragraphs(read(draw))[:2] == ["青石镇人民政府办公室关于进一步加强校园安全工作的实施方案", "（2025—2027年）"]


def test_the_order_of_the_content_stream_plays_no_part() -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, TOP + PITCH, "二、工作措施")
        page.text(LEFT + 24, TOP + 3 * PITCH, "（一）")
        page.text(LEFT, TOP, "一、工作目标")
        page.text(LEFT + 60, TOP + 3 * PITCH, "排查")

    assert read(draw).text.split() == ["一、工作目标", "二、工作措施", "（一）排查"]


@pytest.mark.parametrize(("gap", "text"), [(0, "组长"), (2, "组长"), (24, "组 长")])
def test_gaps_nobody_drew(gap: float, text: str) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, TOP, "组")
        page.text(LEFT + 12 + gap, TOP, "长")

    assert read(draw).text == text


@pytest.mark.parametrize(
    ("loose", "gap", "text"),
    [
        (0.0, 4.0, "第二章 经费与预算"),  # the file moves over its blanks instead of drawing them
        (1.0, 5.0, "第二章 经费与预算"),
        (4.0, 4.0, "第二章经费与预算"),  # letters set apart over the width
        (0.0, 1.5, "第二章经费与预算"),
    ],
)
def test_a_gap_that_stands_out_in_its_line_is_a_blank(loose: float, gap: float, text: str) -> None:
    def draw(page: Page) -> None:
        x = LEFT
        for letter in "第二章":
            page.text(x, TOP, letter)
            x += 12 + loose
        x += gap - loose
        for letter in "经费与预算":
            page.text(x, TOP, letter)
            x += 12 + loose

    assert read(draw).text == text


@pytest.mark.parametrize(("head", "parts"), [("行“1+N”结对帮扶工作机制。", 1), ("做好结对帮扶工作记录。", 2)])
def test_a_line_ends_early_before_what_cannot_be_parted(head: str, parts: int) -> None:
    """A line two letters short of the margin goes on if the quotes behind it needed more room."""
    first = "各片区要从秋季学期开始统筹城乡学校的资源全面推行全面进步推进"

    def draw(page: Page) -> None:
        y = page.paragraph(TOP, LONG + LONG)
        page.text(LEFT + 24, y, first[: PER_LINE - 5])
        page.text(LEFT, y + PITCH, head)

    assert len(paragraphs(read(draw))) == parts + 1


def test_a_drawn_blank_stays() -> None:
    assert read(lambda page: page.text(LEFT, TOP, "组 长：王 明")).text == "组 长：王 明"


def test_overprinted_bold_is_read_once() -> None:
    def draw(page: Page) -> None:
        for shift in (0, 0.3, 0.6):
            page.text(LEFT + shift, TOP, "工作目标")

    assert read(draw).text == "工作目标"


PAGES = {1: (LONG, OTHER), 2: (OTHER, LONG), 3: ("三、工作要求", LONG)}
FOOTERS = ("— {} —", "-{}-", "{}", "第{}页 共3页", "第 {} 页", "{}/3", "Page {} of 3", "· {} ·")


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("count", [1, 3])
def test_page_numbers_are_noise(footer: str, count: int) -> None:
    def page_of(number: int) -> Drawing:
        def draw(page: Page) -> None:
            page.centred(HEIGHT - 40, footer.format(number), 9)
            running(*PAGES[number])(page)

        return draw

    source = read(*map(page_of, range(1, count + 1)))
    assert noise_words(source) == [footer.format(number) for number in range(1, count + 1)]
    assert paragraphs(source) == [words for number in range(1, count + 1) for words in PAGES[number]]


def test_running_headers_are_noise_and_paragraphs_go_on_over_the_page_break() -> None:
    cut = PER_LINE * 3 - 2

    def draw(number: int, words: str, indent: int) -> Drawing:
        def page_of(page: Page) -> None:
            page.centred(50, "青石镇教育办公室文件", 9)
            page.canvas.line(LEFT, HEIGHT - 56, RIGHT, HEIGHT - 56)
            page.paragraph(TOP, words, indent)
            page.centred(HEIGHT - 40, f"— {number} —", 9)

        return page_of

    whole = LONG + OTHER
    source = read(draw(1, whole[:cut], 2), draw(2, whole[cut:], 0))
    assert paragraphs(source) == [whole]
    assert noise_words(source) == ["青石镇教育办公室文件", "— 1 —", "青石镇教育办公室文件", "— 2 —"]
    assert [source.page_at(source.text.index(words)) for words in ("各学校", "备查")] == [1, 2]


def test_a_paragraph_that_ends_with_the_page() -> None:
    source = read(running(LONG), running(OTHER))
    assert paragraphs(source) == [LONG, OTHER]
    assert "\f" in source.text


def test_words_that_only_look_like_a_footer_stay() -> None:
    source = read(running(LONG, "联系电话：83210"), running(OTHER, "联系人：王明"))
    assert noise_words(source) == []


def test_slanted_and_huge_watermarks_are_noise() -> None:
    def draw(page: Page) -> None:
        canvas = page.canvas
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 50)
        canvas.drawCentredString(0, 0, "征求意见稿")
        canvas.restoreState()
        running(LONG, OTHER)(page)

    source = read(draw, draw)
    assert paragraphs(source) == [LONG, OTHER, LONG, OTHER]  # pages alike are no running headers
    assert "".join("".join(words.split()) for words in noise_words(source)) == "征求意见稿" * 2


def marked(grey: float, *words: str) -> Drawing:
    """A page of paragraphs with small upright words between them, in a grey from 0 (black) to 1."""

    def draw(page: Page) -> None:
        running(*words)(page)
        page.canvas.setFillGray(grey)
        page.text(LEFT + 120, 400, "内部资料请勿外传")

    return draw


def test_small_pale_words_on_most_pages_are_a_watermark() -> None:
    source = read(marked(0.8, LONG), marked(0.8, OTHER), running(OTHER + LONG))
    assert noise_words(source) == ["内部资料请勿外传"] * 2
    assert paragraphs(source) == [LONG, OTHER, OTHER + LONG]


@pytest.mark.parametrize(("size", "places"), [(60, [(120, 3)]), (14, [(110, 0), (150, 2), (250, 5), (130, 9)])])
@pytest.mark.parametrize("behind", [True, False])
def test_pale_words_upon_the_lines_are_a_watermark(size: int, places: list[tuple[int, int]], behind: bool) -> None:
    def marks(page: Page) -> None:
        page.canvas.setFillGray(0.85)
        for x, line in places:
            page.text(LEFT + x, TOP + line * PITCH + 7, "征求意见", size)
        page.canvas.setFillGray(0)

    def draw(page: Page) -> None:
        (marks if behind else running(LONG, OTHER))(page)
        (running(LONG, OTHER) if behind else marks)(page)

    source = read(draw)
    assert paragraphs(source) == [LONG, OTHER]
    assert "".join(noise_words(source)).replace("\n", "") == "征求意见" * len(places)


def test_white_names_in_the_heads_of_tables_are_text() -> None:
    def draw(page: Page) -> None:
        for n in range(3):
            page.canvas.setFillGray(1)
            page.text(LEFT, TOP + 3 * n * PITCH, "责任单位")
            page.canvas.setFillGray(0)
            page.text(LEFT, TOP + (3 * n + 1) * PITCH, "教务处、总务处")

    assert read(draw).text.count("责任单位") == 3
    assert noise_words(read(draw)) == []


def test_a_signature_of_the_words_of_a_watermark_stays() -> None:
    def signed(page: Page) -> None:
        marked(0.8, OTHER)(page)
        page.canvas.setFillGray(0)
        page.text(LEFT + 200, 500, "内部资料请勿外传")

    assert paragraphs(read(marked(0.8, LONG), signed)) == [LONG, OTHER, "内部资料请勿外传"]


@pytest.mark.parametrize("pages", [(marked(0.0, LONG), marked(0.0, OTHER)), (marked(0.8, LONG), running(OTHER))])
def test_black_words_and_pale_ones_that_come_once_are_text(pages: tuple[Drawing, ...]) -> None:
    source = read(*pages)
    assert noise_words(source) == []
    assert "内部资料请勿外传" in source.text


def test_contents_are_noise() -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "目录", 16)
        page.text(LEFT, TOP + 30, "一、工作目标" + "…" * 12 + "1")
        page.text(LEFT, TOP + 50, "二、工作措施" + "." * 40 + " 3")
        page.paragraph(TOP + 90, LONG)

    assert paragraphs(read(draw)) == ["目录", LONG]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int) -> None:
    """Pages with /Rotate whose words stand upright as seen, and pages whose words lie on their side."""

    def upright(page: Page) -> None:
        page.canvas.setPageRotation(turn)
        sideways(page)

    def sideways(page: Page) -> None:
        canvas = page.canvas
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.translate(-200, 100)
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(0, 0, "一、工作目标要明确具体")
        canvas.drawString(0, -20, "二、工作措施要落实到岗、落实到人")
        for y in (-40, -64, -88):
            canvas.line(0, y, 200, y)
        for x in (0, 100, 200):
            canvas.line(x, -40, x, -88)
        for x, y, words in ((4, -56, "任务"), (104, -56, "单位"), (4, -80, "检查"), (104, -80, "教务处")):
            canvas.drawString(x, y, words)
        canvas.restoreState()

    for draw in (upright, sideways):
        source = read(draw)
        assert paragraphs(source)[:2] == ["一、工作目标要明确具体", "二、工作措施要落实到岗、落实到人"]
        assert rows(source, source.tables[0]) == [["任务", "单位"], ["检查", "教务处"]]


HEAD = ["序号", "工作任务", "责任单位"]


def test_tables_stand_in_place() -> None:
    def draw(page: Page) -> None:
        y = page.paragraph(TOP, "一、任务分工")
        y = page.table(y, [HEAD, ["1", "排查", "教务处"], ["2", "劝返", "德育处"]])
        page.paragraph(y + 30, LONG)

    source = read(draw)
    assert source.text.startswith(
        "一、任务分工\n\n序号\t工作任务\t责任单位\n1\t排查\t教务处\n2\t劝返\t德育处\n\n各学校"
    )
    assert source.tables[0].header_rows == 1


def test_a_table_over_pages_is_one_and_its_header_counts_once() -> None:
    def page_of(number: int, y: float, body: list[list[str]]) -> Drawing:
        def draw(page: Page) -> None:
            page.table(y, [HEAD, *body])
            page.centred(HEIGHT - 40, f"- {number} -", 9)

        return draw

    source = read(
        page_of(1, 600, [["1", "排查", "教务处"], ["2", "劝返", "德育处"]]),
        page_of(2, TOP, [["3", "资助", "总务处"], ["4", "考核", "校长室"]]),
    )
    assert len(source.tables) == 1
    table = source.tables[0]
    assert table.header_rows == 1
    assert [row[0] for row in rows(source, table)] == ["序号", "1", "2", "3", "4"]
    assert [source.page_at(cell.span.start) for cell in table.cells if cell.column == 0] == [1, 1, 1, 2, 2]
    assert "序号\t工作任务\t责任单位" in noise_words(source)
    assert without_noise(source).count("序号") == 1


def test_a_table_that_goes_on_without_its_header() -> None:
    source = read(
        lambda page: page.table(650, [HEAD, ["1", "排查", "教务处"]]) and None,
        lambda page: page.table(TOP, [["2", "劝返", "德育处"]]) and None,
    )
    assert len(source.tables) == 1
    assert [row[0] for row in rows(source, source.tables[0])] == ["序号", "1", "2"]


def test_continued_table_with_the_words_for_it() -> None:
    def second(page: Page) -> None:
        page.text(RIGHT - 40, TOP, "续表")
        page.table(TOP + 10, [HEAD, ["2", "劝返", "德育处"]])

    source = read(lambda page: page.table(650, [HEAD, ["1", "排查", "教务处"]]) and None, second)
    assert len(source.tables) == 1
    assert "续表" in noise_words(source)


def test_tables_of_other_columns_stay_apart() -> None:
    source = read(
        lambda page: page.table(650, [HEAD, ["1", "排查", "教务处"]]) and None,
        lambda page: page.table(TOP, [["姓名", "职务"], ["王明", "组长"]]) and None,
    )
    assert len(source.tables) == 2


def test_text_between_the_pages_parts_tables() -> None:
    def second(page: Page) -> None:
        page.paragraph(TOP, "二、经费安排")
        page.table(TOP + 30, [HEAD, ["1", "购置", "总务处"]])

    assert len(read(lambda page: page.table(650, [HEAD, ["1", "排查", "教务处"]]) and None, second).tables) == 2


def test_a_row_torn_by_the_page_break_keeps_its_unit() -> None:
    source = read(
        lambda page: page.table(650, [HEAD, ["1", "每月排查一次，", "教务处"]]) and None,
        lambda page: page.table(TOP, [HEAD, ["", "建立台账。", ""], ["2", "劝返", "德育处"]]) and None,
    )
    found = {words: (row, count) for row, _, count, _, words in cells(source, source.tables[0])}
    assert found["教务处"] == (1, 2)
    assert found["1"] == (1, 2)
    assert found["建立台账。"] == (2, 1)


def test_merged_cells() -> None:
    def draw(page: Page) -> None:
        xs, ys = [LEFT, LEFT + 100, LEFT + 200, LEFT + 300], [TOP, TOP + 24, TOP + 48, TOP + 72]
        for y in (ys[0], ys[3]):
            page.canvas.line(xs[0], HEIGHT - y, xs[3], HEIGHT - y)
        page.canvas.line(xs[1], HEIGHT - ys[1], xs[3], HEIGHT - ys[1])
        page.canvas.line(xs[0], HEIGHT - ys[2], xs[3], HEIGHT - ys[2])
        for x in (xs[0], xs[1], xs[3]):
            page.canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[3])
        page.canvas.line(xs[2], HEIGHT - ys[1], xs[2], HEIGHT - ys[3])
        for x, y, words in ((0, 1, "指标"), (1, 0.7, "完成情况"), (1, 1.7, "现状"), (2, 1.7, "目标")):
            page.text(xs[x] + 4, TOP + 24 * y, words, 10)
        for column, words in enumerate(("巩固率", "96%", "98%")):
            page.text(xs[column] + 4, ys[2] + 16, words, 10)

    source = read(draw)
    assert cells(source, source.tables[0]) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "完成情况"),
        (1, 1, 1, 1, "现状"),
        (1, 2, 1, 1, "目标"),
        (2, 0, 1, 1, "巩固率"),
        (2, 1, 1, 1, "96%"),
        (2, 2, 1, 1, "98%"),
    ]
    assert source.tables[0].header_rows == 2


def test_words_over_several_lines_in_a_cell() -> None:
    def draw(page: Page) -> None:
        page.grid([LEFT, LEFT + 60, LEFT + 300], [TOP, TOP + 24, TOP + 72])
        page.text(LEFT + 4, TOP + 16, "单位", 10)
        page.text(LEFT + 64, TOP + 16, "任务", 10)
        page.text(LEFT + 4, TOP + 52, "教务处", 10)
        page.text(LEFT + 64, TOP + 40, "每月排查一次，", 10)
        page.text(LEFT + 64, TOP + 56, "建立台账。", 10)

    source = read(draw)
    assert rows(source, source.tables[0]) == [["单位", "任务"], ["教务处", "每月排查一次，\n建立台账。"]]


def _three_lines(page: Page, y: float, header: list[str], *body: list[str]) -> None:
    for place in (0, 1, len(body) + 1):
        page.canvas.line(LEFT, HEIGHT - y - 24 * place, RIGHT, HEIGHT - y - 24 * place)
    for place, row in enumerate((header, *body)):
        for column, words in enumerate(row):
            page.text(LEFT + 6 + 110 * column, y + 16 + 24 * place, words, 10)


def test_a_table_with_horizontal_lines_alone() -> None:
    body = [["巩固率", "98%", "98.5%", "99%"], ["近视率", "", "36%", "34%"]]

    def draw(page: Page) -> None:
        y = page.paragraph(TOP, LONG)
        _three_lines(page, y, ["指标", "2025年", "2026年", "2027年"], *body)
        page.paragraph(y + 110, OTHER)

    source = read(draw)
    assert rows(source, source.tables[0]) == [["指标", "2025年", "2026年", "2027年"], *body]
    assert source.tables[0].header_rows == 1
    assert paragraphs(source)[0] == LONG
    assert paragraphs(source)[-1] == OTHER


def test_lines_under_running_text_are_no_table() -> None:
    def draw(page: Page) -> None:
        running(LONG, OTHER, LONG)(page)
        for y in (TOP - 20, TOP + 3, TOP + 23, TOP + 43, TOP + 300):
            page.canvas.line(LEFT, HEIGHT - y, RIGHT, HEIGHT - y)

    source = read(draw)
    assert source.tables == ()
    assert paragraphs(source) == [LONG, OTHER, LONG]


def test_a_frame_around_text_is_no_table() -> None:
    def draw(page: Page) -> None:
        page.grid([LEFT - 10, RIGHT + 10], [TOP - 20, TOP + 200, TOP + 300])
        page.paragraph(TOP, LONG)

    source = read(draw)
    assert source.tables == ()
    assert paragraphs(source) == [LONG]


def test_a_bookmark_names_a_heading_on_two_lines() -> None:
    def draw(page: Page) -> None:
        page.canvas.bookmarkPage("a")
        page.canvas.addOutlineEntry("关于推进全县中小学课后服务提质扩面工作的若干措施", "a", 0)
        page.canvas.bookmarkPage("b")
        page.canvas.addOutlineEntry("保障经费", "b", 1)
        page.centred(TOP, "关于推进全县中小学课后服务", 18)
        page.centred(TOP + 30, "提质扩面工作的若干措施", 18)
        y = page.paragraph(TOP + 80, "各校要按照要求做好课后服务工作。")
        page.centred(y + 20, "保障经费", 14)
        page.paragraph(y + 60, "县财政按每生每年一百元安排经费。")

    source = read_bytes(pdf(draw))
    marked = ["".join(source.text[hint.span.start : hint.span.end].split()) for hint in source.hints]
    assert marked == ["关于推进全县中小学课后服务", "保障经费"]
    assert "课后服务\n提质扩面工作的若干措施\n\n" in source.text
    (document,) = build_layout(source).documents
    assert document.title == "关于推进全县中小学课后服务提质扩面工作的若干措施"


def test_bookmarks_are_heading_hints() -> None:
    def draw(page: Page) -> None:
        page.canvas.bookmarkPage("a")
        page.canvas.bookmarkPage("b")
        page.canvas.addOutlineEntry("一、工作目标", "a", 0)
        page.canvas.addOutlineEntry("（一）总体目标", "b", 1)
        y = page.paragraph(TOP, "一、工作目标")
        y = page.paragraph(y, "（一）总体目标")
        page.paragraph(y, LONG)

    source = read(draw)
    assert [(source.text[h.span.start : h.span.end], h.level) for h in source.hints] == [
        ("一、工作目标", 1),
        ("（一）总体目标", 2),
    ]


def test_headings_without_numbers_are_told_by_their_letters() -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "青石镇中心小学岗位职责汇编", 22)
        y = TOP + 50
        for name in ("教务处职责", "总务处职责"):
            page.text(LEFT + 24, y, name, 14.5)
            y = page.paragraph(y + 26, LONG)
            page.text(LEFT + 24, y + 6, "安全工作", 13)
            y = page.paragraph(y + 30, OTHER) + 10

    source = read(draw)
    assert [(source.text[h.span.start : h.span.end], h.level) for h in source.hints] == [
        ("教务处职责", 1),
        ("安全工作", 2),
        ("总务处职责", 1),
        ("安全工作", 2),
    ]


def test_numbered_headings_need_no_help_from_their_letters() -> None:
    def draw(page: Page) -> None:
        page.centred(TOP, "青石镇中心小学工作方案", 22)
        y = TOP + 50
        for name in ("一、工作目标", "二、工作措施", "三、工作要求"):
            page.text(LEFT + 24, y, name, 14.5)
            y = page.paragraph(y + 26, LONG)

    assert read(draw).hints == ()


def test_big_words_amid_the_text_are_no_headings() -> None:
    def draw(page: Page) -> None:
        y = page.paragraph(TOP, LONG)
        for _ in range(2):
            page.text(LEFT + 24, y + 10, "安全第一，预防为主。", 15)
            y = page.paragraph(y + 36, OTHER)

    assert read(draw).hints == ()


def test_pages_know_their_number_and_size() -> None:
    source = read(running(LONG), running(OTHER))
    assert [(page.number, round(page.width or 0), round(page.height or 0)) for page in source.pages] == [
        (1, round(WIDTH), round(HEIGHT)),
        (2, round(WIDTH), round(HEIGHT)),
    ]


def _image(page: Page) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    page.canvas.drawImage(ImageReader(Image.new("L", (40, 60), 200)), 0, 0, WIDTH, HEIGHT)


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the recogniser were not installed."""
    monkeypatch.setattr(ocr, "is_installed", lambda: False)


@pytest.mark.usefixtures("no_ocr")
def test_a_scan_is_called_one() -> None:
    with pytest.raises(ReadError, match=r"扫描件.*2 页.*OCR.*pip install 'cetu\[ocr\]'"):
        read_bytes(pdf(_image, _image))


@pytest.mark.usefixtures("no_ocr")
def test_single_scanned_pages_are_named() -> None:
    source = read(running(LONG), _image, running(OTHER))
    assert paragraphs(source) == [LONG, OTHER]
    assert source.warnings
    assert "第 2 页" in source.warnings[0]
    assert "cetu[ocr]" in source.warnings[0]


@pytest.mark.usefixtures("no_ocr")
def test_a_stamp_upon_a_scan_is_no_text_layer() -> None:
    def stamped(page: Page) -> None:
        _image(page)
        page.text(LEFT, TOP, "扫描全能王 创建", 8)

    source = read(running(LONG), stamped)
    assert paragraphs(source) == [LONG]
    assert "第 2 页" in source.warnings[0]


@pytest.mark.usefixtures("no_ocr")
def test_a_picture_behind_text_makes_no_scan() -> None:
    def behind(page: Page) -> None:
        _image(page)
        running(LONG)(page)

    assert paragraphs(read(behind)) == [LONG]


def test_an_empty_pdf() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        read_bytes(pdf(lambda page: None))


def _rubbish(page: Page) -> None:
    rare = [chr(code) for code in range(0x7000, 0x9000) if not familiarity(chr(code))]
    for n in range(6):
        page.text(LEFT, TOP + n * PITCH, "".join(rare[n * 34 : n * 34 + 34]), 10)


@pytest.mark.usefixtures("no_ocr")
def test_a_text_layer_of_rubbish() -> None:
    """Fonts without a table of characters give plausible nonsense."""
    with pytest.raises(ReadError, match=r"乱码.*cetu\[ocr\]"):
        read_bytes(pdf(_rubbish))


@pytest.mark.usefixtures("no_ocr")
def test_a_single_page_of_rubbish_is_left_out() -> None:
    source = read(running(LONG), _rubbish, running(OTHER))
    assert paragraphs(source) == [LONG, OTHER]
    assert "第 2 页的文字层是乱码" in source.warnings[0]


@pytest.mark.parametrize(
    ("drawn", "read_as"), [("一\x00二", "一\ufffd二"), ("⼯作\xad组", "工作-组"), ("\uffff\ud800", "\ufffd\ufffd")]
)
def test_glyphs_of_no_character_keep_their_place(drawn: str, read_as: str) -> None:
    assert usual_characters(drawn) == read_as
    assert len(read_as) == len(drawn)


def test_junk_before_the_header() -> None:
    assert paragraphs(read_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + pdf(running(LONG)))) == [LONG]


def test_pdfplumber_gives_the_same_where_pdfium_fails() -> None:
    def draw(page: Page) -> None:
        y = page.paragraph(TOP, LONG)
        y = page.table(y, [HEAD, ["1", "排查", "教务处"]])
        page.paragraph(y + 30, "组 长：王 明")
        page.centred(HEIGHT - 40, "— 1 —", 9)

    data = pdf(draw)
    again = assemble([lay_out(page) for page in fallback_pages(data, DEFAULT_LIMITS)])
    source = read_bytes(data)
    assert again.text == source.text
    assert again.noise == source.noise
    assert again.tables == source.tables


def test_a_hanging_indent_close_behind_its_number_is_one_paragraph() -> None:
    def draw(page: Page) -> None:
        y = TOP
        for number in (1, 2, 3):
            page.text(LEFT + 14, y, f"{number}.")
            page.text(LEFT + 27, y, LONG[: PER_LINE - 3])
            page.text(LEFT + 28, y + PITCH, LONG[PER_LINE - 3 : 2 * PER_LINE - 6])
            page.text(LEFT + 28, y + 2 * PITCH, LONG[2 * PER_LINE - 6 : 2 * PER_LINE + 2])
            y += 3.7 * PITCH

    words = LONG[: 2 * PER_LINE + 2]
    assert ["".join(part.split()) for part in paragraphs(read(draw))] == [f"{number}.{words}" for number in (1, 2, 3)]
