"""The same question of each of several bodies (各校生均图书分别是多少)."""

from __future__ import annotations

from pipeline.asking.across.whose import whose
from pipeline.asking.bare import bare_question
from pipeline.asking.lexicons import lexicons
from pipeline.asking.naming import is_school, named_bodies
from pipeline.lexicon import wording
from pipeline.store.knowledge_base import KnowledgeBase

# So many bodies are asked at most.
_MOST = 60


def each_body(kb: KnowledgeBase, question: str) -> list[tuple[str, str]]:
    """The bodies that a question asks of one by one, each with the question about it alone; empty for any other question."""
    text = bare_question(question, lexicons())
    each = wording.pattern("question", "of_each")
    if not each.search(text):
        return []
    bodies, rest = named_bodies(kb, text)
    names = [body.words for body in bodies]
    if len(names) < 2:
        match = wording.pattern("question", "each_body").match(text)
        if match is None:
            return []
        rest = text[match.end() :]
        schools = wording.pattern("question", "schools_asked_for").match(match["body"]) is not None
        every = dict.fromkeys(whose(kb).values())
        names = [body for body in every if is_school(body) or not schools]
    rest = each.sub("", rest, count=1)  # of 各校的班额是多少 nothing is left to be taken out
    return [(name, f"{name}的{rest}") for name in names[:_MOST]]
