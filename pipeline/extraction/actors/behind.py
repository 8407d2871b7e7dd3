"""Whether a word that refuses a head where it stands behind it tells an act there all the same (班主任+制定, 教务处+管理学籍)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.actors.rows import ActorLexicon, ActorRow
from pipeline.lexicon import wording

_LONGEST_VERB = 4
_SHORTEST, _LONGEST = 2, 20
_SECURES = frozenset("保维")
_END = re.compile("[,。;:、()\\s]")


def acts_behind(text: str, lexicon: ActorLexicon, row: ActorRow, word: str, end: int, flags: Sequence[int]) -> bool:
    """Whether the words behind a head that ends at `end` tell an act, though the refused `word` stands there."""
    if row.kind == "person" and wording.pattern("duty", "moment_that_binds").match(text, end):
        return True  # 适龄儿童+入学登记前须接受审核
    begin = end + len(word)
    if word in lexicon.counting:  # 每班至少+选送两件作品, not 每班至少+配备两名
        return not lexicon.refused[row.id].at(text, begin) and _verb(text, lexicon, begin, 2, flags)
    if not flags[begin]:  # 班主任+制定, not 班主任+制
        return _verb(text, lexicon, end, len(word) + 1, flags)
    if word[0] in _SECURES and wording.pattern("duty", "secures_state").match(text, end):
        return True  # 后勤处+保障网络畅通
    acts = word in lexicon.verbs or word in lexicon.noun_verbs
    return acts and not row.weak and row.kind != "person" and _object(text, lexicon, word, begin, flags)


def _verb(text: str, lexicon: ActorLexicon, begin: int, shortest: int, flags: Sequence[int]) -> bool:
    """Whether a verb of some length begins here and ends where a word ends."""
    last = min(_LONGEST_VERB, len(text) - begin)
    return any(text[begin : begin + n] in lexicon.verbs and flags[begin + n] for n in range(shortest, last + 1))


def _object(text: str, lexicon: ActorLexicon, verb: str, begin: int, flags: Sequence[int]) -> bool:
    """Whether the words up to the next mark name what is acted on (管理+学籍档案): no word of grammar and no other verb among
    them, unless somebody is taught to do something (教育+学生遵守纪律), and not the rest of a name (管理+制度)."""
    mark = _END.search(text, begin, begin + _LONGEST)
    stop = mark.start() if mark is not None else 0
    words = text[begin:stop]
    if len(words) < _SHORTEST or words.endswith(lexicon.no_objects):
        return False
    at, first = begin, True
    while at < stop:
        following = at + 1
        while following < stop and not flags[following]:
            following += 1
        word = text[at:following]
        if first and verb in lexicon.teaches and word in lexicon.taught:
            return following == stop or any(text[following : following + n] in lexicon.verbs for n in (2, 3, 4))
        if word in lexicon.stops or lexicon.is_verb(word) or word in lexicon.noun_verbs or word in lexicon.no_objects:
            return False
        at, first = following, False
    return True
