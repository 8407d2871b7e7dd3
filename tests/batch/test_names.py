"""Names of result files and of inputs: safe, and one per input."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.discover import discover
from pipeline.batch.names import result_name
from pipeline.model.errors import UsageError

NAME = st.text(alphabet=st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=40).filter(
    lambda name: name not in (".", "..")
)
PATHS = st.lists(NAME, min_size=1, max_size=3).map("/".join)


@given(PATHS, PATHS)
def test_names_are_safe_and_differ_where_paths_differ(one: str, other: str) -> None:
    name = result_name(one)
    assert "/" not in name
    assert "\\" not in name
    assert len(name.encode()) <= 255
    assert not name.startswith(("-", "."))
    assert name.endswith(".json")
    assert (name == result_name(other)) == (one == other)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("计划.txt", "计划.txt.json"),
        ("一中/计划.docx", "一中__计划.docx.json"),
        ("2024 年计划.pdf", "2024 年计划.pdf.json"),
    ],
)
def test_ordinary_names_stay_readable(path: str, name: str) -> None:
    assert result_name(path) == name


@pytest.mark.parametrize("path", ["a__b.txt", "-计划.txt", "坏\n名.txt", "长" * 200 + ".txt", "a:b.txt"])
def test_what_cannot_stay_gets_a_hash(path: str) -> None:
    assert result_name(path) != path.replace("/", "__") + ".json"


def test_discover_sorts_skips_and_says_why(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("x", "utf-8")
    folder = tmp_path / "plans"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "b.txt").write_text("x", "utf-8")
    (folder / "a.TXT").write_text("x", "utf-8")
    (folder / "really.dat").write_bytes(b"%PDF-1.4 ...")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "~$lock.docx").write_bytes(b"")
    (folder / ".hidden.txt").write_bytes(b"")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "out.txt").symlink_to(outside)
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    found = {candidate.relative: candidate.reason for candidate in discover(folder)}
    assert [name for name, reason in found.items() if not reason] == ["a.TXT", "really.dat", "sub/b.txt"]
    assert "文件夹之外" in found["out.txt"]
    assert "链接失效" in found["dangling.txt"]
    assert ".jpg" in found["photo.jpg"]
    assert not {"~$lock.docx", ".hidden.txt"} & set(found)


def test_no_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到文件夹"):
        discover(tmp_path / "nowhere")
