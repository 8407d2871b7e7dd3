"""Comparison on anything at all: no text, several plans, noise, hostile length; and what no input may bring about."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.comparison import compare, standard, standards
from pipeline.model.errors import UsageError
from pipeline.model.result import Document, Extraction, Indicator, SourceInfo
from pipeline.model.span import Span

NAMES = ["班额", "巩固率", "生均图书", "师生比", "教师培训经费", "平均班额", "大班额比例", "近视率", "学校规模", "x"]


def _extraction(text: str, facts: tuple[Indicator, ...] = (), title: str = "青石镇中心小学2024年计划") -> Extraction:
    return Extraction(
        source=SourceInfo(
            path="a.txt", sha256="0", media_type="text/plain", encoding="utf-8", pages=None, chars=len(text)
        ),
        documents=(Document(id="d", title=title, title_span=None, span=Span(0, len(text))),),
        sections=(),
        facts=facts,
        text=text,
    )


def test_a_plan_without_its_text_goes_by_names(make: Callable[..., Extraction]) -> None:
    plan = make("班额⟦班额|不超过50人⟧。", title="青石镇中心小学2024年计划")
    bare = msgspec.structs.replace(plan, text=None)
    row = next(row for row in compare(bare, "QB17") if row.row == "QB17-G5")
    assert (row.verdict, row.text, row.fact) == ("below", "", "f1")
    assert compare(bare, "QB17", text=plan.text) == compare(plan, "QB17")


def test_one_plan_of_a_file() -> None:
    text = "甲校班额不超过50人。\n乙校生均图书30册。"
    facts = tuple(
        Indicator(
            id=key, document=document, section=None, spans=(Span(*span),), page=None, rule="t", name=name, op=op,  # type: ignore[arg-type]
            value=value, unit=unit, status="target",
        )
        for key, document, span, name, op, value, unit in (
            ("f1", "d1", (4, 10), "班额", "<=", 50.0, "人"),
            ("f2", "d2", (17, 20), "生均图书", "=", 30.0, "册"),
        )
    )  # fmt: skip
    plan = msgspec.structs.replace(
        _extraction(text, facts),
        documents=(
            Document(id="d1", title="甲镇小学2024年计划", title_span=None, span=Span(0, 11)),
            Document(id="d2", title="乙镇小学2024年计划", title_span=None, span=Span(11, len(text))),
        ),
    )
    both = {row.row: row.document for row in compare(plan, "OT") if row.plan_value is not None}
    assert both["OT-CLASS-STD"] == "甲镇小学2024年计划"
    assert both["OT-LIB-2018"] == "乙镇小学2024年计划"
    only = {row.row for row in compare(plan, "OT", document="d2") if row.verdict != "missing"}
    assert "OT-LIB-2018" in only
    assert "OT-CLASS-STD" not in only
    with pytest.raises(UsageError, match=r"d9.*甲镇小学2024年计划"):
        compare(plan, "OT", document="d9")


def test_a_second_copy_of_a_plan_says_nothing(make: Callable[..., Extraction]) -> None:
    plan = make("班额⟦班额|不超过50人⟧。", title="青石镇中心小学2024年计划")
    copy = msgspec.structs.replace(plan.documents[0], duplicate_of="d0")
    assert {row.verdict for row in compare(msgspec.structs.replace(plan, documents=(copy,)), "QB17")} == {"missing"}


def test_a_sentence_torn_by_a_page_number() -> None:
    text = "一、工作目标\n通过两年努力使全校各个教学班的生均教学及辅助用房\n- 3 -\n面积达到3.6平方米，并逐年改善各类用房的使用条件。\n"
    start = text.index("达到")
    fact = Indicator(
        id="f", document="d", section=None, spans=(Span(start, start + 8),), page=None, rule="t",
        name="生均教学及辅助用房面积", op="=", value=3.6, unit="平方米", status="target",
    )  # fmt: skip
    row = next(row for row in compare(_extraction(text, (fact,)), "QB17") if row.row == "QB17-R4")
    assert row.verdict == "below"
    assert "- 3 -" not in row.text


@pytest.mark.parametrize(
    "part", ["班额", "一、", "（", "大班额消除", "每班不超过", "年", "消除", "教师培训", ",", "力争"]
)
def test_hostile_length(part: str) -> None:
    text = part * (100_000 // len(part))
    begin = time.process_time()
    compare(_extraction(text), "OT")
    assert time.process_time() - begin < 200


_FACTS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([">=", "<=", ">", "<", "=", "~"]),
    st.integers(0, 3000).map(lambda number: number / 10),
    st.sampled_from(["人", "%", "册", "平方米", "元", "1:x", "x:1", "个", "小时", None]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_FACTS, max_size=4), st.sampled_from([item.id for item in standards()]), st.booleans())
def test_what_may_never_happen(parts: list[tuple[str, str, float, str | None]], list_id: str, school: bool) -> None:
    text, facts = "", []
    for number, (name, op, value, unit) in enumerate(parts):
        text += name
        quote = f"{value}{unit or ''}"
        facts.append(
            Indicator(
                id=f"f{number}", document="d", section=None, spans=(Span(len(text), len(text) + len(quote)),), page=None,
                rule="t", name=name, op=op, value=value, unit=unit, status="target",  # type: ignore[arg-type]
            )
        )  # fmt: skip
        text += f"{quote}。"
    title = "青石镇中心小学2024年计划" if school else "临溪县教育局2024年计划"
    chosen = standard(list_id)
    rows = compare(_extraction(text or "无", tuple(facts), title), chosen)
    for row in rows:
        wanted = chosen.row(row.row)
        assert wanted is not None
        if row.verdict in ("stricter", "meets", "below"):
            assert wanted.confirmed
            assert wanted.level in ("school", "student", "county")
            assert not (school and wanted.level == "county")
            assert row.plan_op != "~"
            assert row.standard_value is not None or isinstance(wanted.thresholds[0].value, tuple)
    assert list(dict.fromkeys(row.row for row in rows)) == [row.id for row in chosen.rows]
