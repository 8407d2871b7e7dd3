"""Pages and actions: a page is a function that gives a record, an action one that changes something.

A page `/documents` answers there with HTML (its template over the record) and under `/api/documents` with the record as JSON;
query parameters, their limits and the OpenAPI description come from the function's signature. An action takes POST: on the
page it sends the browser on (303) with a message, under `/api` it answers with the message and what it made.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.model.errors import CetuError
from pipeline.web.people import Role
from pipeline.web.render import Renderer, flash
from pipeline.web.security.csrf import checked_form
from pipeline.web.visit import Visit

JSON = "application/json"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A view. `load` takes `visit: VisitDep` and query or path parameters and gives a msgspec record; it runs in one thread,
    over one state of the base. `base`: whether it needs a knowledge base (else the page of the first visit is shown)."""

    path: str
    title: str
    template: str
    load: Callable[..., msgspec.Struct]
    role: Role = Role.VIEW
    base: bool = True
    tag: str = ""

    @property
    def name(self) -> str:
        """The name of the function, by which the description knows the page."""
        return self.load.__name__


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What an action did: a sentence for the person, where to go, what was made; `later`: it is only begun, and the page to
    go to tells how it goes (202)."""

    message: str
    to: str
    made: dict[str, str | int] = {}
    later: bool = False


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """A change. `run` takes `visit: VisitDep`, path parameters and a form, and gives `Done`. `guard` is asked before the
    body is read; one that is not `checked_form` leaves it to `run` to see that the form is ours. `later`: what it does may only
    begin (202)."""

    path: str
    title: str
    run: Callable[..., Done]
    role: Role
    tag: str = ""
    guard: Callable[..., Any] = checked_form
    later: bool = False


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file: `make` takes `visit: VisitDep` and parameters, and gives a Response. It has no JSON twin: it is one already."""

    path: str
    title: str
    make: Callable[..., Response]
    role: Role = Role.VIEW
    tag: str = ""


def mount(app: FastAPI, renderer: Renderer, items: tuple[Page | Action | Download, ...]) -> None:
    """Add pages, actions and downloads to the application."""
    router = APIRouter()
    for item in items:
        if isinstance(item, Page):
            _mount_page(router, renderer, item)
        elif isinstance(item, Action):
            _mount_action(router, item)
        else:
            router.add_api_route(
                item.path, _guarded(item.make, item.role), methods=["GET"], response_class=Response, tags=[item.tag],
                summary=item.title, responses=_problems("text/html"),
            )  # fmt: skip
    app.include_router(router)


def _mount_page(router: APIRouter, renderer: Renderer, page: Page) -> None:
    load = _guarded(page.load, page.role, snapshot=page.base)

    def as_html(request: Request, view: msgspec.Struct = Depends(load)) -> Response:  # noqa: B008 - how FastAPI is told
        return renderer.page(request, page.template, page.title, view)

    def as_json(view: msgspec.Struct = Depends(load)) -> Response:  # noqa: B008
        return Response(msgspec.json.encode(view), media_type=JSON)

    router.add_api_route(page.path, as_html, methods=["GET"], include_in_schema=False, name=page.name)
    router.add_api_route(
        "/api" + ("/ask" if page.path == "/" else page.path), as_json, methods=["GET"], name=f"{page.name}_json", summary=page.title,
        operation_id=page.name, tags=[page.tag or page.title], response_class=Response,
        responses=_answers(page.load),
    )  # fmt: skip


def _mount_action(router: APIRouter, action: Action) -> None:
    run = _logged(_guarded(action.run, action.role), action.title)

    def as_html(done: Done = Depends(run)) -> Response:  # noqa: B008
        response = RedirectResponse(done.to, status_code=303)
        flash(response, done.message)
        return response

    def as_json(done: Done = Depends(run)) -> Response:  # noqa: B008
        headers = {"location": f"/api{done.to}"} if done.later else {}
        return Response(
            msgspec.json.encode(done), status_code=202 if done.later else 200, media_type=JSON, headers=headers
        )

    guard = [Depends(action.guard)]
    router.add_api_route(action.path, as_html, methods=["POST"], include_in_schema=False, dependencies=guard)
    router.add_api_route(
        "/api" + action.path, as_json, methods=["POST"], summary=action.title, operation_id=action.run.__name__,
        tags=[action.tag or action.title], dependencies=guard, response_class=Response,
        responses=_answers(action.run, later=action.later),
    )  # fmt: skip


def _guarded(function: Callable[..., Any], role: Role, *, snapshot: bool = False) -> Callable[..., Any]:
    """The function behind a check of the role, reading one state of the base; FastAPI sees its own signature."""

    def run(**given: Any) -> Any:
        visit: Visit = given["visit"]
        visit.need(role)
        if not snapshot:
            return function(**given)
        with visit.kb.snapshot():
            return function(**given)

    run.__name__ = function.__name__
    run.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
    return run


def _logged(run: Callable[..., Done], title: str) -> Callable[..., Done]:
    """The action with a line in the log, also where it was refused."""

    def note(**given: Any) -> Done:
        visit: Visit = given["visit"]
        try:
            done = run(**given)
        except CetuError as error:
            visit.note(title, f"没有完成：{error}")
            raise
        visit.note(title, done.message)
        return done

    note.__name__ = run.__name__
    note.__signature__ = inspect.signature(run)  # type: ignore[attr-defined]
    return note


def record_of(function: Callable[..., Any]) -> type[msgspec.Struct]:
    """The record a page's or action's function gives."""
    record = inspect.signature(function, eval_str=True).return_annotation
    assert isinstance(record, type)
    assert issubclass(record, msgspec.Struct)
    return record


def _ref(function: Callable[..., Any]) -> str:
    return f"#/components/schemas/{record_of(function).__name__}"


def _answers(function: Callable[..., Any], *, later: bool = False) -> dict[int | str, dict[str, Any]]:
    content = {JSON: {"schema": {"$ref": _ref(function)}}}
    begun: dict[int | str, dict[str, Any]] = (
        {202: {"description": "已经开始，进展见 Location", "content": content}} if later else {}
    )
    return {200: {"content": content}, **begun, **_problems()}


def _problems(*more: str) -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": "#/components/schemas/Problem"}
    words = {
        400: "参数有误",
        401: "需要登录",
        403: "没有权限",
        404: "没有找到",
        409: "知识库正忙或还没有",
        413: "太大",
        422: "参数有误",
        429: "太频繁",
    }
    return {
        code: {"description": text, "content": {JSON: {"schema": schema}} | {kind: {} for kind in more}}
        for code, text in words.items()
    }
