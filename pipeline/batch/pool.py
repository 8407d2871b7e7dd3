"""A pool whose workers can be ended one by one: a file that hangs or crashes costs itself, never its neighbours."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from itertools import islice
from multiprocessing.context import BaseContext

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.batch import worker
from pipeline.batch.discover import Candidate
from pipeline.batch.outcome import Outcome

# Results wait in memory until they are written; so only this many files per worker are under way at once.
_AHEAD = 3


Work = Callable[[str, str], Outcome]


def outcomes(
    candidates: Iterable[Candidate], jobs: int, seconds: float, memory: int, work: Work = worker.process
) -> Generator[Outcome]:
    """Outcomes as they come, in no fixed order. `seconds` and `memory` (bytes) bound one file.

    Closing the iterator (or Ctrl-C in the caller) ends all workers at once.
    """
    pool = ProcessPool(max_workers=jobs, initializer=worker.prepare, initargs=(memory,), context=_context())
    waiting: dict[ProcessFuture[Outcome], Candidate] = {}
    queue = iter(candidates)
    try:
        while True:
            for candidate in islice(queue, jobs * _AHEAD - len(waiting)):
                future = pool.schedule(work, args=(candidate.path, candidate.relative), timeout=seconds)
                waiting[future] = candidate
            if not waiting:
                break
            done = wait(waiting, return_when=FIRST_COMPLETED).done
            for future in [future for future in waiting if future in done]:
                yield _outcome(future, waiting.pop(future), seconds)
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _outcome(future: ProcessFuture[Outcome], candidate: Candidate, seconds: float) -> Outcome:
    try:
        return future.result()
    except TimeoutError:
        reason = f"处理超过 {seconds:g} 秒，已中止"
    except ProcessExpired:
        reason = "处理进程意外退出（文件可能损坏或占用内存过大）"
    except CancelledError:
        reason = "处理被取消"
    except Exception as error:
        reason = f"处理出错（{type(error).__name__}）"
    return Outcome(path=candidate.relative, status="failed", reason=reason)


def _context() -> BaseContext:
    """Workers that start from a clean server process which has everything loaded; fresh ones where there is none."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.preload"])
    return context
