"""Accounts, sessions, roles, CSRF tokens, the limit on tries, the log."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.model.errors import UsageError
from pipeline.web.app import create_app
from pipeline.web.people import Role
from pipeline.web.running import check
from pipeline.web.security.accounts import Accounts, LoginRefused, TooManyTries
from pipeline.web.settings import Settings
from pipeline.web.state import State

NOW = datetime(2025, 3, 1, 9, 0, 0)
PASSWORD = "一个 够长的 密码 1"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(base_path: Path) -> Accounts:
    held = Accounts(State(Settings(kb=base_path).state))
    held.add("王管理", PASSWORD, Role.MANAGE, NOW)
    held.add("李查看", PASSWORD, Role.VIEW, NOW)
    return held


@pytest.fixture
def shared(base_path: Path, accounts: Accounts, clock: Clock) -> Iterator[TestClient]:
    """A workbench that demands accounts, behind https."""
    app = create_app(Settings(kb=base_path, accounts=True, secure=True, hosts=("plans.example",)), clock)
    with TestClient(app, base_url="https://plans.example", follow_redirects=False) as client:
        yield client


def token(client: TestClient, path: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found is not None
    return found[1]


def login(client: TestClient, name: str, password: str = PASSWORD, to: str = "/"):  # type: ignore[no-untyped-def]
    form = {"csrf": token(client, "/login"), "name": name, "password": password, "next": to}
    return client.post("/login", data=form)


def test_nobody_sees_anything_without_an_account(shared: TestClient) -> None:
    answer = shared.get("/?q=组长")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2F%3Fq%3D")
    assert shared.get("/api/ask").status_code == 401
    assert shared.get("/log").status_code == 303
    assert "知识库里有" not in shared.get("/login").text


def test_who_logs_in_goes_on_to_the_page_asked_for_with_a_new_session(shared: TestClient) -> None:
    shared.get("/login")
    before = shared.cookies["__Host-cetu"]
    answer = login(shared, "李查看", to="/?q=组长")
    assert answer.headers["location"] == "/?q=%E7%BB%84%E9%95%BF"
    assert shared.cookies["__Host-cetu"] != before
    set_cookie = answer.headers["set-cookie"]
    assert all(word in set_cookie for word in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/", "__Host-cetu="))
    assert "李查看（查看）" in shared.get("/").text


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_login_never_leads_to_another_site(shared: TestClient, to: str) -> None:
    assert login(shared, "李查看", to=to).headers["location"] == "/"


def test_a_wrong_password_is_refused_without_telling_which(shared: TestClient) -> None:
    wrong = login(shared, "李查看", "错的密码错的密码")
    unknown = login(shared, "没有这个人", "错的密码错的密码")
    assert wrong.status_code == unknown.status_code == 401
    assert "账户名或密码不对" in wrong.text
    assert "账户名或密码不对" in unknown.text


def test_too_many_wrong_passwords_are_stopped_for_a_while(shared: TestClient, clock: Clock) -> None:
    for _ in range(5):
        assert login(shared, "李查看", "错的密码错的密码").status_code == 401
    assert login(shared, "李查看").status_code == 429
    clock.now = NOW + timedelta(minutes=16)
    assert login(shared, "李查看").status_code == 303


def test_many_names_from_one_address_are_stopped_too(accounts: Accounts) -> None:
    for number in range(30):
        with pytest.raises(LoginRefused):
            accounts.login(f"名{number}", PASSWORD, "10.0.0.9", NOW)
    with pytest.raises(TooManyTries):
        accounts.login("王管理", PASSWORD, "10.0.0.9", NOW)
    accounts.login("王管理", PASSWORD, "10.0.0.8", NOW)


def test_a_session_ends_by_logging_out_by_time_and_by_a_new_password(
    shared: TestClient, clock: Clock, accounts: Accounts
) -> None:
    login(shared, "李查看")
    shared.post("/logout", data={"csrf": token(shared, "/")})
    assert shared.get("/").status_code == 303
    login(shared, "李查看")
    clock.now = NOW + timedelta(hours=13)
    assert shared.get("/").status_code == 303
    login(shared, "李查看")
    assert shared.get("/").status_code == 200
    accounts.set_password("李查看", PASSWORD + "2")
    assert shared.get("/").status_code == 303


def test_roles_hold(shared: TestClient) -> None:
    login(shared, "李查看")
    assert shared.get("/accounts").status_code == 403
    refused = shared.post("/accounts/remove", data={"csrf": token(shared, "/account"), "name": "王管理"})
    assert refused.status_code == 403
    assert "管理" in refused.text
    assert shared.get("/api/log").json()["title"] == "没有权限"


def test_a_manager_makes_accounts_and_every_step_is_logged(shared: TestClient) -> None:
    login(shared, "王管理")
    form = {"csrf": token(shared, "/accounts"), "name": "<script>赵", "password": PASSWORD, "role": "复核"}
    assert shared.post("/accounts/add", data=form).status_code == 303
    page = shared.get("/accounts").text
    assert "&lt;script&gt;赵" in page
    assert "<script>赵" not in page
    last = {"csrf": form["csrf"], "name": "王管理"}
    assert shared.post("/accounts/remove", data=last).status_code == 409
    lines = shared.get("/api/log").json()["lines"]
    assert [line["action"] for line in lines[:3]] == ["删除账户", "建立账户", "登录"]
    assert PASSWORD not in shared.get("/log").text


@pytest.mark.parametrize("given", ["", "0" * 64, None])
def test_without_the_token_nothing_is_changed(shared: TestClient, accounts: Accounts, given: str | None) -> None:
    login(shared, "王管理")
    form = {"name": "新", "password": PASSWORD, "role": "查看"} | ({"csrf": given} if given is not None else {})
    assert shared.post("/accounts/add", data=form).status_code == 403
    assert shared.post("/api/accounts/add", data=form, headers={"x-csrf-token": given or ""}).status_code == 403
    assert [one.name for one in accounts.all()] == ["李查看", "王管理"]


def test_the_token_of_another_session_is_none(shared: TestClient, base_path: Path) -> None:
    login(shared, "王管理")
    stranger = TestClient(shared.app, base_url="https://plans.example")
    form = {"csrf": token(stranger, "/login"), "name": "新", "password": PASSWORD, "role": "查看"}
    assert shared.post("/accounts/add", data=form).status_code == 403


def test_a_form_of_another_site_is_refused(shared: TestClient) -> None:
    login(shared, "王管理")
    form = {"csrf": token(shared, "/accounts"), "name": "新", "password": PASSWORD, "role": "查看"}
    assert shared.post("/accounts/add", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_passwords_and_sessions_are_not_in_the_file(shared: TestClient, base_path: Path) -> None:
    login(shared, "王管理")
    kept = Settings(kb=base_path).state
    assert kept.stat().st_mode & 0o077 == 0
    with sqlite3.connect(kept) as db:
        assert all(row[0].startswith("$argon2id$") for row in db.execute("SELECT password FROM accounts"))
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            db.execute("DELETE FROM log")
    db.close()
    data = kept.read_bytes()
    assert PASSWORD.encode() not in data
    assert shared.cookies["__Host-cetu"].encode() not in data


@pytest.mark.parametrize("password", ["", "短", "九" * 9, "长" * 201])
def test_a_password_has_a_length(accounts: Accounts, password: str) -> None:
    with pytest.raises(UsageError, match="密码要有 10 到 200 个字符"):
        accounts.add("新", password, Role.VIEW, NOW)


def test_serving_others_demands_accounts_and_encryption(tmp_path: Path) -> None:
    open_to_all = Settings(kb=tmp_path / "kb.sqlite", host="0.0.0.0", port=0, accounts=True)
    with pytest.raises(UsageError, match="要有账户"):
        check(open_to_all, tls=True, plain=False)
    Accounts(State(open_to_all.state)).add("王", PASSWORD, Role.MANAGE, NOW)
    with pytest.raises(UsageError, match="加密传输"):
        check(open_to_all, tls=False, plain=False)
    check(open_to_all, tls=True, plain=False)
    check(open_to_all, tls=False, plain=True)


def test_on_ones_own_machine_nobody_logs_in_but_forms_still_need_their_token(web: TestClient) -> None:
    assert web.get("/accounts").status_code == 200
    form = {"name": "新", "password": PASSWORD, "role": "查看"}
    assert web.post("/accounts/add", data=form).status_code == 403
    assert web.post("/accounts/add", data=form | {"csrf": token(web, "/accounts")}).status_code == 303
