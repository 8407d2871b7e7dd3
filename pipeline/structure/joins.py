"""Which physical lines belong to one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress

import msgspec

from pipeline.lexicon import wording
from pipeline.model.source import Source
from pipeline.structure.evidence import (
    Vocabulary,
    ends_open,
    finished,
    is_dated,
    is_label,
    is_prose,
    is_spread,
    open_pair,
    title_goes_on,
)
from pipeline.structure.kinds import kind_ending
from pipeline.structure.lines import Line
from pipeline.structure.numbering import cue_at
from pipeline.structure.titles import heading_words

_UNFINISHED = ",、"
_SHORTEST_LINKED = 8
_HAN = re.compile("[\u4e00-\u9fff]")
# A word of a list cut in two behind its first sign: 孙立、吴 / 桂花、郑和平.
_LISTED_HEAD, _LISTED_TAIL = re.compile("、[\u4e00-\u9fff]$"), re.compile("[\u4e00-\u9fff]{1,2}(?:[、,;。]|$)")
_LISTED_REST = re.compile("(?![一二三四五六七八九十甲乙丙丁壹贰叁])[\u4e00-\u9fff]、")
# A figure cut in two: 3 / 00万元, 98. / 5%, 1200 / 名, 2023年9月 / 10日.
_FIGURE_HEAD = re.compile("(?:(?P<figure>\\d)|(?P<point>\\d\\.)|(?P<date>\\d\\s?[年月]))$")
_FIGURE_TAIL = {
    "point": re.compile("\\d{1,4}(?![、)])"),
    "date": re.compile("\\d{1,2}\\s?[月日]"),
}
_SHORTEST_CUT = 18
_LONGEST_TITLE = 60
# So few lines of running text end openly that each of them is a slip.
_FEW_OPEN = 0.2
# A wrapped text: so many lines near the widest, so large a share of all, most of them cut in mid-sentence.
_FEWEST_LINES = 4
_FEWEST_EXACT, _EXACT = 3, 2
_NEAR = 6
_NEAR_COUNT = 2
_FULL_SHARE = 0.3
_CUT_SHARE = 0.5
_NARROWEST = 44
# Where few lines are filled: nearly all that come so close to the longest are cut in mid-sentence.
_EDGE, _EDGE_SHARE = 1, 0.8
_WIDE, _LOOSE, _FEWEST_LOOSE, _LOOSE_SHARE = 80, 12, 10, 0.75
# Lines as short as those of a narrow page may be titles of one length. They count as wrapped where no line of the file is
# longer, so many are filled to nearly the same column, nearly all of those are cut in mid-sentence, and some hold marks, as
# titles do not.
_VERY_NARROW, _FEWEST_NARROW, _NARROW_SHARE = 32, 6, 0.8


class Wrap(msgspec.Struct, frozen=True, gc=False):
    """How the lines of a hard-wrapped text are filled: up to `limit`, but for `slack`, by columns of the screen (a Han
    character takes two) or, where not `wide`, by characters whatever their width."""

    limit: int
    slack: int
    wide: bool = True

    def full(self, text: str, line: Line) -> bool:
        """Whether a line is filled, so that the next one may go on with it."""
        return _length(text, line, self.wide) >= self.limit - self.slack


def joined(source: Source, text: str, lines: list[Line], vocabulary: Vocabulary) -> list[list[Line]]:
    """Groups of lines, each one paragraph."""
    free = not (source.hard_lines or source.soft_lines)
    wrap = wrap_of(text, lines) if free else None
    slips = free and _ends_closed(text, lines)
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and not (len(groups) == 1 and _under_title(text, groups[0][0], before, line))
            and (_belongs(source, text, before, line, wrap, vocabulary) or (slips and _slipped(text, before, line)))
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _under_title(text: str, first: Line, last: Line, line: Line) -> bool:
    """Whether a file begins with the whole title of a plan, and the running text below it with this line."""
    if last.end - first.start > _LONGEST_TITLE or is_prose(text, first):
        return False
    kind = kind_ending("".join(text[first.start : last.end].split()))
    if kind is None or not kind.plan or kind.weak:
        return False
    return is_prose(text, line) and text.startswith(heading_words()["verb"], line.start)


def wrap_of(text: str, lines: list[Line]) -> Wrap | None:
    """How the lines of a text are wrapped; null where they are not."""
    plain = [line for line in lines if line.row is None and not is_spread(text, line)]
    cut_short = [line.end - line.start >= _VERY_NARROW // 2 and not finished(text, line) for line in plain]
    long = list(compress(plain, cut_short))
    if not long:
        return None
    best: tuple[int, Wrap] | None = None
    for slack, wide in ((_NEAR, True), (_NEAR_COUNT, False)):
        lengths = _lengths(text, plain, wide)
        cut = Counter(compress(lengths, cut_short))
        limit = _fullest(cut, slack)
        full = sum([limit - slack <= length <= limit for length in lengths])
        torn = sum(cut[near] for near in range(limit - slack, limit + 1))
        exact = sum(cut[near] for near in range(limit - _EXACT, limit + 1))
        narrow = limit < (_NARROWEST if wide else _NARROWEST // 2)
        if narrow and wide and limit >= _VERY_NARROW:
            longest = max(lengths)
            prose = sum(is_prose(text, line) for line in long)
            narrow = longest > limit or exact < max(_FEWEST_NARROW, _NARROW_SHARE * full) or torn < _NARROW_SHARE * full
            narrow = narrow or prose < _FULL_SHARE * len(long)
        few = full < _FEWEST_LINES and not (exact == full >= _FEWEST_EXACT)
        common = full >= _FULL_SHARE * len(plain) and torn >= _CUT_SHARE * full
        if narrow or few or not (common or _edged(text, plain, lengths, limit)):
            continue
        if best is None or torn > best[0]:
            best = torn, Wrap(limit, slack, wide)
    return best[1] if best else _loosely_filled(text, plain)


def _loosely_filled(text: str, plain: list[Line]) -> Wrap | None:
    """How the lines of a wide page are wrapped whose ends differ by a few characters (marks set closer, Latin letters): nearly
    all running text that comes so close to the longest line is cut in mid-sentence."""
    lengths = _lengths(text, plain, True)
    longest = max(lengths)
    if longest < _WIDE:
        return None
    edge = [line for line, length in zip(plain, lengths, strict=True) if length >= longest - _LOOSE]
    cut = sum(is_prose(text, line) and not finished(text, line) for line in edge)
    return Wrap(longest, _LOOSE) if cut >= max(_FEWEST_LOOSE, _LOOSE_SHARE * len(edge)) else None


def _fullest(cut: dict[int, int], slack: int) -> int:
    """The length at which, with those up to `slack` shorter, most lines are; the shortest of several."""
    best, most = 0, -1
    for length in sorted(cut):
        near = sum([cut.get(each, 0) for each in range(length - slack, length + 1)])
        if near > most:
            best, most = length, near
    return best


def _edged(text: str, plain: list[Line], lengths: list[int], limit: int) -> bool:
    """Whether running text stops at an edge that no line of the file passes, though most lines are short (rosters, lists)."""
    if max(lengths) > limit:
        return False
    edge = [line for line, length in zip(plain, lengths, strict=True) if length >= limit - _EDGE]
    cut = sum(is_prose(text, line) and not finished(text, line) for line in edge)
    return cut >= max(_FEWEST_LINES, _EDGE_SHARE * len(edge))


def _length(text: str, line: Line, wide: bool) -> int:
    return _lengths(text, [line], wide)[0]


def _lengths(text: str, lines: list[Line], wide: bool) -> list[int]:
    """How long lines are, in columns of the screen or in characters."""
    starts = [line.start if line.head is None else line.head for line in lines]
    if not wide:
        return [line.indent + line.end - start for line, start in zip(lines, starts, strict=True)]
    words = [text[start : line.end] for line, start in zip(lines, starts, strict=True)]
    # A Han character takes three bytes: two more than a Latin one, and it is one column wider.
    return [
        line.indent * 2 + (len(own.encode("utf-8", "surrogatepass")) + len(own)) // 2
        for line, own in zip(lines, words, strict=True)
    ]


def _belongs(source: Source, text: str, before: Line, after: Line, wrap: Wrap | None, vocabulary: Vocabulary) -> bool:
    """Whether two lines are of one table row or one sentence."""
    if after.glued or after.apart:
        return after.glued
    if before.row is not None or after.row is not None:
        return before.row == after.row
    return _continues(source, text, before, after, wrap, vocabulary)


def _continues(source: Source, text: str, before: Line, after: Line, wrap: Wrap | None, vocabulary: Vocabulary) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if after.mark or before.mark or source.hard_lines:
        return False
    if source.soft_lines and (not after.gap or finished(text, before)):
        return not after.gap and not (finished(text, before) and _opens(text, after))
    if finished(text, before):
        full = wrap is not None and wrap.full(text, before)
        return full and after.indent == 0 and before.indent > 0 and not _opens(text, after)
    if _figure_cut(text, before, after):
        return True
    if _opens(text, after):
        return False
    if text[before.end - 1] in _UNFINISHED or open_pair(text, before, after):
        return True
    if after.torn and is_prose(text, before):
        return True
    if source.soft_lines:
        return False
    if is_spread(text, before) and is_spread(text, after):
        return False
    filled = wrap is not None and after.gap <= 1 and wrap.full(text, before)
    # A date opens a line of its own, unless running text was cut there.
    inside = filled and not after.indent and is_prose(text, before) and is_prose(text, after)
    if is_label(text, after) or (is_dated(text, after) and not inside):
        return False
    if filled:
        return after.indent <= before.indent
    return _torn_apart(text, before, after, vocabulary)


def _ends_closed(text: str, lines: list[Line]) -> bool:
    """Whether nearly all running text of a file ends with the marks of sentences."""
    prose = [line for line in lines if line.row is None and is_prose(text, line)]
    still_open = sum(not finished(text, line) for line in prose)
    return still_open <= max(1, _FEW_OPEN * len(prose))


def _slipped(text: str, before: Line, after: Line) -> bool:
    """Whether a line break stands by mistake in running text: the sentence is open, and the next line, set close to it,
    is running text that does not begin as paragraphs do."""
    if after.gap or after.indent or after.mark or before.mark or after.apart or (before.row or after.row) is not None:
        return False
    if before.end - before.start < _SHORTEST_CUT or not (is_prose(text, before) and is_prose(text, after)):
        return False
    if finished(text, before) or _HAN.match(text, before.end - 1) is None:
        return False
    begins = text.startswith(heading_words()["verb"], after.start) or _opens(text, before)
    return not (begins or _opens(text, after) or is_label(text, after) or is_dated(text, after))


def _figure_cut(text: str, before: Line, after: Line) -> bool:
    """Whether the line break cuts a figure or a date in running text."""
    if not (is_prose(text, before) or is_prose(text, after)) or before.end - before.start < _SHORTEST_CUT // 2:
        return False
    head = _FIGURE_HEAD.search(text, max(before.start, before.end - 4), before.end)
    if head is None:
        return False
    tail = _FIGURE_TAIL.get(head.lastgroup or "") or wording.pattern("structure", "figure_goes_on")
    return tail.match(text, after.start, after.end) is not None


def _opens(text: str, line: Line) -> bool:
    """Whether a number label of a sure kind opens the line."""
    cue = cue_at(text, line.start, line.end)
    return cue is not None and not cue.kind.chain


def _torn_apart(text: str, before: Line, after: Line, vocabulary: Vocabulary) -> bool:
    """Whether the words across the line break are a usual turn of this text, as inside a word or a torn title."""
    left, right = text[before.start : before.end][-4:], text[after.start : after.end][:4]
    if after.end - after.start == 1 and _HAN.match(text, after.start):
        return True
    if _LISTED_HEAD.match(left[-2:]) and _LISTED_TAIL.match(right):
        return True
    if _LISTED_REST.match(right) and _HAN.match(left[-1:]) and "、" in left:
        return True  # 吴桂 / 花、郑和平
    if is_prose(text, before):
        return ends_open(left) or vocabulary.knows(left, right)
    if before.end - before.start >= _SHORTEST_LINKED and title_goes_on(left):
        return True
    return cue_at(text, before.start, before.end) is None and vocabulary.knows(left, right, size=5)
