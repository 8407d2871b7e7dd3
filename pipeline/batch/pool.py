"""A pool whose workers can be ended one by one: a file that hangs or crashes costs itself, never its neighbours."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.batch import worker
from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Bounds, Stop, Work, never
from pipeline.batch.outcome import Outcome
from pipeline.batch.starting import context
from pipeline.model.errors import CetuError

# Results wait in memory until they are written; so only this many files per worker are under way at once: enough that no
# worker waits while the base takes its log in (three of a hundred seconds of two cores).
_AHEAD = 8
# A worker makes place for a fresh one after so many files: what libraries never give back does not add up.
_FILES_PER_WORKER = 500
_POLL = 0.2


class LocalEngine:
    """Runs the work in processes of this machine."""

    def __init__(self, jobs: int, bounds: Bounds, work: Work = worker.process) -> None:
        self._jobs, self._bounds, self._work = jobs, bounds, work

    def outcomes(self, candidates: Iterable[Candidate], stop: Stop = never) -> Generator[Outcome]:
        """Outcomes as they come, in no fixed order. Where `stop` says so, or the iterator is closed, all workers are ended
        at once; what they were at is lost."""
        bounds = self._bounds
        pool = ProcessPool(
            max_workers=self._jobs,
            max_tasks=_FILES_PER_WORKER,
            initializer=worker.prepare,
            initargs=(bounds.memory,),
            context=context(),
        )
        waiting: dict[ProcessFuture[Outcome], Candidate] = {}
        queue = iter(candidates)
        try:
            while not stop():
                for candidate in islice(queue, self._jobs * _AHEAD - len(waiting)):
                    future = pool.schedule(
                        self._work,
                        args=(candidate.path, candidate.relative, bounds.limits),
                        timeout=bounds.seconds or None,
                    )
                    waiting[future] = candidate
                if not waiting:
                    break
                done = wait(waiting, timeout=_POLL, return_when=FIRST_COMPLETED).done
                for future in [future for future in waiting if future in done]:
                    candidate = waiting.pop(future)
                    if not (stop() and _was_ended(future)):  # a signal to the whole group ends workers, too
                        yield _outcome(future, candidate, bounds)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _was_ended(future: ProcessFuture[Outcome]) -> bool:
    """Whether the work was given up or its process ended, so that nothing is known of the file."""
    return future.cancelled() or isinstance(future.exception(), ProcessExpired)


def _outcome(future: ProcessFuture[Outcome], candidate: Candidate, bounds: Bounds) -> Outcome:
    seconds = 0.0
    try:
        return future.result()
    except CetuError:
        raise  # no file is to blame
    except TimeoutError:
        reason = f"处理超过 {bounds.seconds:g} 秒的上限，已中止（可用 --timeout 调高）"
        seconds = bounds.seconds
    except ProcessExpired as error:
        how = f"信号 {-error.exitcode}" if (error.exitcode or 0) < 0 else f"退出码 {error.exitcode}"
        reason = f"处理进程意外退出（{how}）：文件可能已损坏，或占用内存过大"
    except CancelledError:
        reason = "处理被取消"
    except Exception as error:
        reason = f"处理出错（{type(error).__name__}）"
    return Outcome(path=candidate.relative, status="failed", reason=reason, seconds=seconds)


@contextmanager
def helpers(jobs: int) -> Iterator[Executor]:
    """Processes for work of our own that fails only if they are ended; they end with this one."""
    with ProcessPoolExecutor(jobs, context(), initializer=worker.prepare, initargs=(0,)) as executor:
        yield executor
