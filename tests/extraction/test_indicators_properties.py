"""What holds for the indicators of any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.model.result import Indicator

_NUMERALS = "零〇一二两三四五六七八九十百千万半"
PHRASES = st.sampled_from(
    [
        "巩固率达到95%，",
        "小学、初中班额分别控制在45人、50人以内，",
        "现有教师51名，",
        "计划购置图书0.2万册，",
        "零辍学，",
        "（共20人），",
        "入学率、巩固率均达100%。",
        "每学期2次，",
        "三年内完成，",
        "占地面积12000平方米；",
        "由85%提高到95%，",
        "师生比1:19.5\n\n6、",
        "一是加强领导，",
        "第三条 ",
        "“三个优先”，",
        "其中",
        "小学",
        "、",
        "（",
        "）",
        "：",
        "\n",
        "一、总体目标\n",
        "2025年",
        "占12%，",
        "每12个班级配备1名教师，",
        "分别",
        "约",
        "%",
        "一批",
        "100万",
    ]
)
TEXTS = st.lists(PHRASES, max_size=14).map("".join)


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_facts_stand_where_they_say_and_say_something(text):
    facts = [fact for fact in extract(text).facts if isinstance(fact, Indicator)]
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.name.strip()
        assert "\n" not in fact.name
        assert (fact.value_max is not None) == (fact.op == "range")
        assert fact.spans
        for span in fact.spans:
            assert 0 <= span.start < span.end <= len(text)
        words = "".join(text[span.start : span.end] for span in fact.spans)
        assert any(char.isdigit() or char in _NUMERALS for char in words)


@settings(deadline=None, max_examples=20)
@given(TEXTS)
def test_same_text_same_facts(text):
    assert extract(text).facts == extract(text).facts
