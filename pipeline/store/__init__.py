"""The knowledge base: one SQLite file with full-text search that finds Chinese words of any length."""

from pipeline.store.knowledge_base import KnowledgeBase, decode_passages, encode_passages
from pipeline.store.passages import Passage, passages_of
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
