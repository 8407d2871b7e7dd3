"""The value of a bare numeral: digits, Chinese signs and every mix of them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import msgspec

from pipeline.expressions.numbers.atoms import Atoms

_TOKEN = re.compile(r"\d[\d,]*(?:[.。]\d+)?|[^\d\s]")
_WAN = 10_000
# 三五个: the one pair of signs that is no pair of neighbours and still names a range.
_LOOSE_PAIRS = frozenset({(3, 5)})


Value = int | Fraction


class Number(msgspec.Struct, frozen=True, gc=False):
    """A numeral's value; `upper` where two neighbouring signs name a range (三四十 → 30, 40); `bare` for a magnitude
    standing alone (百名)."""

    value: Value
    upper: Value | None = None
    bare: bool = False


@lru_cache(maxsize=1024)
def parse(run: str, atoms: Atoms) -> Number | None:
    """The number that a run of signs says, null where it says none (十四五, 一二三). A text says the same few again and again.

    >>> from pipeline.expressions.numbers.atoms import atoms
    >>> int(parse("两千四百五", atoms()).value)
    2450
    """
    if run.isascii():
        return Number(_written(run))
    tokens = _tokens(run, atoms)
    if len(tokens) > 1 and all(isinstance(token, int) for token in tokens) and not run[0].isascii():
        return _positional([token for token in tokens if isinstance(token, int)])
    pair = _pair_at(tokens)
    if pair is not None:
        low = _structured(tokens[: pair + 1] + tokens[pair + 2 :])
        high = _structured(tokens[:pair] + tokens[pair + 1 :])
        return Number(low.value, high.value) if low and high and low.value < high.value else None
    return _structured(tokens)


class _Mag(msgspec.Struct, frozen=True, gc=False):
    """A magnitude sign."""

    value: int


_Token = int | Fraction | _Mag


def _tokens(run: str, atoms: Atoms) -> list[_Token]:
    """Chinese digits become `int`, digit strings `Fraction`, magnitudes `_Mag`."""
    for sign, words in atoms.tens.items():
        run = run.replace(sign, words)
    found: list[_Token] = []
    for token in _TOKEN.findall(run):
        if token in atoms.magnitudes:
            found.append(_Mag(atoms.magnitudes[token]))
        elif token in atoms.digits:
            found.append(atoms.digits[token])
        else:
            found.append(Fraction(_written(token)))
    return found


def _written(digits: str) -> Value:
    """The value of a string of digits; whole ones stay whole numbers, which add up faster."""
    plain = digits.replace(",", "").replace("。", ".").strip()
    whole, point, rest = plain.partition(".")
    return Fraction(int(whole + rest), 10 ** len(rest)) if point else int(plain)


def _positional(digits: list[int]) -> Number | None:
    """二〇一七 → 2017; two neighbours are a range (三四 → 3, 4); other strings of signs are no numeral."""
    if len(digits) == 2 and digits[0] and (digits[1] == digits[0] + 1 or tuple(digits) in _LOOSE_PAIRS):
        return Number(digits[0], digits[1])
    if len(digits) >= 3 and (0 in digits[1:] or len(digits) == 4) and digits[0]:
        return Number(int("".join(map(str, digits))))
    return None


def _pair_at(tokens: list[_Token]) -> int | None:
    """Index of the first of two neighbouring digit signs (七八百, 二十三四)."""
    for index, (first, second) in enumerate(pairwise(tokens)):
        if isinstance(first, int) and isinstance(second, int) and first and second == first + 1:
            return index
    return None


class _Sum:
    """Adds up a structured numeral from left to right."""

    def __init__(self) -> None:
        self.total: Value = 0
        self.section: Value = 0
        self.digit: int | Fraction | None = None
        self.last = 0
        self.big = 0
        self.after_zero = False
        self.bare = False

    def magnitude(self, mag: int) -> bool:
        """Take a magnitude; False where it cannot stand here (三十百)."""
        if mag < _WAN:
            return self._small(mag)
        part = self.section + (self.digit or 0)
        if not part and not self.total and self.digit is None:  # 万元; 0万元 is nothing
            self.bare, part = True, 1
        if self.big and mag >= self.big:
            self.total = (self.total + part) * mag
        else:
            self.total += part * mag
        self.section, self.digit, self.last, self.big, self.after_zero = 0, None, mag, mag, False
        return True

    def _small(self, mag: int) -> bool:
        if self.section and self.last < _WAN and mag >= self.last:
            return False
        if not self.digit:
            if mag != 10 and (self.section or self.total):
                return False
            self.bare = mag != 10 and self.digit is None
        self.section += (self.digit or 1) * mag
        self.digit, self.last, self.after_zero = None, mag, False
        return True

    def finish(self) -> Value:
        """The value, a last digit counted in the next lower place (两千四百五 → 2450) unless 零 stands before it."""
        if isinstance(self.digit, int) and self.last >= 100 and not self.after_zero:
            return self.total + self.section + Fraction(self.digit * self.last, 10)
        return self.total + self.section + (self.digit or 0)


def _structured(tokens: list[_Token]) -> Number | None:
    state = _Sum()
    for token in tokens:
        if isinstance(token, _Mag):
            if not state.magnitude(token.value):
                return None
        elif token == 0 and isinstance(token, int) and (state.last or state.digit is None):
            if state.digit:
                return None
            state.digit, state.after_zero = 0, True
        else:
            if state.digit:
                return None
            state.digit = token
    return Number(state.finish(), bare=state.bare and len(tokens) == 1)
