"""Help pages: all of it Chinese, in columns that a Chinese screen keeps, no line wider than the screen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.help_text import cells, in_chinese, range_words, set_list, wrapped
from pipeline.cli.main import _HOMES, run

NO_CHINESE = re.compile(r"OPTIONS|ARGS|INTEGER|FLOAT|TEXT|PATH|RANGE|default|\d<=x")


@pytest.mark.parametrize("command", ["", *_HOMES])
def test_help_says_everything_in_chinese(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*command.split(), "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：cetu")
    assert NO_CHINESE.search(page) is None
    assert "选项：" in page
    assert all(cells(line) <= 80 for line in page.splitlines())


def test_what_is_said_of_options_stands_in_one_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(["search", "--help"])
    page = capsys.readouterr().out
    starts = {
        cells(line[: line.index(word)])
        for line in page.splitlines()
        for word in ("只看某份", "知识库文件")
        if word in line
    }
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            ("--limit INTEGER RANGE", "最多几条  [default: (20); 1<=x<=9]"),
            ("--limit 数", "最多几条［默认 20；1 到 9］"),
        ),
        (("-j INTEGER RANGE", "几个  [1<=x<=256]"), ("-j 数", "几个［1 到 256］")),
        (("--port INTEGER RANGE", "端口  [x>=1]"), ("--port 数", "端口［不小于 1］")),
        (("--kb PATH", "文件  [default: (outputs/kb.sqlite)]"), ("--kb 路径", "文件［默认 outputs/kb.sqlite］")),
        (("--on 日期", "哪一天"), ("--on 日期", "哪一天")),
        (("--json", "以 JSON 输出（见 [说明]）"), ("--json", "以 JSON 输出（见 [说明]）")),
    ],
)
def test_rows_of_options(row: tuple[str, str], told: tuple[str, str]) -> None:
    assert in_chinese(row) == told


def test_ranges() -> None:
    assert [range_words(one) for one in ("1<=x<=256", "x>=1", "x<5")] == ["1 到 256", "不小于 1", "x<5"]


@given(st.text(alphabet="甲乙（）“”，。 ab[]", max_size=120), st.integers(8, 40))
def test_wrapping_keeps_every_sign_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    words = max((len(word) for word in re.findall(r"[!-~]+", text)), default=0)
    closing = max((2 * len(run) for run in re.findall(r"[，。）”]+", text.replace(" ", ""))), default=0)
    assert all(cells(line) <= max(width, words) + closing for line in lines)


def test_a_mark_stays_with_its_words() -> None:
    assert wrapped("甲乙丙丁（戊己）庚", 10) == ["甲乙丙丁", "（戊己）庚"]
    assert wrapped("甲乙丙丁戊。己", 10) == ["甲乙丙丁戊。", "己"]


def test_a_long_name_stands_on_its_own_line() -> None:
    page = set_list([("--format [" + "x" * 40 + "]", "格式"), ("-h", "帮助")], 60)
    assert page.splitlines()[1].strip() == "格式"
    assert page.splitlines()[2].split() == ["-h", "帮助"]
