"""Coming in and going out: the only actions that change the session's cookie."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.model.errors import CetuError
from pipeline.web.people import Role
from pipeline.web.registry import Page
from pipeline.web.render import Renderer, flash
from pipeline.web.security.accounts import LoginRefused
from pipeline.web.security.csrf import checked_form
from pipeline.web.security.gate import cookie
from pipeline.web.visit import VisitDep


class LoginPage(msgspec.Struct, frozen=True):
    """`next`: the page to go on to; `problem`: why the last try was refused."""

    next: str
    problem: str = ""
    name: str = ""


def login_page(visit: VisitDep, next: Annotated[str, Query(max_length=2000)] = "/") -> LoginPage:
    """The form to log in with."""
    return LoginPage(next=local(next))


PAGE = Page(path="/login", title="登录", template="login.html", load=login_page, role=Role.NONE, base=False, tag="账户")


def routes(renderer: Renderer) -> APIRouter:
    """POST /login and /logout."""
    router = APIRouter(dependencies=[Depends(checked_form)], include_in_schema=False)

    @router.post("/login")
    def login(
        request: Request,
        visit: VisitDep,
        name: Annotated[str, Form(max_length=200)],
        password: Annotated[str, Form(max_length=1000)],
        next: Annotated[str, Form(max_length=2000)] = "/",
    ) -> Response:
        try:
            session = visit.accounts.login(name, password, visit.address, visit.now)
        except CetuError as error:
            status = 401 if isinstance(error, LoginRefused) else 429
            return renderer.page(request, PAGE.template, PAGE.title, LoginPage(local(next), str(error), name), status)
        response = RedirectResponse(local(next), status_code=303)
        response.headers.append("set-cookie", cookie(session, secure=visit.settings.secure))
        return response

    @router.post("/logout")
    def logout(visit: VisitDep) -> Response:
        visit.accounts.logout(visit.session)
        visit.note("退出", "")
        response = RedirectResponse("/login", status_code=303)
        flash(response, "已退出")
        return response

    return router


def local(path: str) -> str:
    """A path of this site; anything else becomes the first page.

    >>> local("/documents?page=2"), local("https://evil.example/"), local("//evil.example"), local("/\\\\evil.example")
    ('/documents?page=2', '/', '/', '/')
    """
    fine = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if fine else "/"
