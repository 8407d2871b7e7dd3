"""Speed and memory as ratios of medians taken in one run: `make bench`.

Absolute times on shared machines drift by a factor of two; a ratio of two things timed in turn does so far less. Each pair is timed
in rounds, one after the other, and the median of the rounds' ratios is printed with its smallest and largest.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "corpus"
ROUNDS = 5
COLD_ROUNDS = 9
PATHOLOGICAL = 100_000


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """The processor's time of one call, which other work on the machine lengthens least, and its wall time."""
    gc.collect()
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - used, time.perf_counter() - begun


def ratio(name: str, ours: Callable[[], object], base: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Print how many times longer `ours` takes than `base`, timed in turn after a warm-up of both."""
    ours(), base()
    pairs = [(seconds(ours), seconds(base)) for _ in range(rounds)]
    for place, clock in enumerate(("processor time", "wall time")):
        ratios = sorted(a[place] / b[place] for a, b in pairs)
        ours_median = statistics.median(a[place] for a, _ in pairs)
        base_median = statistics.median(b[place] for _, b in pairs)
        print(
            f"{name}, {clock}: {statistics.median(ratios):.2f} times  (min {ratios[0]:.2f}, max {ratios[-1]:.2f}; "
            f"medians {ours_median * 1000:.1f} ms against {base_median * 1000:.1f} ms, {rounds} rounds)"
        )


def extraction_over_jieba() -> None:
    """Structure, segmentation and all facts over `jieba.lcut` of the same text, one core."""
    import jieba

    from pipeline import extract, read

    jieba.setLogLevel(60)
    for name, folder in (("real plans", REAL), ("own short and dense plans", CORPUS)):
        sources = [read(path) for path in sorted(folder.rglob("*.txt"))]
        if not sources:
            print(f"extraction over jieba.lcut, {name}: no texts at {folder.name}, left out")
            continue
        texts = [source.text for source in sources]
        ratio(
            f"extraction over jieba.lcut, {name} ({sum(map(len, texts))} characters)",
            lambda sources=sources: [extract(source) for source in sources],
            lambda texts=texts: [jieba.lcut(text) for text in texts],
        )


def pdf_pages() -> None:
    """A PDF page read in full over pypdfium2's plain text, and pdfplumber's text and tables over our full reading."""
    import pdfplumber
    import pypdfium2

    from pipeline import read

    files = sorted(CORPUS.rglob("*.pdf"))
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in files)

    def plain() -> None:
        for path in files:
            for page in pypdfium2.PdfDocument(path):
                page.get_textpage().get_text_range()

    def plumber() -> None:
        for path in files:
            with pdfplumber.open(path) as document:
                for page in document.pages:
                    page.extract_text(), page.extract_tables()

    ratio(f"PDF read in full over pypdfium2's plain text ({pages} pages)", lambda: [read(p) for p in files], plain)
    ratio("pdfplumber's text and tables over our full reading", plumber, lambda: [read(p) for p in files], rounds=3)


def peak_memory() -> None:
    """Peak resident memory of the largest process of a run over our own corpus."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "pipeline.cli", "run", str(CORPUS), "-o", out, "-j", "2", "--quiet"]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    print(
        f"peak memory, largest process of `cetu run corpus`: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
    )


def cold_start() -> None:
    """`cetu extract` of a short file, whole process: wall time and the processor's, which other work does not lengthen."""
    path = min(CORPUS.rglob("*.txt"), key=lambda one: one.stat().st_size)
    with tempfile.TemporaryDirectory() as kept:
        for name, cache in (("lexicons parsed before", kept), ("first start, lexicons parsed", "")):
            times = [_process(["extract", str(path)], cache) for _ in range(COLD_ROUNDS + 1)][1:]
            wall, user = (statistics.median(column) for column in zip(*times, strict=True))
            print(
                f"cold start of `cetu extract`, {name}: {wall:.2f} s, {user:.2f} s of processor time "
                f"(min {min(times)[0]:.2f}, max {max(times)[0]:.2f}, {COLD_ROUNDS} rounds)"
            )
    times = [_process([], None) for _ in range(COLD_ROUNDS)]
    print(f"for comparison `python -c pass`: {statistics.median(wall for wall, _ in times):.2f} s")


def _process(arguments: list[str], cache: str | None) -> tuple[float, float]:
    """Wall and processor time of one `cetu` process; of Python alone where `cache` is null."""
    command = [sys.executable, "-c", "pass"] if cache is None else [sys.executable, "-m", "pipeline.cli", *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    environment = os.environ | {"CETU_CACHE": cache or ""}
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pathological() -> None:
    """Texts made of one thing 100,000 times; and how many times longer twice as much takes (2: linear)."""
    from pipeline import extract

    extract("一、总则")
    for unit in ("一、", "（", "至", "9", "。", "(一)", "学校", "组长：", "2020年", "到2025年", "90%，"):
        half, whole = (seconds(partial(extract, unit * count))[0] for count in (PATHOLOGICAL // 2, PATHOLOGICAL))
        print(
            f"{PATHOLOGICAL} times {unit}: {whole:.2f} s of processor time, {whole / half:.1f} times as long as half of it"
        )


def main() -> None:
    """Print every figure."""
    extraction_over_jieba()
    pdf_pages()
    cold_start()
    pathological()
    peak_memory()


if __name__ == "__main__":
    main()
