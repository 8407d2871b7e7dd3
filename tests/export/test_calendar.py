"""Deadlines as a calendar: every period of school work as a rule that other programs read alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.export.calendar.ics import write_calendar
from pipeline.export.calendar.recurrence import Parts, Recurrence, rules, where
from pipeline.export.calendar.terms import Term, named_in, part_ends, terms
from pipeline.lexicon import load
from pipeline.lexicon.loader import USER_FOLDER
from pipeline.model.errors import UsageError
from pipeline.model.result import Deadline, Duty
from pipeline.model.span import Span, fold
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from tests.store.plans import Plan

LI = By(who="李老师", at="2025-03-01T08:00:00")


def recurring(freq: str, times: int = 1, **bounds: str) -> Deadline:
    return Deadline(
        id="f1", document="d", section=None, spans=(Span(0, 1),), page=None, rule="r", kind="recurring", freq=freq,
        times=times, **bounds,
    )  # fmt: skip


def written(rule: Parts) -> str:
    return ";".join(f"{name}={','.join(values)}" for name, values in rule.items())


# words, freq, times → rules
RULES = [
    ("每天", "P1D", 1, ["FREQ=DAILY"]),
    ("每个工作日", "P1D", 1, ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"]),
    ("每周五", "P1W", 1, ["FREQ=WEEKLY;BYDAY=FR"]),
    ("每周", "P1W", 1, ["FREQ=WEEKLY;BYDAY=FR"]),
    ("每周一次", "P1W", 1, ["FREQ=WEEKLY;BYDAY=FR"]),
    ("每周三次", "P1W", 3, ["FREQ=WEEKLY;BYDAY=MO,WE,FR"]),
    ("每周一、三", "P1W", 1, ["FREQ=WEEKLY;BYDAY=MO,WE"]),
    ("每周一至周五", "P1W", 1, ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"]),
    ("每两周", "P2W", 1, ["FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"]),
    ("每月15日前", "P1M", 1, ["FREQ=MONTHLY;BYMONTHDAY=15"]),
    ("每月５日、２０日", "P1M", 1, ["FREQ=MONTHLY;BYMONTHDAY=5,20"]),
    ("每月30日前", "P1M", 1, ["FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"]),
    ("每月底前", "P1M", 1, ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
    ("每月", "P1M", 1, ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
    ("每月两次", "P1M", 2, ["FREQ=MONTHLY;BYMONTHDAY=15,-1"]),
    ("每月第一个星期一", "P1M", 1, ["FREQ=MONTHLY;BYDAY=1MO"]),
    ("每两个月", "P2M", 1, ["FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"]),
    ("每季度末", "P3M", 1, ["FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"]),
    ("每季度初", "P3M", 1, ["FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"]),
    ("每半年", "P6M", 1, ["FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"]),
    ("每年", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"]),
    ("每年两次", "P1Y", 2, ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"]),
    ("每年九月", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1"]),
    ("每年3月1日、9月1日前", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"]),
    ("每年6、12月", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"]),
    ("每年3月至5月", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1"]),
    ("每年4月1日—15日", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15"]),
    ("每年暑假", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=31"]),
    ("每年秋季学期开学时", "P1Y", 1, ["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"]),
    ("每三年", "P3Y", 1, ["FREQ=YEARLY;INTERVAL=3;BYMONTH=12;BYMONTHDAY=-1"]),
    ("每学期", "P1S", 1, ["FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=5"]),
    ("每学期初", "P1S", 1, ["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15"]),
    ("每学期期中", "P1S", 1, ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=25"]),
    ("每学期2次", "P1S", 2, ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20",
                             "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=25", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=5"]),
    ("每学年", "P1SY", 1, ["FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=5"]),
    ("每学年初", "P1SY", 1, ["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"]),
    ("每2小时", "PT2H", 1, []),
    ("常年", "", 1, []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "freq", "times", "expected"), RULES, ids=[row[0] for row in RULES])
def test_rules(words: str, freq: str, times: int, expected: list[str]) -> None:
    assert [written(rule) for rule in rules(recurring(freq, times), words)] == expected


@pytest.mark.parametrize("rule", sorted({rule for row in RULES for rule in row[3]}))
def test_other_programs_read_the_rules(rule: str) -> None:
    assert len(list(rrulestr(f"DTSTART:20250101T000000\nRRULE:{rule};COUNT=2"))) == 2


ROWS = load("recurrences", Recurrence)
SHORT = {"D": "天", "W": "周", "M": "月", "S": "学期", "SY": "学年", "Y": "年"}


def unit_of(row: Recurrence, words: str) -> str:
    return next(
        (unit for unit in ("SY", "S", "W", "D", "M", "Y") if unit in row.freqs and SHORT[unit] in words), row.freqs[0]
    )


@pytest.mark.parametrize(("row", "example"), [(row, one) for row in ROWS for one in row.examples])
def test_examples_of_recurrences(row: Recurrence, example: str) -> None:
    words, _, expected = example.partition("=")
    assert [f"{n}:{','.join(v)}" for n, v in where(unit_of(row, words), fold(words)).items()] == [expected]


@pytest.mark.parametrize(("row", "words"), [(row, one) for row in ROWS for one in row.near_misses])
def test_near_misses_of_recurrences(row: Recurrence, words: str) -> None:
    import re

    assert re.search(row.pattern, fold(words)) is None


@pytest.mark.parametrize(("term", "words"), [(term, one) for term in terms() for one in term.examples])
def test_examples_of_terms(term: Term, words: str) -> None:
    assert term in named_in(words)


@pytest.mark.parametrize(("term", "words"), [(term, one) for term in terms() for one in term.near_misses])
def test_near_misses_of_terms(term: Term, words: str) -> None:
    assert term not in named_in(words)


@pytest.mark.parametrize("term", terms())
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_parts_of_a_term_end_with_it(term: Term, parts: int) -> None:
    ends = part_ends(term, parts)
    assert ends == sorted(set(ends))
    assert ends[-1] == term.days()[1]
    assert len(ends) == parts


def test_a_bureau_sets_its_own_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "entries:\n- {id: second, kind: term, words: [第二学期], from: '03-01', to: '07-20'}\n"
    (tmp_path / "school_terms.yaml").write_text(own, "utf-8")
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    assert written(rules(recurring("P1S"), "每学期末")[1]) == "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=20"


@settings(max_examples=150, deadline=None)
@given(
    words=st.text("每周月年学期末初底一二三五六日天、,至0123456789号第个星期中上旬前寒暑假（）", max_size=24),
    freq=st.sampled_from(["P1D", "P1W", "P2W", "P1M", "P3M", "P6M", "P1Y", "P2Y", "P1S", "P1SY", "P45D"]),
    times=st.integers(1, 40),
)
def test_any_words_give_rules_that_can_be_read(words: str, freq: str, times: int) -> None:
    for rule in rules(recurring(freq, times), words):
        rrulestr(f"DTSTART:20250101T000000\nRRULE:{written(rule)};UNTIL=20260101T000000")


@pytest.mark.parametrize("words", ["每" * 100_000, "1月" * 50_000, "周一、" * 30_000, "1、" * 50_000])
def test_hostile_words_do_not_hang(words: str) -> None:
    for freq in ("P1W", "P1M", "P1Y", "P1S"):
        rules(recurring(freq), words)


# --- the file --------------------------------------------------------------------------------------------------------

TEXT = """柳坪中学时间安排
教务处2025年3月20日前报送课表；总务处配合。
德育处每周五召开例会，𠮷祥如意，重要\\事项；逗号,冒号:全部保留，这一句写得很长很长很长很长很长很长很长很长很长很长很长很长很长。
工会2025年4月1日至4月3日举办运动会。
安保处2025年2月10日至2025年6月30日开展整治。
图书馆2025年5月完成清点。
各班每学期2次家访。
三个月内整改到位。
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    p = Plan("lp", TEXT, title="柳坪中学时间安排", path="a.txt")
    rows = (
        ("教务处", "报送课表", "2025年3月20日前", {"kind": "by", "end": "2025-03-20"}),
        ("德育处", "召开例会", "每周五", {"kind": "recurring", "freq": "P1W"}),
        ("工会", "举办运动会", "2025年4月1日至4月3日", {"kind": "period", "start": "2025-04-01", "end": "2025-04-03"}),
        ("安保处", "开展整治", "2025年2月10日至2025年6月30日", {"kind": "period", "start": "2025-02-10", "end": "2025-06-30"}),
        ("图书馆", "完成清点", "2025年5月", {"kind": "by", "end": "2025-05"}),
        ("各班", "家访", "每学期2次", {"kind": "recurring", "freq": "P1S", "times": 2}),
        (None, "整改到位", "三个月内", {"kind": "relative", "duration": "P3M"}),
    )  # fmt: skip
    for number, (actor, words, when, fields) in enumerate(rows):
        p.fact(Duty, words, actor=actor, actor_kind="org" if actor else None, deadline=f"lp-f{2 * number + 2}")
        p.fact(Deadline, when, **fields)
    p.fact(Duty, "配合", actor="总务处", actor_kind="org", part="support", deadline="lp-f2")
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*p.done())
    return path


def read(base: Path, on: str = "2025-03-01", **more: str) -> dict[str, icalendar.Event]:
    path = base.with_name("d.ics")
    with KnowledgeBase.open(base) as kb:
        number = write_calendar(kb, path, on, **more)
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    found = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == number
    return found


def test_entries(base: Path) -> None:
    found = read(base)
    assert {uid: (e.start, e.end) for uid, e in found.items()} == {
        "lp-f2@cetu": (date(2025, 3, 20), date(2025, 3, 21)),
        "lp-f4@cetu": (date(2025, 3, 7), date(2025, 3, 8)),
        "lp-f6@cetu": (date(2025, 4, 1), date(2025, 4, 4)),
        "lp-f8@cetu": (date(2025, 6, 30), date(2025, 7, 1)),
        "lp-f10@cetu": (date(2025, 5, 31), date(2025, 6, 1)),
        "lp-f12-1@cetu": (date(2025, 11, 10), date(2025, 11, 11)),
        "lp-f12-2@cetu": (date(2026, 1, 20), date(2026, 1, 21)),
        "lp-f12-3@cetu": (date(2025, 4, 25), date(2025, 4, 26)),
        "lp-f12-4@cetu": (date(2025, 7, 5), date(2025, 7, 6)),
    }
    first = found["lp-f2@cetu"]
    assert str(first["summary"]) == "教务处：报送课表"
    assert first["dtstamp"].dt == datetime(2025, 3, 1, tzinfo=UTC)
    assert first["dtstart"].params["VALUE"] == "DATE"
    words = str(first["description"])
    assert all(
        part in words
        for part in ("一并到期：\n· 总务处：配合", "出处：《柳坪中学时间安排》", "（a.txt）", "编号：lp-f2")
    )
    assert "只写到月，按该月最后一天" in str(found["lp-f10@cetu"]["description"])
    weekly = found["lp-f4@cetu"]
    assert dict(weekly["rrule"]) == {"FREQ": ["WEEKLY"], "BYDAY": ["FR"], "UNTIL": [date(2026, 3, 1)]}
    sentence = next(line for line in TEXT.splitlines() if "每周五" in line)
    assert f"原文：{sentence}" in str(weekly["description"])
    assert weekly.walk("VALARM") == []
    assert len(first.walk("VALARM")) == 1


def test_lines_are_folded_at_octets(base: Path) -> None:
    read(base)
    data = base.with_name("d.ics").read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


BOUNDS = [
    ({"since": "2025-04", "until": "2025-05"}, {"lp-f4@cetu", "lp-f6@cetu", "lp-f10@cetu", "lp-f12-3@cetu"}),
    ({"since": "2025-04-03", "until": "2025-04-03"}, {"lp-f6@cetu"}),
    ({"until": "2025-03-06"}, set()),
]


@pytest.mark.parametrize(("bounds", "expected"), BOUNDS)
def test_bounds(base: Path, bounds: dict[str, str], expected: set[str]) -> None:
    assert set(read(base, **bounds)) == expected


def test_what_people_say_counts(base: Path) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, "lp-f3", {"state": "done"}, LI)
        review(kb, "lp-f5", {"due": "2025-04-20"}, LI)
        review(kb, "lp-f8", {"review": "rejected"}, LI)
        review(kb, "lp-f1", {"state": "done"}, LI)
    found = read(base)
    assert not {"lp-f4@cetu", "lp-f6@cetu", "lp-f8@cetu"} & set(found)
    assert found["lp-f5@cetu"].start == date(2025, 4, 20)
    assert "更正" in str(found["lp-f5@cetu"]["description"])
    assert str(found["lp-f2@cetu"]["summary"]) == "总务处：配合"


def test_the_same_every_time(base: Path) -> None:
    read(base)
    once = base.with_name("d.ics").read_bytes()
    read(base)
    assert base.with_name("d.ics").read_bytes() == once


@pytest.mark.parametrize("bad", [{"on": "2025"}, {"on": "2025-03-01", "since": "2026", "until": "2025"}])
def test_days_that_are_none(base: Path, bad: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        read(base, **bad)
