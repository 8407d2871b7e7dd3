"""The description of the API: parameters from the functions' signatures, records from their types."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pipeline.web.problems import Problem
from pipeline.web.registry import Action, Download, Page, record_of


def describe(app: FastAPI, items: tuple[Page | Action | Download, ...], version: str) -> None:
    """Make `app.openapi()` give the description, made once."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(
                get_openapi(
                    title="策图工作台",
                    version=version,
                    description="每个页面都有一个内容相同的 JSON 版本。",
                    routes=app.routes,
                )
            )
            records = {
                record_of(item.load if isinstance(item, Page) else item.run)
                for item in items
                if not isinstance(item, Download)
            }
            chosen = sorted(records | {Problem}, key=lambda one: one.__name__)
            _, schemas = msgspec.json.schema_components(chosen, ref_template="#/components/schemas/{name}")
            made.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
        return made

    app.openapi = openapi  # type: ignore[method-assign]
