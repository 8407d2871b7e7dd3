"""Read and check the YAML sources of the sample corpus.

The schema itself is described at the top of ``make_corpus.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SCHEMES = ("official", "chapter", "part", "decimal")
LIST_LABELS = ("1.", "1、", "1）", "（1）", "①")
TXT_FORMATS = ("txt-utf8", "txt-utf8-bom", "txt-gb18030", "txt-utf16", "txt-big5")
FORMATS = ("docx", "pdf", *TXT_FORMATS)
ABOVE, LEFT = "^", "<"

_TEXT_KEYS = ("title", "issuer", "number", "date", "header", "footer", "file", "folder")
_KEYS = {*_TEXT_KEYS, "kind", "formats", "numbering", "subtitle", "txt", "body", "raw", "raw_join"}


class SourceError(ValueError):
    """A source does not follow the schema."""


@dataclass(frozen=True)
class Table:
    """A ruled table; ``^`` and ``<`` cells belong to the cell above or to the left."""

    caption: str
    head: int
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """One piece of the body: ``kind`` is h, n, t, p, center, list, roster, table or sign."""

    kind: str
    level: int = 0
    lines: tuple[str, ...] = ()
    label: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Source:
    """One plan, as written in its YAML file."""

    title: str
    issuer: str
    number: str
    date: str
    header: str
    footer: str
    file: str
    folder: str
    kind: str
    formats: tuple[str, ...]
    numbering: str
    subtitle: tuple[str, ...]
    indent: bool
    wrap: int
    body: tuple[Block, ...]
    raw: str

    @property
    def is_raw(self) -> bool:
        """True when the plan is given as ready text and can only become a TXT."""
        return bool(self.raw)


def _fail_unless(condition: bool, message: str) -> None:
    if not condition:
        raise SourceError(message)


def _strings(value: Any, what: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    _fail_unless(isinstance(values, list) and bool(values), f"{what}: text or list expected")
    _fail_unless(all(isinstance(v, str) and v.strip() for v in values), f"{what}: empty text")
    return tuple(values)


def _table(value: Any) -> Table:
    _fail_unless(isinstance(value, dict), "table: mapping expected")
    _fail_unless(set(value) <= {"caption", "head", "widths", "rows"}, "table: unknown key")
    rows = tuple(tuple(row) for row in value["rows"])
    _fail_unless(all(isinstance(c, str) for row in rows for c in row), "table: quote the numbers")
    count = len(rows[0])
    _fail_unless(all(len(row) == count for row in rows), "table: rows of unequal length")
    widths = tuple(float(w) for w in value.get("widths", [1] * count))
    _fail_unless(len(widths) == count, "table: one width for each column expected")
    _fail_unless(ABOVE not in rows[0], "table: nothing above the first row")
    _fail_unless(all(row[0] != LEFT for row in rows), "table: nothing left of a row")
    return Table(str(value.get("caption", "")), int(value.get("head", 1)), widths, rows)


def _table_block(_: int, value: Any) -> Block:
    return Block("table", table=_table(value))


def _list_block(_: int, value: Any) -> Block:
    label = "1."
    if isinstance(value, dict):
        _fail_unless(set(value) == {"label", "items"}, "list: label and items expected")
        label, value = value["label"], value["items"]
    _fail_unless(label in LIST_LABELS, f"list: unknown label {label}")
    return Block("list", lines=_strings(value, "list"), label=label)


def _text_block(kind: str) -> Callable[[int, Any], Block]:
    return lambda level, value: Block(kind, level, _strings(value, kind))


_SIMPLE: dict[str, Callable[[int, Any], Block]] = {
    "p": _text_block("p"),
    "center": _text_block("center"),
    "roster": _text_block("roster"),
    "list": _list_block,
    "table": _table_block,
}


def _block(item: Any, sign: tuple[str, ...]) -> Block:
    _fail_unless(isinstance(item, dict) and len(item) == 1, f"block with one key expected: {item}")
    ((key, value),) = item.items()
    if key == "sign":
        return Block("sign", lines=sign if value is True else _strings(value, key))
    if key in _SIMPLE:
        return _SIMPLE[key](0, value)
    known = len(key) == 2 and key[0] in "hnt" and key[1] in "1234"
    _fail_unless(known, f"unknown block {key}")
    _fail_unless(isinstance(value, str), f"{key}: text expected")
    return _text_block(key[0])(int(key[1]), value)


def _formats(value: Any, raw: bool) -> tuple[str, ...]:
    formats = _strings(value, "formats")
    _fail_unless(set(formats) <= set(FORMATS), f"unknown format in {formats}")
    _fail_unless(len({f.split("-")[0] for f in formats}) == len(formats), "two files of one name")
    _fail_unless(not raw or all(f in TXT_FORMATS for f in formats), "raw text makes TXT only")
    return formats


def _raw_text(data: dict[str, Any]) -> str:
    raw, join = str(data.get("raw", "")), data.get("raw_join")
    return raw if join is None else str(join).join(line.strip() for line in raw.splitlines())


def parse_source(data: Any) -> Source:
    """Turn the loaded YAML of one plan into a ``Source``, or raise ``SourceError``."""
    _fail_unless(isinstance(data, dict), "mapping expected")
    _fail_unless(set(data) <= _KEYS, f"unknown keys {set(data) - _KEYS}")
    _fail_unless({"title", "issuer", "date", "kind", "formats"} <= set(data), "key missing")
    _fail_unless(("raw" in data) != ("body" in data), "either body or raw expected")
    texts = {key: str(data.get(key, "")) for key in _TEXT_KEYS}
    texts["file"] = texts["file"] or texts["title"]
    texts["footer"] = texts["footer"] or "— {page} —"
    txt = data.get("txt", {})
    _fail_unless(set(txt) <= {"indent", "wrap"}, "txt: unknown key")
    numbering = str(data.get("numbering", "official"))
    _fail_unless(numbering in SCHEMES, f"unknown numbering {numbering}")
    sign = (texts["issuer"], texts["date"])
    return Source(
        **texts,
        kind=str(data["kind"]),
        formats=_formats(data["formats"], "raw" in data),
        numbering=numbering,
        subtitle=_strings(data["subtitle"], "subtitle") if "subtitle" in data else (),
        indent=bool(txt.get("indent", True)),
        wrap=int(txt.get("wrap", 0)),
        body=tuple(_block(item, sign) for item in data.get("body", [])),
        raw=_raw_text(data),
    )


def load_source(path: Path) -> Source:
    """Read one YAML source; errors name the file."""
    try:
        return parse_source(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (SourceError, KeyError, TypeError) as error:
        raise SourceError(f"{path.name}: {error}") from error


def load_sources(folder: Path) -> list[Source]:
    """All sources of a folder, in the order of their file names."""
    return [load_source(path) for path in sorted(folder.glob("*.yaml"))]
