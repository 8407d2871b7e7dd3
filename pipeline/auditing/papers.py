"""Papers: indicator codes without evidence, shortcomings without measures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import first_word
from pipeline.auditing.view import View
from pipeline.comparison.plan_facts import Sentence
from pipeline.extraction.evidence_codes import markers
from pipeline.model.span import fold

# Fewer codes than this are no framework (A4纸).
_FRAMEWORK = 2
_LETTER = re.compile("[A-Z]")


def codes_without_evidence(view: View) -> Iterator[Finding | None]:
    """Codes that the plan names though no record is listed under them; one finding for all of them."""
    proved = {code for _, fact in view.evidence for code in fact.codes}
    letters = {code[0] for code in proved}
    if len(proved) < _FRAMEWORK:
        return
    named: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in view.plan.sentences:
        text = fold(sentence.text)
        if not _LETTER.search(text):
            continue
        for marker in markers(text, 0, len(text)):
            if first_word("record", text[marker.end :]):
                continue
            for code in marker.codes:
                if code[0] in letters and code not in proved and code.partition("-")[0] not in proved:
                    named[code].append(sentence)
    if named:
        codes = sorted(named, key=lambda code: (code[0], len(code), code))
        places = {sentence.key: sentence for code in codes for sentence in named[code]}
        why = f"{len(codes)} 个编码没有佐证材料：{'、'.join(codes[:10])}{'等' * (len(codes) > 10)}"
        yield finding(
            "code-no-evidence",
            [view.plan.place_of_sentence(places[key]) for key in sorted(places)],
            why,
            words=codes[:10],
        )


def unanswered_problems(view: View) -> Iterator[Finding | None]:
    """Shortcomings that no duty answers, in plans that put shortcomings right or answer others of theirs."""
    answered = any(fact.measures for _, fact in view.problems)
    if not answered and not first_word("mending", view.document.title):
        return
    found = [one for one, fact in view.problems if not fact.measures]
    if found:
        why = f"{len(found)} 个问题没有找到针对它的措施"
        yield finding("problem-no-measure", map(view.place, found), why)
