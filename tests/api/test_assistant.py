"""The server for AI assistants, asked through the protocol by the client in memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError

from pipeline.api.assistant.answers import MOST_ROWS
from pipeline.api.assistant.server import server_of
from pipeline.cli.main import run
from pipeline.model.errors import StoreError
from pipeline.store import KnowledgeBase

PLACE = {"document", "path", "section", "page", "spans", "fact", "text"}


@pytest.fixture(scope="module")
def base(sample_out: Path) -> Path:
    return sample_out / "kb.sqlite"


def with_client(base: Path, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """What `ask` gets from a client of a server over the base."""

    async def session() -> Any:
        async with Client(server_of(base)) as client:
            return await ask(client)

    return anyio.run(session)


def call(base: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    result = with_client(base, lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    structured = result.structured_content
    assert json.loads(result.content[0].text) == structured
    return dict(structured)


def complaint(base: Path, tool: str, **arguments: Any) -> str:
    result = with_client(base, lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_tools_have_ascii_names_chinese_words_and_only_read(base: Path) -> None:
    tools = with_client(base, lambda client: client.list_tools()).tools
    names = {tool.name for tool in tools}
    assert names >= {"ask", "search", "who", "duties", "deadlines", "show", "compare", "documents"}
    for tool in tools:
        assert tool.name.isascii()
        assert not tool.title.isascii()
        assert not tool.description.isascii()
        assert tool.annotations.read_only_hint is True


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "谁负责控辍保学？"}),
        ("search", {"words": "班额"}),
        ("who", {"matter": "教师培训"}),
        ("duties", {"actor": "教务处"}),
        ("deadlines", {"since": "2025-01", "until": "2025-06"}),
    ],
)
def test_every_hit_bears_its_place(base: Path, tool: str, arguments: dict[str, Any]) -> None:
    found = call(base, tool, **arguments)
    assert found["found"] is True
    assert found["rows"]
    with KnowledgeBase.open(base) as kb:
        for row in found["rows"]:
            assert set(row) >= PLACE
            assert row["document"]
            assert row["text"]
            assert all(start < end for start, end in row["spans"])
            if row["fact"]:
                stored = kb.fact(row["fact"])
                assert stored is not None
                assert [[span.start, span.end] for span in stored.fact.spans] == row["spans"]


def test_what_the_plans_do_not_say_is_not_answered(base: Path) -> None:
    found = call(base, "ask", question="谁负责火星探测器的发射？")
    assert found["found"] is False
    assert found["rows"] == []
    assert "未找到" in found["message"]


def test_no_answer_has_more_rows_than_asked_for_and_none_more_than_the_cap(base: Path) -> None:
    assert len(call(base, "duties", actor="教务处", limit=3)["rows"]) == 3
    assert len(call(base, "deadlines", limit=MOST_ROWS)["rows"]) <= MOST_ROWS
    assert complaint(base, "deadlines", limit=MOST_ROWS + 1)


def test_show_gives_place_rule_and_its_statement(base: Path) -> None:
    fact = call(base, "search", words="教师培训经费")["rows"][0]["fact"]
    shown = call(base, "show", fact=fact)
    assert shown["fact"] == fact
    assert "【" in shown["around"]
    assert shown["states"]
    assert shown["rule"]
    assert shown["fields"]


def test_documents_outline_and_the_words_of_a_plan(base: Path) -> None:
    listed = call(base, "documents", words="控辍保学", limit=5)
    assert 0 < len(listed["rows"]) <= 5
    first = listed["rows"][0]
    assert "控辍保学" in f"{first['title']}{first['path']}"
    assert call(base, "documents")["total"] > listed["total"]
    assert call(base, "documents", offset=1)["rows"] == call(base, "documents")["rows"][1 : MOST_ROWS + 1]
    assert call(base, "outline", document=first["id"])["rows"][0]["title"]
    text = with_client(base, lambda client: client.read_resource(first["resource"])).contents[0].text
    with KnowledgeBase.open(base) as kb:
        assert text in kb.source_text(first["id"])
    assert len(text) > 100


def test_the_catalogue_is_a_resource(base: Path) -> None:
    contents = with_client(base, lambda client: client.read_resource("cetu://documents")).contents
    assert json.loads(contents[0].text)["rows"][0]["resource"].startswith("cetu://documents/")


def test_compare_gives_verdicts_with_reasons(base: Path) -> None:
    document = call(base, "documents", words="均衡")["rows"][0]["id"]
    standard = call(base, "standards")["rows"][0]["standard"]
    found = call(base, "compare", documents=[document], standard=standard, limit=50)
    assert found["total"] >= len(found["rows"]) > 0
    assert {row["verdict"] for row in found["rows"]} <= {
        "stricter",
        "meets",
        "below",
        "mentioned",
        "missing",
        "not_comparable",
    }
    missing = call(base, "compare", documents=[document], standard=standard, verdict="missing", limit=2)
    assert {row["verdict_zh"] for row in missing["rows"]} == {"未提及"}


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("show", {"fact": "f0"}, "没有这个事实"),
        ("outline", {"document": "没有的方案"}, "没有这个文件或方案"),
        ("compare", {"documents": [], "standard": "QB17"}, "至少一份"),
        ("compare", {"documents": ["x"] * 11, "standard": "QB17"}, "最多对照"),
        ("compare", {"documents": ["x"], "standard": "nonesuch"}, "nonesuch"),
        ("deadlines", {"since": "2025-06", "until": "2025-01"}, "晚于"),
        ("search", {"words": "长" * 501}, "太长"),
    ],
)
def test_wrong_calls_are_explained_in_chinese(base: Path, tool: str, arguments: dict[str, Any], words: str) -> None:
    assert words in complaint(base, tool, **arguments)


def test_an_unknown_plan_is_no_resource(base: Path) -> None:
    async def refused(client: Client) -> str:
        with pytest.raises(MCPError) as error:
            await client.read_resource("cetu://documents/d0")
        return str(error.value)

    assert "没有这个文件或方案" in with_client(base, refused)


def test_nothing_is_written(base: Path) -> None:
    before = base.read_bytes()
    call(base, "ask", question="领导小组组长是谁？")
    call(base, "search", words="安全'; DROP TABLE facts; --")
    assert base.read_bytes() == before
    assert sorted(path.name for path in base.parent.glob("kb.sqlite*")) == ["kb.sqlite"]


def test_no_knowledge_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreError, match="找不到知识库"):
        server_of(tmp_path / "none.sqlite")
    assert run(["mcp", "--kb", str(tmp_path / "none.sqlite")]) == 1
    assert "找不到知识库" in capsys.readouterr().err


def test_a_missing_extra_is_said_plainly(
    base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.cli.mcp.find_spec", lambda _name: None)
    assert run(["mcp", "--kb", str(base)]) == 2
    assert 'pip install "cetu[mcp]"' in capsys.readouterr().err


def test_the_settings_of_an_assistant(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--config", "--kb", str(base)]) == 0
    settings = json.loads(capsys.readouterr().out)["mcpServers"]["cetu"]
    assert settings["args"] == ["mcp", "--kb", str(base.resolve())]


def test_the_server_speaks_over_standard_streams(base: Path) -> None:
    """Nothing but the protocol goes to standard output."""
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    ask = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "谁负责控辍保学？", "limit": 1}},
    }
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "mcp", "--kb", str(base)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        said = []
        for message, answered in ((hello, True), (ready, False), (ask, True)):
            server.stdin.write(json.dumps(message) + "\n")
            server.stdin.flush()
            if answered:
                said.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        assert server.wait(timeout=600) == 0
    assert said[0]["result"]["serverInfo"]["name"] == "cetu"
    assert said[1]["result"]["structuredContent"]["rows"][0]["text"]


def test_an_older_base_is_named_and_not_changed(tmp_path: Path) -> None:
    fixture = Path(__file__).parent.parent / "store" / "cases" / "kb-v1.sqlite.gz"
    path = tmp_path / "kb.sqlite"
    path.write_bytes(gzip.decompress(fixture.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="由旧版策图写成"):
        server_of(path)
    assert path.read_bytes() == before
