"""Which bodies lie above or below what their superior asks of them (哪些学校演练次数没达到县里的要求): the superior's own value against
each of theirs, stage by stage of school where it tells these apart."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from pipeline.asking.across.often import told_often
from pipeline.asking.across.single import Alone, Single, Value, days, frequencies, measure_of, values
from pipeline.asking.across.whose import is_of_kind, whose
from pipeline.asking.naming import is_school
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_LATER = frozenset("晚迟早")
_SIGNS = re.compile(r"[\s,、?!。;:“”\"]+")
_SHORTEST = 2
# The names of the groups of the words for a side.
_SIDES: dict[str, Callable[[float, float], bool]] = {
    "less": operator.lt, "most": operator.le, "more": operator.gt, "least": operator.ge,
}  # fmt: skip
# A place and what may name it in short.
_RANKS = "省市县区州旗镇乡"
_RURAL = tuple("镇乡")


class Demand(msgspec.Struct, frozen=True):
    """What a question holds against what a superior asks: the measure in its words, on which side, and the bodies asked for."""

    measure: str
    side: str
    superior: str
    body: str


def demand(text: str) -> Demand | None:
    """The demand of a superior that a question speaks of; null for any other question."""
    match = wording.pattern("question", "superior_side").search(text)
    if match is not None:
        side, superior = (
            next(match[name] for name in names if match[name])
            for names in (("side", "side2", "side3"), ("superior", "superior2", "superior3"))
        )
        return _demand(text[: match.start()] + "|" + text[match.end() :], side, superior)
    before = wording.pattern("question", "superior_before").match(text)
    asks = before or wording.pattern("question", "superior_asks").match(text)
    if asks is None:
        return None
    rest = asks["rest"] if before else wording.pattern("question", "period_of_demand").sub("", asks["rest"])
    return _demand(
        f"{asks['behind']}{rest}|" if not before else f"{rest}|{asks['behind']}", asks["side"], asks["superior"]
    )


def _demand(rest: str, side: str, superior: str) -> Demand | None:
    """The measure and the bodies in the rest of a question, a sign in the place of what is held against one another."""
    asked = wording.pattern("question", "of_whole_base").search(rest)
    if asked is not None:
        # What stands behind the comparison (县里是多少,它定了多少) only asks for the values, which are told anyway.
        rest = (rest[: asked.start()] + rest[asked.end() :]).partition("|")[0]
        body = asked["body"] or ""
    else:
        behind = wording.pattern("question", "bodies_behind").search(rest.split("?")[0])
        if behind is None:
            return None
        rest, body = rest[: behind.start()].partition("|")[0], behind["body"] or ""
    around = wording.pattern("question", "beside_measure")
    measure = _SIGNS.sub("", rest)
    while (shorter := around.sub("", measure)) != measure:
        measure = shorter
    return Demand(measure, side.removesuffix("了"), superior, body) if len(measure) > 1 else None


def beyond(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The bodies on the side asked for, each with its own value and the superior's; null where the question asks nothing of the
    kind, empty where the superior's plan sets no value."""
    asked = demand(text)
    if asked is None:
        return None
    every = list(dict.fromkeys(whose(kb).values()))
    above = superiors(asked.superior, every)
    below = [body for body in every if body not in above and is_of_kind(body, asked.body)]
    told = _told(kb, [*above, *below], asked, alone)
    demands = [one for one in told if one.body in above]
    demands = _meant(demands, asked.measure)
    if len({tuple((value.stage, value.number) for value in one.values) for one in demands}) != 1:
        return []
    if any(
        one.differs for one in demands[:1]
    ):  # 寄宿制学校3名,其他学校2名: which of them holds for a school is not told
        return []
    found = [one for one in told if one.body in below and _lies(one, demands[0], asked.side)]
    return [_row(one, demands[0]) for one in found[:limit]]


def _meant(demands: list[Single], measure: str) -> list[Single]:
    """Of several demands those whose sentence says most of the measure, and of these what is asked of all bodies below, not what
    a superior does itself."""
    if len(demands) > 1:
        held = [sum(measure[at : at + 2] in flat(one.row.text) for at in range(len(measure) - 1)) for one in demands]
        demands = [one for one, most in zip(demands, held, strict=True) if most == max(held)]
    if len(demands) > 1:
        demands = [one for one in demands if wording.pattern("question", "said_to_all").search(one.row.text)]
    return demands


def often_beyond(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The bodies that do something more or less often than a question says (哪些学校的演练每学期不到2次)."""
    match = wording.pattern("question", "often_beyond_number").search(text)
    bound = told_often(f"{match['every']}{match['count']}") if match else None
    asked = wording.pattern("question", "of_whole_base").search(text)
    if match is None or bound is None or asked is None:
        return None
    rest = (text[: match.start()] + match["matter"] + text[match.end() :]).replace(asked[0], "")
    measure = wording.pattern("question", "beside_measure").sub("", _SIGNS.sub("", rest))
    deed = wording.pattern("question", "counts_how_often").sub("", measure)
    if len(deed) < _SHORTEST:
        return None
    bodies = [body for body in dict.fromkeys(whose(kb).values()) if is_of_kind(body, asked["body"] or "")]
    holds = _SIDES[next(name for name, said in match.groupdict().items() if said and name in _SIDES)]
    found = [one for one in frequencies(kb, bodies, deed, alone) if holds(one.values[0].number, bound[0])]
    return [msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found[:limit]]


def superiors(said: str, bodies: Iterable[str]) -> list[str]:
    """The bodies that words for a superior (县教育局, 镇里, 局里, 上级) may mean."""
    others = [body for body in bodies if not is_school(body)]
    named = [body for body in others if said in body]
    if named:
        return named
    rank = next((char for char in said if char in _RANKS), "")
    found = [body for body in others if _is_of_rank(body, rank)] if rank else others
    office = wording.pattern("question", "office_of_superior").search(said)
    if office:
        found = [body for body in found if any(word in body for word in (office[0], office[0][0] + office[0][-1]))]
    return found


def _is_of_rank(body: str, rank: str) -> bool:
    rural = any(char in body for char in _RURAL)
    return rank in body and (rank in _RURAL or not rural)


def _told(kb: KnowledgeBase, bodies: Sequence[str], asked: Demand, alone: Alone) -> list[Single]:
    """What superior and bodies say of the measure: by the day, how often, or how much."""
    measure = asked.measure
    if asked.side[-1] in _LATER or asked.side[0] in _LATER:
        deed = wording.pattern("question", "day_of_deed").sub("", measure)
        return days(kb, bodies, wording.pattern("question", "given_to_whom").sub("", deed), alone)
    often = wording.pattern("question", "counts_how_often")
    deed = often.sub("", measure)
    if measure_of(measure) is None and deed != measure:
        return frequencies(kb, bodies, deed, alone)
    return values(kb, bodies, measure, alone) or frequencies(kb, bodies, deed, alone)


def _lies(one: Single, above: Single, side: str) -> bool:
    """Whether a body's value lies on a side of what its superior asks; of several stages one that does is enough, of several
    demands that may be meant all must agree."""
    found = []
    for value in one.values:
        stage = value.stage or _stage_of(one.body)
        asked = [limit for limit in above.values if limit.unit == value.unit and stage in ("", limit.stage)]
        asked = asked or [limit for limit in above.values if limit.unit == value.unit and not limit.stage]
        found.append(bool(asked) and all(_beyond(value, limit, side) for limit in asked))
    return any(found)


def _stage_of(body: str) -> str:
    stages = {
        match[0] for match in wording.pattern("question", "stages_told").finditer(body.replace("初级中学", "初中"))
    }
    return next(iter(stages)) if len(stages) == 1 else ""


def _beyond(value: Value, limit: Value, side: str) -> bool:
    if wording.pattern("question", "less_than_asked").fullmatch(side):
        return value.number < limit.number
    if wording.pattern("question", "more_than_asked").fullmatch(side):
        return value.number > limit.number
    if side in wording.words("question", "as_asked"):
        return value.number == limit.number
    if side in wording.words("question", "met"):
        return value.number <= limit.number if limit.upper else value.number >= limit.number
    # Looser or stricter than a bound from above is more or less than it, than one from below less or more.
    looser = wording.pattern("question", "not_met").fullmatch(side) is not None
    return value.number > limit.number if looser == limit.upper else value.number < limit.number


def _row(one: Single, above: Single) -> AnswerRow:
    stage = _stage_of(one.body)
    asked = [value for value in above.values if value.stage in ("", stage)] if stage else []
    demanded = "、".join(f"{value.stage}{value.words}" for value in asked or above.values)
    return msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}（{above.body}：{demanded}）")
