"""A wheel built from the repository works elsewhere: lexicons inside, nothing of the checkout needed."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN = "云岭县第三小学工作计划\n一、工作目标\n到2025年底，巩固率达到99%以上。\n"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it; the packages it needs are borrowed from this one."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(place)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = place.glob("cetu-*.whl")
    venv.create(place / "env", with_pip=False)
    python = place / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    target = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True
    ).stdout.strip()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    Path(target, "borrowed.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return python


def cetu(python: Path, folder: Path, *arguments: str) -> str:
    command = [str(python), "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def test_the_wheel_works_in_another_folder(python: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [python, "-c", "import pipeline; print(pipeline.__file__)"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert str(ROOT) not in where.stdout
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "计划.txt").write_text(PLAN, "utf-8")
    assert "巩固率" in cetu(python, tmp_path, "extract", "plans/计划.txt")
    cetu(python, tmp_path, "run", "plans", "--quiet")
    rows = json.loads(cetu(python, tmp_path, "search", "巩固率", "--json"))
    assert rows[0]["document"]
    assert "QB17" in cetu(python, tmp_path, "standards")


def test_the_workbench_and_its_samples_are_inside(python: Path, tmp_path: Path) -> None:
    script = """
from pathlib import Path
from fastapi.testclient import TestClient
from pipeline.web.app import create_app
from pipeline.web.demo import samples
from pipeline.web.settings import Settings
assert any(samples().glob("*.txt"))
with TestClient(create_app(Settings(kb=Path("kb.sqlite").absolute())), base_url="http://127.0.0.1") as client:
    page = client.get("/").text
    assert "导入方案" in page
    for link in page.split('"'):
        if link.startswith("/static/"):
            assert client.get(link).status_code == 200, link
"""
    subprocess.run([python, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True)
