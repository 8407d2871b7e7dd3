"""账户: one's own password; for who manages, all accounts and the log."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import Form, Query

from pipeline.model.errors import UsageError
from pipeline.web.people import ROLE_NAMES, Role
from pipeline.web.registry import Action, Done, Page
from pipeline.web.security import login
from pipeline.web.security.accounts import Account, LogLine
from pipeline.web.visit import VisitDep

_LINES = 50
RoleWord = Literal["查看", "复核", "管理"]
_ROLES = {word: role for role, word in ROLE_NAMES.items()}
Name = Annotated[str, Form(max_length=200)]
Password = Annotated[str, Form(max_length=1000)]


class AccountPage(msgspec.Struct, frozen=True):
    """Who is logged in."""

    name: str
    role: str


class AccountsPage(msgspec.Struct, frozen=True):
    """Every account; whether the workbench demands them."""

    accounts: tuple[Account, ...]
    demanded: bool


class LogPage(msgspec.Struct, frozen=True):
    """Lines of the log, newest first."""

    lines: tuple[LogLine, ...]
    page: int
    pages: int
    total: int


def account_page(visit: VisitDep) -> AccountPage:
    """One's own account."""
    return AccountPage(visit.person.name, ROLE_NAMES[visit.person.role])


def accounts_page(visit: VisitDep) -> AccountsPage:
    """All accounts."""
    return AccountsPage(visit.accounts.all(), visit.settings.accounts)


def log_page(visit: VisitDep, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> LogPage:
    """Who did what."""
    lines, total = visit.accounts.log(_LINES, (page - 1) * _LINES)
    return LogPage(lines, page, max(1, -(-total // _LINES)), total)


def change_password(visit: VisitDep, old: Password, new: Password) -> Done:
    """Change one's own password; one logs in anew afterwards."""
    if not visit.person.account:
        raise UsageError("本机使用不需要密码")
    visit.accounts.login(visit.person.name, old, visit.address, visit.now)
    visit.accounts.set_password(visit.person.name, new)
    return Done(message="密码已改，请重新登录", to="/login")


def add_account(visit: VisitDep, name: Name, password: Password, role: Annotated[RoleWord, Form()]) -> Done:
    """Make an account."""
    visit.accounts.add(name, password, _ROLES[role], visit.now)
    return Done(message=f"已建立账户 {name.strip()}（{role}）", to="/accounts")


def change_role(visit: VisitDep, name: Name, role: Annotated[RoleWord, Form()]) -> Done:
    """Give an account another role."""
    visit.accounts.set_role(name, _ROLES[role])
    return Done(message=f"{name} 现在是“{role}”", to="/accounts")


def reset_password(visit: VisitDep, name: Name, password: Password) -> Done:
    """Give an account another password."""
    visit.accounts.set_password(name, password)
    return Done(message=f"{name} 的密码已重设", to="/accounts")


def remove_account(visit: VisitDep, name: Name) -> Done:
    """Take an account away."""
    visit.accounts.remove(name)
    return Done(message=f"已删除账户 {name}", to="/accounts")


_TAG = "账户"
ITEMS: tuple[Page | Action, ...] = (
    login.PAGE,
    Page(path="/account", title="我的账户", template="account.html", load=account_page, base=False, tag=_TAG),
    Page(
        path="/accounts", title="账户管理", template="accounts.html", load=accounts_page, role=Role.MANAGE, base=False,
        tag=_TAG,
    ),
    Page(path="/log", title="操作日志", template="log.html", load=log_page, role=Role.MANAGE, base=False, tag=_TAG),
    Action(path="/account/password", title="改密码", run=change_password, role=Role.VIEW, tag=_TAG),
    Action(path="/accounts/add", title="建立账户", run=add_account, role=Role.MANAGE, tag=_TAG),
    Action(path="/accounts/role", title="改权限", run=change_role, role=Role.MANAGE, tag=_TAG),
    Action(path="/accounts/password", title="重设密码", run=reset_password, role=Role.MANAGE, tag=_TAG),
    Action(path="/accounts/remove", title="删除账户", run=remove_account, role=Role.MANAGE, tag=_TAG),
)  # fmt: skip
