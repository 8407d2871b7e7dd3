"""The API against its own description: every operation with drawn parameters, good and bad (schemathesis)."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from pipeline.web.app import create_app
from pipeline.web.pages import ALL
from pipeline.web.registry import Action, Download, Page
from pipeline.web.settings import Settings

_EXAMPLES = 8
_TWINS = {"/": "/api/ask"}


def operation_of(item: Page | Action | Download) -> tuple[str, str]:
    if isinstance(item, Download):
        return item.path, "GET"
    return _TWINS.get(item.path, f"/api{item.path}"), "POST" if isinstance(item, Action) else "GET"


OPERATIONS = sorted({operation_of(item) for item in ALL})


@pytest.fixture(scope="module")
def schema(small_base: Path, tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    path = tmp_path_factory.mktemp("api") / "kb.sqlite"
    path.write_bytes(small_base.read_bytes())
    app = create_app(Settings(kb=path, user="测试员"), clock=lambda: datetime(2025, 3, 1, 9, 0, 0))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "127.0.0.1"})


def test_every_page_and_action_is_described(schema: schemathesis.BaseSchema) -> None:
    described = {
        (path, method.upper())
        for path, ways in schema.raw_schema["paths"].items()
        for method in ways
        if method in ("get", "post")
    }
    assert described == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_does_what_its_description_says(
    schema: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    operation = schema[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=_EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"host": "127.0.0.1"})

    # Where a description leaves nothing to get wrong there is no bad request.
    with contextlib.suppress(Unsatisfiable):
        check()
