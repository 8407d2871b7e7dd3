"""One request as pages see it: who asks, on what day, over which base."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from pipeline.model.errors import CetuError
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.web.bases import Bases
from pipeline.web.people import ROLE_NAMES, Person, Role
from pipeline.web.security.accounts import Accounts
from pipeline.web.settings import Settings


class LoginNeeded(CetuError):
    """Nobody is logged in."""


class Forbidden(CetuError):
    """The person's role does not allow this."""


class NotFound(CetuError):
    """There is no such page, document or fact."""


class Visit:
    """What a page needs of a request. Made anew for each; `kb` belongs to the thread it is asked for in."""

    def __init__(
        self,
        *,
        settings: Settings,
        bases: Bases,
        accounts: Accounts,
        person: Person,
        session: str,
        address: str,
        now: datetime,
        csrf: str,
    ) -> None:
        self.settings = settings
        self.bases = bases
        self.accounts = accounts
        self.person = person
        self.session = session
        self.address = address
        self.now = now
        self.csrf = csrf

    @property
    def kb(self) -> KnowledgeBase:
        """The base, open for reading."""
        return self.bases.reader()

    @property
    def without_plans(self) -> bool:
        """Whether there is a base in which no plan is: lists are empty then whatever is asked for."""
        try:
            return self.kb.db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None
        except (CetuError, sqlite3.Error):
            return False

    @property
    def today(self) -> str:
        """The day of the request, ISO."""
        return self.now.date().isoformat()

    def need(self, role: Role) -> None:
        """Raises Forbidden (Chinese) where the person may not, LoginNeeded where there is none."""
        if self.person.role is Role.NONE and role is not Role.NONE:
            raise LoginNeeded("请先登录")
        if self.person.role < role:
            raise Forbidden(f"这一步需要“{ROLE_NAMES[role]}”权限，您现在是“{ROLE_NAMES[self.person.role]}”")

    def note(self, action: str, what: str) -> None:
        """Write into the log who did what."""
        self.accounts.note(self.now, self.person.name, self.address, action, what)

    def by(self, why: str = "", who: str = "") -> By:
        """The signature under a change: the account's name, or on one's own machine the name that was typed."""
        name = self.person.name if self.person.account else who.strip() or self.person.name
        return By(who=name, at=self.now.isoformat(timespec="seconds"), why=why)


def visit_of(request: Request) -> Visit:
    """The visit of a request, as the security layer made it."""
    return cast(Visit, request.state.visit)


VisitDep = Annotated[Visit, Depends(visit_of)]
