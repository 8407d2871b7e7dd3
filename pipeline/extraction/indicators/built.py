"""Names of what something built costs, what it holds in a day or year, and whom it serves."""

from __future__ import annotations

from pipeline.extraction.indicators.name import COUNTED, Name
from pipeline.extraction.indicators.phrases import TIME, Phrase
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity

_SUM, _HOUSES = "元", "户"
_QUOTES = str.maketrans("", "", '“”"')
_AMOUNT = "量"


def of_thing_built(text: str, phrase: Phrase, item: Quantity, kind: str) -> Name | None:
    """The name of a sum invested in what 的 ties to it (投资3200万元的污水处理厂工程), of so much a day (日处理80吨), or of
    those who gain by it (1.2万户受益); null for others."""
    if item.unit == _SUM:
        thing = _invested(text, phrase, item)
        return Name(thing, "attribute") if thing else None
    if kind in COUNTED and (gain := wording.pattern("indicator", "gain_by_it").match(text, item.end)):
        counted = (not gain[1] and gain[2]) or ("户数" if item.unit == _HOUSES else "人数")
        return Name("受益" + counted, "thing-behind")
    found = wording.pattern("indicator", "each_day").search(phrase.text) if phrase.text else None
    if found is None:
        return None
    return Name(found[1] if found[2] else found[1] + _AMOUNT, "words-before")


def _invested(text: str, phrase: Phrase, item: Quantity) -> str:
    """What a sum is invested in, with the word for the sum (总投资1.2亿元的大道改扩建项目 → 大道改扩建项目总投资)."""
    behind = wording.pattern("indicator", "built_with_it").match(text, item.end)
    paid = wording.pattern("indicator", "invested").search(phrase.text.replace(TIME, "")) if behind else None
    if behind is None or paid is None:
        return ""
    return behind[1].translate(_QUOTES) + paid[1]
