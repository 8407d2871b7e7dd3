"""Kinds of findings; the words that audits go by, which answers go by as well, lie in `store/audit_words.py`."""

from __future__ import annotations

from typing import Literal, get_args

from pipeline.lexicon import Entry, load
from pipeline.store.audit_words import AuditPapers, AuditWords, Role, begins_with, first_word, skipped, words

__all__ = [
    "SEVERITIES",
    "SURENESS",
    "AuditKind",
    "AuditPapers",
    "AuditWords",
    "Role",
    "Severity",
    "Sureness",
    "begins_with",
    "first_word",
    "kind",
    "kinds",
    "skipped",
    "words",
]

Severity = Literal["重要", "一般", "提示"]
Sureness = Literal["高", "中", "低"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
SURENESS: tuple[Sureness, ...] = get_args(Sureness)


class AuditKind(Entry, frozen=True, kw_only=True):
    """A kind of finding: its name, how much it matters, how sure it is, why it matters and what to do."""

    title: str
    severity: Severity
    sure: Sureness
    why: str
    advice: str
    ignored: bool = False


def kinds() -> tuple[AuditKind, ...]:
    """Rows of `audit_kinds.yaml`, in order."""
    return load("audit_kinds", AuditKind)


def kind(kind_id: str) -> AuditKind | None:
    """The row of a kind of finding."""
    return next((row for row in kinds() if row.id == kind_id), None)
