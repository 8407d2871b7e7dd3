"""What every engine that runs the work on files has in common: one way to be asked, one kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Protocol

import msgspec

from pipeline.batch.discover import Candidate
from pipeline.batch.outcome import Outcome
from pipeline.reading import Limits

# The work on one file: where it lies, its name in all outputs, what reading may take.
Work = Callable[[str, str, Limits], Outcome]
Stop = Callable[[], bool]


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What one file may take: seconds, bytes of memory (0: no bound), and what its reader keeps to."""

    seconds: float = 120.0
    memory: int = 4 << 30
    limits: Limits = Limits()


class Engine(Protocol):
    """Runs the work on files, each apart from the others; a file that hangs, crashes or eats memory costs itself."""

    def outcomes(self, candidates: Iterable[Candidate], stop: Stop = ...) -> Generator[Outcome]:
        """One outcome per candidate, in no fixed order. Candidates are taken as they are needed. Ends early where `stop`
        says so."""


def never() -> bool:
    """Do not stop."""
    return False
