"""Dates as days, passages and their facts, heading paths, and who is who inside a file."""

from __future__ import annotations

import pytest

from pipeline.model.result import Deadline, Duty, Membership
from pipeline.model.span import Span, words_at
from pipeline.store.actors import cast_of, scopes
from pipeline.store.blocks import row_dicts
from pipeline.store.dates import due, first_day, last_day
from pipeline.store.passages import passages_from_text
from pipeline.store.rows import file_rows
from tests.store.plans import Plan, plan


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2017-07-31", "2017-07-31", "2017-07-31"),
        (None, None, None),
        ("年底", None, None),
        ("2017-13", "2017-13-01", None),
    ],
)
def test_days(iso: str | None, first: str | None, last: str | None) -> None:
    assert last_day(iso) == last
    assert first_day(iso) == first


@pytest.mark.parametrize(
    ("kind", "start", "end", "days"),
    [
        ("by", None, "2025", ("2025-12-31", "2025-12-31")),
        ("period", "2016-09", "2016-12", ("2016-09-01", "2016-12-31")),
        ("period", "2024-01-01", None, ("2024-01-01", "2024-01-01")),
        ("recurring", None, None, (None, None)),
    ],
)
def test_due(kind: str, start: str | None, end: str | None, days: tuple[str | None, str | None]) -> None:
    place = {"id": "f", "document": "d", "section": None, "spans": (Span(0, 1),), "page": None, "rule": "r"}
    assert due(Deadline(**place, kind=kind, start=start, end=end)) == days


@pytest.mark.parametrize("name", ["one", "two"])
def test_passages_are_the_source(name: str) -> None:
    """In order, none inside another, each exactly what stands at its place; together all words of the plan."""
    extraction, text = plan(name)
    passages = passages_from_text(extraction, text)
    assert all(words_at(text, p.spans) == p.text for p in passages)
    starts = [p.spans[0].start for p in passages]
    ends = [p.spans[-1].end for p in passages]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert "".join(p.text for p in passages).replace(" ", "") == "".join(text.split())


def test_a_fact_stands_in_its_passage() -> None:
    """One over two sentences gets a passage of both; the sentences stay."""
    extraction, text = plan("one")
    rows = file_rows(extraction, text, passages_from_text(extraction, text), 7)
    passages = row_dicts(rows.passages)
    homes = {row["key"]: row for row in passages}
    for fact in (fact for facts in rows.facts for fact in row_dicts(facts)):
        home = homes[fact["passage"]]
        assert home["start"] <= fact["start"]
        assert fact["end"] <= home["end"]
        assert fact["words"].replace("\n", "") in home["text"]
    assert [row["text"] for row in passages if row["kind"] == "joined"] == [
        "领导小组每学期召开两次会议。对劝返工作不力的，要约谈。"
    ]


def test_heading_path() -> None:
    p = Plan("deep", "一、总则\n（二）职责\n第三条 范围\n1.总务", title="无")
    top = p.section("一", "总则")
    below = p.section("(二)", "职责", 2, top)
    p.section("第三条", "范围", 3, below)
    p.section("1.", "总务", 4, below)
    extraction, text = p.done()
    rows = file_rows(extraction, text, (), 1)
    assert rows.sections["path"] == [
        "一、总则", "一、总则 > (二)职责", "一、总则 > (二)职责 > 第三条 范围", "一、总则 > (二)职责 > 1.总务",
    ]  # fmt: skip


def links(p: Plan) -> set[tuple[str, str, str]]:
    """Ties of a plan's cast by name."""
    return {(link.source.name, link.relation, link.target.name) for link in cast_of(p.done()[0]).links}


def roster(text: str, *members: tuple[str, str, str | None, str | None], issuer: str | None = "望江小学") -> Plan:
    """A plan with seats: person, position, post, group."""
    p = Plan("r", text, title="名单", issuer=issuer)
    for person, position, post, group in members:
        p.fact(Membership, person, person=person, position=position, post=post, group=group)
    return p


def test_who_is_who() -> None:
    p = roster(
        "安全领导小组 王一舟 李青 领导小组办公室主任 赵明。王校长检查，领导小组开会，组长汇报，李校长讲话",
        ("王一舟", "组长", "校长", "安全领导小组"),
        ("李青", "副组长", "副校长兼总务主任", "安全领导小组"),
        ("赵明", "主任", None, "安全领导小组办公室"),
    )
    for words, actor, kind in (("检查", "王校长", "post"), ("开会", "领导小组", "group"), ("汇报", "组长", "post"),
                               ("讲话", "李校长", "post")):  # fmt: skip
        p.fact(Duty, words, actor=actor, actor_kind=kind)
    assert links(p) == {
        ("王一舟", "holds", "校长"),
        ("王一舟", "member_of", "安全领导小组"),
        ("李青", "holds", "副校长"),
        ("李青", "holds", "总务主任"),
        ("李青", "member_of", "安全领导小组"),
        ("赵明", "member_of", "安全领导小组办公室"),
        ("安全领导小组办公室", "part_of", "安全领导小组"),
        ("领导小组", "same_as", "安全领导小组"),
        ("王校长", "same_as", "王一舟"),
        ("李校长", "same_as", "李青"),
        ("王一舟", "acts_as", "组长"),
    }


def test_two_of_a_kind_tie_nothing() -> None:
    """Two groups, two Wangs: no tie is made where two readings are left."""
    p = roster(
        "王一舟 王二河 甲领导小组 乙领导小组。王校长检查，领导小组开会，组长汇报",
        ("王一舟", "组长", "校长", "甲领导小组"),
        ("王二河", "组长", "副校长", "乙领导小组"),
    )
    for words, actor, kind in (("检查", "王校长", "post"), ("开会", "领导小组", "group"), ("汇报", "组长", "post")):
        p.fact(Duty, words, actor=actor, actor_kind=kind)
    assert {relation for _, relation, _ in links(p)} == {"holds", "member_of"}


def test_a_paper_with_both_names_has_two_offices() -> None:
    p = Plan("p", "教务处排课。教导处巡查。", title="分工", issuer="望江小学")
    p.fact(Duty, "排课", actor="教务处", actor_kind="org")
    p.fact(Duty, "巡查", actor="教导处", actor_kind="org")
    assert {actor.name for actor in cast_of(p.done()[0]).actors()} == {"教务处", "教导处"}


def test_scope_is_the_issuer_or_the_paper() -> None:
    named, unnamed = roster("甲", issuer="望江小学").done()[0], roster("乙", issuer=None).done()[0]
    assert scopes(named) == {"r-d": "望江小学"}
    assert scopes(unnamed) == {"r-d": f"#{unnamed.source.sha256[:16]}/r-d"}
