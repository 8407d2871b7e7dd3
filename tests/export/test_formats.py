"""Each format is read back by a library of its own, and holds what the store holds, hostile words and all."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
import rdflib
from antlr4 import CommonTokenStream, InputStream  # type: ignore[import-untyped]
from antlr4.error.ErrorListener import ErrorListener  # type: ignore[import-untyped]
from antlr4_cypher import CypherLexer, CypherParser  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from pipeline.export.formats import FORMATS, format_of, write_as
from pipeline.export.formats.cypher import literal
from pipeline.export.formats.flat import COLUMNS
from pipeline.export.formats.markdown import escaped
from pipeline.export.formats.turtle import _plain as turtle_literal
from pipeline.graph import build_graph
from pipeline.model.errors import UsageError
from pipeline.model.result import Deadline, Duty, Indicator, fact_type
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from tests.store.plans import Plan, plan

ON = "2025-06-15"
LI = By(who="李老师", at="2025-06-15T08:00:00")
# Words of a plan that are something else to a spreadsheet, a query language, a web page.
HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+86电话", "-1+2", "@SUM(A1)", "＝1+1", "'); MATCH (n) DETACH DELETE n; //", "\\u0027引号\\",
    "\"双引\\\"号\"", "<script>alert(1)</script>", "|表|格|", "[链接](http://x)", "`代码`*强调*_下划_", "𠮷\u2028换行", "${a}{{b}}",
)  # fmt: skip


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    path = tmp_path_factory.mktemp("formats") / "kb.sqlite"
    text = "".join(f"{words}\n" for words in HOSTILE) + "2025年底前完成。\n"
    p = Plan("bad", text, title="=危险<b>|方案", issuer="@局", path="=a/危险.txt")
    for words in HOSTILE:
        p.fact(Duty, words, actor=words, actor_kind="org", deadline=f"bad-f{len(HOSTILE) + 1}")
    p.fact(Deadline, "2025年底前", kind="by", end="2025")
    p.fact(Indicator, "完成", name="=率", op="range", value=-1.5, value_max=1e21, unit="%", status="target")
    with KnowledgeBase.open(path, write=True) as base:
        base.add(*plan("one"))
        base.add(*plan("two"))
        base.add(*p.done())
        review(base, "one-f1", {"state": "done", "remark": "=备注", "actor": "德育处", "part": "sole"}, LI)
    with KnowledgeBase.open(path) as base:
        yield base


def made(kb: KnowledgeBase, name: str, folder: Path) -> Path:
    path = folder / f"out.{name}"
    write_as(name, kb, path, ON)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_every_time(kb: KnowledgeBase, name: str, tmp_path: Path) -> None:
    once = made(kb, name, tmp_path).read_bytes()
    assert made(kb, name, tmp_path).read_bytes() == once
    assert len(once) > 500


def test_csv(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = made(kb, "csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    facts = list(kb.facts())
    assert tuple(rows[0]) == COLUMNS
    assert [row["编号"] for row in rows] == [stored.fact.id for stored in facts]
    numbers = {"页码", "数值", "上限", "次数"}
    for row, stored in zip(rows, facts, strict=True):
        for title, cell in row.items():
            assert title in numbers or cell[:1] not in tuple("=+-@\t\r＝＋－＠"), (title, cell)
        words = " ".join(stored.words.split())
        assert row["原词"] == ("'" + words if words.startswith(("=", "+", "-", "@", "＝")) else words)
    reviewed = next(row for row in rows if row["编号"] == "one-f1")
    assert (reviewed["复核"], reviewed["状态"], reviewed["备注"]) == ("已修改", "已完成", "'=备注")
    assert reviewed["更正"] == "责任主体：德育处；分工：负责"
    assert reviewed["责任主体"] == "德育处"
    odd = next(row for row in rows if row["指标名称"] == "'=率")
    assert (odd["数值"], odd["上限"]) == ("-1.5", "1e+21")


def test_jsonl(kb: KnowledgeBase, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in made(kb, "jsonl", tmp_path).read_text("utf-8").split("\n")[:-1]]
    for line, stored in zip(lines, kb.facts(), strict=True):
        assert (line["id"], line["type"], line["words"]) == (stored.fact.id, fact_type(stored.fact), stored.words)
        text = kb.source_text(line["fact"]["document"])
        assert "".join(text[start:end] for start, end in line["fact"]["spans"]) == stored.words
    said = next(line["review"] for line in lines if line["id"] == "one-f1")
    assert (said["state"], said["corrections"], said["who"]) == ("done", {"actor": "德育处", "part": "sole"}, "李老师")


def test_xlsx(kb: KnowledgeBase, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(kb, "xlsx", tmp_path))
    assert book.sheetnames == ["责任清单", "指标", "时限", "人员分工", "目标", "方案"]
    sheet = book["责任清单"]
    ids = {row[-1].value for row in sheet.iter_rows(min_row=2)}
    assert ids == {stored.fact.id for stored in kb.facts(type="duty")}
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert cell.hyperlink is None
            assert not str(cell.value).startswith(tuple("=+-@")) or cell.quotePrefix


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs(kb: KnowledgeBase, name: str, read: object, tmp_path: Path) -> None:
    back = read(made(kb, name, tmp_path))  # type: ignore[operator]
    graph = build_graph(kb)
    assert set(back.nodes) == set(graph.nodes)
    kind = "type" if name == "graphml" else "relation"
    ties = sorted((a, b, values["fact"], values[kind]) for a, b, values in back.edges(data=True))
    assert ties == sorted((a, b, key, values["type"]) for a, b, key, values in graph.edges(keys=True, data=True))
    words = {node: values["words"] for node, values in back.nodes(data=True) if "words" in values}
    own = {node: values["words"] for node, values in graph.nodes(data=True) if "words" in values}
    assert words == own


def test_ics(kb: KnowledgeBase, tmp_path: Path) -> None:
    events = Calendar.from_ical(made(kb, "ics", tmp_path).read_bytes()).walk("VEVENT")
    assert {str(event["uid"]) for event in events} == {"one-f2@cetu", "one-f5@cetu", f"bad-f{len(HOSTILE) + 1}@cetu"}


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown(kb: KnowledgeBase, tmp_path: Path) -> None:
    text = made(kb, "md", tmp_path).read_text("utf-8")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    assert not {t.type for t in tokens} & {"html_block", "code_block", "fence", "blockquote_open"}
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}, "words are words, no links, marks or HTML"
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == len(list(kb.facts())) + 3, "a row for each fact and a head for each plan"
    shown = {"".join(c.content for c in token.children or ()) for token in tokens if token.type == "inline"}
    for stored in kb.facts(type="duty"):
        assert " ".join(stored.words.split()) in shown
    assert "=危险<b>|方案" in shown


@settings(max_examples=200, deadline=None)
@given(words=st.text(st.sampled_from("\\`*_{}[]<>()#+-.!|~&$^=:@;a1重 \n"), max_size=30))
def test_words_are_words_in_markdown(words: str) -> None:
    table = f"| {escaped('头')} |\n| --- |\n| 甲{escaped(words)} |\n"
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(table)
    cells = ["".join(c.content for c in t.children or ()) for t in tokens if t.type == "inline"]
    assert [cell.strip() for cell in cells] == ["头", "甲" + escaped_plain(words)]


def escaped_plain(words: str) -> str:
    return " ".join(words.split())


# --- Turtle ----------------------------------------------------------------------------------------------------------

PREFIXES = """
PREFIX cetu: <urn:cetu:ns#> PREFIX org: <http://www.w3.org/ns/org#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def test_turtle(kb: KnowledgeBase, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(made(kb, "turtle", tmp_path), format="turtle")

    def ask(query: str) -> set[tuple[str, ...]]:
        return {tuple(str(value) for value in row) for row in graph.query(PREFIXES + query)}  # type: ignore[union-attr]

    places = ask(
        "SELECT ?f ?words ?start ?end WHERE { ?f prov:wasQuotedFrom ?d ; prov:value ?words ; prov:wasGeneratedBy ?r ; "
        "oa:hasSelector [ a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ] . ?d a cetu:Plan . ?r a prov:Activity }"
    )
    assert places == {
        (f"urn:cetu:fact:{s.fact.id}", s.words, str(span.start), str(span.end))
        for s in kb.facts()
        for span in s.fact.spans
    }
    assert ask("SELECT ?n WHERE { ?p a foaf:Person ; org:holds ?o ; rdfs:label ?n . ?o a org:Post }") >= {
        ("王一舟",),
        ("李青",),
    }
    assert ask(
        "SELECT ?n ?r ?g WHERE { ?m a org:Membership ; org:member [ rdfs:label ?n ] ; org:organization [ rdfs:label ?g ] ; "
        "org:role [ rdfs:label ?r ] }"
    ) == {("王一舟", "组长", "控辍保学领导小组"), ("李青", "副组长", "控辍保学领导小组")}
    assert ask("SELECT ?e WHERE { <urn:cetu:fact:one-f1> cetu:due [ cetu:end ?e ] }") == {("2025-12-31",)}
    assert ask("SELECT ?v ?a WHERE { <urn:cetu:fact:one-f1> cetu:review ?v ; cetu:correctedActor ?a }") == {
        ("已修改", "德育处")
    }
    assert ask("SELECT ?t WHERE { ?d dcterms:title ?t ; dcterms:publisher ?p }") >= {("=危险<b>|方案",)}


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=40))
def test_any_words_in_turtle(words: str) -> None:
    graph = rdflib.Graph().parse(data=f"<urn:a> <urn:b> {turtle_literal(words)} .", format="turtle")
    assert [str(value) for value in graph.objects()] == [words]


# --- Cypher ----------------------------------------------------------------------------------------------------------


class Strict(ErrorListener):  # type: ignore[misc]
    """Any word that the openCypher grammar does not take is an error."""

    def syntaxError(self, recognizer: object, symbol: object, line: int, column: int, message: str, e: object) -> None:
        raise SyntaxError(f"{line}:{column} {message}")


def parsed(query: str) -> list[str]:
    """The string literals of a query that the openCypher grammar takes, as they stand."""
    lexer = CypherLexer(InputStream(query))
    parser = CypherParser(CommonTokenStream(lexer))
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(Strict())
    parser.script()
    return [token.text for token in parser.getTokenStream().tokens if token.text[:1] == "'"]


def value_of(written: str) -> str:
    """The value of a literal expression of ours, by the grammar's escapes."""
    escapes = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", "'": "'"}
    pieces = re.findall(r"'((?:[^'\\]|\\.)*)'", written, re.DOTALL)
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))",
        lambda m: chr(int(m[1], 16)) if m[1] else escapes[m[2]],
        "".join(pieces),
        flags=re.DOTALL,
    )


def test_cypher(kb: KnowledgeBase, tmp_path: Path) -> None:
    script = made(kb, "cypher", tmp_path).read_text("utf-8")
    head, _, body = script.partition("IS UNIQUE;\n")
    assert head.endswith("CREATE CONSTRAINT cetu_id IF NOT EXISTS FOR (n:Cetu) REQUIRE n.id ")
    statements = [one + ";" for one in body.split(";\n") if one.strip()]
    held: set[str] = set()
    for statement in statements:
        parsed(statement)
        assert re.match(r"UNWIND \[\n", statement)
        assert statement.count("DETACH DELETE") == statement.count("MATCH (n) DETACH DELETE n")
        held |= {
            value_of(one) for one in re.findall(r"'(?:[^'\\]|\\.)*'(?: \+ '(?:[^'\\]|\\.)*')*", statement, re.DOTALL)
        }
    graph = build_graph(kb)
    assert set(graph.nodes) <= held
    for words in HOSTILE:
        assert words in held
    kinds = {str(kind).title() for _, kind in graph.nodes(data="kind")}
    assert set(re.findall(r"SET n:(\w+),", script)) == kinds
    types = {values["type"].upper() for *_, values in graph.edges(data=True)}
    assert set(re.findall(r"\[r:(\w+) ", script)) == types


@settings(max_examples=60, deadline=None)
@given(words=st.text(st.one_of(st.sampled_from("\\'\"uU0027x\n\r\t;/*{}"), st.characters(codec="utf-8")), max_size=20))
def test_any_words_in_cypher(words: str) -> None:
    written = literal(words)
    assert value_of(written) == words
    assert not re.search(r"(?<!\\)\\u(?!00[01]|007f|202[89])", written), "Neo4j reads \\uXXXX before it reads literals"
    assert "".join(map(value_of, parsed(f"RETURN {written} AS x;"))) == words


NAMES = [
    ("a.xlsx", "xlsx"),
    ("a.TTL", "turtle"),
    ("a.turtle", "turtle"),
    ("a.cql", "cypher"),
    ("a.md", "md"),
    ("b.ndjson", "jsonl"),
]


@pytest.mark.parametrize(("file", "name"), NAMES)
def test_the_format_follows_the_name(file: str, name: str) -> None:
    assert format_of(Path(file)) == name


def test_unknown_formats(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="看不出格式"):
        format_of(Path("a.docx"))
    with pytest.raises(UsageError, match="没有这种格式"):
        write_as("docx", kb, tmp_path / "a", ON)
