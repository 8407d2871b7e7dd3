"""What each rule states: the examples in `rules.yaml` both ways, and a statement for every rule that finds anything."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.extraction.pipeline import run_stages
from pipeline.extraction.rules import RuleRow, plain, rule_ids, rule_rows, statement
from pipeline.model.result import FACT_TYPES, fact_type
from pipeline.model.source import Source
from pipeline.model.span import words_at
from pipeline.reading import read_bytes, read_text
from pipeline.structure import build_layout

BRACES = re.compile(r"\{([^{}]+)\}")
EXAMPLES = [(row, example) for row in rule_rows() for example in row.examples]
NEAR_MISSES = [(row, text) for row in rule_rows() for text in row.near_misses]
RULES = [(kind, rule) for kind in FACT_TYPES for rule in rule_ids(kind)]


def source_of(text: str) -> Source:
    """A text; with lines of cells parted by | it is a page with tables."""
    if " | " not in text:
        return read_text(text)
    body, table = [], []
    for line in [*text.split("\n"), ""]:
        if " | " in line:
            table.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split(" | ")) + "</tr>")
            continue
        if table:
            body.append(f"<table>{''.join(table)}</table>")
            table = []
        body.append(f"<p>{html.escape(line)}</p>")
    return read_bytes(f"<html><meta charset='utf-8'><body>{''.join(body)}</body></html>".encode(), "page.html")


@lru_cache(maxsize=256)
def found(text: str) -> tuple[tuple[str, str, str], ...]:
    """(type, rule, words) of every fact in a text."""
    source = source_of(text)
    facts = run_stages(build_layout(source)).facts
    return tuple((fact_type(fact), fact.rule, words_at(source.text, fact.spans)) for fact in facts)


@pytest.mark.parametrize(("row", "example"), EXAMPLES, ids=[row.id for row, _ in EXAMPLES])
def test_example_is_found_by_its_rule(row: RuleRow, example: str) -> None:
    words = [one for kind, rule, one in found(BRACES.sub(r"\1", example)) if (kind, rule) == (row.type, row.rule)]
    assert sorted(words) == sorted(BRACES.findall(example))


@pytest.mark.parametrize(("row", "text"), NEAR_MISSES, ids=[row.id for row, _ in NEAR_MISSES])
def test_near_miss_is_not_found_by_the_rule(row: RuleRow, text: str) -> None:
    assert (row.type, row.rule) not in {(kind, rule) for kind, rule, _ in found(text)}


def test_rows_say_one_thing() -> None:
    for row in rule_rows():
        assert bool(row.rule) != bool(row.lexicon), row.id
        assert row.type in FACT_TYPES, row.id
        assert not row.rule or (row.examples and row.near_misses), row.id
    own = [(row.type, row.rule) for row in rule_rows() if row.rule]
    assert len(own) == len(set(own))


@pytest.mark.parametrize(("kind", "rule"), RULES)
def test_each_known_rule_has_a_finished_statement(kind: str, rule: str) -> None:
    words = statement(kind, rule).words
    assert re.search("[\u4e00-\u9fff]", words)
    assert not re.search(r"[{}]|“”", words), words


@pytest.mark.parametrize(
    ("kind", "rule", "file"),
    [
        ("indicator", "at-least", "bounds.yaml"),
        ("indicator", "percent", "units.yaml"),
        ("indicator", "number", None),
        ("target", "strive", "target_cues.yaml"),
        ("duty", "name_column", "duty_tags.yaml"),
        ("membership", "name_column", None),
        ("deadline", "by.end", "times.yaml"),
        ("evidence", "keep_sentence", "evidence.yaml"),
    ],
)
def test_the_row_of_a_rule_is_that_of_its_type(kind: str, rule: str, file: str | None) -> None:
    """Ids are unique within a lexicon only: `number` also names a column of numbers, `strive` a vague word."""
    found_row = statement(kind, rule)
    assert found_row.file == file
    assert found_row.words


def test_an_unknown_rule_states_nothing() -> None:
    assert statement("duty", "no-such-rule").words == ""
    assert statement("duty", "at-least").file is None


def test_marks_of_examples_are_not_shown() -> None:
    assert plain("{三年内 → relative P3Y}建成 @2016-09-02") == "三年内建成"
    assert plain("(教育局牵头,[财政局]、[人社局]配合)") == "(教育局牵头,财政局、人社局配合)"


def test_every_rule_of_the_sample_corpus_has_a_statement(sample_out: Path) -> None:
    facts = [
        fact for path in (sample_out / "documents").glob("*.json") for fact in json.loads(path.read_bytes())["facts"]
    ]
    used = {(fact["type"], fact["rule"]) for fact in facts}
    assert len(used) > 60
    assert [pair for pair in sorted(used) if not statement(*pair).words] == []
