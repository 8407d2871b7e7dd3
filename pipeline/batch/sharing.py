"""Several folders in one base: which files a run answers for, and what is left as it is because another run does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.batch.discover import Candidate
from pipeline.export import FileLine
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase

_LONGEST = 120


def clean_prefix(words: str) -> str:
    """A path under which files are added, in the form the base keeps paths in. Raises UsageError (Chinese) for others.

    >>> clean_prefix("导入/3/"), clean_prefix("")
    ('导入/3', '')
    """
    prefix = words.strip().removesuffix("/")
    parts = prefix.split("/")
    wrong = any(part in ("", ".", "..") or part.startswith(("~", ".")) for part in parts) or not prefix.isprintable()
    if words.strip() and (wrong or "\\" in prefix or len(prefix) > _LONGEST):
        raise UsageError(f"--as 应是普通的名称（如 导入/3），不能是“{words[:40]}”")
    return prefix


def under(prefix: str, files: Iterable[Candidate]) -> Iterator[Candidate]:
    """Files as the base knows them: below `prefix`, where there is one."""
    for one in files:
        yield msgspec.structs.replace(one, relative=f"{prefix}/{one.relative}") if prefix else one


class Share:
    """The files that a run answers for: those below its prefix, or all but those that others have added."""

    def __init__(self, kb: KnowledgeBase, prefix: str) -> None:
        self._own = f"{prefix}/" if prefix else ""
        self._others = tuple(f"{one}/" for one in kb.roots() if not prefix)

    def holds(self, path: str) -> bool:
        """Whether the run answers for a file of the base."""
        return path.startswith(self._own) and not path.startswith(self._others)

    def lines_of_others(self, report: Path) -> list[dict[str, object]]:
        """The lines of the last report on files that this run does not answer for."""
        if not (self._own or self._others) or not report.is_file():
            return []
        with report.open(encoding="utf-8", errors="replace") as lines:
            found = (_line(line) for line in lines)
            return [line for line in found if line and not self.holds(str(line.get("path", "")))]


def _line(words: str) -> dict[str, object]:
    try:
        line = json.loads(words)
    except ValueError:
        return {}  # a report that somebody has changed
    return line if isinstance(line, dict) else {}


def line_of_report(line: dict[str, object]) -> FileLine:
    """A line of `run-report.jsonl` for the workbook's sheet 处理情况."""
    facts = line.get("facts")
    return FileLine(
        path=str(line.get("path", "")),
        status=str(line.get("status", "")),
        reason=str(line.get("reason") or ""),
        media_type=str(line.get("media_type") or ""),
        pages=_int(line.get("pages")),
        documents=_int(line.get("documents")) or 0,
        facts=sum(facts.values()) if isinstance(facts, dict) else _int(facts) or 0,
        seconds=float(str(line.get("seconds") or 0)),
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None
