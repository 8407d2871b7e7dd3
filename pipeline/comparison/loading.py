"""The standard lists: ours in `lexicons/standards/`, and a user's own beside them (`CETU_LEXICONS`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.comparison.checking import complaints_about
from pipeline.comparison.lines import lines_of
from pipeline.comparison.rows import ListInfo, Standard, StandardRow
from pipeline.lexicon import lexicon_folders, load_folder
from pipeline.lexicon.loader import parse_yaml
from pipeline.model.errors import LexiconError, UsageError

FOLDER = "standards"


def standards() -> tuple[Standard, ...]:
    """All standard lists, sorted by id. A user's list with the id of one of ours takes its place.

    Raises LexiconError (Chinese) with every complaint about every file.
    """
    return _standards(lexicon_folders())


def standard(list_id: str) -> Standard:
    """The list with this id (letter case does not matter).

    Raises UsageError naming the lists there are.
    """
    lists = standards()
    for item in lists:
        if item.id.lower() == list_id.strip().lower():
            return item
    known = "、".join(f"{item.id}（{item.title}）" for item in lists)
    raise UsageError(f"没有编号为“{list_id}”的标准表。现有：{known}")


def standard_from(path: str | Path) -> Standard:
    """The list in a file of one's own.

    Raises LexiconError (Chinese) with every complaint, each with the line it is about; UsageError where there is no file.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"没有标准表文件 {path}")
    try:
        raw = parse_yaml(file)
        lines, twice = lines_of(file)
    except UnicodeDecodeError as error:
        raise LexiconError(f"{file.name} 不是 UTF-8 编码的文本，请另存为 UTF-8") from error
    wrong = [*twice, *complaints_about(raw, file.name, lines)]
    if wrong:
        raise LexiconError(f"标准表有误（{len(wrong)} 处）：\n" + "\n".join(wrong))
    return _made(raw, file.name)


def _made(raw: dict[str, object], file: str) -> Standard:
    return Standard(
        info=msgspec.convert(raw["list"], ListInfo),
        rows=msgspec.convert(raw["rows"], tuple[StandardRow, ...]),
        file=file,
    )


@lru_cache(maxsize=4)
def _standards(folders: tuple[Path, ...]) -> tuple[Standard, ...]:
    found: dict[str, Standard] = {}
    complaints: list[str] = []
    owner: dict[tuple[Path, str], str] = {}
    for path, raw in load_folder(FOLDER):
        if complaints_about(raw, path.name):
            lines, twice = lines_of(path)
            complaints += [*twice, *complaints_about(raw, path.name, lines)]
            continue
        item = _made(raw, path.name)
        earlier = owner.setdefault((path.parent, item.id), path.name)
        if earlier != path.name:
            complaints.append(f"{path.name}：编号 {item.id} 已由 {earlier} 使用")
        found[item.id] = item
    if complaints:
        raise LexiconError("标准表有误：\n" + "\n".join(complaints))
    return tuple(found[key] for key in sorted(found))
