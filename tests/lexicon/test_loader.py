"""The loader of lexicon files: validation, all complaints at once, a user's own rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.lexicon.loader import USER_FOLDER
from pipeline.model.errors import LexiconError


class Word(Entry, frozen=True, kw_only=True):
    """A row as the tests' lexicon has it."""

    word: str
    strength: int = 1


@pytest.fixture
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    return tmp_path


def write(folder: Path, rows: str, name: str = "surnames") -> None:
    (folder / f"{name}.yaml").write_text(rows, "utf-8")


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(LexiconError, match=r"no_such_words\.yaml"):
        load("no_such_words", Word)


def test_rows_of_the_user_come_behind_ours_and_replace_rows_of_the_same_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, own = tmp_path / "ours", tmp_path / "own"
    ours.mkdir()
    own.mkdir()
    write(ours, "entries:\n- {id: a, word: 校长}\n- {id: b, word: 班主任}\n", "words")
    write(own, "entries:\n- {id: b, word: 年级组长, strength: 3}\n- {id: c, word: 督学}\n", "words")
    monkeypatch.setattr("pipeline.lexicon.loader.lexicon_folders", lambda: (ours, own))
    assert [(row.id, row.word, row.strength) for row in load("words", Word)] == [
        ("a", "校长", 1),
        ("b", "年级组长", 3),
        ("c", "督学", 1),
    ]


def test_all_complaints_are_raised_at_once_and_name_the_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        "entries:\n- {id: a, word: 5}\n- {id: b, word: 好, odd: 1}\n- {id: c, word: 好}\n- {id: c, word: 坏}\n",
        "bad",
    )
    monkeypatch.setattr("pipeline.lexicon.loader.lexicon_folders", lambda: (tmp_path,))
    with pytest.raises(LexiconError) as error:
        load("bad", Word)
    message = str(error.value)
    assert all(f"bad.yaml 第 {row} 行" in message for row in (1, 2, 4))
    assert "编号 c 重复" in message


@pytest.mark.parametrize("content", ["just words", "entries: 5", "[1, 2]"])
def test_a_file_of_another_shape_is_refused(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, content, "odd")
    monkeypatch.setattr("pipeline.lexicon.loader.lexicon_folders", lambda: (tmp_path,))
    with pytest.raises(LexiconError, match=r"odd\.yaml"):
        load("odd", Word)


def test_broken_yaml_names_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "entries:\n- {id: a\n- b]", "broken")
    monkeypatch.setattr("pipeline.lexicon.loader.lexicon_folders", lambda: (tmp_path,))
    with pytest.raises(LexiconError, match=r"broken\.yaml 第 \d+ 行"):
        load("broken", Word)


def test_the_users_folder_is_read_second(user_folder: Path) -> None:
    folders = lexicon_folders()
    assert len(folders) == 2
    assert folders[1] == user_folder
    assert (folders[0] / "surnames.yaml").is_file()
