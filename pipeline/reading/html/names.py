"""Which elements of a page do what."""

from __future__ import annotations

import re

from lxml import etree

# No words of the page stand in these.
# fmt: off
UNSEEN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "base", "iframe", "frame", "object", "embed",
    "applet", "del", "canvas", "audio", "video", "map", "select", "datalist", "input", "svg", "xml",
))
BLOCKS = frozenset((
    "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section", "article",
    "header", "footer", "nav", "aside", "main", "blockquote", "pre", "form", "fieldset", "legend", "center", "address", "hr",
    "figure", "figcaption", "details", "summary", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "menu",
    "dir", "hgroup", "textarea", "button", "frameset", "noframes", "search", "listing", "xmp", "plaintext",
))
# fmt: on
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CELLS = frozenset(("td", "th"))
KEEPS_BLANKS = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
# How office programs and wikis link a note's number to the note, and name the note.
_NOTE_LINK = re.compile(r"#(?:_?(?:ftn|edn)|sd(?:foot|end)note|fn|footnote|cite_note)[\w.:-]{0,40}", re.I)
_NOTE_NAME = re.compile(r"(?:ftn|edn|sd(?:foot|end)note|fn|footnote)[-_:]?\d{1,4}", re.I)
_NOTE_NUMBER = re.compile(r"\s{0,4}[\[(（【〔]?(?:\d{1,3}|[ivxIVX]{1,5}|[①-⑳]|\*)[\])）】〕]?\s{0,4}")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all", re.I)


def tag_of(element: etree._Element) -> str:
    """Name of an element in lower case, without a prefix; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def is_hidden(element: etree._Element) -> bool:
    """Whether an element says that it is not to be seen."""
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def is_note_number(element: etree._Element) -> bool:
    """Whether a link is the number of a note in a sentence, which is none of its words."""
    link = element.get("href")
    if link is None or _NOTE_LINK.fullmatch(link) is None:
        return False
    return _NOTE_NUMBER.fullmatch("".join(map(str, element.itertext()))[:20]) is not None


def is_note(element: etree._Element) -> bool:
    """Whether an element holds a footnote or endnote."""
    return _NOTE_NAME.fullmatch(element.get("id") or "") is not None
