"""Names of growth and fall: what changed, and the verb of change as a noun (能耗下降 → 能耗降幅)."""

from __future__ import annotations

import re

from pipeline.extraction.indicators.name import RATES, Name
from pipeline.extraction.indicators.names import clean
from pipeline.extraction.indicators.phrases import TIME, Phrase
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

# 同比, 比上年, 较上年; 占比, 比例 and 对比 are no comparison.
_COMPARED = re.compile("[同环]比|(?<![占对之应])比(?![例重率值])|较(?![大高多好强低小])")


def change(words: Words, cuts: Segmentation, phrase: Phrase, item: Quantity, previous: str) -> Name | None:
    """Growth or fall: 年均增长12% is counted against what the sentence named before."""
    text = phrase.text.rstrip("了约近达")
    word = words.change_at_end(text)
    if not word or words.gates["made_better"].search(text):
        return None
    row = words.change[word]
    suffix = row.suffix if item.unit in RATES or not row.amount else row.amount
    head = text[: -len(word)]
    if _beside_change(head):
        yearly = "年均" if "年均" in head else ""
        previous = previous.removesuffix(suffix)  # 每月增加300元;…,每月增加200元
        return Name(previous + yearly + suffix, "change", subject=previous)
    if head.endswith(TIME) and words.is_measure(head.rstrip(TIME)):  # 近视率+每年+下降
        owner = clean(phrase.cut(0, len(head.rstrip(TIME))), words, cuts)
        return Name(owner + suffix, "change", subject=owner) if owner else None
    subject = _COMPARED.split(phrase.text)[0]
    owner = clean(phrase.cut(0, len(subject)), words, cuts) if len(subject) < len(phrase.text) else ""
    return Name(owner + suffix, "change", subject=owner) if owner else None


def bare_change(words: Words, clause: str, item: Quantity) -> str:
    """What a growth told of several subjects together is called (同比分别增长 → 增长率), "" for other clauses."""
    told = clause.rstrip("了约近达")
    word = words.change_at_end(told)
    if not word or "分别" not in told or not _beside_change(told[: -len(word)]):
        return ""
    row = words.change[word]
    return row.suffix if item.unit in RATES or not row.amount else row.amount


def as_noun(words: Words, left: str, item: Quantity) -> str:
    """A name that ends in a verb of change as a noun (能耗下降 → 能耗降幅)."""
    word = words.change_at_end(left)
    row = words.change.get(word)
    if row is None or len(left) <= len(word) or words.gates["made_better"].search(left):
        return left
    return left[: -len(word)].removesuffix("分别") + (
        row.suffix if item.unit in RATES or not row.amount else row.amount
    )


def told_first(words: Words, left: str, item: Quantity) -> Name | None:
    """The name of what is to grow or fall, told behind the verb of change (提高+报销比例+5个百分点 → 报销比例增幅)."""
    row, rest = words.change.get(left[:2]), left[2:]
    if row is None or item.unit not in RATES or not words.is_measure(rest) or words.only_measure(rest):
        return None
    return Name(rest + row.suffix, "change", subject=rest)


def subject_of(words: Words, left: str) -> str:
    """What changed, in a name that ends in a verb of change."""
    word = words.change_at_end(left)
    return left.removesuffix(word)


def _beside_change(words: str) -> bool:
    """Whether words before a verb of change name nothing (比上年, 年均)."""
    return wording.pattern("indicator", "beside_change").fullmatch(words.replace(TIME, "")) is not None
