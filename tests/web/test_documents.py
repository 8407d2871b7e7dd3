"""文档: the list, a plan for reading, the way from a fact to its place, pages as pictures, forgetting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from markupsafe import escape

from pipeline.model.result import Deadline, Duty, Indicator, Target
from pipeline.store import KnowledgeBase, StoredFile
from pipeline.web.app import create_app
from pipeline.web.settings import Settings
from tests.store.plans import Plan
from tests.web.conftest import NOW

EVIL = "<script>alert(1)</script>\"'=cmd|&amp;"
TITLE = f"望江小学{EVIL}工作方案"
BODY = f"一、目标{EVIL}\n教导处2025年底前负责控辍保学，辍学率控制在1%以内。\n办公室报送材料{EVIL}。\n"


def hostile_plan() -> Plan:
    """A plan whose every word wants to be markup; its facts nest, cross, and share their words."""
    plan = Plan("h", TITLE + "\n" + BODY, title=TITLE, issuer="望江小学<b>", path="夹/<img src=x>.txt")
    plan.section("一、", f"目标{EVIL}")
    plan.fact(Duty, "教导处2025年底前负责控辍保学，辍学率", actor="教导处<i>", actor_kind="org")
    plan.fact(Target, "控辍保学，辍学率控制在1%以内")
    plan.fact(Deadline, "2025年底前", kind="by", end="2025-12-31")
    plan.fact(Indicator, "1%以内", name='辍学率"><x', op="<=", value=1.0, unit="%", status="target")
    plan.fact(Duty, f"报送材料{EVIL}", actor="办公室", actor_kind="org")
    plan.fact(Duty, f"报送材料{EVIL}", actor="甲组", actor_kind="group")
    return plan


def long_plan(paragraphs: int = 900) -> Plan:
    """A plan of many pages, a duty in each paragraph and a heading before every tenth."""
    lines, title = [], "长方案"
    for number in range(paragraphs):
        if number % 10 == 0:
            lines.append(f"第{number}节检查安排")
        lines.append(
            f"安全办第{number}次检查要逐项登记问题并在三日内反馈各处室办理情况，逐项销号，不留死角，长期坚持。"
        )
    plan = Plan("l", title + "\n" + "\n".join(lines) + "\n", title=title)
    for number in range(0, paragraphs, 10):
        plan.section("", f"第{number}节检查安排")
    for number in range(paragraphs):
        plan.fact(Duty, f"第{number}次检查要逐项登记问题", actor="安全办", actor_kind="org")
    return plan


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A base of made-up plans, a file that failed and one that was passed over."""
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        for plan in (hostile_plan(), long_plan()):
            kb.add(*plan.done())
        kb.put_file(StoredFile(path="坏.pdf", status="failed", reason="文件已损坏 <b>"))
        kb.put_file(StoredFile(path="读我.md", status="skipped", reason="不是方案"))
    return path


@pytest.fixture
def shelf(plans: Path) -> Iterator[TestClient]:
    """A workbench over that base."""
    app = create_app(Settings(kb=plans, user="测试员"), clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def words(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


def test_the_list_shows_plans_and_files_that_gave_none(shelf: TestClient) -> None:
    page = shelf.get("/documents").text
    assert "坏.pdf" in page
    assert "文件已损坏 &lt;b&gt;" in page
    assert 'href="/documents/h-d"' in page
    rows = shelf.get("/api/documents").json()["rows"]
    assert {(row["path"], row["status"], row["facts"]) for row in rows} == {
        ("夹/<img src=x>.txt", "ok", 6), ("l.txt", "ok", 900), ("坏.pdf", "failed", 0), ("读我.md", "skipped", 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ({"reading": "failed"}, ["坏.pdf"]),
        ({"reading": "read", "sort": "-facts"}, ["l.txt", "夹/<img src=x>.txt"]),
        ({"reading": "read", "sort": "facts"}, ["夹/<img src=x>.txt", "l.txt"]),
        ({"words": "望江 script"}, ["夹/<img src=x>.txt"]),
        ({"words": "100%_"}, []),
        ({"school": "望江小学<b>"}, ["夹/<img src=x>.txt"]),
        ({"school": "未写明"}, ["l.txt"]),
        ({"words": "' OR 1=1 --"}, []),
        ({"kind": "", "level": "", "year": "", "reading": "", "words": "长方案"}, ["l.txt"]),
    ],
)
def test_filters_and_orders(shelf: TestClient, query: dict[str, str], paths: list[str]) -> None:
    assert [row["path"] for row in shelf.get("/api/documents", params=query).json()["rows"]] == paths
    assert shelf.get("/documents", params=query).status_code == 200


def test_a_page_behind_the_last_is_the_last(shelf: TestClient) -> None:
    assert shelf.get("/api/documents?page=99").json()["pager"] == {"page": 1, "pages": 1, "total": 4}


def test_findings_are_counted_and_kept(shelf: TestClient) -> None:
    found = shelf.get("/api/documents").json()["findings"]
    assert set(found) == {"h-d", "l-d"}
    assert found == shelf.get("/api/documents").json()["findings"]
    assert "/audit?plan=h-d" in shelf.get("/documents").text


def test_a_plan_is_never_markup(shelf: TestClient) -> None:
    for path in ("/documents", "/documents/h-d", "/facts/h-f1", "/facts/h-f4", "/documents/h-d/forget"):
        page = shelf.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert '"><x' not in page
        assert "教导处<i>" not in page
        assert " style=" not in page


def test_the_text_is_whole_and_its_facts_are_marked(shelf: TestClient) -> None:
    page = shelf.get("/documents/h-d").text
    source = page[page.index('<article class="source"') : page.index("</article>")]
    shown = re.sub(r'<a class="sign[^>]*>[^<]*</a>', "", source)
    for line in BODY.splitlines():
        assert words(str(escape(line))) in words(shown)
    for number in range(1, 7):
        assert source.count(f'id="fact-h-f{number}"') == 1
        assert f'href="/facts/h-f{number}"' in source
    assert "<h2 " in source


def test_facts_that_nest_and_cross_each_keep_words_of_their_own(shelf: TestClient) -> None:
    blocks = shelf.get("/api/documents/h-d").json()["blocks"]
    runs = [run for block in blocks for cell in block["cells"] for run in cell]
    by_fact = {run.get("fact"): run["text"] for run in runs}
    assert by_fact["h-f3"] == "2025年底前"
    assert by_fact["h-f4"] == "1%以内"
    assert by_fact["h-f1"] == "负责"
    assert "控制在" in "".join(run["text"] for run in runs if run.get("fact") == "h-f2")
    signs = [sign for run in runs for sign in run.get("signs", ())]
    assert [(sign["fact"], sign["nth"]) for sign in signs if sign["fact"] in ("h-f5", "h-f6")] == [
        ("h-f5", 1),
        ("h-f6", 2),
    ]


def test_kinds_can_be_chosen_and_the_fact_asked_for_is_shown_all_the_same(shelf: TestClient) -> None:
    def types(query: str) -> set[str]:
        blocks = shelf.get("/api/documents/h-d" + query).json()["blocks"]
        return {run["type"] for block in blocks for cell in block["cells"] for run in cell if run.get("type")}

    assert types("?kinds=deadline") == {"deadline"}
    assert types("?kinds=deadline&mark=h-f4") == {"deadline", "indicator"}
    assert types("?kinds=nonsense.") == {"duty", "target", "deadline", "indicator"}


def test_from_a_fact_to_its_place(shelf: TestClient) -> None:
    answer = shelf.get("/facts/l-f800/source")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/documents/l-d?mark=l-f800#fact-l-f800"
    page = shelf.get(answer.headers["location"]).text
    assert 'id="fact-l-f800"' in page
    assert "第799次检查要逐项登记问题" in words(page[page.index('<mark class="aim">') :])[:30]


def test_long_plans_come_in_slices_without_loss(shelf: TestClient) -> None:
    first = shelf.get("/api/documents/l-d").json()
    text, facts = "", []
    for part in range(1, first["parts"] + 1):
        page = shelf.get(f"/documents/l-d?part={part}")
        assert len(page.content) < 100_000
        for block in shelf.get(f"/api/documents/l-d?part={part}").json()["blocks"]:
            for cell in block["cells"]:
                text += "".join(run["text"] for run in cell)
                facts += [sign["fact"] for run in cell for sign in run.get("signs", ())]
    assert first["parts"] > 3
    assert text == "".join(long_plan().text.split())
    assert facts == [f"l-f{number}" for number in range(1, 901)]
    assert "下一段" in shelf.get("/documents/l-d").text
    assert "上一段" in shelf.get("/documents/l-d?part=2").text


def test_the_tree_leads_to_the_slices(shelf: TestClient) -> None:
    tree = shelf.get("/api/documents/l-d").json()["tree"]
    assert len(tree) == 90
    last = tree[-1]
    assert last["part"] > 1
    page = shelf.get(f"/documents/l-d?part={last['part']}").text
    assert f'id="s-{last["id"]}"' in page


@pytest.mark.parametrize(
    "path", ["/documents/none", "/facts/none", "/facts/none/source", "/documents/none/pages/1", "/facts/none/page.png"]
)
def test_what_is_not_there_is_told(shelf: TestClient, path: str) -> None:
    answer = shelf.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text


def test_what_has_no_pages_is_told(shelf: TestClient) -> None:
    assert "只有 PDF" in shelf.get("/documents/h-d/pages/1").text
    assert "只有 PDF" in shelf.get("/facts/h-f1/page.png").text


@pytest.mark.parametrize(
    "path", ["/documents/h-d?part=0", "/documents?sort=x", "/documents?page=0", "/documents/a%20b"]
)
def test_wrong_parameters_are_refused(shelf: TestClient, path: str) -> None:
    assert shelf.get(path).status_code == 422


def test_the_last_slice_is_shown_for_a_number_behind_it(shelf: TestClient) -> None:
    page = shelf.get("/api/documents/h-d?part=99").json()
    assert (page["part"], page["parts"]) == (1, 1)
