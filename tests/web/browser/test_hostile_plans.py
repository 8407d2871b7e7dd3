"""A plan whose words, names and file name are an attack: no page lets them become anything but words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from pipeline.api import extract_with_layout
from pipeline.model.source import Source
from pipeline.reading import read
from pipeline.store import KnowledgeBase, passages_of
from tests.web.browser.conftest import Served, patient, served

ATTACK = "<img src=x onerror=alert(1)>"
PLAN = f"""云岭县第九小学{ATTACK}工作计划

一、工作目标{ATTACK}
到2025年底，“<script>alert(2)</script>”巩固率达到99%以上，=HYPERLINK("http://evil.example","点")不低于5%。
二、职责分工
教务处{ATTACK}负责控辍保学工作，{{{{7*7}}}}每学期检查2次。
（一）安全工作领导小组
组长：王小虎{ATTACK}
副组长："><svg onload=alert(3)>李大山
javascript:alert(4) 总务处必须在2025年6月30日前完成'); DROP TABLE facts;--隐患整改。
2025年3月1日
"""
NAME = '甲"><script>alert(5)</script>.txt'
_WAYS = (
    "/?q={q}", "/documents", "/documents?words={q}", "/documents/{document}", "/facts/{fact}", "/facts/{fact}/source",
    "/duties", "/duties/groups", "/duties/plans", "/actors?name={q}", "/tasks", "/deadlines?month=2025-06",
    "/deadlines/list", "/deadlines/recurring", "/indicators", "/compare", "/audit?plan={document}", "/diff?before={document}",
    "/import", "/export", "/reviews", "/log",
)  # fmt: skip


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    import msgspec

    source: Source = msgspec.structs.replace(read(folder / "plan.txt"), path=NAME)
    extraction, layout = extract_with_layout(source)
    kb = folder / "kb.sqlite"
    with KnowledgeBase.open(kb, write=True) as base:
        base.add(extraction, passages=passages_of(layout))
    yield from served(kb)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A page that notes every dialog and every request off the machine."""
    context = patient(browser.new_context(locale="zh-CN"))
    page = context.new_page()
    caught: list[str] = []
    page.on("dialog", lambda dialog: (caught.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: (
            caught.append(asked.url) if asked.url.startswith("http") and "//127.0.0.1:" not in asked.url else None
        ),
    )
    yield page
    context.close()
    assert not caught, caught


def places(attacked: Served) -> dict[str, str]:
    with KnowledgeBase.open(attacked.out / "kb.sqlite") as kb:
        facts = {one.fact.id for one in kb.facts()}
        return {"document": kb.documents()[0].document.id, "fact": min(facts), "q": quote(ATTACK)}


@pytest.mark.parametrize("way", _WAYS)
def test_words_of_a_plan_stay_words(watched: Page, attacked: Served, way: str) -> None:
    answer = watched.goto(attacked.url + way.format(**places(attacked)))
    assert answer is not None
    assert answer.status < 500
    watched.wait_for_timeout(150)
    assert watched.locator("main img, main script, main svg[onload], main [onerror]").count() == 0
    assert watched.evaluate("document.querySelectorAll('a[href^=\"javascript:\"]').length") == 0


def test_every_fact_card_stays_words(watched: Page, attacked: Served) -> None:
    with KnowledgeBase.open(attacked.out / "kb.sqlite") as kb:
        ids = sorted({one.fact.id for one in kb.facts()})
    assert ids
    for id in ids:
        watched.goto(f"{attacked.url}/facts/{id}")
        assert watched.locator("main img, main script").count() == 0


def test_what_is_typed_stays_words(watched: Page, attacked: Served) -> None:
    watched.goto(f"{attacked.url}/facts/{places(attacked)['fact']}")
    watched.locator("section[aria-labelledby=judge] [name=why]").fill(ATTACK)
    with watched.expect_response(lambda answer: answer.request.method == "POST"):
        watched.get_by_role("button", name="确认", exact=True).click()
    watched.goto(f"{attacked.url}/reviews")
    assert ATTACK in watched.locator("main").inner_text()
    watched.goto(f"{attacked.url}/log")
    assert watched.locator("main img").count() == 0


def test_a_form_of_another_site_changes_nothing(watched: Page, attacked: Served, tmp_path: Path) -> None:
    fact = places(attacked)["fact"]
    evil = tmp_path / "evil.html"
    evil.write_text(
        f'<form id=f method=post action="{attacked.url}/facts/{fact}/review"><input name=verdict value=rejected>'
        "<input name=why value=x></form><script>f.submit()</script>",
        "utf-8",
    )
    watched.goto(attacked.url)
    watched.goto(evil.as_uri(), wait_until="commit")
    watched.wait_for_url(re.compile(r"/review$"))
    assert "没有权限" in watched.locator("h1").inner_text()
    with KnowledgeBase.open(attacked.out / "kb.sqlite") as kb:
        assert kb.db.execute("SELECT count(*) FROM changes WHERE new = 'rejected'").fetchone()[0] == 0
