"""The work on one file, run in a process of its own that can be ended at any moment."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.api import extract, extract_with_layout
from pipeline.batch.outcome import Outcome
from pipeline.batch.places import fetch, is_url
from pipeline.model.errors import CetuError, LexiconError
from pipeline.model.result import fact_type, to_json
from pipeline.model.source import Source
from pipeline.reading import Limits, read, read_bytes
from pipeline.reading.archive import SEPARATOR, load_member
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.store import encode_prepared, passages_of, prepare_file

# What a plan of some pages is read into is gone before so many objects are there; what a library leaves in cycles is found
# after as many more.
_SELDOM = 50_000


def prepare(memory: int) -> None:
    """Once per worker: leave Ctrl-C to the parent and end with it, bound the memory (bytes, 0: no bound), load the
    dictionaries."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, also from inside a library that never comes back
    if sys.platform == "linux":
        _end_with_parent()
    if memory and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    warm_up()
    gc.freeze()  # lexicons and patterns stay: looking through them for garbage took 3 % of the work


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends, however that ends: a file that hangs would
    outlive it. (The server between them lives as long as any worker does, so its end would tell nothing.)"""
    import fcntl

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    pipe = parent.sentinel  # closed at its other end when the parent is gone
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:
        os._exit(1)  # it was gone before


def warm_up() -> None:
    """Load lexicons and dictionary, so that no document pays for them. What is wrong with them each file's outcome says."""
    with contextlib.suppress(Exception):
        extract("一、总则")


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """With cycles looked for more rarely than every 700 objects: with a plan's lines, layout and rows all still needed, that is
    work for nothing."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_collected()
def process(path: str, relative: str, limits: Limits = DEFAULT_LIMITS) -> Outcome:
    """Read and extract one file. Whatever goes wrong is told in the outcome; only lexicons that are not valid, which would
    fail every file alike, raise LexiconError."""
    begun = time.perf_counter()
    try:
        outcome = _process(path, relative, limits)
    except LexiconError:
        raise
    except CetuError as error:
        outcome = Outcome(path=relative, status="failed", reason=str(error))
    except MemoryError:
        outcome = Outcome(path=relative, status="failed", reason=_too_much_memory())
    except RecursionError:
        outcome = Outcome(path=relative, status="failed", reason="文件嵌套过深，无法处理")
    except Exception as error:  # the batch goes on whatever a hostile file provokes; the reason is kept
        outcome = Outcome(path=relative, status="failed", reason=f"处理出错（{type(error).__name__}：{error}）"[:300])
    return msgspec.structs.replace(outcome, seconds=time.perf_counter() - begun)


def _too_much_memory() -> str:
    if sys.platform == "win32":
        return "内存不足，处理中止"
    import resource

    bound = resource.getrlimit(resource.RLIMIT_AS)[0]
    limit = f"超过 {bound >> 20} MB 的上限" if bound > 0 else "不足"
    return f"占用内存{limit}，已中止（可用 --memory 调高）"


def _process(path: str, relative: str, limits: Limits) -> Outcome:
    source = msgspec.structs.replace(_read(path, limits), path=relative)
    result, layout = extract_with_layout(source)
    return Outcome(
        path=relative,
        status="ok",
        warnings=result.warnings,
        media_type=source.media_type,
        sha256=source.sha256,
        pages=result.source.pages,
        documents=len(result.documents),
        facts=dict(sorted(Counter(map(fact_type, result.facts)).items())),
        result=to_json(result),
        rows=encode_prepared(prepare_file(result, source.text, passages_of(layout))),
    )


def _read(path: str, limits: Limits) -> Source:
    if not is_url(path):
        return read(path, limits=limits)
    url, _, member = path.partition(SEPARATOR)
    data = fetch(url, limits.file_bytes)
    return read_bytes(load_member(data, member, limits) if member else data, path, limits=limits)
