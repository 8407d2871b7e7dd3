"""The work on one file, run in a process of its own that can be ended at any moment."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections import Counter

import msgspec

from pipeline.api import extract, extract_with_layout
from pipeline.batch.outcome import Outcome
from pipeline.model.errors import CetuError
from pipeline.model.result import fact_type, to_json
from pipeline.reading import Limits, read
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.store import encode_passages, passages_of


def prepare(memory_limit: int) -> None:
    """Once per worker: leave Ctrl-C to the parent, bound the memory (bytes, 0: no bound), load the dictionaries."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if memory_limit and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    warm_up()


def warm_up() -> None:
    """Load lexicons and dictionary, so that no document pays for them. What is wrong with them each file's outcome says."""
    with contextlib.suppress(Exception):
        extract("一、总则")


def process(path: str, relative: str, limits: Limits = DEFAULT_LIMITS) -> Outcome:
    """Read and extract one file. Never raises: whatever goes wrong is told in the outcome."""
    begun = time.perf_counter()
    try:
        outcome = _process(path, relative, limits)
    except CetuError as error:
        outcome = Outcome(path=relative, status="failed", reason=str(error))
    except MemoryError:
        outcome = Outcome(path=relative, status="failed", reason="内存超过上限，处理中止")
    except RecursionError:
        outcome = Outcome(path=relative, status="failed", reason="文件嵌套过深，无法处理")
    except Exception as error:  # the batch goes on whatever a hostile file provokes; the reason is kept
        outcome = Outcome(path=relative, status="failed", reason=f"处理出错（{type(error).__name__}：{error}）"[:300])
    return msgspec.structs.replace(outcome, seconds=time.perf_counter() - begun)


def _process(path: str, relative: str, limits: Limits) -> Outcome:
    source = msgspec.structs.replace(read(path, limits=limits), path=relative)
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
        text=source.text,
        passages=encode_passages(passages_of(layout)),
    )
