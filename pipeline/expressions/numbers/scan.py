"""From text to number expressions: candidates, amounts, ranges, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.amount import Amount, Amounts, amounts
from pipeline.expressions.numbers.atoms import DIGITS, Atoms, atoms
from pipeline.expressions.numbers.bounds import Bound, Bounds, bounds
from pipeline.expressions.numbers.masks import Masks, masks
from pipeline.expressions.numbers.special import half, listed
from pipeline.expressions.numbers.units import Unit, Units, units
from pipeline.expressions.numbers.zeros import Zeros, zeros
from pipeline.lexicon import lexicon_folders, pinned, wording

# Words of Latin letters swallow the digits in them: PM2.5, A4, C16-C24, B6:C9 (not 占GDP2.5%); addresses of the web are no text.
_LATIN = (
    r"[A-Z]{3}(?=\d{1,3}(?:\.\d{1,2})?%)|https?://[!-~]{1,2000}|www\.[!-~]{1,2000}"
    r"|[A-Za-z_][A-Za-z0-9_]{0,60}(?:[-./@:&][A-Za-z][A-Za-z0-9_]{0,60}|@[A-Za-z0-9]{1,60}|[-.–—~]\d{1,8}){0,20}"
)
_BETWEEN = re.compile(r" {0,2}(?:-{1,2}|~|～|—{1,2}|–|－|―|─|−|至|到) {0,2}")
_AND = re.compile(r" ?(?:和|与|及|跟) ?")
_JOINING = frozenset("-~～—–－―─−至到和与及跟 ")
_BRACKETS = frozenset("( ")
_GRADES = frozenset("初高大")  # 高二两个班: the first sign belongs to the grade
_BASE_WINDOW = 28
_BASE_STOP = frozenset(",。;、:()\n!?”“0123456789")
_MOST, _SUPERLATIVES = "最", frozenset({"最低", "最高"})


class Found(msgspec.Struct, frozen=True, gc=False):
    """An amount with its other end, if it is a range, and the bounds around it."""

    amount: Amount
    other: Amount | None
    end: int
    front: Bound | None = None
    back: Bound | None = None
    strict: bool = False


class Scanner(msgspec.Struct, frozen=True, gc=False):
    """Everything needed to scan a folded text. `opening` are the characters that a candidate can begin with."""

    opening: re.Pattern[str]
    candidate: re.Pattern[str]
    atoms: Atoms
    amounts: Amounts
    units: Units
    bounds: Bounds
    masks: Masks
    zeros: Zeros

    def scan(self, text: str) -> Iterator[Found]:
        """Expressions of a folded text, in order."""
        at = floor = 0
        while (opening := self.opening.search(text, at)) is not None:
            hit = self.candidate.match(text, opening.start())
            at = (hit or opening).end()
            if hit is None or hit.lastgroup != "run":
                continue
            begin = hit.start("run")
            ratio = text[at : at + 1] == ":" and self.amounts.ratio_meant(text, begin)
            masked = begin if ratio else self.masks.end(text, begin)
            if masked > begin:
                at = masked
                continue
            found = self._read(text, begin, floor)
            if found is not None:
                yield found
                at = floor = found.end
            elif text[begin - 1 : begin] in _GRADES:
                at = begin + 1

    def _read(self, text: str, begin: int, floor: int) -> Found | None:
        first = half(text, begin, self.units) or listed(text, begin, self.amounts) or self.amounts.read(text, begin)
        if first is None or self._unfit(text, first):
            return None
        first, other = self._range(text, first)
        end = other.end if other else first.end
        if other is None and not self._countable(text, first, floor):
            return None
        first = self._prefixed(text, self._signed(text, first), other)
        back = self.bounds.behind(text, end)
        strict = False
        if back is not None:
            end = back.at
        if text[end : end + 1] in _BRACKETS and (included := wording.pattern("number", "included").match(text, end)):
            end, strict, back = self._included(text, included, end, back)
        front = self._front(text, first, floor) or self.bounds.around(text, first.start, end, floor)
        if front and front.role == "bound" and front.end:
            end = front.end
        return Found(first, other, end, front, back, strict)

    def _unfit(self, text: str, first: Amount) -> bool:
        """Codes and indefinite numbers: 5G, 几十, 数百."""
        before = text[first.start - 1 : first.start]
        if before and before in self.atoms.vague and text[first.start] in self.atoms.magnitudes:
            return True
        following = text[first.number_end : first.number_end + 1]
        return following.isascii() and following.isalpha() and first.unit is None

    def _countable(self, text: str, first: Amount, floor: int) -> bool:
        """Whether a numeral without digits says a number here: 一 does with a unit, 三十 always, 百 only in 百名, 近百."""
        if text[first.start].isascii() or first.shape != "number":
            return True
        if first.bare:
            front = self.bounds.in_front(text, first.start, floor, bare=True)
            return first.over or front is not None or (first.unit is not None and first.unit.bare)
        if first.signs == 1 and text[first.start] in self.atoms.formal:
            return first.unit is not None and first.unit.kind == "money"
        if first.unit is not None or (first.value == 0 and self.zeros.counts(text, first.start, first.end)):
            return True
        front = self.bounds.in_front(text, first.start, floor, bare=False)
        if text[first.start] in self.atoms.tens:
            return True
        return (
            first.signs > 1
            or first.over
            or text[first.start - 1 : first.start] == "前"
            or (front is not None and front.role == "bound")
        )

    def _range(self, text: str, first: Amount) -> tuple[Amount, Amount | None]:
        """`1-3名`, `3天至5天`, `20和30之间`, `100至200万元`."""
        if text[first.end : first.end + 1] not in _JOINING:
            return first, None
        if first.shape == "ratio":
            return self._ratios(text, first)
        sign = _BETWEEN.match(text, first.end) or _AND.match(text, first.end)
        if sign is None or self.masks.end(text, sign.end()) > sign.end():
            return first, None
        joint = sign.re is _AND
        other = self.amounts.numeral(text, sign.end()) if joint else self.amounts.read(text, sign.end())
        if other is not None and joint and not wording.pattern("number", "enclosed").match(text, other.end):
            other = self.amounts.read(text, sign.end())
        if other is None or other.shape == "ratio" or other.upper is not None or (other.bare and not other.unit):
            return first, None
        closing = wording.pattern("number", "enclosed").match(text, other.end)
        if joint and not closing:
            return first, None
        if first.base and other.base and first.base != other.base:
            return first, None
        if not first.base and other.scaled and not first.scaled and other.unit is not None:
            first = _scaled(text, first, other)
        if not first.value < other.value or (not other.base and first.base):
            return first, None
        if closing:
            other = msgspec.structs.replace(other, end=closing.end())
        return first, other

    def _ratios(self, text: str, first: Amount) -> tuple[Amount, Amount | None]:
        """`1:5至1:7`: both ends ratios."""
        sign = _BETWEEN.match(text, first.end)
        other = self.amounts.read(text, sign.end()) if sign else None
        return first, other if other is not None and other.shape == "ratio" and first.value < other.value else None

    def _signed(self, text: str, first: Amount) -> Amount:
        if (
            first.unit is not None
            and first.unit.kind == "temperature"
            and (cold := wording.pattern("number", "below_zero").search(text, max(first.start - 3, 0), first.start))
        ):
            return msgspec.structs.replace(
                first, start=cold.start(), value=-first.value, lead=first.start - cold.start()
            )
        sign, before = text[first.start - 1 : first.start], text[first.start - 2 : first.start - 1]
        if first.start == 0 or sign not in self.atoms.minus:
            return first
        told = before in wording.words("number", "told_signed")
        if sign == "-" and not told and (before.isalnum() or (before and before in ")-")):
            return first
        if before + sign in self.atoms.not_minus:
            return first
        return msgspec.structs.replace(first, start=first.start - 1, value=-first.value)

    def _prefixed(self, text: str, first: Amount, other: Amount | None) -> Amount:
        """人民币50元, ¥50, 介于20和30之间: words before the numeral that belong to the expression."""
        if other is not None and (
            placed := wording.pattern("number", "placed").search(text, max(first.start - 4, 0), first.start)
        ):
            return msgspec.structs.replace(first, start=placed.start(), lead=first.start - placed.start())
        found = self.units.before(text, first.start)
        if found is None or (first.base and first.base != found[1].base):
            return first
        return msgspec.structs.replace(first, start=found[0], lead=first.start - found[0], base=found[1].base)

    def _included(
        self, text: str, found: re.Match[str], end: int, back: Bound | None
    ) -> tuple[int, bool, Bound | None]:
        """`45人以下(含45人)`, `60分(含)以上`; 不含 makes the bound strict."""
        if found[2]:
            back = self.bounds.behind(text, found.start(2))
        elif back is None:
            return end, False, None
        return found.end(), bool(found[1]), back

    def _front(self, text: str, first: Amount, floor: int) -> Bound | None:
        front = self.bounds.in_front(text, first.start, floor, bare=first.bare or text[first.start] in "百千万")
        if front is not None or first.base not in _OF_BASES:
            return front
        end = first.start - 1 if text[first.start - 1 : first.start] == " " else first.start
        return (
            self._of_base(text, end, floor)
            if text[end - 1 : end] in wording.words("number", "bases_of_share")
            else None
        )

    def _of_base(self, text: str, end: int, floor: int) -> Bound | None:
        """不超过本校教师总数的5%, 约占全县的30%: a bound or a hedge, what the share is of, and the share."""
        begin = end
        lowest = max(floor, end - _BASE_WINDOW)
        while begin > lowest:
            if text[begin - 1] == ")" and (opened := text.find("(", lowest, begin)) > lowest:
                lowest = max(floor, lowest - (begin - opened))  # 不低于计划投资(含预备费)的80%
                begin = opened
            elif text[begin - 1] in _BASE_STOP:
                break
            else:
                begin -= 1
        superlative = None
        for at in range(end - 2, begin, -1):
            front = self.bounds.in_front(text, at, begin, bare=False)
            if front is None:
                continue
            if superlative is None and front.cues[-1] in _SUPERLATIVES:
                if not text.startswith(wording.words("number", "named_lowest"), at):
                    superlative = front  # 不低于当地+最低工资标准的80%: a bound may stand before
                continue
            if len(front.cues) > 1 and front.cues[-1].startswith(_MOST):  # 低于+最高计划量的80%
                front = self.bounds.in_front(text, at - len(front.cues[-1]), begin, bare=False) or front
            cue = front.cues[-1]
            if (front.role == "bound" and (len(cue) > 1 or not cue.isalpha())) or front.rule == "keep-within":
                return front
            if front.role == "hedge" and text.startswith("占", at):
                return front
        return superlative


def _scaled(text: str, first: Amount, other: Amount) -> Amount:
    """Give the first number the magnitude of the second (3-5万元) where it then stays the smaller one."""
    signs = text[other.start : other.number_end]
    factor = 1
    for sign in reversed(signs):
        if sign not in _MAGNITUDES:
            break
        factor *= _MAGNITUDES[sign]
    raised = first.value * factor
    if factor == 1 or not raised < other.value:
        return first
    return msgspec.structs.replace(first, value=raised)


_OF_BASES = ("%", "倍")
_MAGNITUDES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def scanner() -> Scanner:
    """The scanner for the lexicons in force."""
    return _scanner(pinned() or lexicon_folders())


@lru_cache(maxsize=4)
def _scanner(_folders: tuple[Path, ...]) -> Scanner:
    signs = atoms()
    return Scanner(
        opening=re.compile(rf"[A-Za-z_\d{signs.signs}半过]"),
        candidate=re.compile(rf"{_LATIN}|(?P<run>(?:{DIGITS})|{signs.han}{{1,40}}|半|过半)"),
        atoms=signs,
        amounts=amounts(),
        units=units(),
        bounds=bounds(),
        masks=masks(),
        zeros=zeros(),
    )


def unit_of(found: Found) -> Unit | None:
    """The unit that holds for an expression: that of its last number, or the first one's."""
    return (found.other.unit if found.other and found.other.unit else None) or found.amount.unit
