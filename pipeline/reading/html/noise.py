"""What stands on a web page around its article: menus, lists of links, advertising, the foot of the site."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from pipeline.lexicon import Entry, load
from pipeline.reading.html.names import BLOCKS, is_note, tag_of

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MOST_NAMES = 400
_ALWAYS = frozenset(("nav", "aside", "button"))
_UNLESS_ARTICLE = frozenset(("header", "footer"))
_ARTICLE = frozenset(("article", "main"))
# How LibreOffice marks the running header and footer.
_OFFICE_EDGES = ("header", "footer")
# Shares of the page's text above which an element is taken for its article, whatever its name says.
_MOST_NAMED = 0.4
_MOST_LINKED = 0.6
_LINKED = 0.7
_FEWEST_LINKS = 3
_LONGEST_LINK = 45


class HtmlNoise(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/html_noise.yaml`."""

    words: tuple[str, ...]


@lru_cache(maxsize=4)
def _pattern(rows: tuple[HtmlNoise, ...]) -> re.Pattern[str]:
    words = sorted({word for row in rows for word in row.words}, key=lambda word: (-len(word), word))
    return re.compile(f"(?:^|(?<=-))(?:{'|'.join(map(re.escape, words))})(?=-|$)")


def names_noise(names: str) -> bool:
    """Whether the words of a `class` or `id` say that an element is not the article.

    >>> names_noise("main topNav"), names_noise("article-content")
    (True, False)
    """
    pattern = _pattern(load("html_noise", HtmlNoise))
    return any(
        pattern.search("-".join(_PART.findall(name)).lower()) is not None for name in names[:_MOST_NAMES].split()
    )


class _Count:
    """What an element holds: characters, those of them in links, links, and whether a main heading."""

    __slots__ = ("linked", "links", "text", "titled")

    def __init__(self) -> None:
        self.text = self.linked = self.links = 0
        self.titled = False

    def take(self, other: _Count) -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.titled = self.titled or other.titled


def noise_elements(root: etree._Element) -> set[etree._Element]:
    """The elements of a page that are noise with all they hold."""
    counts = _counts(root)
    total = counts[root].text
    known: dict[str, bool] = {}
    found: set[etree._Element] = set()
    for element, count in counts.items():
        tag = tag_of(element)
        if tag in BLOCKS and count.text and not count.titled and _is_noise(element, tag, count, total, known):
            found.add(element)
    return found


def _is_noise(element: etree._Element, tag: str, count: _Count, total: int, known: dict[str, bool]) -> bool:
    if tag in ("html", "body"):
        return False
    if count.text <= _MOST_NAMED * total:
        if tag in _ALWAYS or is_note(element) or element.get("title") in _OFFICE_EDGES:
            return True
        if tag in _UNLESS_ARTICLE and not any(tag_of(above) in _ARTICLE for above in element.iterancestors()):
            return True
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if names != " ":
            if names not in known:
                known[names] = names_noise(names)
            if known[names]:
                return True
    return (
        count.links >= _FEWEST_LINKS
        and count.linked >= _LINKED * count.text
        and count.text <= _MOST_LINKED * total
        and count.linked <= _LONGEST_LINK * count.links
    )


def _counts(root: etree._Element) -> dict[etree._Element, _Count]:
    """Counts of the block elements, outer ones before inner ones."""
    counts: dict[etree._Element, _Count] = {}
    stack: list[_Count] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            count = _Count()
            count.text = _size(element.text)
            if element.tag == "h1":
                count.titled = count.text > 0 or len(element) > 0
            stack.append(count)
            if element.tag in BLOCKS:
                counts[element] = count
            continue
        count = stack.pop()
        if element.tag == "a":
            count.linked, count.links = count.text, 1
        if stack:
            stack[-1].take(count)
            stack[-1].text += _size(element.tail)
    return counts


def _size(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
