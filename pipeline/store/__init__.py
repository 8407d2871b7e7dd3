"""The knowledge base: one SQLite file with full-text search that finds Chinese words of any length."""

from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.passages import Passage, passages_of
from pipeline.store.preparing import PreparedFile, decode_prepared, encode_prepared, file_of, prepare_file
from pipeline.store.records import StoredDocument, StoredFact, StoredFile, StoredSection

__all__ = [
    "KnowledgeBase",
    "Passage",
    "PreparedFile",
    "StoredDocument",
    "StoredFact",
    "StoredFile",
    "StoredSection",
    "decode_prepared",
    "encode_prepared",
    "file_of",
    "passages_of",
    "prepare_file",
]
