"""The application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.metadata import version

import anyio.to_thread
import msgspec
from fastapi import FastAPI, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from pipeline.web.bases import Bases
from pipeline.web.openapi import describe
from pipeline.web.pages import ALL
from pipeline.web.people import Person, Role
from pipeline.web.problems import add_handlers
from pipeline.web.registry import JSON, mount
from pipeline.web.render import Renderer
from pipeline.web.security import login
from pipeline.web.security.accounts import Accounts
from pipeline.web.security.body import BodyLimit
from pipeline.web.security.gate import Gate, PersonOf
from pipeline.web.settings import Clock, Settings
from pipeline.web.state import State

ENVIRONMENT = "CETU_SERVE"
# Pages are short work for the processor: more threads at once would only wait for one another, each with a base open.
_THREADS = 4
_FOR_EVER = "public, max-age=31536000, immutable"


def create_app(settings: Settings, clock: Clock = datetime.now) -> FastAPI:
    """The workbench over one knowledge base. `clock` tells the day that lights and 今年 are reckoned from."""
    app = FastAPI(title="策图工作台", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_few_threads)
    state, bases, renderer = State(settings.state), Bases(settings.kb), Renderer()
    accounts = Accounts(state)
    mount(app, renderer, ALL)
    app.include_router(login.routes(renderer))
    describe(app, ALL, version("cetu"))
    app.mount("/static", _Kept(packages=[("pipeline.web", "static")]))

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return Response(msgspec.json.encode(app.openapi()), media_type=JSON)

    add_handlers(app, renderer)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(
        Gate,
        settings=settings,
        bases=bases,
        accounts=accounts,
        secret=state.secret(),
        clock=clock,
        person_of=_person_of(settings, accounts),
    )
    return app


def from_environment() -> FastAPI:
    """The application for a worker process: `cetu serve` leaves the settings in the environment."""
    return create_app(Settings.unpacked(os.environ[ENVIRONMENT]))


def _person_of(settings: Settings, accounts: Accounts) -> PersonOf:
    """Who a session belongs to; on one's own machine everybody who reaches the page is its owner."""
    if settings.accounts:
        return accounts.person_of
    owner = Person(settings.user or "本机用户", Role.MANAGE)
    return lambda session, now: owner


@asynccontextmanager
async def _few_threads(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


class _Kept(StaticFiles):
    """Files whose links carry a digest: browsers keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOR_EVER
        return response
