"""Documents cannot lie: the README's commands run, its links lead somewhere, the commands it lists are those there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli.main import _HOMES, run

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
# A line `$ cetu …` in a console block is a command a reader may type after `make run`.
COMMANDS = [line[2:] for line in README.splitlines() if line.startswith("$ cetu ")]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


def test_the_readme_shows_every_command() -> None:
    shown = {shlex.split(command)[1] for command in COMMANDS}
    assert shown == set(_HOMES)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_readme(
    command: str, sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    if shlex.split(command)[1] != "run":
        (tmp_path / "outputs").mkdir()
        (tmp_path / "outputs" / "kb.sqlite").write_bytes((sample_out / "kb.sqlite").read_bytes())
    monkeypatch.chdir(tmp_path)
    # `serve` would go on until it is stopped.
    monkeypatch.setattr("pipeline.web.running.run", lambda *given, **more: None)
    if shlex.split(command)[1] == "import":  # the reader has typed the line above it
        assert run(["ledger", "--xlsx", shlex.split(command)[2]]) == 0
    assert run(shlex.split(command)[1:]) == 0
    out = capsys.readouterr().out
    assert out
    assert "未找到" not in out


@pytest.mark.parametrize("snippet", PYTHON)
def test_python_of_the_readme(snippet: str, sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "kb.sqlite").write_bytes((sample_out / "kb.sqlite").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(snippet, "README.md", "exec"), {})


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_path_of_a_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w./])/(?:home|work|root|Users|tmp)/", path.read_text("utf-8"))
