"""A fact's card: review, correction, state, history, taking back; who may, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.batch import run_folder
from pipeline.model.result import Deadline, Duty, Evidence, Indicator, Membership, Problem, Target
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import CORRECTABLE
from pipeline.store.reviews import history, reviews
from pipeline.web.app import create_app
from pipeline.web.people import Person, Role
from pipeline.web.settings import Settings
from tests.reading.pdf_files import LEFT, TOP, pdf
from tests.store.plans import Plan
from tests.web.conftest import NOW

EVIL = "<script>x</script>"


def plan() -> Plan:
    """A plan with a fact of every type; the duty is that of two parties."""
    text = (
        "云台小学工作方案\n教务处、德育处于2025年6月底前完成家访。\n巩固率达到98%。\n组长：江一鸣\n"
        "建成书香校园。\n留存家访记录。\n存在台账不全的问题。\n"
    )
    one = Plan("p", text, title="云台小学工作方案", issuer="云台小学")
    due = one.fact(Deadline, "2025年6月底前", kind="by", end="2025-06-30")
    one.fact(Duty, "完成家访", actor="教务处", actor_kind="org", deadline=due)
    one.fact(Duty, "完成家访", actor="德育处", actor_kind="org", deadline=due)
    one.fact(Indicator, "98%", name="巩固率", op=">=", value=98.0, unit="%", status="target")
    one.fact(Membership, "江一鸣", person="江一鸣", position="组长", group="家访工作小组")
    one.fact(Target, "建成书香校园")
    one.fact(Evidence, "留存家访记录", codes=("A1",))
    one.fact(Problem, "台账不全")
    return one


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with that plan."""
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*plan().done())
    return path


@pytest.fixture
def desk(base: Path) -> Iterator[TestClient]:
    """A workbench over it."""
    with client_of(base) as client:
        yield client


def client_of(base: Path) -> TestClient:
    """A client on one's own machine."""
    app = create_app(Settings(kb=base, user="测试员"), clock=lambda: NOW)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def token(client: TestClient, page: str = "/facts/p-f2") -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(page).text)
    assert found
    return found[1]


def send(client: TestClient, path: str, **form: str):  # type: ignore[no-untyped-def]
    """A form of the card, sent."""
    return client.post(path, data={"csrf": token(client), **form})


def card(client: TestClient, id: str = "p-f2") -> dict[str, object]:
    """A card as JSON."""
    found: dict[str, object] = client.get(f"/api/facts/{id}").json()
    return found


@pytest.mark.parametrize("number", range(1, 9))
def test_a_card_of_every_type(desk: TestClient, number: int) -> None:
    id = f"p-f{number}"
    page = desk.get(f"/facts/{id}")
    found = card(desk, id)
    assert page.status_code == 200
    for field in found["fields"]:  # type: ignore[attr-defined]
        assert field["value"] in page.text
    kind = found["row"]["type"]  # type: ignore[index]
    assert tuple(one["name"] for one in found["edits"]) == CORRECTABLE[kind]  # type: ignore[attr-defined]
    assert "test.rule" in page.text


def test_ties_are_told_in_words_and_lead_on(desk: TestClient) -> None:
    page = desk.get("/facts/p-f2").text
    assert 'href="/facts/p-f1"' in page
    assert {tie["relation"] for tie in card(desk)["ties"]} == {"时限"}  # type: ignore[attr-defined]
    assert {tie["relation"] for tie in card(desk, "p-f1")["ties"]} == {"这一时限属于"}  # type: ignore[attr-defined]


def test_confirming_is_noted_with_who_and_when(desk: TestClient, base: Path) -> None:
    answer = send(desk, "/facts/p-f4/review", verdict="confirmed", who="周老师")
    assert (answer.status_code, answer.headers["location"]) == (303, "/facts/p-f4")
    page = desk.get("/facts/p-f4").text
    assert "已确认" in page
    assert "周老师" in page
    with KnowledgeBase.open(base) as kb:
        (entry,) = history(kb, "p-f4")
    assert (entry.who, entry.at, entry.new) == ("周老师", "2025-03-01T09:00:00", "confirmed")


def test_rejecting_needs_a_reason(desk: TestClient) -> None:
    refused = send(desk, "/facts/p-f4/review", verdict="rejected", why=" ")
    assert refused.status_code == 409
    assert "请写明理由" in refused.text
    assert card(desk, "p-f4")["verdict"] is None
    send(desk, "/facts/p-f4/review", verdict="rejected", why=f"引用上级文件{EVIL}")
    page = desk.get("/facts/p-f4").text
    assert "已驳回" in page
    assert EVIL not in page
    assert "引用上级文件&lt;script&gt;" in page
    send(desk, "/facts/p-f4/review", verdict="none")
    assert card(desk, "p-f4")["verdict_word"] == "未复核"


def test_a_correction_shows_old_and_new_and_can_be_taken_back(desk: TestClient, base: Path) -> None:
    answer = send(
        desk, "/facts/p-f4/correct", name="巩固率", value="97.5", op=">=", unit="%", value_max="", status="target", due="",
        why="笔误", who="周老师",
    )  # fmt: skip
    assert answer.status_code == 303
    with KnowledgeBase.open(base) as kb:
        assert dict(reviews(kb)["p-f4"].corrections) == {"value": "97.5"}
    found = card(desk, "p-f4")
    assert found["corrected"] == [{"title": "数值", "before": "98", "after": "97.5"}]
    page = desk.get("/facts/p-f4").text
    assert "已修改" in page
    assert "笔误" in page
    assert (found["history"][0]["before"], found["history"][0]["after"]) == ("按原文", "97.5")  # type: ignore[index]
    batch = found["history"][0]["batch"]  # type: ignore[index]
    undone = send(desk, f"/reviews/{batch}/undo", back="/facts/p-f4")
    assert undone.headers["location"] == "/facts/p-f4"
    assert card(desk, "p-f4")["corrected"] == []
    assert [one["undone"] for one in card(desk, "p-f4")["history"]] == [False, True]  # type: ignore[attr-defined]
    again = send(desk, f"/reviews/{batch}/undo")
    assert again.status_code == 409
    assert "已经撤回" in again.text


def test_a_field_set_back_to_the_plan_takes_the_correction_away(desk: TestClient) -> None:
    send(desk, "/facts/p-f2/correct", due="2025-07-15", actor="总务处")
    assert {one["title"] for one in card(desk)["corrected"]} == {"截止日期", "责任主体"}  # type: ignore[attr-defined]
    send(desk, "/facts/p-f2/correct", due="2025-06-30", actor="", sent="due actor")
    assert card(desk)["corrected"] == []


def test_nothing_new_is_no_batch(desk: TestClient) -> None:
    fields = {one["name"]: one["value"] for one in card(desk)["edits"]}  # type: ignore[attr-defined]
    assert fields["due"] == "2025-06-30"
    assert fields["words"] == "完成家访"
    answer = desk.post("/api/facts/p-f2/correct", data={"csrf": token(desk), **fields})
    assert answer.json() == {"message": "没有改动", "to": "/facts/p-f2", "made": {}, "later": False}
    assert send(desk, "/facts/p-f2/state", state="todo", remark="").status_code == 303
    assert card(desk)["history"] == []


@pytest.mark.parametrize(
    ("id", "form", "words"),
    [
        ("p-f2", {"due": "明天"}, "不是日期"),
        ("p-f4", {"value": "很多"}, "不对"),
        ("p-f2", {"part": "whatever"}, "不能是"),
        ("p-f1", {"freq": "P9X"}, "不对"),
    ],
)
def test_values_that_cannot_be_are_refused(desk: TestClient, id: str, form: dict[str, str], words: str) -> None:
    answer = send(desk, f"/facts/{id}/correct", **form)
    assert answer.status_code == 409
    assert words in answer.text
    assert card(desk, id)["history"] == []


def test_fields_of_another_type_change_nothing(desk: TestClient) -> None:
    send(desk, "/facts/p-f2/correct", person="江一鸣", codes="B2")
    assert card(desk)["history"] == []


def test_state_and_remark_of_a_task(desk: TestClient) -> None:
    send(desk, "/facts/p-f2/state", state="doing", remark=f"已访 12 户{EVIL}")
    found = card(desk)
    assert (found["state_word"], found["remark"]) == ("进行中", f"已访 12 户{EVIL}")
    assert EVIL not in desk.get("/facts/p-f2").text


def test_a_state_alone_leaves_the_remark_as_it_is(desk: TestClient) -> None:
    send(desk, "/facts/p-f2/state", state="doing", remark="已访 12 户")
    send(desk, "/facts/p-f2/state", state="done")
    assert (card(desk)["state_word"], card(desk)["remark"]) == ("已完成", "已访 12 户")
    assert 'name="whole" value="1"' in desk.get("/facts/p-f2").text
    send(desk, "/facts/p-f2/state", state="done", remark="", whole="1")  # the form of the page, emptied
    assert card(desk)["remark"] == ""


def test_a_task_of_two_parties_says_where_its_state_is_kept(desk: TestClient) -> None:
    assert card(desk)["task"] is None
    assert card(desk, "p-f3")["task"] == "p-f2"
    assert 'href="/facts/p-f2"' in desk.get("/facts/p-f3").text


def test_batches_are_listed_with_their_changes(desk: TestClient) -> None:
    assert "还没有复核记录" in desk.get("/reviews").text
    send(desk, "/facts/p-f4/review", verdict="rejected", why="不属于本校", who="甲<b>")
    send(
        desk,
        "/facts/p-f2/correct",
        due="2025-07-15",
        actor="总务处",
        part="lead",
        words="完成全部家访",
        modality="should",
    )
    found = desk.get("/api/reviews").json()["rows"]
    assert [(one["number"], one["facts"], one["changes"], len(one["first"])) for one in found] == [
        (2, 1, 5, 3),
        (1, 1, 1, 1),
    ]
    page = desk.get("/reviews").text
    assert "甲&lt;b&gt;" in page
    assert "共 1 条事实、5 处改动" in page
    send(desk, "/reviews/1/undo")
    assert "已由第 3 批撤回" in desk.get("/reviews").text


_ACTIONS = (
    ("/facts/p-f2/review", {"verdict": "confirmed"}),
    ("/facts/p-f2/state", {"state": "done"}),
    ("/facts/p-f2/correct", {"actor": "总务处"}),
    ("/reviews/1/undo", {}),
    ("/documents/p-d/forget", {"sure": "true"}),
)


@pytest.mark.parametrize(("path", "form"), _ACTIONS)
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_without_the_token_nothing_is_changed(desk: TestClient, path: str, form: dict[str, str], prefix: str) -> None:
    send(desk, "/facts/p-f4/review", verdict="confirmed")
    good = token(desk)
    for data, headers in (
        (form, {}),
        ({**form, "csrf": "0" * 64}, {}),
        ({**form, "csrf": good}, {"sec-fetch-site": "cross-site"}),
    ):
        assert desk.post(prefix + path, data=data, headers=headers).status_code == 403
    assert desk.get(path).status_code in (200, 405)  # 200: the page that asks
    assert card(desk)["history"] == []
    assert card(desk, "p-f4")["verdict"] == "confirmed"


@pytest.mark.parametrize(("path", "form"), _ACTIONS)
def test_who_may_only_look_changes_nothing(
    base: Path, monkeypatch: pytest.MonkeyPatch, path: str, form: dict[str, str]
) -> None:
    looker = Person("李查看", Role.VIEW, account=True)
    monkeypatch.setattr("pipeline.web.app._person_of", lambda settings, accounts: lambda session, now: looker)
    with client_of(base) as client:
        page = client.get("/facts/p-f2").text
        assert '<form action="/facts' not in page
        assert "需要“复核”权限" in page
        assert "删除这份方案" not in client.get("/documents/p-d").text
        assert client.get("/reviews").status_code == 403
        assert client.get("/documents/p-d/forget").status_code == 403
        csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert csrf
        assert client.post(path, data={**form, "csrf": csrf[1]}).status_code == 403
        assert client.get("/api/facts/p-f2").json()["history"] == []


def test_an_account_signs_with_its_own_name(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer = Person("王复核", Role.REVIEW, account=True)
    monkeypatch.setattr("pipeline.web.app._person_of", lambda settings, accounts: lambda session, now: reviewer)
    with client_of(base) as client:
        assert 'name="who"' not in client.get("/facts/p-f2").text
        send(client, "/facts/p-f2/review", verdict="confirmed", who="冒名者")
        assert [one["who"] for one in client.get("/api/facts/p-f2").json()["history"]] == ["王复核"]
        assert send(client, "/documents/p-d/forget", sure="true").status_code == 403


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/facts/../login", "/logout"])
def test_taking_back_never_leads_away(desk: TestClient, back: str) -> None:
    send(desk, "/facts/p-f4/review", verdict="confirmed")
    assert send(desk, "/reviews/1/undo", back=back).status_code == 422


def test_an_unknown_fact_is_not_changed(desk: TestClient) -> None:
    assert send(desk, "/facts/nothing/correct", actor="甲").status_code == 404
    assert send(desk, "/facts/nothing/review", verdict="confirmed").status_code == 409


def test_forgetting_asks_first_and_leaves_nothing(desk: TestClient, base: Path) -> None:
    send(desk, "/facts/p-f4/review", verdict="confirmed")
    page = desk.get("/documents/p-d/forget").text
    assert "8 条" in page
    assert send(desk, "/documents/p-d/forget").status_code == 409
    assert desk.get("/documents/p-d").status_code == 200
    answer = send(desk, "/documents/p-d/forget", sure="true")
    assert answer.headers["location"] == "/documents"
    assert desk.get("/documents/p-d").status_code == 404
    assert "台账不全".encode() not in base.read_bytes()
    assert [one["fact"] for one in desk.get("/api/reviews").json()["lost"]] == ["p-f4"]
    assert "待核对" in desk.get("/reviews").text


def test_pages_of_a_pdf_are_shown_with_their_facts_framed(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    words = "到2027年，九年义务教育巩固率达到96%以上。"
    (folder / "甲.pdf").write_bytes(
        pdf(lambda page: page.text(LEFT, TOP, "一、目标"), lambda page: page.text(LEFT, TOP, words))
    )
    run_folder(folder, tmp_path / "out")
    with client_of(tmp_path / "out" / "kb.sqlite") as client:
        document = client.get("/api/documents").json()["rows"][0]["document"]
        found = client.get(f"/api/documents/{document}/pages/2").json()
        assert found["facts"]
        for one in found["facts"]:
            for frame in one["frames"]:
                assert 0 < frame["x0"] < frame["x1"] < found["width"]
                assert 0 < frame["top"] < frame["bottom"] < found["height"]
        fact = found["facts"][0]["fact"]
        page = client.get(f"/documents/{document}/pages/2?mark={fact}").text
        assert page.count("<rect ") == sum(len(one["frames"]) for one in found["facts"])
        assert f'<a href="/facts/{fact}" class="kind-{found["facts"][0]["type"]} aimed"' in page
        assert f"/documents/{document}/pages/2" in client.get(f"/documents/{document}").text
        for path in (f"/documents/{document}/pages/2/picture.png", f"/facts/{fact}/page.png"):
            picture = client.get(path)
            assert picture.content.startswith(b"\x89PNG")
            assert picture.headers["cache-control"].startswith("private")
        assert client.get(f"/documents/{document}/pages/3").status_code == 404
        (folder / "甲.pdf").unlink()
        gone = client.get(f"/facts/{fact}/page.png")
        assert (gone.status_code, "找不到原文件" in gone.text) == (404, True)
