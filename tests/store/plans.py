"""Small made-up plans with facts set by hand, so that the store is tested without the extractors."""

from __future__ import annotations

from hashlib import sha256

from pipeline.model.result import (
    Deadline,
    Document,
    Duty,
    Evidence,
    Extraction,
    Fact,
    Indicator,
    Membership,
    Problem,
    Section,
    SourceInfo,
    Target,
)
from pipeline.model.span import Span


class Plan:
    """Builds an extraction over a text, piece by piece; ids are `NAME-f1` …"""

    def __init__(self, name: str, text: str, *, title: str, issuer: str | None = None, path: str = "") -> None:
        self.name, self.text = name, text
        self._path = path or f"{name}.txt"
        self._document = Document(id=f"{name}-d", title=title, title_span=None, span=Span(0, len(text)), issuer=issuer)
        self._sections: list[Section] = []
        self._facts: list[Fact] = []

    def span(self, words: str, after: str = "") -> tuple[Span, ...]:
        """Where some words stand (the first time behind `after`)."""
        start = self.text.index(words, self.text.index(after))
        return (Span(start, start + len(words)),)

    def section(self, number: str, title: str, level: int = 1, parent: str | None = None) -> str:
        """A heading; returns its id."""
        id_ = f"{self.name}-s{len(self._sections) + 1}"
        place = self.span(title)[0]
        self._sections.append(
            Section(
                id=id_, document=self._document.id, number=number, title=title, level=level, parent=parent, span=place
            )
        )
        return id_

    def _place(self, words: str, after: str) -> dict[str, object]:
        spans = self.span(words, after)
        above = [s.id for s in self._sections if s.span.start <= spans[0].start]
        return {
            "id": f"{self.name}-f{len(self._facts) + 1}", "document": self._document.id,
            "section": above[-1] if above else None, "spans": spans, "page": None, "rule": "test.rule",
        }  # fmt: skip

    def fact(self, kind: type, words: str, after: str = "", /, **fields: object) -> str:
        """A fact of a type over some words; returns its id."""
        fact = kind(**self._place(words, after), **fields)
        self._facts.append(fact)
        return str(fact.id)

    def done(self) -> tuple[Extraction, str]:
        """The extraction and its text."""
        digest = sha256(self.text.encode()).hexdigest()
        source = SourceInfo(
            path=self._path, sha256=digest, media_type="text/plain", encoding="utf-8", pages=None, chars=len(self.text)
        )
        extraction = Extraction(
            source=source, documents=(self._document,), sections=tuple(self._sections), facts=tuple(self._facts)
        )
        return extraction, self.text


_ONE = """望江小学控辍保学工作方案
一、工作职责
教导处牵头负责全校控辍保学工作，2025年底前辍学率控制在1%以内。
王校长每周检查一次。
二、组织领导
成立控辍保学领导小组，组长：王一舟（校长），副组长：李 青（教导主任）。
领导小组每学期召开两次会议。对劝返工作不力的，要约谈。
"""
_TWO = """石桥中学教学管理办法
第一条 王一舟负责图书馆的借阅登记工作。
第二条 教务处、总务处和各教研组要配齐实验器材。藏书达到百分之九十。
"""


def plan(name: str) -> tuple[Extraction, str]:
    """One of the plans by name: `one`, `one-changed`, `copy-of-one`, `two`."""
    if name == "two":
        return _two()
    text = _ONE.replace("约谈", "通报批评") if name == "one-changed" else _ONE
    return _one(text, path="copy.txt" if name == "copy-of-one" else "one.txt")


def _one(text: str, path: str) -> tuple[Extraction, str]:
    p = Plan("one", text, title="望江小学控辍保学工作方案", issuer="望江小学", path=path)
    p.section("一", "工作职责")
    p.section("二", "组织领导")
    place = {"actor": "教导处", "actor_kind": "org", "part": "lead", "deadline": "one-f2", "indicators": ("one-f3",)}
    p.fact(Duty, "牵头负责全校控辍保学工作", **place)
    p.fact(Deadline, "2025年底前", kind="by", end="2025-12-31")
    p.fact(Indicator, "1%以内", name="辍学率", op="<=", value=1.0, unit="%", status="target", deadline="one-f2")
    p.fact(Duty, "每周检查一次", actor="王校长", actor_kind="post", deadline="one-f5")
    p.fact(Deadline, "每周", "王校长", kind="recurring", freq="P1W")
    group = {"group": "控辍保学领导小组"}
    p.fact(Membership, "王一舟", person="王一舟", position="组长", post="校长", **group)
    p.fact(Membership, "李 青", person="李青", position="副组长", post="教导主任", **group)
    p.fact(Duty, "每学期召开两次会议。对劝返工作不力的，要约谈" if "约谈" in text else "每学期召开两次会议",
           actor="领导小组", actor_kind="group")  # fmt: skip
    p.fact(Target, "辍学率控制在1%以内", indicators=("one-f3",), deadline="one-f2")
    p.fact(Problem, "劝返工作不力", measures=("one-f8",))
    return p.done()


def _two() -> tuple[Extraction, str]:
    p = Plan("two", _TWO, title="石桥中学教学管理办法", issuer="石桥中学")
    p.fact(Duty, "负责图书馆的借阅登记工作", actor="王一舟", actor_kind="person")
    p.fact(Duty, "配齐实验器材", actor="教务处、总务处和各教研组", actor_kind="org")
    p.fact(Indicator, "百分之九十", name="藏书", op="=", value=90.0, unit="%", status="target")
    p.fact(Evidence, "借阅登记", codes=("B3",))
    return p.done()


def numbered_plan(number: int) -> tuple[Extraction, str]:
    """One of many small plans, all different."""
    p = Plan(
        f"n{number}",
        f"第{number}号工作计划\n教务处每月检查第{number}类教案，合格率达到{number % 100}%。\n",
        title=f"第{number}号工作计划",
    )
    p.fact(Duty, f"每月检查第{number}类教案", actor="教务处", actor_kind="org")
    p.fact(
        Indicator,
        f"{number % 100}%",
        "合格率",
        name="合格率",
        op="=",
        value=float(number % 100),
        unit="%",
        status="target",
    )
    return p.done()
