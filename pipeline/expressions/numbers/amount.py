"""A numeral with what belongs to its value: fractions, 成, ratios, 半, 多, and the unit word behind it."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.atoms import Atoms, atoms
from pipeline.expressions.numbers.numeral import Value, parse
from pipeline.expressions.numbers.units import Unit, Units, units
from pipeline.lexicon import lexicon_folders, wording

_RATIO_NEAR = 12  # characters before a clock-like 1:19 in which 比 makes it a ratio
_HALF_MINUTE, _MINUTE = "分半钟", "分钟"
_SLASH = re.compile(r"([1-9]\d?)/([1-9]\d{0,2})(?![\d/.年月A-Za-z]|[十百千]?万)")
_SLASH_NEIGHBOURS = frozenset("/-.")


class Amount(msgspec.Struct, frozen=True, gc=False):
    """A numeral read in a text. `shape` says how its value came about; `over` that it is a little more (十多).
    `lead` characters at its start stand before the numeral (人民币50元)."""

    start: int
    end: int
    value: Value
    upper: Value | None = None
    shape: str = "number"
    unit: Unit | None = None
    over: bool = False
    bare: bool = False
    signs: int = 0
    number_end: int = 0
    scaled: bool = False
    base: str = ""
    lead: int = 0


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """Reads amounts; `run` matches the signs of one numeral."""

    atoms: Atoms
    units: Units
    run: re.Pattern[str]
    half: re.Pattern[str]

    def read(self, text: str, start: int) -> Amount | None:
        """The amount whose numeral begins at `start`, its unit included; null where the signs say no number."""
        bare = self.numeral(text, start)
        return self._with_unit(text, bare) if bare else None

    def numeral(self, text: str, start: int) -> Amount | None:
        """The amount at `start` without a unit word."""
        found = self.run.match(text, start)
        if found is None:
            return None
        end = found.end()
        if text.startswith("分之", end):
            return self._fraction(text, start, found[0], end + 2)
        number = parse(found[0], self.atoms)
        if number is None:
            return None
        signs = end - start
        scaled = found[0][-1] in self.atoms.magnitudes and signs > 1
        plain = Amount(start, end, number.value, number.upper, "number", None, False, number.bare, signs, end, scaled)
        if text[end : end + 1] not in self.atoms.following:
            return plain
        return (
            self._slash(text, plain)
            or self._ratio(text, plain)
            or self._tenths(text, plain)
            or self._point(text, self._over(text, plain))
        )

    def _fraction(self, text: str, start: int, below: str, at: int) -> Amount | None:
        """百分之九十五, 三分之二: both are shares, counted in %."""
        found = self.run.match(text, at)
        low = parse(below, self.atoms)
        high = parse(found[0], self.atoms) if found else None
        if found is None or low is None or high is None or not low.value:
            return None
        whole = self._point(text, Amount(start, found.end(), high.value, number_end=found.end()))
        value = Fraction(whole.value * 100) / low.value
        if not low.bare:
            value = Fraction(round(value, 2))
        return msgspec.structs.replace(whole, value=value, shape="fraction", base="%", signs=3)

    def _slash(self, text: str, first: Amount) -> Amount | None:
        """1/3, but no date and no code."""
        found = _SLASH.match(text, first.start)
        if found is None or int(found[1]) >= int(found[2]) or text[first.start - 1 : first.start] in _SLASH_NEIGHBOURS:
            return None
        value = Fraction(round(Fraction(int(found[1]) * 100, int(found[2])), 2))
        end = found.end()
        return msgspec.structs.replace(first, end=end, number_end=end, value=value, shape="fraction", base="%")

    def _ratio(self, text: str, first: Amount) -> Amount | None:
        """1:19.96 and 1比19, but not 8:30 and not a score of several numbers."""
        at = first.end
        sign = text[at : at + 2].strip()[:1] or text[at : at + 1]
        if sign not in (":", "比") or first.upper is not None:
            return None
        second = text.index(sign, at) + 1
        second += text[second : second + 1] == " "
        found = self.run.match(text, second)
        other = parse(found[0], self.atoms) if found else None
        if found is None or other is None or not other.value or not first.value:
            return None
        end = found.end()
        chained = text[first.start - 1 : first.start] == ":" and text[first.start - 2 : first.start - 1].isdigit()
        if chained or text[end : end + 1] == ":" or (sign == "比" and other.value < 1):
            return None
        return _as_ratio(msgspec.structs.replace(first, end=end, number_end=end, signs=3), other.value)

    def _tenths(self, text: str, first: Amount) -> Amount | None:
        """九成, 九成五, 三成半."""
        decimal = self._point(text, first)
        found = self.atoms.tenth.match(text, decimal.end)
        if found is None or not 0 < decimal.value <= 10:
            return None
        rest = Fraction(5) if found[1] == "半" else Fraction(self.atoms.digits.get(found[1] or "", 0))
        value = decimal.value * 10 + rest
        return msgspec.structs.replace(
            decimal, end=found.end(), number_end=found.end(), value=value, shape="tenth", base="%", signs=2
        )

    def _point(self, text: str, first: Amount) -> Amount:
        """十五点七, with a magnitude behind it or not."""
        found = self.atoms.point.match(text, first.end)
        if found is None or first.bare or first.over or first.upper is not None:
            return first
        digits = "".join(str(self.atoms.digits[sign]) for sign in found[1])
        value = first.value + Fraction(int(digits), 10 ** len(digits))
        end = found.end()
        while end < len(text) and text[end] in self.atoms.magnitudes and self.atoms.magnitudes[text[end]] >= 10_000:
            value *= self.atoms.magnitudes[text[end]]
            end += 1
        return msgspec.structs.replace(first, value=value, end=end, number_end=end, signs=end - first.start)

    def _over(self, text: str, first: Amount) -> Amount:
        """十多项, 20余所, 一千多万, 十几万."""
        found = self.atoms.over.match(text, first.end)
        if found is None or first.upper is not None:
            return first
        factor = parse(found[1], self.atoms) if found[1] else None
        sign = found[0][0]
        if factor is None and not self._over_alone(text, first, sign, found.end()):
            return first
        value = first.value * (factor.value if factor else 1)
        # 多 alone belongs to the expression only; with a magnitude behind it (十多万) it is inside the numeral.
        end = found.end() if factor else first.end + 1
        return msgspec.structs.replace(
            first, value=value, end=end, number_end=end if factor else first.end, over=sign != "来", scaled=bool(factor)
        )

    def _over_alone(self, text: str, first: Amount, sign: str, end: int) -> bool:
        round_number = first.value >= 10 and first.value % 10 == 0
        if sign in "几来":
            return round_number and self.units.match(text, end) is not None
        return round_number and (
            self.units.match(text, end) is not None or sign == "余" or not text[end : end + 1].isalpha()
        )

    def _with_unit(self, text: str, first: Amount) -> Amount:
        if first.base:
            return first
        unit = self.units.match(text, first.end)
        if unit is None:
            return first
        joined = msgspec.structs.replace(first, end=unit.end, unit=unit, base=unit.base)
        whole = self._half(text, joined, unit)
        return self._parts(text, whole, unit) if unit.parts else whole

    def _half(self, text: str, first: Amount, unit: Unit) -> Amount:
        """一吨半, 一个半小时, 两分半钟."""
        if text[first.end : first.end + 1] != "半":
            return first
        if text.startswith(_HALF_MINUTE, first.end - 1) and (minute := self.units.match(_MINUTE, 0)):
            half = first.value + Fraction(1, 2)
            return msgspec.structs.replace(first, value=half, end=first.end + 2, unit=minute, base=_MINUTE)
        following = self.units.match(text, first.end + 1) if unit.word == "个" else None
        if following is None and unit.word == "个" and text.startswith("月", first.end + 1):
            end = first.end + 2
            return msgspec.structs.replace(first, value=first.value + Fraction(1, 2), end=end, base="个月")
        if following is not None and following.kind == "duration":
            return msgspec.structs.replace(
                first, value=first.value + Fraction(1, 2), end=following.end, unit=following, base=following.base
            )
        if self.half.match(text, first.end):
            return msgspec.structs.replace(first, value=first.value + Fraction(1, 2), end=first.end + 1)
        return first

    def _parts(self, text: str, first: Amount, unit: Unit) -> Amount:
        """50元6角三分, 1小时30分钟."""
        for _ in range(2):
            found = self.run.match(text, first.end)
            number = parse(found[0], self.atoms) if found else None
            if found is None or number is None or number.bare:
                return first
            word = next((w for w in sorted(unit.parts, key=len, reverse=True) if text.startswith(w, found.end())), None)
            if word is None:
                return first
            value = first.value + number.value * Fraction(unit.parts[word]).limit_denominator(3600)
            first = msgspec.structs.replace(first, value=value, end=found.end() + len(word))
        return first

    def ratio_meant(self, text: str, start: int) -> bool:
        """Whether `比` stands near before a numeral, so that 1:19 is no time of day."""
        return "比" in text[max(start - _RATIO_NEAR, 0) : start]


def _as_ratio(first: Amount, other: Value) -> Amount:
    """One to so many, whichever side the 1 stands on: 1:19.9 → 19.9, 16:1 → 16; 3:7 → 2.33. The name says of what."""
    if first.value == 1 or other != 1:
        value = other if first.value == 1 else Fraction(round(Fraction(other) / first.value, 4))
        return msgspec.structs.replace(first, value=value, shape="ratio", base="1:x")
    return msgspec.structs.replace(first, shape="ratio", base="1:x")


def amounts() -> Amounts:
    """The reader of amounts for the lexicons in force."""
    return _amounts(lexicon_folders())


@lru_cache(maxsize=4)
def _amounts(_folders: tuple[Path, ...]) -> Amounts:
    signs = atoms()
    return Amounts(signs, units(), re.compile(signs.run), wording.pattern("number", "half_behind"))
