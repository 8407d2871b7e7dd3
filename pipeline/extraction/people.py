"""People in a list: each name with the post that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.extraction.name_chain import Segment, odd_name_between, with_odd_names
from pipeline.extraction.name_forms import is_han
from pipeline.extraction.names import Range, parse_piece
from pipeline.extraction.names_lexicon import NameLexicon, name_lexicon
from pipeline.extraction.people_tokens import STOPS, Token, cut_at_colon, tokens
from pipeline.lexicon import wording

_WIDE = 2  # so many blanks part columns and paragraphs


class Person(msgspec.Struct, frozen=True, gc=False):
    """A listed person: where the name stands, the standing job beside it, and the seat if a bracket or post names one.
    `led` says that the seat stands in front, so that it may hold for the names behind, too."""

    start: int
    end: int
    post: Range | None = None
    seat: str | None = None
    led: bool = False


class PeopleList(msgspec.Struct, frozen=True, gc=False):
    """What was read of a list. `end` is where reading stopped, `complete` says that it was read to its end, `unread` how
    many entries of it made no sense, `unnamed` that there are posts without a name in it (各班主任, 教务处)."""

    people: tuple[Person, ...]
    end: int
    complete: bool
    unread: int = 0
    unnamed: bool = False


def read_people(text: str, start: int, end: int, seats: frozenset[str] = frozenset()) -> PeopleList:
    """Read `text[start:end]` as a list of people until something else begins.

    Unread words end the list, save between enumeration commas (各班主任、家长志愿者等). A post that is one of `seats` becomes
    the person's seat: `张三(组长)`.
    """
    return _Reader(text, seats, name_lexicon()).read(start, end)


class _Reader:
    """Reads token by token; keeps the people found and a post that waits for its name."""

    def __init__(self, text: str, seats: frozenset[str], lexicon: NameLexicon) -> None:
        self.text, self.seats, self.lexicon = text, seats, lexicon
        self.people: list[Person] = []
        self.pending: Range | None = None
        self.titled = False  # the post that waits is a person's (党组成员), not an office (教务处)
        self.held: Range | None = None  # such a post in front of 、, which the next may go on (党组成员、局长 张三)
        self.post_first = False
        self.open = False  # the last words were a name or its post, so that a bracket belongs to them
        self.end = 0
        self.unread = 0
        self.unnamed = False
        self.sealed = False  # people without a name (各班主任) followed: what comes next is nobody's post

    def read(self, start: int, end: int) -> PeopleList:
        self.end = end
        for token in tokens(self.text, start, end):
            if token.bracket:
                self._bracket(token)
                continue
            stop = self._piece(token)
            if stop is not None:
                return self._result(stop, False)
        return self._result(end, True)

    def _result(self, end: int, complete: bool) -> PeopleList:
        return PeopleList(tuple(self.people), end, complete, self.unread, self.unnamed or self.pending is not None)

    def _piece(self, token: Token) -> int | None:
        """Read a stretch; the offset where the list ends if it does."""
        if token.before and token.before in STOPS:
            return token.start
        self.held = None
        if token.before != ")" and self.pending is not None:
            self.held = self.pending if token.before == "、" and self.titled else None
            self.pending, self.unnamed = None, self.unnamed or self.held is None
        ends = [at for word in self.lexicon.stops if (at := self.text.find(word, token.start, token.end)) >= 0]
        if ends:
            token = msgspec.structs.replace(token, end=min(ends))
        segments = with_odd_names(self.text, parse_piece(self.text, token.start, token.end))
        skip = next((index for index, segment in enumerate(segments) if segment.kind in ("skip", "tail")), None)
        cut = cut_at_colon(self.text, token, self.end) if skip is None else None
        known = segments if skip is None else _before_skip(segments, skip)
        if cut is not None:
            known = [segment for segment in segments if segment.end <= cut]
        for place, group in enumerate(_groups(self.text, known)):
            self._group(group, token.before if place == 0 else "  ")
        if cut is not None:
            return cut
        if ends:
            return min(ends)
        if skip is None:
            return None
        last = self.people[-1].end if self.people else None
        if len(segments) == 1 and odd_name_between(self.text, last, token.start, token.end, self.lexicon):
            self._add(Segment("name", token.start, token.end))
            return None
        self.unread += 1
        if token.before == "、" and _ends_with_mark(self.text, token.end, "、"):
            return None
        return segments[skip].start if self._leaves_list(segments, skip) else None

    def _leaves_list(self, segments: list[Segment], skip: int) -> bool:
        # `等5人` behind a name closes the enumeration without leaving the list
        return not (skip and segments[skip - 1].kind == "suffix" and segments[skip].end - segments[skip].start <= 3)

    def _group(self, group: list[Segment], before: str) -> None:
        names = [segment for segment in group if segment.kind == "name"]
        if not names:
            self._only_posts(group, before)
            return
        first = next(segment for segment in group if segment.kind in ("post", "org", "name"))
        post_first = first.kind in ("post", "org") or (self.pending is not None and first.kind == "name")
        self.post_first = post_first
        for index, segment in enumerate(group):
            if segment.kind == "name":
                self._add(segment)
            elif segment.kind in ("post", "org"):
                later = any(other.kind == "name" for other in group[index + 1 :])
                if post_first and later:
                    self.pending, self.held = _join(self.pending or self.held, segment), None
                elif self._generic(segment.start, segment.end):
                    self.sealed = True
                elif not self.sealed:
                    self._extend(segment.start, segment.end)
        self.open = not self.sealed

    def _only_posts(self, group: list[Segment], before: str) -> None:
        posts = [segment for segment in group if segment.kind in ("post", "org")]
        if not posts:
            return
        place = (posts[0].start, posts[-1].end)
        if self._generic(*place):
            self.sealed = self.unnamed = True
        elif self.people and not self.sealed and not self.post_first:
            self._more_posts(place, before)
        else:
            self.pending, self.titled = (self.held[0] if self.held else place[0], place[1]), posts[-1].kind == "post"
        self.open = self.open and not self.sealed and self.pending is None

    def _more_posts(self, place: Range, before: str) -> None:
        """A post apart from its name: `镇党委委员、副镇长`, the column of posts behind a wide blank, words behind a bracket."""
        post = self.people[-1].post
        closed = post is None or self._in_bracket(post)
        behind_bracket = before == ")" and self.text[place[0] - 1] == ")"
        if (before == "  " and post is None) or (not closed and (before == "、" or behind_bracket)):
            self._extend(*place)

    def _in_bracket(self, post: Range) -> bool:
        return post[0] > 0 and self.text[post[0] - 1] in "([〔【"

    def _generic(self, start: int, end: int) -> bool:
        return self.text[start:end].lstrip("及和与以 ").startswith(self.lexicon.generics)

    def _bracket(self, token: Token) -> None:
        inner = self.text[token.start : token.end].strip()
        compact = inner.replace(" ", "")
        if self.pending is not None and not self.open:
            found = read_people(self.text, token.start, token.end)
            if found.complete and found.people and all(person.post is None for person in found.people):
                self.people += [msgspec.structs.replace(person, post=self.pending) for person in found.people]
                self.pending, self.open, self.post_first = None, True, True
            return
        if self.unnamed and not self.open and len(compact) > 1:  # 各班主任(张三 李四): who they are
            found = read_people(self.text, token.start, token.end)
            if found.complete and not (found.unread or found.unnamed) and all(one.post is None for one in found.people):
                self.people += found.people
            return
        if not self.people or not self.open or compact in self.lexicon.remarks or not compact:
            return
        last = self.people[-1]
        if compact[:1] == "兼" and compact[1:] in self.seats:
            compact = compact[1:]
        if compact in self.seats or (last.post is None and compact in wording.words("roster", "bracket_leads")):
            self.people[-1] = msgspec.structs.replace(last, seat=compact)
        elif last.post is not None:
            if last.post[0] >= last.end:
                self._extend(token.start, token.end + 1)
        elif any(map(is_han, compact)):
            self._post_behind(token)

    def _post_behind(self, token: Token) -> None:
        """Give the last person the post that a bracket holds, and those before without one if it is told of all
        (张三、李四(均为副镇长))."""
        of_all = wording.pattern("roster", "post_of_all").match(self.text, token.start, token.end)
        post = (of_all.end() if of_all else token.start, token.end)
        for place in range(len(self.people) - 1, -1, -1):
            if self.people[place].post is not None or not (of_all or place == len(self.people) - 1):
                return
            self.people[place] = msgspec.structs.replace(self.people[place], post=post)

    def _add(self, name: Segment) -> None:
        post, seat = self.pending, None
        words = self.text[slice(*post)].replace(" ", "") if post is not None else ""
        if words in self.seats or (words and words in wording.words("roster", "bracket_leads")):
            post, seat = None, words
        self.people.append(Person(name.start, name.end, post, seat, led=seat is not None))
        self.pending, self.sealed = None, False

    def _extend(self, start: int, end: int) -> None:
        last = self.people[-1]
        if last.post is None and self.text[start:end].replace(" ", "") in self.seats and last.seat is None:
            self.people[-1] = msgspec.structs.replace(last, seat=self.text[start:end].replace(" ", ""))
            return
        begin = last.post[0] if last.post else start
        self.people[-1] = msgspec.structs.replace(last, post=(begin, end))


def _before_skip(segments: list[Segment], skip: int) -> list[Segment]:
    keep = segments[:skip]
    if segments[skip].kind == "tail":
        return keep
    while keep and keep[-1].end == segments[skip].start and keep[-1].kind != "suffix":
        keep.pop()
    return keep


def _ends_with_mark(text: str, end: int, mark: str) -> bool:
    return end < len(text) and text[end] == mark


def _groups(text: str, segments: list[Segment]) -> Iterator[list[Segment]]:
    """Segments parted where wide blanks stand between them."""
    group: list[Segment] = []
    for segment in segments:
        if group and segment.start - group[-1].end >= _WIDE:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


def _join(post: Range | None, segment: Segment) -> Range:
    return (post[0] if post else segment.start, segment.end)
