"""Who acts, and how that was known."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.result import ActorKind, Modality

Form = Literal["subject", "agent", "bidden", "pivot"]


class Subject(msgspec.Struct, frozen=True, gc=False):
    """Who acts: the words `[start, end)` of the name, and what the predicate says."""

    start: int
    end: int
    kind: ActorKind
    form: Form
    modality: Modality
    cue: str
