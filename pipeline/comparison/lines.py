"""In which line of a YAML file something stands, so that a complaint can name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

# Where something stands inside the data: ("rows", 2, "thresholds", 0, "value").
Where = tuple[str | int, ...]


def lines_of(path: Path) -> tuple[dict[Where, int], list[str]]:
    """The line of everything in a YAML file, and complaints about fields written twice (YAML keeps the last in silence).

    The file is known to be valid YAML; an empty one has no lines.
    """
    import yaml  # only for a file that has something wrong, or that a user gives by hand

    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    lines: dict[Where, int] = {}
    twice: list[str] = []
    for where, node, name in _walk(root, ()) if root is not None else ():
        line = node.start_mark.line + 1
        if name is not None and where in lines:
            twice.append(f"{path.name} 第 {line} 行：字段 {name} 写了两次，前一次在第 {lines[where]} 行")
        lines.setdefault(where, line)
    return lines, twice


def _walk(node: yaml.Node, where: Where) -> Iterator[tuple[Where, yaml.Node, str | None]]:
    """Every node with its place; for fields the node of the field's name."""
    stack: list[tuple[yaml.Node, Where]] = [(node, where)]
    while stack:
        here, place = stack.pop()
        if isinstance(here.value, list):
            for number, child in enumerate(here.value):
                if isinstance(child, tuple):
                    key, value = child
                    yield (*place, str(key.value)), key, str(key.value)
                    stack.append((value, (*place, str(key.value))))
                else:
                    yield (*place, number), child, None
                    stack.append((child, (*place, number)))


def line_at(lines: dict[Where, int], where: Where) -> int | None:
    """The line of a place, or of the nearest thing around it."""
    for length in range(len(where), 0, -1):
        if where[:length] in lines:
            return lines[where[:length]]
    return None
