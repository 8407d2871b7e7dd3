"""导出 of a large base: prepared by a process of its own, told of meanwhile, made once for a state of the base, gone when it must be."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from pipeline.batch.names import EXPORTS
from pipeline.export.formats import write_as
from pipeline.store import KnowledgeBase
from pipeline.store.lock import WriteLock
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from pipeline.store.versions import state_of
from pipeline.web.app import create_app
from pipeline.web.exporting.child import work
from pipeline.web.exporting.formats import TOLD
from pipeline.web.exporting.preparing import MADE, MOST_WAITING, TURN, Wanted
from pipeline.web.people import Role
from pipeline.web.security.accounts import Accounts
from pipeline.web.settings import Settings
from pipeline.web.state import State
from pipeline.web.working.records import JOB, LOCK, LOG, READY
from tests.web.conftest import NOW

_WAIT = 600.0
PASSWORD = "一个 够长的 密码 3"


@pytest.fixture
def large(base_path: Path) -> Iterator[TestClient]:
    """A workbench to which any base is large."""
    with _client(Settings(kb=base_path, user="测试员", facts_at_once=0)) as client:
        yield client


def _client(settings: Settings) -> TestClient:
    return TestClient(
        create_app(settings, clock=lambda: NOW), base_url="http://127.0.0.1", follow_redirects=False
    )  # fmt: skip


def token(client: TestClient, page: str = "/export") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(page).text)
    assert found
    return found[1]


def ended(client: TestClient, name: str) -> dict[str, object]:
    """How the making of a file ended."""
    until = time.monotonic() + _WAIT
    while True:
        told: dict[str, object] = client.get(f"/api/export/{name}/progress").json()
        if told["progress"]["state"] not in ("waiting", "running"):  # type: ignore[index]
            return told
        assert time.monotonic() < until
        time.sleep(0.1)


def made(client: TestClient, name: str = "csv") -> None:
    """Have a file made."""
    answer = client.post(f"/api/export/{name}", data={"csrf": token(client)})
    assert answer.status_code == 202
    assert ended(client, name)["progress"]["state"] == "done"  # type: ignore[index]


@pytest.mark.parametrize("name", ["csv", "ledger", "graphml"])
def test_a_file_is_prepared_told_of_and_sent(large: TestClient, base_path: Path, tmp_path: Path, name: str) -> None:
    assert large.get(f"/export/{name}").status_code == 409
    begun = large.post(f"/api/export/{name}", data={"csrf": token(large)})
    assert (begun.status_code, begun.headers["location"]) == (202, f"/api/export/{name}/progress")
    end = ended(large, name)
    assert end["word"] == "已备好"
    assert end["kept"]["current"]  # type: ignore[index]
    page = large.get(f"/export/{name}/progress").text
    assert f'download href="/export/{name}"' in page
    assert "data-events" not in page
    sent = large.get(begun.json()["made"]["file"])
    assert sent.status_code == 200
    assert len(sent.content) == end["kept"]["bytes"]  # type: ignore[index]
    if name != "ledger":
        with KnowledgeBase.open(base_path) as kb:
            write_as(name, kb, tmp_path / "same", "2025-03-01")
        assert sent.content == (tmp_path / "same").read_bytes()


def test_the_page_offers_to_prepare_what_is_not_there_and_to_download_what_is(large: TestClient) -> None:
    made(large)
    page = large.get("/export").text
    assert "要先准备" in page
    assert 'download href="/export/csv"' in page
    assert 'action="/export/csv"' not in page
    assert 'download href="/export/xlsx"' not in page
    assert 'action="/export/xlsx"' in page


def test_what_is_current_is_not_made_twice(large: TestClient, base_path: Path) -> None:
    made(large)
    note = base_path.parent / EXPORTS / "csv" / MADE
    before = note.read_bytes()
    again = large.post("/api/export/csv", data={"csrf": token(large)})
    assert (again.status_code, again.json()["message"]) == (200, "全部事实（CSV）已备好")
    assert ended(large, "csv")["progress"]["state"] == "done"  # type: ignore[index]
    assert note.read_bytes() == before


def test_after_a_correction_the_file_of_before_is_told_apart_and_made_anew(large: TestClient, base_path: Path) -> None:
    made(large)
    with KnowledgeBase.open(base_path, write=True) as kb:
        fact = next(kb.facts(type="duty")).fact.id
        review(kb, fact, {"actor": "膳食科"}, By(who="周老师", at="2025-03-01T09:30:00"))
    assert large.get("/export/csv").status_code == 409
    assert "此后知识库有改动" in large.get("/export").text
    earlier = large.get("/export/csv?earlier=true")
    assert earlier.status_code == 200
    assert "膳食科" not in earlier.text
    made(large)
    assert "膳食科" in large.get("/export/csv").text
    assert len(list((base_path.parent / EXPORTS / "csv").glob("*.file"))) == 1


def test_nothing_of_a_forgotten_plan_is_left_in_a_file(large: TestClient, base_path: Path) -> None:
    made(large)
    with KnowledgeBase.open(base_path) as kb:
        plan = kb.documents()[0].document.id
    gone = large.post(f"/documents/{plan}/forget", data={"csrf": token(large), "sure": "true"})
    assert gone.status_code == 303
    assert not (base_path.parent / EXPORTS).exists()
    assert large.get("/export/csv?earlier=true").status_code == 409
    assert large.get("/api/export/csv/progress").json()["progress"]["state"] == "none"


def _busy(folder: Path, name: str) -> WriteLock:
    """A format that some process is at work on."""
    (folder / name).mkdir(parents=True)
    (folder / name / READY).touch()
    lock = WriteLock(folder / name / LOCK)
    lock.acquire()
    return lock


def test_no_more_than_a_few_wait(large: TestClient, base_path: Path) -> None:
    names = [name for name in TOLD if name != "csv"][: MOST_WAITING + 1]
    locks = [_busy(base_path.parent / EXPORTS, name) for name in names]
    given = {"csrf": token(large)}
    refused = large.post("/export/csv", data=given)
    assert refused.status_code == 409
    assert "请稍等" in refused.text
    joined = large.post(f"/export/{names[0]}", data=given)  # waits for the file that is being made
    assert (joined.status_code, joined.headers["location"]) == (303, f"/export/{names[0]}/progress")
    waiting = large.get(f"/export/{names[0]}/progress").text
    assert '<meta http-equiv="refresh"' in waiting
    assert "轮到后自动开始" in waiting
    for lock in locks:
        lock.release()


def test_who_waits_may_cancel(large: TestClient, base_path: Path) -> None:
    (base_path.parent / EXPORTS).mkdir()
    turn = WriteLock(base_path.parent / EXPORTS / TURN)
    turn.acquire()
    given = {"csrf": token(large)}
    assert large.post("/export/csv", data=given).status_code == 303
    assert large.get("/api/export/csv/progress").json()["progress"]["state"] == "waiting"
    assert large.post("/export/csv/cancel", data=given).status_code == 303
    assert ended(large, "csv")["progress"]["state"] == "stopped"  # type: ignore[index]
    turn.release()
    assert list((base_path.parent / EXPORTS / "csv").glob("*.file")) == []
    assert "已取消" in large.get("/export/csv/progress").text


def test_a_process_that_died_is_told_of(large: TestClient, base_path: Path) -> None:
    record = base_path.parent / EXPORTS / "csv"
    record.mkdir(parents=True)
    (record / READY).touch()
    (record / LOG).write_text('{"event": "read", "done": 100, "total": 900}\n{"event": "ma', "utf-8")
    assert large.get("/api/export/csv/progress").json()["progress"]["state"] == "failed"
    page = large.get("/export/csv/progress").text
    assert "意外中止" in page
    assert "重新准备" in page


def test_the_stream_ends_with_what_became_of_it(large: TestClient) -> None:
    made(large)
    told = large.get("/export/csv/events").text
    assert told.count("event: end") == 1
    assert '"state":"done"' in told


def test_a_base_that_is_gone_leaves_no_file(base_path: Path, tmp_path: Path) -> None:
    record = tmp_path / "work"
    record.mkdir()
    wanted = Wanted(name="csv", day="2025-03-01", kb=str(tmp_path / "none.sqlite"), who="我", at="2025-03-01T09:00:00")
    (record / JOB).write_bytes(msgspec.json.encode(wanted))
    with pytest.raises(Exception, match="找不到知识库"):
        work(record, lambda event: None)
    assert [path.name for path in record.iterdir()] == [JOB]
    again = msgspec.structs.replace(wanted, kb=str(base_path))
    (record / JOB).write_bytes(msgspec.json.encode(again))
    events: list[dict[str, object]] = []
    assert work(record, events.append) == 0
    assert [one["event"] for one in (events[0], events[-1])] == ["read", "made"]


def test_rights_tokens_and_the_log(base_path: Path) -> None:
    settings = Settings(kb=base_path, accounts=True, facts_at_once=0)
    accounts = Accounts(State(settings.state))
    accounts.add("王管理", PASSWORD, Role.MANAGE, NOW)
    accounts.add("李查看", PASSWORD, Role.VIEW, NOW)
    accounts.add("陈查看", PASSWORD, Role.VIEW, NOW)
    with _client(settings) as client:
        assert client.get("/api/export/csv/progress").status_code == 401
        assert client.post("/api/export/csv").status_code in (401, 403)
        _login(client, "李查看")
        assert client.post("/export/csv", data={"csrf": "0" * 64}).status_code == 403
        made(client)
        assert client.get("/export/csv").status_code == 200
        lock = WriteLock(base_path.parent / EXPORTS / "csv" / LOCK)
        lock.acquire()
        (base_path.parent / EXPORTS / "csv" / LOG).unlink()
        _login(client, "陈查看")
        refused = client.post("/export/csv/cancel", data={"csrf": token(client)})
        assert (refused.status_code, "李查看" in refused.text) == (403, True)
        lock.release()
        _login(client, "王管理")
        log = client.get("/log").text
        assert "准备导出" in log
        assert "正在准备全部事实（CSV）" in log


def _login(client: TestClient, name: str) -> None:
    client.cookies.clear()
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/login").text)
    assert found
    answer = client.post("/login", data={"csrf": found[1], "name": name, "password": PASSWORD})
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/export/nope", "/export/nope/cancel"])
def test_no_other_format_is_prepared(large: TestClient, path: str) -> None:
    assert large.post(path, data={"csrf": token(large)}).status_code == 404
    assert large.get("/export/nope/progress").status_code == 404
    assert large.get("/export/nope/events").status_code == 404


def test_little_needs_no_preparing(web: TestClient) -> None:
    answer = web.post("/api/export/csv", data={"csrf": token(web, "/import")})
    assert (answer.status_code, answer.json()["made"]) == (200, {"file": "/export/csv"})
    assert "直接下载" in web.get("/export/csv/progress").text


def test_a_base_has_one_digest_for_each_state(base_path: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(base_path) as kb:
        first = state_of(kb)
        fact = next(kb.facts()).fact.id
        assert state_of(kb) == first
    with KnowledgeBase.open(base_path, write=True) as kb:
        review(kb, fact, {"review": "confirmed"}, By(who="周老师", at="2025-03-01T09:30:00"))
        second = state_of(kb)
        kb.remove_file(kb.files()[0].path)
        third = state_of(kb)
    assert len({first, second, third}) == 3


def test_a_file_is_kept_for_a_day(large: TestClient, base_path: Path) -> None:
    made(large)
    folder = base_path.parent / EXPORTS / "csv"
    (file,) = folder.glob("*.file")
    yesterday = time.time() - 25 * 3600
    os.utime(file, (yesterday, yesterday))
    assert large.get("/export/csv?earlier=true").status_code == 409
    assert large.get("/api/export/csv/progress").json()["kept"] is None
    made(large, "md")
    assert not folder.exists()
