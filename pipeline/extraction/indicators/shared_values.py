"""One number for several things (入学率、巩固率均达100%; 政务、村务公开率分别达到100%; 受害率、发案率为零)."""

from __future__ import annotations

from pipeline.expressions.numbers.zeros import zeros
from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean, tidy
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.phrases import TIME, Phrase
from pipeline.extraction.indicators.series import LISTED, PARTS, measure_of, short_part, split_parts, whole_names
from pipeline.model.expression import Quantity

_ALL = frozenset("均都各")
_EACH, _SEXES = "各", "男女"
_LONGEST_THING = 14
_NEAR = 40


def several(namer: Namer, item: Quantity, floor: int) -> list[str]:
    """Names of a list of rates before one number (入学率、巩固率均达100%); [] where the words are no such list."""
    text = namer.reader.board.text
    if item.unit not in namer.words.phrases["shared_units"] or not LISTED.search(
        text, max(floor, item.start - _NEAR), item.start
    ):
        return []
    phrase = namer.reader.before(item.start, floor, lists=True)
    if grown := _all_grown(namer, phrase, item):
        return grown
    if each := _each_of(namer, phrase):
        return each
    for marks in (PARTS[-1], PARTS[0]):  # …、一键报警和监控联网率、…: 和 may stand inside a name
        names = [clean(part, namer.words, namer.cuts) for part in split_parts(phrase, marks)]
        while names and not namer.words.is_share(names[0]):
            names.pop(0)
        if len(names) >= 2 and all(namer.words.is_share(name) and len(name) >= 2 for name in names):
            return names
    return []


def _each_of(namer: Namer, phrase: Phrase) -> list[str]:
    """Names of several that one value holds for each of, the measure told with the last (政务、村务公开率分别达到100%)."""
    words = phrase.text.rstrip(TIME)
    if not words.endswith(namer.words.phrases["respectively"]):
        return []
    parts = split_parts(phrase.cut(0, len(words) - 2), PARTS[1])
    named = [clean(part, namer.words, namer.cuts) or part.text for part in parts]
    if len(named) < 2 or not namer.words.is_share(named[-1]) or any(map(namer.words.is_measure, named[:-1])):
        return []
    shared = measure_of(namer, named[-1])
    return [*(part + shared for part in named[:-1]), named[-1]] if shared and all(map(short_part, named[:-1])) else []


def none_of_several(namer: Namer, end: int, floor: int) -> list[str]:
    """What all of must not happen, told by one zero (食品安全事故、舆情事件零发生; 受害率、发案率为零); [] where one thing is told."""
    phrase = namer.reader.before(end, floor, lists=True)
    if not LISTED.search(phrase.text):
        return []
    names = [clean(part, namer.words, namer.cuts) for part in split_parts(phrase, PARTS[-1])]
    told = [len(name) > 1 and bool(namer.words.is_share(name) or zeros().measured.search(name)) for name in names]
    first = len(told) - next((at for at, happens in enumerate(reversed(told)) if not happens), len(told))
    return names[first:] if len(names) - first > 1 else []


def shared_thing(namer: Namer, item: Quantity, floor: int, limit: int) -> Name | None:
    """The thing that two counts share (新建5所、改扩建12所幼儿园): named behind the second, with the first's verb."""
    found = namer.words.patterns["second_of_pair"].match(namer.reader.board.text, item.end, limit)
    if found is None or not item.unit or found[2] != item.unit:
        return None
    thing = tidy(namer.reader.thing(found.end(), limit, namer.words).text, namer.words)
    verb = namer.reader.before(item.start, floor).text.rpartition(TIME)[2]
    return Name(verb + thing, "thing-behind") if thing and namer.words.is_verb(verb) else None


def each_so_many(namer: Namer, item: Quantity, floor: int) -> list[str]:
    """Names of several things of each of which there are so many (推荐表、申报书各1份; 男、女运动员各10名)."""
    if item.unit in namer.words.phrases["shared_units"] or namer.reader.board.text[item.start - 1] != _EACH:
        return []
    phrase = namer.reader.before(item.start - 1, floor, lists=True)
    if not LISTED.search(phrase.text):
        return []
    parts = split_parts(phrase, PARTS[1])
    names = whole_names([clean(part, namer.words, namer.cuts) or part.text.strip(TIME) for part in parts])
    fits = all(1 < len(name) <= _LONGEST_THING or name in _SEXES for name in names)
    return names if fits and len(names) > 1 else []


def _all_grown(namer: Namer, phrase: Phrase, item: Quantity) -> list[str]:
    """Growths of several things told by one number (甲收入、乙收入均增长8%)."""
    words = phrase.text.rstrip("了约近达")
    word = namer.words.change_at_end(words)
    head = words.removesuffix(word).removesuffix("分别")
    if not word or head[-1:] not in _ALL:
        return []
    names = [clean(part, namer.words, namer.cuts) for part in split_parts(phrase.cut(0, len(head) - 1), PARTS[0])]
    row = namer.words.change[word]
    return [name + row.suffix for name in names] if len(names) >= 2 and all(map(namer.words.is_measure, names)) else []
