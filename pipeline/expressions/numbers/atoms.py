"""Patterns of a numeral's atoms and the values of its signs, built from `numerals.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import NumeralRow, followed
from pipeline.lexicon import lexicon_folders, load

# `4。6万元`: a full-width stop written for a point; only before a magnitude, a unit of money or a share.
_SLIP = r"。\d{1,4}(?= ?[万亿元%‰册㎡平公米吨亩倍MmkK])"
DIGITS = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,6}}(?!\d)|\d{{1,30}})(?:\.\d{{1,15}}|{_SLIP})?"
# 千克, 千瓦, 兆赫: the sign belongs to the unit. 千米 does only behind digits (12千米, but 三千米).
_THOUSAND_UNIT = r"(?![克瓦卡伏帕焦赫])"
_MEGA_UNIT = r"(?![赫瓦字比帕焦])"


class Atoms(msgspec.Struct, frozen=True, gc=False, eq=False):
    """Signs and patterns. `signs` are all signs of Chinese numerals, `run` finds a stretch that may be a numeral;
    `following` holds the signs that may change its value from behind (十多万, 九成, 1:19)."""

    digits: dict[str, int]
    formal: frozenset[str]
    tens: dict[str, str]
    magnitudes: dict[str, int]
    vague: frozenset[str]
    minus: frozenset[str]
    run: str
    han: str
    signs: str
    following: frozenset[str]
    over: re.Pattern[str]
    point: re.Pattern[str]
    tenth: re.Pattern[str]
    not_minus: frozenset[str]


def atoms() -> Atoms:
    """The atoms of the lexicons in force."""
    return _atoms(lexicon_folders())


@lru_cache(maxsize=4)
def _atoms(_folders: tuple[Path, ...]) -> Atoms:
    rows = load("numerals", NumeralRow)
    signs = {kind: _signs(rows, kind) for kind in ("digit", "formal", "tens", "small", "big", "over", "vague", "minus")}
    digits = signs["digit"] | signs["formal"]
    magnitudes = signs["small"] | signs["big"]
    single = "".join(digits)
    mags = _guarded("".join(magnitudes))
    han = f"(?:[{single}{''.join(signs['tens'])}]|{mags})"
    return Atoms(
        digits=digits,
        formal=frozenset(signs["formal"]) | {"拾", "佰", "仟"},
        tens={sign: _TENS[value] for sign, value in signs["tens"].items()},
        magnitudes=magnitudes,
        vague=frozenset(signs["vague"]),
        minus=frozenset(signs["minus"]),
        run=_run(han, mags),
        han=han,
        signs=re.escape("".join({**digits, **signs["tens"], **magnitudes})),
        following=frozenset("/:比 ") | set(signs["over"]) | set(_forms(rows, "point")) | set(_forms(rows, "tenth")),
        over=re.compile(rf"[{''.join(signs['over'])}] {{0,2}}((?:{mags}){{1,2}})?"),
        point=re.compile(rf"[{_forms(rows, 'point')}]([{single}]{{1,15}})(?![十百千半钟分整左])"),
        tenth=re.compile(
            f" ?(?:{'|'.join(followed(form, row.blocked) for row in rows if row.kind == 'tenth' for form in row.forms)})"
            f"(?: ?([{single}半])(?![十百千万个名所人项种天年月]))?"
        ),
        not_minus=frozenset(word for row in rows if row.kind == "minus" for word in row.blocked),
    )


_TENS = {20: "二十", 30: "三十", 40: "四十"}


def _run(han: str, mags: str) -> str:
    """Digits or Chinese signs, and what may be mixed with them: 25万6千, 7 万5 千4 百, 1千零1, 1000  万."""
    magnitude = f" {{0,2}}(?:{mags})"
    digits = rf"{DIGITS}(?:(?!千米){magnitude}){{0,3}}"
    mixed = rf"{digits}(?:(?<=[十百千万亿零]) ?零?(?:{digits}|{han}{{1,12}})){{0,6}}"
    return rf"(?:{mixed}|{han}{{1,40}}(?:(?<=[十百千万亿零]){digits})?)"


def _guarded(signs: str) -> str:
    plain = "".join(sign for sign in signs if sign not in "千兆")
    guarded = [f"千{_THOUSAND_UNIT}"] * ("千" in signs) + [f"兆{_MEGA_UNIT}"] * ("兆" in signs)
    return "|".join([f"[{plain}]", *guarded])


def _signs(rows: tuple[NumeralRow, ...], kind: str) -> dict[str, int]:
    return {form: int(row.value) for row in rows if row.kind == kind for form in row.forms}


def _forms(rows: tuple[NumeralRow, ...], kind: str) -> str:
    return "".join(form for row in rows if row.kind == kind for form in row.forms)
