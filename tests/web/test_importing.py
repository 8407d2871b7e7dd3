"""导入: what is taken in, under what names, how it goes, and who may."""

from __future__ import annotations

import io
import re
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.files import only_one
from pipeline.store import KnowledgeBase
from pipeline.web.app import create_app
from pipeline.web.importing import jobs
from pipeline.web.importing.names import safe_part, safe_path
from pipeline.web.people import Role
from pipeline.web.security.accounts import Accounts
from pipeline.web.settings import Settings
from pipeline.web.state import State
from pipeline.web.working.records import Work
from tests.batch.plans import plan
from tests.web.conftest import NOW, ROOT

File = tuple[str, tuple[str, bytes, str]]
_WAIT = 600.0
PASSWORD = "一个 够长的 密码 2"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[TestClient]:
    """A workbench on its first visit: no base yet; small limits."""
    settings = Settings(
        kb=tmp_path / "out" / "kb.sqlite", most_files=5, file_bytes=20_000, upload_bytes=50_000, user="我"
    )
    with TestClient(
        create_app(settings, clock=lambda: NOW), base_url="http://127.0.0.1", follow_redirects=False
    ) as client:
        yield client


def token(client: TestClient) -> str:
    """The token of the form on the page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/import").text)
    assert found
    return found.group(1)


def file(name: str, content: bytes | str = "") -> File:
    """A part of a form."""
    data = content.encode() if isinstance(content, str) else content
    return ("files", (name, data or plan(1).encode(), "text/plain"))


def wait(client: TestClient, number: int = 1) -> dict[str, object]:
    """The import once it has ended."""
    until = time.monotonic() + _WAIT
    while True:
        run: dict[str, object] = client.get(f"/api/import/{number}").json()
        if run["progress"]["state"] != "running":  # type: ignore[index]
            return run
        assert time.monotonic() < until
        time.sleep(0.2)


def stored(folder: Path) -> list[str]:
    """Everything below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_first_visit_to_first_answer(fresh: TestClient, tmp_path: Path) -> None:
    files = [file("一中/计划.txt"), file("二中/计划.txt", plan(2)), file("空.txt", b"\n"), file("照片.png", b"\x89PNG")]
    sent = fresh.post("/import", data={"csrf": token(fresh)}, files=files)
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"] == "/import/1"
    run = wait(fresh)
    assert run["progress"]["state"] == "done", run  # type: ignore[index]
    told = {one["name"]: one for one in run["files"]}  # type: ignore[union-attr]
    assert told["一中/计划.txt"]["plans"][0]["title"] == "青溪镇第1小学安全工作计划"
    assert told["空.txt"]["status"] == "failed"
    assert told["空.txt"]["reason"]
    assert run["refused"] == {"照片.png": "不是 PDF、Word、网页、文本文件或 ZIP（.png）"}
    page = fresh.get("/import/1").text
    assert "青溪镇第1小学安全工作计划" in page
    assert "照片.png" in page
    assert fresh.get("/api/ask", params={"q": "谁负责检查消防设施"}).json()["rows"]
    with KnowledgeBase.open(tmp_path / "out" / "kb.sqlite") as kb:
        place = kb.whereabouts("导入/1/一中/计划.txt")
        assert place is not None
        assert place.read_text("utf-8") == plan(1)


def test_what_is_there_already_stays(web: TestClient, base_path: Path) -> None:
    with KnowledgeBase.open(base_path) as kb:
        before = {one.path for one in kb.files()}
        folder = kb.folder()
    sent = web.post("/api/import", headers={"x-csrf-token": token(web)}, files=[file("新的.txt")])
    assert sent.json()["made"] == {"number": 1, "files": 1, "refused": 0}
    assert wait(web)["progress"]["ok"] == 1  # type: ignore[index]
    with KnowledgeBase.open(base_path) as kb:
        assert {one.path for one in kb.files() if not one.missing} == before | {"导入/1/新的.txt"}
        assert kb.folder() == folder


NAMES = (
    ("../../../etc/passwd.txt", "etc/passwd.txt"),
    ("/etc/cron.d/x.txt", "etc/cron.d/x.txt"),
    ("..\\..\\windows\\system32\\x.txt", "windows/system32/x.txt"),
    ("C:\\Users\\x.txt", "C_/Users/x.txt"),
    ("\\\\server\\share\\x.txt", "server/share/x.txt"),
    ("a/./.././b.txt", "a/b.txt"),
    ("NUL.txt", "_NUL.txt"),
    ("com1", "_com1"),
    ("aux.2024.txt", "_aux.2024.txt"),
    (".htaccess.txt", "_htaccess.txt"),
    ("~$计划.docx", "_计划.docx"),
    ("计划.txt. . ", "计划.txt"),
    ("甲\x00.txt", "甲_.txt"),
    ("甲\r\nSet-Cookie: x.txt", "甲__Set-Cookie_ x.txt"),
    ("\u202etxt.exe.txt", "_txt.exe.txt"),
    ("🎓计划.txt", "🎓计划.txt"),
    ("file:///etc/x.txt", "file_/etc/x.txt"),
    ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
    ("", "未命名"),
    ("....", "未命名"),
)


@pytest.mark.parametrize(("sent", "safe"), NAMES)
def test_names_are_made_safe(sent: str, safe: str) -> None:
    assert str(safe_path(sent)) == safe


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(sent: str) -> None:
    path = safe_path(sent)
    assert not path.is_absolute()
    assert 1 <= len(path.parts) <= 7
    for part in path.parts:
        assert part not in ("", ".", "..")
        assert not set(part) & set('/\\<>:"|?*\0\r\n')
        assert len(part.encode()) <= 150
        assert not part.startswith((".", "~"))
        assert safe_part(part) == part


def test_long_names_keep_their_ending() -> None:
    assert safe_part("策" * 300 + ".docx") == "策" * 48 + ".docx"
    assert len(safe_part("😀" * 255 + ".pdf").encode()) <= 150


def test_hostile_names_stay_inside_the_folder(fresh: TestClient, tmp_path: Path) -> None:
    names = ["../../evil.txt", "/tmp/evil.txt", "<script>alert(1)</script>.txt", "甲\u202egpj.txt", "A.txt"]
    sent = fresh.post("/import", data={"csrf": token(fresh)}, files=[file(name) for name in names])
    assert sent.status_code == 303, sent.text
    wait(fresh)
    under = stored(tmp_path / "out" / "方案" / "1")
    assert under == ["A.txt", "_script_alert(1)_/script_.txt", "evil.txt", "tmp/evil.txt", "甲_gpj.txt"]
    everywhere = [path for path in tmp_path.parent.rglob("evil.txt") if "documents" not in path.parts]
    assert all(path.is_relative_to(tmp_path / "out" / "方案" / "1") for path in everywhere)
    page = fresh.get("/import/1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.txt" in page


def test_files_of_one_name_are_all_kept(fresh: TestClient, tmp_path: Path) -> None:
    files = [file("计划.txt", plan(number)) for number in range(3)] + [file("计划.txt/甲.txt", plan(4))]
    assert fresh.post("/import", data={"csrf": token(fresh)}, files=files).status_code == 303
    run = wait(fresh)
    assert run["progress"]["ok"] == 4, run  # type: ignore[index]
    assert len(stored(tmp_path / "out" / "方案" / "1")) == 4


def refused(client: TestClient, tmp_path: Path, status: int, words: str, **sent: object) -> None:
    """The upload is refused with words, and nothing of it stays."""
    answer = client.post("/import", **sent)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert stored(tmp_path / "out" / "方案") == []
    assert client.get("/api/import").json()["imports"] == []


def test_too_many_and_too_large(fresh: TestClient, tmp_path: Path) -> None:
    data = {"csrf": token(fresh)}
    many = [file(f"{number}.txt") for number in range(6)]
    refused(fresh, tmp_path, 413, "一次最多导入 5 个文件", data=data, files=many)
    refused(fresh, tmp_path, 409, "超过单个文件", data=data, files=[file("大.txt", b"x" * 20_001)])
    large = [file("大.txt", b"x" * (1 << 20) + b"x" * 60_000)]
    refused(fresh, tmp_path, 413, "最多上传", data=data, files=large)
    refused(fresh, tmp_path, 409, "请先选择", data=data, files=[("files", ("", b"", "text/plain"))])
    refused(fresh, tmp_path, 409, "没有收到文件", data=data)
    refused(fresh, tmp_path, 409, "不是 PDF", data=data, files=[file("a.exe"), file("b.sh")])


def test_the_limit_holds_without_an_announced_length(fresh: TestClient, tmp_path: Path) -> None:
    read = 0
    head = b'--B\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield head
        for _ in range(200):
            read += 1
            yield b"x" * 65_536

    headers = {"content-type": "multipart/form-data; boundary=B", "x-csrf-token": token(fresh)}
    answer = fresh.post("/import", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert "content-length" not in answer.request.headers
    assert stored(tmp_path / "out" / "方案") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--B",
        b"rubbish",
        b'--B\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf',
        b"--B\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\nz\r\n--B--\r\n",
        b'--B\r\nContent-Disposition: form-data; name="files"; filename="\xff\xfe.txt"\r\n\r\n',
    ],
)
def test_broken_uploads_are_refused(fresh: TestClient, tmp_path: Path, body: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=B", "x-csrf-token": token(fresh)}
    refused(fresh, tmp_path, 409, "上传的内容不完整", content=body, headers=headers)


def test_an_import_from_elsewhere_is_refused(fresh: TestClient, tmp_path: Path) -> None:
    refused(fresh, tmp_path, 403, "不是从本页面发出", files=[file("a.txt")])
    refused(fresh, tmp_path, 403, "不是从本页面发出", data={"csrf": "0" * 64}, files=[file("a.txt")])
    token_behind = [file("a.txt"), ("csrf", (None, token(fresh).encode(), "text/plain"))]
    refused(fresh, tmp_path, 403, "不是从本页面发出", files=token_behind)
    other = {"sec-fetch-site": "cross-site", "x-csrf-token": token(fresh)}
    refused(fresh, tmp_path, 403, "不是从本页面发出", files=[file("a.txt")], headers=other)


def test_one_run_at_a_time(fresh: TestClient) -> None:
    slow = [file(f"{number}.txt", plan(number)) for number in range(5)]
    given = {"csrf": token(fresh)}
    assert fresh.post("/import", data=given, files=slow).status_code == 303
    second = fresh.post("/import", data=given, files=[file("b.txt")])
    assert second.status_code == 409
    assert "正在进行" in second.text
    assert wait(fresh)["progress"]["state"] == "done"  # type: ignore[index]
    assert fresh.post("/import", data=given, files=[file("b.txt")]).status_code == 303
    wait(fresh, 2)


def test_a_run_of_the_command_line_is_not_disturbed(fresh: TestClient, tmp_path: Path) -> None:
    with only_one(tmp_path / "out"):
        fresh.post("/import", data={"csrf": token(fresh)}, files=[file("a.txt")])
        run = wait(fresh)
    assert run["progress"]["state"] == "failed"  # type: ignore[index]
    assert "另一个 cetu run 正在写入" in run["progress"]["error"]  # type: ignore[index]


def test_an_import_can_be_cancelled_and_tells_its_progress(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(jobs, "Work", lambda record, module: Work(record, "tests.web.waiting"))
    given = {"csrf": token(fresh)}
    fresh.post("/import", data=given, files=[file("a.txt")])
    running = fresh.get("/import/1").text
    assert '<noscript><meta http-equiv="refresh"' in running
    assert 'data-events="/import/1/events"' in running
    assert fresh.post("/import/1/cancel", data=given).status_code == 303
    with fresh.stream("GET", "/import/1/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        said = "".join(stream.iter_text())
    assert "event: end" in said
    assert wait(fresh)["progress"]["state"] == "stopped"  # type: ignore[index]
    assert "refresh" not in fresh.get("/import/1").text


def test_a_run_that_was_killed_is_not_taken_for_running(fresh: TestClient, tmp_path: Path) -> None:
    fresh.post("/import", data={"csrf": token(fresh)}, files=[file("a.txt")])
    wait(fresh)
    log = tmp_path / "out" / ".imports" / "1" / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace('"event": "summary"', '"event": "nothing"'), "utf-8")
    run = fresh.get("/api/import/1").json()
    assert run["progress"]["state"] == "failed"
    assert "意外中止" in run["progress"]["error"]


@pytest.mark.parametrize("path", ["/import/7", "/import/7/events"])
def test_unknown_imports(fresh: TestClient, path: str) -> None:
    assert fresh.get(path).status_code == 404
    assert fresh.get("/import/0").status_code == 422
    assert fresh.get("/import/..%2f..").status_code == 404


def test_other_pages_take_no_large_bodies(web: TestClient) -> None:
    answer = web.post(
        "/import/1/cancel", content=b"x" * (2 << 20), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_a_bomb_is_told_as_a_failure(fresh: TestClient, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 12_000_000)
        archive.writestr("../../outside-bomb.txt", plan(1))
    sent = fresh.post("/import", data={"csrf": token(fresh)}, files=[file("包.zip", packed.getvalue()), file("好.txt")])
    assert sent.status_code == 303, sent.text
    run = wait(fresh)
    assert run["progress"]["state"] == "done"  # type: ignore[index]
    told = {one["name"]: one["status"] for one in run["files"]}  # type: ignore[union-attr]
    assert told.pop("好.txt") == "ok"
    assert told
    assert set(told.values()) <= {"failed", "skipped"}, told
    assert not list(tmp_path.parent.rglob("outside-bomb.txt"))


def test_files_of_another_version_are_read_again_by_one_click(fresh: TestClient, tmp_path: Path) -> None:
    given = {"csrf": token(fresh)}
    fresh.post("/import", data=given, files=[file("计划.txt")])
    wait(fresh)
    assert "另一版程序" not in fresh.get("/import").text
    with KnowledgeBase.open(tmp_path / "out" / "kb.sqlite", write=True) as kb, kb.transaction():
        kb.db.execute("UPDATE contents SET extractor = '0+earlier'")
    older = fresh.get("/api/import").json()["older"]
    assert older == [{"number": 1, "prefix": "导入/1", "files": 1, "again": True}]
    page = fresh.get("/import").text
    assert "由另一版程序或词表读取的文件" in page
    assert 'action="/import/1/again"' in page
    assert fresh.post("/import/1/again", data=given).headers["location"] == "/import/1"
    run = wait(fresh)
    assert run["progress"]["state"] == "done"  # type: ignore[index]
    assert [(one["name"], one["kept"]) for one in run["files"]] == [("计划.txt", False)]  # type: ignore[union-attr]
    assert fresh.get("/api/import").json()["older"] == []
    assert fresh.post("/import/2/again", data=given).status_code == 404
    shutil.rmtree(tmp_path / "out" / "方案" / "1")
    assert fresh.post("/import/1/again", data=given).status_code == 404


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not bounded there")
@pytest.mark.parametrize(
    ("bounds", "bad", "reason"),
    [
        ({"seconds": 3.0}, "入学率达到90%，" * 60_000, "超过 3 秒的上限"),
        ({"memory": 600 << 20}, "甲\n" * 4_000_000, "内存"),
    ],
    ids=["time", "memory"],
)
def test_limits_of_a_file_hold_for_imports_too(tmp_path: Path, bounds: dict[str, float], bad: str, reason: str) -> None:
    settings = Settings(kb=tmp_path / "out" / "kb.sqlite", user="我", **bounds)  # type: ignore[arg-type]
    with TestClient(
        create_app(settings, clock=lambda: NOW), base_url="http://127.0.0.1", follow_redirects=False
    ) as web:
        web.post("/import", data={"csrf": token(web)}, files=[file("坏.txt", bad), file("好.txt")])
        run = wait(web)
    told = {one["name"]: one for one in run["files"]}  # type: ignore[union-attr]
    assert told["好.txt"]["status"] == "ok", told
    assert told["坏.txt"]["status"] == "failed"
    assert reason in told["坏.txt"]["reason"]


@pytest.fixture
def shared(base_path: Path) -> Iterator[TestClient]:
    """A workbench with accounts."""
    held = Accounts(State(Settings(kb=base_path).state))
    for name, role in (("看", Role.VIEW), ("核", Role.REVIEW), ("管", Role.MANAGE)):
        held.add(name, PASSWORD, role, NOW)
    app = create_app(Settings(kb=base_path, accounts=True), clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(("name", "may"), [("看", False), ("核", False), ("管", True)])
def test_only_managers_import(shared: TestClient, base_path: Path, name: str, may: bool) -> None:
    def form_token(path: str) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', shared.get(path).text)
        assert found
        return found.group(1)

    assert shared.get("/import").status_code == 303
    shared.post("/login", data={"csrf": form_token("/login"), "name": name, "password": PASSWORD, "next": "/"})
    headers = {"x-csrf-token": form_token("/")}
    for path in ("/import", "/import/1", "/import/1/events"):
        assert (shared.get(path).status_code == 403) is not may
    answer = shared.post("/api/import", headers=headers, files=[file("a.txt")])
    assert answer.status_code == (202 if may else 403), answer.text
    assert shared.post("/import/9/cancel", headers=headers).status_code == (404 if may else 403)
    if may:
        wait(shared)
    else:
        assert not (base_path.parent / "方案").exists()
        assert not (base_path.parent / ".imports").exists()
    for path in (
        "/compare",
        "/audit",
        "/diff",
        "/export",
        "/export/csv",
        "/compare/table.xlsx",
        "/audit/findings.xlsx",
    ):
        assert shared.get(path).status_code == 200
