"""台账: filters, states, the workbook out and back."""

from __future__ import annotations

import io
import re
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient

from pipeline.store import KnowledgeBase
from pipeline.store.reviews import reviews
from pipeline.web.returned_books import ReturnedBooks

REFUSED = (400, 409, 422)


def token(web: TestClient, path: str = "/tasks/import") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', web.get(path).text)
    assert found
    return found[1]


def rows(web: TestClient, **query: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = web.get("/api/tasks", params=query).json()["rows"]
    return found


def test_the_page_and_its_twin_show_the_same(web: TestClient) -> None:
    page = web.get("/tasks")
    found = rows(web)
    assert found
    assert all(f'href="/tasks/{row["fact"]}"' in page.text for row in found)
    assert all(row["light"] in page.text for row in found)
    assert len(page.content) < 100_000


def test_filters_leave_what_they_name(web: TestClient) -> None:
    light = web.get("/api/tasks").json()["lights"][0]
    chosen = web.get("/api/tasks", params={"light": light["word"]}).json()
    assert chosen["pager"]["total"] == light["count"]
    assert {row["light"] for row in chosen["rows"]} == {light["word"]}
    title = rows(web)[0]["document"]
    assert {row["document"] for row in rows(web, document=title)} == {title}
    assert "没有这样的任务" in web.get("/tasks", params={"owner": "<b>火星处</b>"}).text


def test_a_state_is_set_and_the_list_comes_back_with_its_filters(web: TestClient, base_path: Path) -> None:
    one = rows(web)[0]
    form = {"csrf": token(web), "state": "已完成", "to": "/tasks?light=x"}
    answer = web.post(f"/tasks/{one['fact']}", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/tasks?light=x"
    seen = web.get(f"/api/tasks/{one['fact']}").json()
    assert seen["task"]["state"] == "已完成"
    assert seen["task"]["light"] == "灰灯·已办结"
    assert [(line["who"], line["new"]) for line in seen["said"]] == [("测试员", "已完成")]
    assert one["fact"] in {row["fact"] for row in rows(web, state="已完成")}


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/tasks\r\nx: y", "/taskscript", "javascript:1"]
)
def test_an_action_never_leads_elsewhere(web: TestClient, to: str) -> None:
    form = {"csrf": token(web), "state": "进行中", "to": to}
    assert web.post(f"/tasks/{rows(web)[0]['fact']}", data=form).headers["location"] == "/tasks"


def test_fields_are_put_right_and_taken_back(web: TestClient) -> None:
    one = rows(web)[0]
    path = f"/tasks/{one['fact']}"
    common = {"csrf": token(web), "who": "王主任", "why": "已换人"}
    assert (
        web.post(path, data=common | {"lead": "安全办", "due": "2025-04-01", "remark": "见会议纪要"}).status_code == 303
    )
    task = web.get("/api" + path).json()["task"]
    assert (task["lead"], task["due"], task["remark"], task["verdict"]) == (
        "安全办",
        "2025-04-01",
        "见会议纪要",
        "已修改",
    )
    assert web.post(path, data=common | {"lead": task["original"]["actor"], "whole": "yes"}).status_code == 303
    task = web.get("/api" + path).json()["task"]
    assert (task["lead"], task["due"], task["verdict"]) == (one["lead"], one["due"], "未复核")


def test_what_cannot_be_is_refused(web: TestClient) -> None:
    path = f"/tasks/{rows(web)[0]['fact']}"
    word = token(web)
    assert web.post(path, data={"csrf": word, "state": "飞行中"}).status_code in REFUSED
    assert web.post(path, data={"csrf": word, "due": "明天"}).status_code in REFUSED
    assert web.post(path, data={"csrf": word}).status_code in REFUSED
    assert web.post(path, data={"state": "已完成"}).status_code == 403
    assert web.post("/tasks/none", data={"csrf": word, "state": "已完成"}).status_code in REFUSED
    assert web.get("/tasks/none").status_code == 404


def filled(web: TestClient, state: str = "进行中", remark: str = "=1+1") -> bytes:
    answer = web.get("/tasks.xlsx")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["责任台账"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["状态"]).value = state
    cell = sheet.cell(3, titles["备注"])
    cell.value, cell.data_type = remark, "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(web: TestClient, content: bytes, name: str = "台账.xlsx") -> dict[str, dict[str, str]]:
    answer = web.post("/api/tasks/import", data={"csrf": token(web)}, files={"book": (name, content)})
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, str]] = answer.json()
    return found


def test_a_filled_workbook_is_shown_then_written(web: TestClient, base_path: Path) -> None:
    word = send(web, filled(web, remark="<script>alert(1)</script>"))["made"]["token"]
    page = web.get(f"/tasks/import/{word}")
    assert "<script>alert" not in page.text
    view = web.get(f"/api/tasks/import/{word}").json()
    assert [(line["title"], line["new"]) for line in view["changes"]] == [
        ("状态", "进行中"), ("备注", "<script>alert(1)</script>"),
    ]  # fmt: skip
    with KnowledgeBase.open(base_path) as kb:
        assert reviews(kb) == {}
    done = web.post(f"/tasks/import/{word}", data={"csrf": token(web), "who": "刘科长"})
    assert done.headers["location"] == "/tasks"
    with KnowledgeBase.open(base_path) as kb:
        assert {one.who for one in reviews(kb).values()} == {"刘科长"}
        assert sorted(one.state or "" for one in reviews(kb).values()) == ["", "doing"]
    assert web.get(f"/tasks/import/{word}").status_code in REFUSED


def test_a_base_that_changed_meanwhile_is_seen(web: TestClient) -> None:
    word = send(web, filled(web))["made"]["token"]
    first = web.get(f"/api/tasks/import/{word}").json()["changes"]
    fact = next(row["fact"] for row in rows(web) if row["words"] == first[0]["task"])
    web.post(f"/tasks/{fact}", data={"csrf": token(web), "state": "进行中"})
    answer = web.post(f"/tasks/import/{word}", data={"csrf": token(web)})
    assert answer.status_code in REFUSED
    assert "有了变化" in answer.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"PK\x03\x04nonsense", "a.xlsx"),
        (b"<html>", "../../etc/passwd"),
        (b"\xd0\xcf\x11\xe0", "<b>.xls"),
    ],
)
def test_what_is_no_workbook_is_refused_and_not_kept(
    web: TestClient, base_path: Path, content: bytes, name: str
) -> None:
    answer = web.post("/tasks/import", data={"csrf": token(web)}, files={"book": (name, content)})
    assert answer.status_code in REFUSED
    assert "<b>.xls" not in answer.text
    folder = base_path.parent / ".cetu-returned"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_workbook_of_some_megabytes_may_be_sent_and_a_greater_one_not(web: TestClient, base_path: Path) -> None:
    word = token(web)
    for size, expected in ((3 << 20, "不是 Excel 工作簿"), ((16 << 20) + 10, "文件太大"), (18 << 20, "最多上传")):
        answer = web.post(
            "/tasks/import", data={"csrf": word}, files={"book": ("a.xlsx", b"PK\x03\x04" + bytes(size - 4))}
        )
        assert answer.status_code in (*REFUSED, 413)
        assert expected in answer.text
    folder = base_path.parent / ".cetu-returned"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("word", ["x", "0" * 32, "..%2f..%2fkb.sqlite", "a" * 64])
def test_a_word_nobody_was_given_opens_nothing(web: TestClient, word: str) -> None:
    assert web.get(f"/tasks/import/{word}").status_code in (*REFUSED, 404)


def test_only_the_last_few_workbooks_are_kept(tmp_path: Path) -> None:
    books = ReturnedBooks(tmp_path / "kept")
    words = [books.keep(io.BytesIO(b"x")) for _ in range(15)]
    assert len(set(words)) == 15
    assert len(list((tmp_path / "kept").iterdir())) <= 10
    assert books.book(words[-1]).read_bytes() == b"x"


def test_hostile_words_of_a_plan_stay_words(web: TestClient, base_path: Path) -> None:
    with sqlite3.connect(base_path) as db:
        db.execute("UPDATE facts SET words = '<img src=x onerror=alert(1)>\"' || words")
    db.close()
    fact = rows(web)[0]["fact"]
    for path in ("/tasks", f"/tasks/{fact}"):
        page = web.get(path).text
        assert "&lt;img src" in page
        assert "<img src" not in page
