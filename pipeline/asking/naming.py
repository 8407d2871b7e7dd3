"""Which plans a question names by the body that issued them: 白鹭洲小学的校长是谁 asks that school's plans and no others."""

from __future__ import annotations

import re

import msgspec

from pipeline.asking.lexicons import lexicons
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised

_REGION = re.compile(r"^.{1,6}?(?:自治[州县区]|[省市县区州盟旗镇乡])(?=.{3})")
_NUMBERED = re.compile(r"第?[0-9一二三四五六七八九十]+|实验|中心|民族|直属|附属|希望|红军")
_SHORTEST = 2


class Named(msgspec.Struct, frozen=True):
    """The words that name a body, and the keys of its plans."""

    words: str
    documents: tuple[int, ...]


def named_body(kb: KnowledgeBase, text: str) -> Named | None:
    """The body that a normalised text names by its longest name; null where it names none whose plans are here."""
    forms = kb.remember(("bodies",), lambda: _bodies(kb))
    longest = max(map(len, forms), default=0)
    for size in range(min(longest, len(text)), _SHORTEST - 1, -1):
        for start in range(len(text) - size + 1):
            if documents := forms.get(text[start : start + size]):
                return Named(text[start : start + size], documents)
    return None


def is_school(name: str) -> bool:
    """Whether a body's name ends like a school's."""
    return normalised(name).endswith(lexicons().schools)


def _bodies(kb: KnowledgeBase) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for key, issuer in kb.db.execute("SELECT key, issuer FROM documents WHERE issuer IS NOT NULL ORDER BY key"):
        for form in _forms(normalised(issuer)):
            found.setdefault(form, {})[key] = None
    return {form: tuple(keys) for form, keys in found.items()}


def _forms(issuer: str) -> set[str]:
    """A body's name in full, without the county before it, and without 小学 behind what is its own (白鹭洲)."""
    known = lexicons()
    ending = next((word for word in (*known.schools, *known.bodies) if issuer.endswith(word)), None)
    if ending is None or issuer == ending:
        return set()
    forms = {issuer}
    while (shorter := _REGION.sub("", issuer)) != issuer:
        issuer = shorter
        if issuer != ending:
            forms.add(issuer)
    for form in tuple(forms):
        stem = form.removesuffix(ending)
        if len(stem) >= _SHORTEST and not _NUMBERED.fullmatch(stem) and not _REGION.fullmatch(stem + "某某学"):
            forms.add(stem)
    return {form for form in forms if not _NUMBERED.fullmatch(form) and form not in known.schools}
