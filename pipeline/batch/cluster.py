"""The same work on a Dask cluster: batches of files as tasks, each file still in a process of its own that can be ended.

Dask never ends a task that hangs, and loses the neighbours of one that crashes; so each task runs our own pool inside. A task
that a worker was lost with is run again elsewhere; one that loses worker after worker is cut in halves until the file that does
it stands alone. Outcomes come back to the client, which alone writes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.api import extractor_version
from pipeline.batch import worker
from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Bounds, Stop, Work, never
from pipeline.batch.outcome import Outcome
from pipeline.batch.pool import LocalEngine
from pipeline.model.errors import CetuError, StoreError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

# Files per task: fewer cost more than they take, more are lost with a worker (knowledge.md, measured).
SMALLEST, LARGEST = 20, 100
_AHEAD = 2
_RETRIES = 3
_POLL = 0.5
_CONFIG = {
    "distributed.worker.daemon": False,  # workers start processes of their own
    "distributed.scheduler.allowed-failures": _RETRIES,
    "distributed.scheduler.http.routes": [],  # nothing is served but the work
    "distributed.worker.http.routes": [],
}

Batch = tuple[Candidate, ...]


class DaskEngine:
    """Runs the work on a cluster: that of `scheduler` (`tcp://host:8786`), else one of `jobs` processes on this machine.
    `batch` is the number of files in a task."""

    def __init__(
        self,
        jobs: int,
        bounds: Bounds,
        scheduler: str | None = None,
        work: Work = worker.process,
        batch: int = SMALLEST,
    ) -> None:
        self._jobs, self._bounds, self._scheduler, self._work, self._batch = jobs, bounds, scheduler, work, batch

    def outcomes(self, candidates: Iterable[Candidate], stop: Stop = never) -> Generator[Outcome]:
        """See `Engine`. On a cluster of others, tasks under way end by themselves after `stop`."""
        with self._client() as client:
            yield from self._run(client, iter(candidates), stop)

    def _run(self, client: Client, queue: Iterator[Candidate], stop: Stop) -> Generator[Outcome]:
        from distributed import wait

        waiting: dict[Future[Any], Batch] = {}
        while not stop():
            while len(waiting) < _AHEAD * max(1, _threads(client)) and (batch := tuple(islice(queue, self._batch))):
                waiting[self._submit(client, batch)] = batch
            if not waiting:
                break
            try:
                done = wait(list(waiting), timeout=_POLL, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                continue
            for future in [future for future in waiting if future in done]:
                yield from self._collect(client, future, waiting.pop(future), waiting)

    def _submit(self, client: Client, batch: Batch) -> Future[Any]:
        # `pure=False`: the same files may be asked for twice, and a result must not be taken from an earlier run.
        return client.submit(run_batch, batch, self._bounds, self._work, pure=False, retries=_RETRIES)

    def _collect(
        self, client: Client, future: Future[Any], batch: Batch, waiting: dict[Future[Any], Batch]
    ) -> Iterator[Outcome]:
        try:
            version, outcomes = future.result()
        except CetuError:
            raise  # no file is to blame
        except Exception as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                waiting |= {self._submit(client, half): half for half in (batch[:middle], batch[middle:])}
                return
            reason = f"集群多次处理失败（{type(error).__name__}）：文件可能已损坏，或占用内存过大"
            yield Outcome(path=batch[0].relative, status="failed", reason=reason)
            return
        finally:
            future.release()
        if version != extractor_version():
            raise StoreError(f"集群上的策图或词表（{version}）与本机（{extractor_version()}）不同，请先更新一致")
        yield from outcomes

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise UsageError("--engine dask 需要安装 cetu[cluster]：pip install 'cetu[cluster]'") from error
        with dask.config.set(_CONFIG):
            if self._scheduler is not None:
                with _connected(self._scheduler) as client:
                    yield client
                return
            cluster = LocalCluster(
                n_workers=self._jobs,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address=None,
                memory_limit=0,  # files are bounded one by one
                silence_logs=50,
            )
            with cluster, Client(cluster) as client:
                yield client


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"连不上集群 {scheduler}：{error}") from error
    with client:
        yield client


def _threads(client: Client) -> int:
    return sum(client.nthreads().values())


def run_batch(batch: Batch, bounds: Bounds, work: Work) -> tuple[str, list[Outcome]]:
    """One task: the work on some files, by a pool of one process here. Says what version of the rules did it."""
    return extractor_version(), list(LocalEngine(1, bounds, work).outcomes(batch))
