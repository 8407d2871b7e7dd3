"""Records to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlencode

import msgspec
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.asking.full_text import marks
from pipeline.model import labels
from pipeline.web.people import ROLE_NAMES, Role
from pipeline.web.security.csrf import FIELD
from pipeline.web.visit import visit_of

_FLASH = "cetu_said"
_MOST_FLASH = 600


class Tab(msgspec.Struct, frozen=True):
    """An entry of the bar at the top; `also` are further pages (first part of their path) that belong to it."""

    path: str
    title: str
    also: tuple[str, ...] = ()


TABS = (
    Tab("/", "问"),
    Tab("/documents", "文档", ("facts", "reviews")),
    Tab("/duties", "责任", ("actors", "tasks")),
    Tab("/deadlines", "时限"),
    Tab("/indicators", "指标"),
    Tab("/compare", "对照"),
    Tab("/audit", "体检"),
    Tab("/diff", "比对"),
    Tab("/import", "导入"),
    Tab("/export", "导出"),
)


class Renderer:
    """Templates, with what all of them use: words for codes, marks, links that keep the filters."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("pipeline.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )  # fmt: skip
        self._templates.globals.update(
            tabs=TABS, labels=labels, roles=ROLE_NAMES, Role=Role, csrf_field=FIELD, assets=_asset_versions(), link=link
        )
        self._templates.filters.update(
            marked=marked,
            type_word=lambda code: labels.TYPES.get(code, code),
            part_word=lambda code: labels.PARTS.get(code, code),
        )

    def page(self, request: Request, template: str, title: str, view: object, status: int = 200) -> Response:
        """A page; the message left by the action before it is shown once."""
        said = unquote(request.cookies.get(_FLASH, ""))
        html = self._templates.get_template(template).render(
            view=view,
            title=title,
            visit=visit_of(request),
            path=request.url.path,
            query=dict(request.query_params),
            said=said,
        )
        response = HTMLResponse(html, status_code=status)
        if said:
            response.delete_cookie(_FLASH, path="/")
        return response


def flash(response: Response, message: str) -> None:
    """Leave a message for the next page."""
    response.set_cookie(_FLASH, quote(message[:_MOST_FLASH]), path="/", httponly=True, samesite="strict", max_age=60)


def link(path: str, query: dict[str, str] | None = None, **more: object) -> str:
    """A link to a page: `query` with some parameters set anew; null or empty ones go.

    >>> link("/documents", {"kind": "方案", "page": "2"}, page=None)
    '/documents?kind=%E6%96%B9%E6%A1%88'
    """
    merged = {**(query or {}), **{name: "" if value is None else str(value) for name, value in more.items()}}
    chosen = {name: value for name, value in merged.items() if value != ""}
    return path + ("?" + urlencode(chosen) if chosen else "")


def marked(text: str, words: Sequence[str]) -> Markup:
    """A text with words marked."""
    out, at = Markup(""), 0
    for start, end in marks(text, words) if words else ():
        out += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        at = end
    return out + escape(text[at:])


def _asset_versions() -> dict[str, str]:
    """Links to the files of `static/`, each with a digest of its content, so that browsers may keep them for ever."""
    found: dict[str, Any] = {}
    for file in sorted(files("pipeline.web").joinpath("static").iterdir(), key=lambda one: one.name):
        if file.is_file():
            found[file.name] = f"/static/{file.name}?v={sha256(file.read_bytes()).hexdigest()[:12]}"
    return found
