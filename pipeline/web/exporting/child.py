"""The process that makes one file of the whole base, when it is its turn."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pipeline.model.errors import StoreError, system_words
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lock import WriteLock
from pipeline.store.records import StoredFact
from pipeline.web.exporting.preparing import ENDING, MADE, TURN, Made, Wanted, version
from pipeline.web.working.child import Say, at_work
from pipeline.web.working.records import JOB

_LOOK_SECONDS = 0.2
_TELL_SECONDS = 0.4


def work(record: Path, say: Say) -> int:
    """Make the file asked for in a folder; 0 where it is there."""
    wanted = msgspec.json.decode((record / JOB).read_bytes(), type=Wanted)
    draft = record / f"{secrets.token_hex(8)}{ENDING}"
    turn = _turn(record.parent / TURN)
    try:
        made = _made(wanted, draft, say)
        _keep(record, made)
    except OSError as error:
        raise StoreError(f"文件没有写成：{system_words(error)}") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        turn.release()
    say({"event": "made", "bytes": made.bytes, "seconds": made.seconds})
    return 0


def _turn(path: Path) -> WriteLock:
    """Wait until it is this file's turn."""
    turn = WriteLock(path)
    while True:
        try:
            turn.acquire()
        except StoreError:
            time.sleep(_LOOK_SECONDS)
        else:
            return turn


def _made(wanted: Wanted, draft: Path, say: Say) -> Made:
    from pipeline.store.versions import state_of
    from pipeline.web.exporting.formats import write

    begun = time.monotonic()
    with KnowledgeBase.open(wanted.kb) as kb, kb.snapshot():
        facts = kb.count_facts()
        counted = _Counted(kb, lambda read: say({"event": "read", "done": min(read, facts), "total": facts}))
        write(wanted.name, counted, draft, wanted.day)
        return Made(
            file=draft.name, day=wanted.day, at=wanted.at, state=state_of(kb), version=version(), facts=facts,
            bytes=draft.stat().st_size, seconds=round(time.monotonic() - begun, 1),
        )  # fmt: skip


def _keep(record: Path, made: Made) -> None:
    """Put the file in the place of the one made before; who is being sent that one has it open."""
    note = record / f"{made.file}.json"
    note.write_bytes(msgspec.json.encode(made))
    note.replace(record / MADE)
    for other in record.glob(f"*{ENDING}"):
        if other.name != made.file:
            other.unlink(missing_ok=True)


class _Counted(KnowledgeBase):
    """A base that tells how many of its facts have been read one by one."""

    def __init__(self, base: KnowledgeBase, tell: Callable[[int], None]) -> None:
        super().__init__(base.path, base.db, None)
        self._tell = tell
        self._read = 0
        self._told = time.monotonic()
        tell(0)

    def facts(self, *, type: str | None = None, document: str | None = None) -> Iterator[StoredFact]:
        for stored in super().facts(type=type, document=document):
            yield stored
            self._read += 1
            if self._read % 100 == 0 and time.monotonic() - self._told >= _TELL_SECONDS:
                self._told = time.monotonic()
                self._tell(self._read)


if __name__ == "__main__":
    sys.exit(at_work(Path(sys.argv[1]), work))
