"""The page a fact stands on, as the command line and the workbench ask for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.asking import fact_page, fact_picture
from pipeline.batch import run_folder
from pipeline.cli.main import run
from pipeline.model.errors import ReadError, UsageError
from pipeline.store import KnowledgeBase
from tests.reading.pdf_files import LEFT, TOP, pdf

WORDS = "到2027年，九年义务教育巩固率达到96%以上。"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a plan of each kind, processed."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "甲.pdf").write_bytes(
        pdf(lambda page: page.text(LEFT, TOP, "一、目标"), lambda page: page.text(LEFT, TOP, WORDS))
    )
    (folder / "乙.txt").write_text("一、目标\n到2026年，学生体质健康优良率达到60%以上。\n", encoding="utf-8")
    run_folder(folder, tmp_path / "out")
    return tmp_path


def indicator(kb: KnowledgeBase, path: str) -> str:
    """The id of a file's indicator."""
    return next(fact.fact.id for fact in kb.facts(type="indicator") if fact.path == path)


def test_page_and_frames_of_a_fact(home: Path) -> None:
    with KnowledgeBase.open(home / "out" / "kb.sqlite") as kb:
        place, picture = fact_picture(kb, indicator(kb, "甲.pdf"))
        assert place == fact_page(kb, indicator(kb, "甲.pdf"))
    assert (place.path, place.page, place.pages, len(place.frames)) == ("甲.pdf", 2, (2,), 1)
    frame = place.frames[0]
    assert LEFT < frame.x0 < frame.x1 < place.width
    assert frame.top < TOP < frame.bottom + 2
    assert picture.startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_told(home: Path) -> None:
    with KnowledgeBase.open(home / "out" / "kb.sqlite") as kb:
        fact = indicator(kb, "甲.pdf")
        with pytest.raises(UsageError, match="没有这个事实"):
            fact_page(kb, "f0")
        with pytest.raises(ReadError, match="只有 PDF"):
            fact_page(kb, indicator(kb, "乙.txt"))
        with pytest.raises(ReadError, match=r"找不到原文件.*--folder"):
            fact_page(kb, fact, home / "elsewhere")
        shutil.move(home / "plans", home / "elsewhere")
        assert fact_page(kb, fact, home / "elsewhere").page == 2
        with pytest.raises(ReadError, match="找不到原文件"):
            fact_page(kb, fact)
        (home / "elsewhere" / "甲.pdf").write_bytes(pdf(lambda page: page.text(LEFT, TOP, WORDS)))
        with pytest.raises(ReadError, match=r"已改动.*cetu run"):
            fact_page(kb, fact, home / "elsewhere")


def test_the_command_draws(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb = home / "out" / "kb.sqlite"
    with KnowledgeBase.open(kb) as base:
        fact, other = indicator(base, "甲.pdf"), indicator(base, "乙.txt")
    assert run(["show", fact, "--kb", str(kb), "--image", str(home / "a.png")]) == 0
    assert (home / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "第 2 页" in capsys.readouterr().err
    assert run(["show", other, "--kb", str(kb), "--image", str(home / "b.png")]) == 1
    assert "错误" in capsys.readouterr().err
    assert not (home / "b.png").exists()
