"""jieba behind spaCy's tokenizer interface, private to the pipeline that owns it.

spaCy's own jieba mode shares jieba's global dictionary; words added for Cetu would leak into the host program. So each
tokenizer here owns its `jieba.Tokenizer`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from types import ModuleType

import msgspec
import numpy as np
from spacy.attrs import IDX
from spacy.tokens import Doc
from spacy.vocab import Vocab


def _import_jieba() -> ModuleType:
    """jieba without `pkg_resources`: it only opens its dictionary through it where there is one, at the price of a slow import
    and a deprecation warning; without it it opens the file."""
    missing = object()
    before = sys.modules.get("pkg_resources", missing)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if before is missing:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before  # type: ignore[assignment]
    jieba.setLogLevel(logging.WARNING)  # it tells every program that it loads its dictionary
    module: ModuleType = jieba
    return module


# High enough that a dictionary word is kept whole against any split of it, low enough not to swallow its neighbours.
_USER_WORD_FREQUENCY = 20_000


class Segmentation(msgspec.Struct, frozen=True):
    """Where the words of a text begin. `flags[i]` is 1 if a word begins at `i`; one longer than the text."""

    flags: bytes

    def is_boundary(self, offset: int) -> bool:
        """Whether a word begins or ends at an offset."""
        return bool(self.flags[offset])

    def previous(self, offset: int) -> int:
        """The nearest boundary at or before an offset."""
        return max(self.flags.rfind(1, 0, offset + 1), 0)

    def following(self, offset: int) -> int:
        """The nearest boundary at or behind an offset."""
        found = self.flags.find(1, offset)
        return found if found >= 0 else len(self.flags) - 1


class JiebaTokenizer:
    """spaCy tokenizer that cuts with a private jieba dictionary plus `words`."""

    def __init__(self, vocab: Vocab, words: Iterable[str] = ()) -> None:
        self.vocab = vocab
        self._jieba = _import_jieba().Tokenizer()
        self._jieba.initialize()
        for word in sorted(set(words)):
            self._jieba.add_word(word, _USER_WORD_FREQUENCY)

    def __call__(self, text: str) -> Doc:
        words = list(self._jieba.cut(text)) if text else []
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    # spaCy writes and reads tokenizers with its pipelines; this one is rebuilt from the lexicons instead.
    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the dictionary comes from the lexicons."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> JiebaTokenizer:
        """Nothing to restore."""
        return self


def segmentation_of(doc: Doc) -> Segmentation:
    """The word boundaries of a spaCy document."""
    flags = np.zeros(len(doc.text) + 1, dtype=np.uint8)
    flags[doc.to_array([IDX])] = 1
    flags[-1] = 1
    return Segmentation(flags.tobytes())
