"""Two people at once: nobody overwrites unseen what the other has said, and a form sent after the session has ended says so."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from pipeline.store import KnowledgeBase
from pipeline.store.reviews import batches, reviews
from pipeline.web.app import create_app
from pipeline.web.people import Role
from pipeline.web.security.accounts import Accounts
from pipeline.web.settings import Settings
from pipeline.web.state import State
from tests.web.conftest import NOW

PASSWORD = "一个 够长的 密码 4"
_FIELD = re.compile(r'<input (?:type="hidden" )?name="([a-z_]+)" value="([^"]*)"')


@pytest.fixture
def people(base_path: Path) -> tuple[TestClient, TestClient]:
    """Two people who are logged in at one workbench."""
    settings = Settings(kb=base_path, accounts=True)
    accounts = Accounts(State(settings.state))
    app = create_app(settings, clock=lambda: NOW)
    found = []
    for name in ("周复核", "林复核"):
        accounts.add(name, PASSWORD, Role.REVIEW, NOW)
        client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        sent = {"name": name, "password": PASSWORD, "csrf": fields(client.get("/login").text)["csrf"]}
        assert client.post("/login", data=sent).status_code == 303
        found.append(client)
    return found[0], found[1]


@pytest.fixture
def fact(base_path: Path) -> str:
    """A duty of one party."""
    with KnowledgeBase.open(base_path) as kb:
        rows = kb.db.execute(
            "SELECT id FROM facts WHERE type = 'duty' AND actor IS NOT NULL GROUP BY document, start HAVING count(*) = 1"
        )
        return str(rows.fetchone()[0])


def fields(page: str, of: str = "") -> dict[str, str]:
    """What a form's inputs hold: of the form that is sent to a path, else of the whole page."""
    part = page[page.index(f'action="{of}"') :] if of else page
    part = part[: part.index("</form>")] if of else part
    return {name: unescape(value) for name, value in _FIELD.findall(part)}


def form(client: TestClient, fact: str, what: str) -> dict[str, str]:
    """A form of the card as somebody has it open."""
    return fields(client.get(f"/facts/{fact}").text, f"/facts/{fact}/{what}")


def put_right(client: TestClient, fact: str, given: dict[str, str] | None = None, **fields: str) -> Response:
    """A form of the card, opened now or `given` as it was opened before, sent with some fields changed."""
    opened = form(client, fact, "correct") if given is None else given
    return client.post(f"/facts/{fact}/correct", data={**opened, **fields})


def opened_before(people: tuple[TestClient, TestClient], fact: str) -> dict[str, str]:
    """The form that the other has had open while one changed the party."""
    one, other = people
    opened = form(other, fact, "correct")
    put_right(one, fact, actor="督导室")
    return opened


def actor(base: Path, fact: str) -> str | None:
    with KnowledgeBase.open(base) as kb:
        held = reviews(kb).get(fact)
    return held.corrections.get("actor") if held else None


def test_what_the_other_has_set_is_not_overwritten_unseen(
    people: tuple[TestClient, TestClient], base_path: Path, fact: str
) -> None:
    one, other = people
    mine, theirs = form(one, fact, "correct"), form(other, fact, "correct")
    assert put_right(one, fact, mine, actor="督导室").status_code == 303
    refused = put_right(other, fact, theirs, actor="教研室")
    assert refused.status_code == 409
    assert "周复核（2025-03-01 09:00:00）把“责任主体”改成了“督导室”" in refused.text
    assert actor(base_path, fact) == "督导室"
    assert put_right(other, fact, actor="教研室").status_code == 303
    assert actor(base_path, fact) == "教研室"


def test_a_field_left_alone_takes_nothing_back(
    people: tuple[TestClient, TestClient], base_path: Path, fact: str
) -> None:
    _, other = people
    theirs = opened_before(people, fact)
    assert put_right(other, fact, theirs, due="2025-06-30").status_code == 303
    with KnowledgeBase.open(base_path) as kb:
        assert dict(reviews(kb)[fact].corrections) == {"actor": "督导室", "due": "2025-06-30"}


def test_both_say_the_same(people: tuple[TestClient, TestClient], base_path: Path, fact: str) -> None:
    _, other = people
    theirs = opened_before(people, fact)
    assert put_right(other, fact, theirs, actor="督导室").status_code == 303
    with KnowledgeBase.open(base_path) as kb:
        assert len(batches(kb)) == 1


def test_verdicts_and_states(people: tuple[TestClient, TestClient], base_path: Path, fact: str) -> None:
    one, other = people
    judged, told = form(other, fact, "review"), form(other, fact, "state")
    one.post(f"/facts/{fact}/review", data={**form(one, fact, "review"), "verdict": "rejected", "why": "重复"})
    assert other.post(f"/facts/{fact}/review", data={**judged, "verdict": "confirmed"}).status_code == 409
    one.post(f"/facts/{fact}/state", data={**form(one, fact, "state"), "state": "done"})
    left_alone = other.post(f"/facts/{fact}/state", data={**told, "state": "todo", "remark": "下周再看"})
    assert left_alone.status_code == 303, left_alone.text
    with KnowledgeBase.open(base_path) as kb:
        held = reviews(kb)[fact]
    assert (held.verdict, held.state, held.remark) == ("rejected", "done", "下周再看")


def test_the_ledger_heeds_it_too(people: tuple[TestClient, TestClient], base_path: Path, fact: str) -> None:
    one, other = people
    path = f"/tasks/{fact}"
    theirs = fields(other.get(path).text, path)
    one.post(path, data={**fields(one.get(path).text, path), "lead": "督导室"})
    assert other.post(path, data={**theirs, "lead": "教研室"}).status_code == 409
    assert other.post(path, data={**theirs, "remark": "已联系"}).status_code == 303
    assert actor(base_path, fact) == "督导室"


def test_without_the_number_nothing_is_checked(
    people: tuple[TestClient, TestClient], base_path: Path, fact: str
) -> None:
    _, other = people
    theirs = opened_before(people, fact)
    del theirs["seen"]
    assert put_right(other, fact, theirs, actor="教研室").status_code == 303
    assert actor(base_path, fact) == "教研室"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://127.0.0.1/facts/{fact}?a=1", "%2Ffacts%2F{fact}%3Fa%3D1"),
        ("http://elsewhere.example/facts/{fact}", "%2F"),
        ("", "%2F"),
    ],
)
def test_a_form_sent_after_the_session_has_ended(
    people: tuple[TestClient, TestClient], base_path: Path, fact: str, referer: str, back: str
) -> None:
    one, _ = people
    given = {**form(one, fact, "correct"), "actor": "督导室"}
    with State(Settings(kb=base_path).state).open() as db:
        db.execute("DELETE FROM sessions")
    sent = one.post(f"/facts/{fact}/correct", data=given, headers={"referer": referer.format(fact=fact)})
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/login?next={back.format(fact=fact)}"
    assert "刚才的改动没有保存" in one.get(sent.headers["location"]).text
    assert actor(base_path, fact) is None
