"""The workbench: everything of the knowledge base in a browser, rendered on the server.

`create_app(Settings(...))` gives the ASGI application; `cetu serve` runs it. Each page is a function that gives a record: the
same record becomes HTML by a template and JSON under `/api` (see `pipeline.web.registry`).
"""

from __future__ import annotations

__all__: list[str] = []
