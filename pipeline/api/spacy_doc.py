"""Cetu in spaCy: a result as a `Doc`, and a component `cetu` for any pipeline.

spaCy is imported here and nowhere else: it takes longer to import than Cetu takes to extract a plan, so only who works
with spaCy pays for it.

    nlp = spacy.blank("zh"); nlp.add_pipe("cetu"); doc = nlp(text)
    for span in doc.spans["duty"]: print(span.text, span.id_)
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from pipeline.api.extract import extract
from pipeline.extraction.pipeline import word_segmenter
from pipeline.model.result import Extraction, fact_type
from pipeline.reading import read_text

USER_DATA = "cetu"


def to_doc(result: Extraction | str, vocab: Vocab | None = None) -> Doc:
    """A result, or the result of a text, as a spaCy `Doc` cut into words with Cetu's own dictionary.

    `doc.spans[kind]` holds the words of each fact of a kind (a fact over several spans has several), labelled with the
    kind and with the fact's id as `span.id_`; spans that cut a word are widened to it. `doc.user_data["cetu"]` is the result.
    """
    found = extract(read_text(result)) if isinstance(result, str) else result
    if not isinstance(found.text, str):
        raise ValueError("a result that was written without its text")
    words = word_segmenter().cut(found.text)
    return annotate(Doc(vocab or Vocab(), words=words, spaces=[False] * len(words)), found)


def annotate(doc: Doc, result: Extraction) -> Doc:
    """Write a result on a `Doc` of the same text. Raises ValueError if the text is another, as where reading changed it
    (`\\r\\n` became `\\n`, control characters blanks)."""
    if doc.text != result.text:
        raise ValueError("the document's text is not the result's")
    groups: dict[str, list[Span]] = {}
    for fact in result.facts:
        kind = fact_type(fact)
        for span in fact.spans:
            words = doc.char_span(span.start, span.end, label=kind, span_id=fact.id, alignment_mode="expand")
            if words is not None:
                groups.setdefault(kind, []).append(words)
    for kind, spans in groups.items():
        doc.spans[kind] = SpanGroup(doc, name=kind, spans=spans)
    doc.user_data[USER_DATA] = result
    return doc


@Language.factory("cetu", default_config={"issued": None})
def create(nlp: Language, name: str, issued: str | None) -> Callable[[Doc], Doc]:
    """The component: `nlp.add_pipe("cetu", config={"issued": "2024-09-01"})`."""

    def component(doc: Doc) -> Doc:
        return annotate(doc, extract(doc.text, issued=issued))

    return component
