"""An OFD file's parts: its documents, their pages, what pages share, and the outline."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import msgspec
from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.reading.docx.package import Package
from pipeline.reading.limits import Limits
from pipeline.reading.ofd.objects import POINTS, Letter, frame_of, letters_of, local, rules_of
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.glyphs import usual_characters
from pipeline.reading.pdf.page import Bookmark, RawPage, Rule

_BROKEN = "OFD 文件已损坏或不完整（也可能加了密），无法打开；请重新获取，或转换为 PDF 后再试"
_A4 = (0.0, 0.0, 210.0, 297.0)
_NESTING = 12
_MOST_BOOKMARKS = 5000
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_BLOCKS = frozenset(("Layer", "PageBlock", "Content"))


class OfdText:
    """The characters of one page (see `PageText`); objects are parted by line breaks of no width."""

    def __init__(self) -> None:
        self._letters: list[Letter] = []
        self.text = ""

    def add(self, letters: Iterator[Letter]) -> None:
        """The characters of another object."""
        if self._letters:
            self._letters.append(Letter("\n", _NOWHERE, True, False))
        self._letters += letters

    def finish(self) -> None:
        """Make the text, when all objects are there."""
        self.text = usual_characters("".join(letter.char[:1] for letter in self._letters))

    def __len__(self) -> int:
        return len(self._letters)

    def box(self, index: int) -> Box:
        """Where a character stands."""
        return self._letters[index].box

    def is_upright(self, index: int) -> bool:
        """Whether a character stands upright."""
        return self._letters[index].upright

    def is_sideways(self, index: int) -> bool:
        """Not known."""
        return False

    def is_pale(self, index: int) -> bool:
        """Whether a character is drawn in a light colour."""
        return self._letters[index].pale

    def font(self, index: int) -> str:
        """Fonts are not told apart."""
        return ""


class _PagePlace(msgspec.Struct, frozen=True):
    name: str
    templates: dict[str, str]
    area: tuple[float, float, float, float]


class OfdFile:
    """An OFD file opened. Raises ReadError if it is damaged or holds too much."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._ids: dict[str, int] = {}
        self._places: list[_PagePlace] = []
        self.bookmarks: list[Bookmark] = []
        root = package.xml("OFD.xml")
        names = [] if root is None else [e.text.strip() for e in root.iter() if local(e) == "DocRoot" and e.text]
        for name in names:
            self._document(name.lstrip("/"))
        if not self._places:
            raise ReadError(_BROKEN)

    def __len__(self) -> int:
        return len(self._places)

    def _document(self, name: str) -> None:
        root = self._package.xml(name)
        if root is None:
            raise ReadError(_BROKEN)
        templates: dict[str, str] = {}
        area = _A4
        for element in root.iter():
            kind = local(element)
            if kind == "TemplatePage":
                templates[element.get("ID", "")] = _beside(name, element.get("BaseLoc"))
            elif kind == "PhysicalBox" and not self._ids:
                area = frame_of(element) or area
            elif kind == "Page" and element.get("BaseLoc"):
                self._places.append(_PagePlace(_beside(name, element.get("BaseLoc")), templates, area))
                self._ids[element.get("ID", "")] = len(self._places)
                self._limits.check("pages", len(self._places), "页数 ")
        for element in root:
            if local(element) == "Outlines":
                self._outline(element, 1)

    def _outline(self, parent: etree._Element, level: int) -> None:
        for element in parent:
            if local(element) != "OutlineElem" or level > _NESTING or len(self.bookmarks) >= _MOST_BOOKMARKS:
                continue
            own = (child for child in element if local(child) == "Actions")
            target = next((e.get("PageID", "") for actions in own for e in actions.iter() if local(e) == "Dest"), "")
            if page := self._ids.get(target):
                self.bookmarks.append(Bookmark(element.get("Title", ""), page, level))
            self._outline(element, level + 1)

    def page(self, number: int) -> RawPage:
        """A page, counted from 1."""
        place = self._places[number - 1]
        root = self._package.xml(place.name)
        if root is None:
            raise ReadError(_BROKEN)
        area, text, rules = place.area, OfdText(), list[Rule]()
        images = paths = 0
        for holder in (*self._templates(root, place), root):
            for element in holder.iter():
                kind = local(element)
                if kind == "PhysicalBox" and holder is root:
                    area = frame_of(element) or area
            for element in _objects(holder, 0):
                kind = local(element)
                if kind == "TextObject":
                    text.add(letters_of(element))
                    self._limits.check("page_chars", len(text), f"第 {number} 页字数 ")
                elif kind == "PathObject":
                    paths += 1
                    self._limits.check("page_paths", paths, f"第 {number} 页图形数 ")
                    rules += rules_of(element)
                images += kind == "ImageObject"
        text.finish()
        width, height = area[2] * POINTS, area[3] * POINTS
        return RawPage(
            number=number, width=width, height=height, chars=text, rules=tuple(rules), images=images, paths=paths
        )

    def _templates(self, root: etree._Element, place: _PagePlace) -> Iterator[etree._Element]:
        for element in root:
            name = place.templates.get(element.get("TemplateID", "")) if local(element) == "Template" else None
            template = self._package.xml(name) if name else None
            if template is not None:
                yield template


def _objects(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    """The objects of a page in the order they are drawn."""
    for child in parent if depth <= _NESTING else ():
        if local(child) in _BLOCKS:
            yield from _objects(child, depth + 1)
        else:
            yield child


def _beside(name: str, place: str | None) -> str:
    """A place named in a part, from the root of the package."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(name), place or "")).lstrip("/")
