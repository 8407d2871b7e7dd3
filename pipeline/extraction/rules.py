"""What a rule states, in Chinese: from `lexicons/rules.yaml`, or from the lexicon row that is the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.lexicon.loader import parse_yaml
from pipeline.model import labels

_MOST_WORDS = 4
_MOST_EXAMPLES = 2
_PLACES = {"before": "前面", "after": "后面", "around": "前后"}
_INNER = str.maketrans("“”", "‘’")
_HAN = re.compile("[\u4e00-\u9fff]")
# Marks of examples: {words → what they mean} @anchor, [words]; alternatives of a word in braces.
_MEANING = re.compile(r"\{([^{}→]{0,80}?)(?: → [^{}]{0,80})?\}")
_ANCHOR = re.compile(r" @[0-9-]{4,10}$")
_CHOICE = re.compile(r"\{([^{},]{0,20}),[^{}]{0,200}\}")


class RuleRow(Entry, frozen=True, kw_only=True):
    """What one rule, or all rules of a type that are rows of one lexicon, state; see the head of `rules.yaml`."""

    type: str
    states: str
    rule: str = ""
    lexicon: str = ""
    only: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Statement(msgspec.Struct, frozen=True, gc=False):
    """What a rule states; the lexicon file and the row where it can be changed, where it is a row."""

    words: str
    file: str | None = None
    row: dict[str, Any] | None = None


def rule_rows() -> tuple[RuleRow, ...]:
    """The rows of `rules.yaml`."""
    return load("rules", RuleRow)


def statement(fact_type: str, rule: str) -> Statement:
    """What a rule that found a fact of a type states; `words` is empty where nothing is written of it."""
    return _statement(fact_type, rule, lexicon_folders())


def rule_ids(fact_type: str) -> tuple[str, ...]:
    """The rules of a type that have a statement: those with a row of their own and the rows of its lexicons."""
    own = [row.rule for row in rule_rows() if row.type == fact_type and row.rule]
    rows = [str(row["id"]) for _, _, row in _lexicon_rows(fact_type)]
    return tuple(dict.fromkeys(own + rows))


@lru_cache(maxsize=1024)
def _statement(fact_type: str, rule: str, _folders: object) -> Statement:
    own = next((row.states for row in rule_rows() if (row.type, row.rule) == (fact_type, rule)), "")
    for template, file, row in _lexicon_rows(fact_type):
        if row["id"] == rule:
            note = str(row.get("note", ""))
            words = own or (note if _HAN.search(note) else _filled(template, row))
            return Statement(words, file, row)
    return Statement(own, *_tag_row(fact_type, rule))


def _tag_row(fact_type: str, rule: str) -> tuple[str | None, dict[str, Any] | None]:
    """The row of words of a rule with a statement of its own (责任单位: in duty_tags.yaml)."""
    lexicon = {"duty": "duty_tags", "evidence": "evidence"}.get(fact_type, "")
    found = (row for row in _entries(lexicon) if row["id"] == rule)
    row = next(found, None)
    return (f"{lexicon}.yaml", row) if row else (None, None)


def _lexicon_rows(fact_type: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(template, file, row) of each lexicon row that may be a rule of a type."""
    for template in rule_rows():
        if template.type == fact_type and template.lexicon:
            for row in _entries(template.lexicon):
                if all(row.get(field) in values for field, values in template.only.items()):
                    yield template.states, f"{template.lexicon}.yaml", row


def _entries(name: str) -> tuple[dict[str, Any], ...]:
    return _read(name, lexicon_folders()) if name else ()


@lru_cache(maxsize=32)
def _read(name: str, folders: tuple[Path, ...]) -> tuple[dict[str, Any], ...]:
    """The rows of a lexicon as plain data; the user's own replace ours of the same id."""
    found: dict[str, dict[str, Any]] = {}
    for folder in folders:
        path = folder / f"{name}.yaml"
        data = parse_yaml(path) if path.is_file() else None
        entries = data.get("entries") if isinstance(data, dict) else None
        for row in entries if isinstance(entries, list) else ():
            if isinstance(row, dict) and "id" in row:
                found[str(row["id"])] = row
    return tuple(found.values())


def _filled(template: str, row: dict[str, Any]) -> str:
    examples = "”“".join(plain(str(one)) for one in row.get("examples", ())[:_MOST_EXAMPLES])
    examples = examples.replace("”“", "\0").translate(_INNER).replace("\0", "”“")
    template = template if examples else template.replace("，如“{examples}”", "")
    words = row.get("words", ())
    listed = words.split() if isinstance(words, str) else [str(word) for word in words]
    return (
        template.replace("{words}", "、".join(_CHOICE.sub(r"\1", word) for word in listed[:_MOST_WORDS]))
        .replace("{examples}", examples)
        .replace("{op}", labels.OPS.get(str(row.get("op", "")), ""))
        .replace("{kind}", labels.DEADLINE_KINDS.get(str(row.get("kind", "")), ""))
        .replace("{place}", _PLACES.get(str(row.get("place", "")), ""))
    )


def plain(example: str) -> str:
    """An example without the marks that say what it must give.

    >>> plain("{8月31日前 → by ../2021-08-31}报送 @2021-02"), plain("牵头单位:[市教育局]")
    ('8月31日前报送', '牵头单位:市教育局')
    """
    return _MEANING.sub(r"\1", _ANCHOR.sub("", example)).replace("[", "").replace("]", "")
