"""What went wrong, as a page for people and as JSON for programs."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from pipeline.model.errors import CetuError, ReadError, StoreError, UsageError
from pipeline.web.bases import NoBase
from pipeline.web.registry import JSON
from pipeline.web.render import Renderer, flash, link
from pipeline.web.visit import Forbidden, LoginNeeded, NotFound
from pipeline.web.working.records import Busy

_LOG = logging.getLogger("cetu.web")
_STATUS: tuple[tuple[type[CetuError], int, str], ...] = (
    (NoBase, 409, "还没有知识库"),
    (Busy, 409, "请稍等"),
    (Forbidden, 403, "没有权限"),
    (NotFound, 404, "没有找到"),
    (UsageError, 409, "请检查一下"),
    (ReadError, 404, "原文件读不到"),
    (StoreError, 409, "知识库暂时不能用"),
    (CetuError, 409, "没有完成"),
)
_HTTP = {
    400: "请求有误",
    401: "需要登录",
    403: "没有权限",
    404: "没有这个页面",
    405: "不能这样访问这个页面",
    413: "文件太大",
    422: "参数有误",
    429: "操作太频繁，请稍后再试",
}
# What to do about it; of what is too large the one who refuses it says how large it may be.
_LOST = "登录已经过期（或已在别处退出），刚才的改动没有保存：登录后会回到那一页，请再填一次"
_WHY = {404: "网址可能不完整，或这一页已经不在。", 405: "请从页面上的按钮进来。"}


class Problem(msgspec.Struct, frozen=True):
    """`title` what kind of trouble, `detail` what to do about it (both Chinese)."""

    status: int
    title: str
    detail: str


def _came_from(request: Request) -> str:
    """The page of this site whose form was sent; else the first."""
    page = urlsplit(request.headers.get("referer", ""))
    if page.netloc != request.url.netloc:
        return "/"
    return page.path + (f"?{page.query}" if page.query else "")


def add_handlers(app: FastAPI, renderer: Renderer) -> None:
    """Answer every error with a designed page, or with the same as JSON under /api."""

    def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
        if request.url.path.startswith("/api/"):
            response = Response(msgspec.json.encode(problem), status_code=problem.status, media_type=JSON)
        elif problem.title == "还没有知识库":
            response = renderer.page(request, "welcome.html", "欢迎使用策图", problem)
        else:
            response = renderer.page(request, "problem.html", problem.title, problem, problem.status)
        response.headers.update(headers or {})
        return response

    def login_first(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return answer(request, Problem(401, _HTTP[401], str(error)))
        if request.method == "GET":
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(link("/login", next=wanted), status_code=303)
        response = RedirectResponse(link("/login", next=_came_from(request)), status_code=303)
        flash(response, _LOST)
        return response

    def known(request: Request, error: Exception) -> Response:
        status, title = next((code, words) for kind, code, words in _STATUS if isinstance(error, kind))
        return answer(request, Problem(status, title, str(error)))

    def wrong_parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        names = sorted({str(one["loc"][-1]) for one in error.errors() if one.get("loc")})
        return answer(request, Problem(422, _HTTP[422], "这些参数的值不对：" + "、".join(names)))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title = _HTTP.get(error.status_code, "出错了")
        detail = str(error.detail) if error.status_code == 413 else _WHY.get(error.status_code, title)
        return answer(request, Problem(error.status_code, title, detail), dict(error.headers or {}))

    def defect(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        return answer(request, Problem(500, "程序出错了", "这是程序的缺陷，已记入日志。可返回上一页再试。"))

    app.add_exception_handler(LoginNeeded, login_first)
    app.add_exception_handler(CetuError, known)
    app.add_exception_handler(RequestValidationError, wrong_parameters)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, defect)
