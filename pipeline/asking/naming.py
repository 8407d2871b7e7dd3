"""Which plans a question names by the body that issued them: 白鹭洲小学的校长是谁 asks that school's plans and no others."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.asking.lexicons import lexicons
from pipeline.asking.short_names import body_in, region_in, short_names
from pipeline.lexicon import wording
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised, phrase
from pipeline.store.standing import of_plans

_SHORTEST = 2
# What makes a place's name that of its head, or of a rank: 青禾区长, 县级.
_HEADS = "长委级"
_PLACES = tuple("省市县区州盟旗镇乡")
_MOST_AGREEMENTS = 400
_TWO = 2
# Stands for a body's name while others are looked for.
_NAME = "|"


class Named(msgspec.Struct, frozen=True):
    """The words that name a body, and the keys of its plans. `place`: they name a place, whose plans are those with it in
    title or issuer; other plans may speak of it too."""

    words: str
    documents: tuple[int, ...]
    place: bool = False


class _Form(msgspec.Struct, frozen=True):
    """A name: the documents of each sort, and what must not follow it."""

    documents: tuple[int, ...]
    place: bool
    not_before: str


def named_body(kb: KnowledgeBase, text: str, *, places: bool = True) -> Named | None:
    """The body (or place) that a normalised text names by its longest name; null where it names none whose plans are here."""
    forms = of_plans(kb, ("bodies",), lambda: _bodies(kb))
    longest = max(map(len, forms), default=0)
    for size in range(min(longest, len(text)), _SHORTEST - 1, -1):
        for start in range(len(text) - size + 1):
            form = forms.get(text[start : start + size])
            if form and (places or not form.place) and not _is_other_word(text, start, start + size, form):
                return Named(text[start : start + size], form.documents, form.place)
    return None


def only_acts(text: str, body: Named) -> bool:
    """Whether a body only takes part in what schools are asked for (哪些学校向县教育局报总结): its own plans do not say which."""
    before = text.partition(body.words)[0]
    acts = wording.pattern("question", "body_only_acts").search(before)
    return acts is not None and not is_school(body.words)


def named_bodies(kb: KnowledgeBase, text: str) -> tuple[tuple[Named, ...], str]:
    """The bodies that a normalised text sets beside one another (柳溪小学和松岭三小谁的班额低; …比松岭三小多多少), and the text without
    them; of one body or none, no body and the text as it is."""
    found: list[Named] = []
    left = text
    while (one := named_body(kb, left, places=False)) is not None:
        found.append(one)
        left = left.replace(one.words, _NAME, 1)
    if found:
        listed = wording.pattern("question", "place_in_list")
        for one in list(_by_place(kb, left)):
            match = next((said for said in listed.finditer(left) if said["place"] == one.words), None)
            if match is not None:
                found.append(one)
                left = left[: match.start("place")] + _NAME + left[match.end("place") :]
    left = wording.pattern("question", "part_of_body").sub(_NAME, left)
    joined = wording.pattern("question", "bodies_beside").sub(_NAME, left)
    if len(found) < _TWO or (joined == left and not wording.pattern("question", "beside_body").search(left)):
        return (), text
    before, _, after = joined.rpartition(_NAME)
    inside = wording.pattern("question", "inside_body").match(after)
    found.sort(key=lambda one: text.index(one.words))
    return tuple(found), before.replace(_NAME, "") + after[inside.end() if inside else 0 :]


def _by_place(kb: KnowledgeBase, left: str) -> Iterator[Named]:
    """Schools that a list of bodies names by nothing but their place (一中、实验小学、石坪三所学校), where the place has no other
    school here."""
    alone = of_plans(kb, ("schools by place",), lambda: _schools_by_place(kb))
    for match in wording.pattern("question", "place_in_list").finditer(left):
        if documents := alone.get(match["place"]):
            yield Named(match["place"], documents)


def _schools_by_place(kb: KnowledgeBase) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[str, dict[int, None]]] = {}
    for key, issuer, title in kb.db.execute("SELECT key, issuer, title FROM documents ORDER BY key"):
        body = next((one for words in (issuer, title) if words and (one := body_in(normalised(words)))), "")
        place = region_in(body) or ""
        stem = wording.pattern("question", "place_ends").sub("", place)
        if len(stem) >= _SHORTEST and is_school(body):
            found.setdefault(stem, {}).setdefault(body, {})[key] = None
    return {stem: tuple(next(iter(bodies.values()))) for stem, bodies in found.items() if len(bodies) == 1}


def _is_other_word(text: str, start: int, end: int, form: _Form) -> bool:
    """二小 in 二小时, 第二小组 and 十二小; a place in the title of its head (青禾区长)."""
    if not form.not_before:
        return False
    if text[end : end + 1] in tuple(form.not_before):
        return True
    return not form.place and text[max(0, start - 1) : start] in tuple("初高第十百0123456789")


def is_school(name: str) -> bool:
    """Whether a body's name ends like a school's."""
    return normalised(name).endswith(lexicons().schools)


def _bodies(kb: KnowledgeBase) -> dict[str, _Form]:
    found: dict[str, dict[int, None]] = {}
    not_before: dict[str, str] = {}
    titles: list[tuple[int, str, str]] = []
    sorts: dict[str, dict[str, dict[int, None]]] = {}
    for key, issuer, title in kb.db.execute("SELECT key, issuer, title FROM documents ORDER BY key"):
        names = [normalised(issuer or ""), normalised(title)]
        titles.append((key, *names))
        body = (body_in(names[0]) or names[0]) if names[0] else titled_body(names[1])
        for form, after in short_names(body) if body else ():
            if len(form) >= _SHORTEST and form not in lexicons().schools and form not in lexicons().bodies:
                found.setdefault(form, {})[key] = None
                not_before[form] = after + (_HEADS if form.endswith(_PLACES) else "")
        for sort in _only_sort(body or ""):
            sorts.setdefault(sort, {}).setdefault(body or "", {})[key] = None
    found |= {
        sort: next(iter(bodies.values())) for sort, bodies in sorts.items() if len(bodies) == 1 and sort not in found
    }
    not_before = dict.fromkeys(sorts, "") | not_before
    _add_committees(found, not_before, titles)
    for key, party in parties_of_contracts(kb):
        for form, after in short_names(party):
            if len(form) >= _SHORTEST and form not in found:
                found[form] = {key: None}
                not_before[form] = after + (_HEADS if form.endswith(_PLACES) else "")
    forms = {form: _Form(tuple(keys), False, not_before[form]) for form, keys in found.items()}
    return _places(titles) | forms


def _only_sort(body: str) -> list[str]:
    """What a school of a sort of which a county mostly has one is called without its name (职校, 特校; 县实小, 实验小学)."""
    match = wording.pattern("question", "one_of_its_sort").search(body)
    if match is None:
        return []
    short = next(name for name, said in match.groupdict().items() if said)
    place = body[: match.start()][-1:]
    return [short, match[0], *(place + name for name in (short, match[0]) if place in _PLACES)]


def _add_committees(
    found: dict[str, dict[int, None]], not_before: dict[str, str], titles: list[tuple[int, str, str]]
) -> None:
    """What a body's party committee issues (中共松岭三中委员会) is the body's too, by all its names."""
    for key, issuer, title in titles:
        match = wording.pattern("question", "party_committee").match(issuer or title)
        if match is None or region_in(match["body"]) == match["body"]:
            continue
        its = tuple(found.get(match["body"], ()))
        for form in [form for form, keys in found.items() if its and tuple(keys) == its] or [match["body"]]:
            found.setdefault(form, {})[key] = None
            not_before.setdefault(form, "")


def parties_of_contracts(kb: KnowledgeBase) -> Iterator[tuple[int, str]]:
    """The bodies that sign an agreement (乙方:松岭县第三中学): a letter of responsibility is theirs too."""
    for hit in finding.match(kb.db, phrase("乙方"), _MOST_AGREEMENTS):
        for match in wording.pattern("question", "party_of_contract").finditer(normalised(hit.text)):
            if body := body_in(match[1]):
                yield hit.document_key, body


def titled_body(title: str) -> str | None:
    """The body that a title begins with; a place must stand before it (农村学校… is no body's plan)."""
    return body_in(title) if region_in(title) else None


def _places(titles: list[tuple[int, str, str]]) -> dict[str, _Form]:
    names = {region_in(words) for _, issuer, title in titles for words in (issuer, title)}
    return {
        name: _Form(tuple(key for key, issuer, title in titles if name in issuer or name in title), True, _HEADS)
        for name in sorted(filter(None, names))
        if not wording.pattern("question", "common_places").search(name)
    }
