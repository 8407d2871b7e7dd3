"""The knowledge base: one SQLite file with full-text search that finds Chinese words of any length."""

from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.passages import Passage, decode_passages, encode_passages, passages_of
from pipeline.store.records import StoredDocument, StoredFact, StoredFile, StoredSection

__all__ = [
    "KnowledgeBase",
    "Passage",
    "StoredDocument",
    "StoredFact",
    "StoredFile",
    "StoredSection",
    "decode_passages",
    "encode_passages",
    "passages_of",
]
