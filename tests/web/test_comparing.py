"""对照: the matrix, what stands behind its cells, gaps, files, and lists of one's own."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document as Word
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from pipeline.api import extract_with_layout
from pipeline.comparison.matrix import matrix
from pipeline.model.source import Source
from pipeline.store import KnowledgeBase, passages_of
from tests.web.conftest import NOW

assert NOW
OWN = """list:
  id: MY1
  title: 本县自查清单
rows:
  - id: M-1
    name: 教师培训参训率
    level: school
    kind: quantitative
    aliases: [教师培训参训率, 培训参训率]
    thresholds:
      - {school_type: all, comparator: '>=', value: 90, unit: '%'}
"""
HOSTILE = (
    '云溪县第九小学<script>alert(1)</script>工作计划\n一、工作目标\n教师培训参训率达到85%"><img src=x onerror=alert(2)>以上。\n'
    '二、=HYPERLINK("http://x")\n每周组织一次安全检查。\n'
)


def add(base_path: Path, name: str, text: str) -> str:
    """Put a plan in; gives its id."""
    with KnowledgeBase.open(base_path, write=True) as kb:
        source = Source(path=name, sha256="ab" * 32, media_type="text/plain", text=text)
        extraction, layout = extract_with_layout(source)
        kb.add(extraction, text, passages_of(layout))
        return extraction.documents[0].id


def token(client: TestClient) -> str:
    """The token of the form on the page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/compare").text)
    assert found
    return found.group(1)


def send(client: TestClient, content: bytes | str, name: str = "清单.yaml") -> object:
    data = content.encode() if isinstance(content, str) else content
    return client.post("/api/compare/lists", headers={"x-csrf-token": token(client)}, files={"file": (name, data)})


@pytest.mark.parametrize("standard", ["QB17", "BB12", "MG17", "OT"])
def test_the_matrix_says_what_the_command_line_says(web: TestClient, base_path: Path, standard: str) -> None:
    view = web.get("/api/compare", params={"standard": standard}).json()
    with KnowledgeBase.open(base_path) as kb:
        told = matrix(kb, [one["plan"]["id"] for one in view["columns"]], standard)
    cells = {row.row: [cell.verdict for cell in row.cells] for row in told.rows}
    assert view["lines"]
    assert len(view["columns"]) > 1
    for line in view["lines"]:
        assert line["verdicts"] == cells[line["row"]]
    assert [one["counts"] for one in view["columns"]] == [plan.counts for plan in told.plans]


def test_every_cell_leads_to_its_evidence(web: TestClient) -> None:
    page = web.get("/compare").text
    links = re.findall(r'href="(/compare/cell[^"]+)"', page)
    view = web.get("/api/compare").json()
    assert len(links) == len(view["lines"]) * len(view["columns"])
    said = [
        (line["row"], view["columns"][place]["plan"]["id"])
        for line in view["lines"]
        for place, verdict in enumerate(line["verdicts"])
        if verdict in ("meets", "below", "stricter")
    ]
    assert said
    for row, plan in said[:5]:
        cell = web.get("/compare/cell", params={"row": row, "plan": plan})
        told = web.get("/api/compare/cell", params={"row": row, "plan": plan}).json()
        assert cell.status_code == 200
        fact = told["statements"][0]["fact"]
        assert f"/facts/{fact}/source" in cell.text
        assert told["statements"][0]["norm"]
        assert told["row"]["demands"]


def test_a_gap_says_where_it_belongs(web: TestClient) -> None:
    plan = web.get("/api/compare").json()["columns"][0]
    view = web.get("/api/compare/plan", params={"plan": plan["plan"]["id"]}).json()
    assert len(view["gaps"]) == plan["gaps"] > 0
    page = web.get("/compare/plan", params={"plan": plan["plan"]["id"]}).text
    assert "缺项与建议" in page
    cell = web.get("/api/compare/cell", params={"plan": plan["plan"]["id"], "row": view["gaps"][0]["row"]}).json()
    assert cell["gap"] == view["gaps"][0]
    assert cell["verdict"] == "missing"


def test_filters_and_pages(web: TestClient) -> None:
    everything = web.get("/api/compare").json()
    title = everything["columns"][0]["plan"]["title"]
    one = web.get("/api/compare", params={"words": title}).json()
    assert [column["plan"]["title"] for column in one["columns"]] == [title]
    assert "没有符合条件的方案" in web.get("/compare", params={"words": "没有这份"}).text
    below = web.get("/api/compare", params={"only": "below"}).json()
    assert all("below" in line["verdicts"] for line in below["lines"])
    assert len(below["lines"]) + below["silent"] == everything["chosen"]["rows"]
    pages = everything["pager"]["pages"]
    assert web.get("/api/compare", params={"page": 999}).json()["pager"]["page"] == pages
    level = everything["choices"]["levels"][0]
    assert web.get("/api/compare", params={"level": level["value"]}).json()["pager"]["total"] == level["plans"]


def test_files(web: TestClient) -> None:
    book = web.get("/compare/table.xlsx")
    assert load_workbook(io.BytesIO(book.content)).sheetnames == ["总表", "明细", "缺项", "汇总", "说明"]
    assert "filename*=UTF-8''%E5" in book.headers["content-disposition"]
    plan = web.get("/api/compare").json()["columns"][0]["plan"]
    single = web.get("/compare/table.xlsx", params={"plan": plan["id"]})
    assert load_workbook(io.BytesIO(single.content)).sheetnames == ["对照", "缺项", "说明"]
    report = web.get("/compare/report.docx", params={"plan": plan["id"]})
    assert plan["title"] in Word(io.BytesIO(report.content)).paragraphs[0].text


@pytest.mark.parametrize(
    "path",
    [
        "/compare?standard=NOPE",
        "/compare/cell?plan=nope&row=QB17-01",
        "/compare/plan?plan=nope",
        "/compare/table.xlsx?plan=nope",
    ],
)
def test_what_is_not_there(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 404


def test_a_list_of_ones_own(web: TestClient, base_path: Path) -> None:
    plan = add(base_path, "九小.txt", HOSTILE)
    kept = send(web, OWN).json()["made"]  # type: ignore[attr-defined]
    assert kept["rows"] == 1
    cell = web.get("/api/compare/cell", params={"standard": kept["standard"], "row": "M-1", "plan": plan}).json()
    assert cell["verdict"] == "below"
    assert cell["statements"][0]["said"].endswith("85%")
    assert "本县自查清单" in web.get("/compare", params={"standard": kept["standard"]}).text
    assert send(web, OWN).json()["made"] == kept  # type: ignore[attr-defined]


def test_words_of_a_plan_are_never_markup(web: TestClient, base_path: Path) -> None:
    plan = add(base_path, "=cmd|'/c calc'!A1.txt", HOSTILE)
    kept = send(web, OWN).json()["made"]["standard"]  # type: ignore[attr-defined]
    for path in ("/compare", "/compare/plan", "/compare/cell"):
        page = web.get(path, params={"standard": kept, "plan": plan, "row": "M-1", "words": "<script>alert(3)"}).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    name = web.get("/compare/table.xlsx", params={"plan": plan, "standard": kept}).headers["content-disposition"]
    assert "\r" not in name
    assert "<" not in name


WRONG = (
    (b"", "请先选择"),
    (b"\xff\xfe\x00", "不是 UTF-8"),
    (b"a: [", "不是有效的 YAML"),
    (b"just words", "应有 list"),
    (b"[1, 2]", "应有 list"),
    (OWN.replace("level: school", "level: planet").encode(), "清单.yaml 第 7 行"),
    (OWN.replace("kind: quantitative", "kind: quantitative\n    colour: red").encode(), "不认识的字段 colour"),
    (OWN.replace("  - id: M-1", "  - id: M-1\n    id: M-2").encode(), "写了两次"),
    (b"a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", "引用"),
    (b"[" * 5000 + b"]" * 5000, "嵌套过深"),
    (b"{a: " * 60 + b"1" + b"}" * 60, "嵌套过深"),
    (b"list: {id: A, title: B}\nrows: []\n", "应有 1 到"),
    (b"x" * (300 * 1024), "不能超过 256 KB"),
    (b"!!python/object/apply:os.system ['true']", "YAML"),
)  # fmt: skip


@pytest.mark.parametrize(("content", "words"), WRONG, ids=range(len(WRONG)))
def test_a_list_that_is_wrong_is_explained(web: TestClient, base_path: Path, content: bytes, words: str) -> None:
    answer = send(web, content)
    assert 400 <= answer.status_code < 500, answer.text  # type: ignore[attr-defined]
    assert words in answer.json()["detail"]  # type: ignore[attr-defined]
    assert not list((base_path.parent / ".lists").glob("*"))


def test_a_list_from_elsewhere_is_refused(web: TestClient) -> None:
    assert web.post("/compare/lists", files={"file": ("a.yaml", OWN.encode())}).status_code == 403


def test_a_lists_name_is_never_a_path(web: TestClient, base_path: Path) -> None:
    assert send(web, OWN, "../../../outside-list.yaml").status_code == 200  # type: ignore[attr-defined]
    assert not list(base_path.parent.parent.rglob("outside-list*"))
    assert len(list((base_path.parent / ".lists").iterdir())) == 1
