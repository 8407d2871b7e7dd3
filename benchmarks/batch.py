"""What a run costs, as ratios taken in one go: `python benchmarks/batch.py [--files N]` (`--full`: 1,000). Two cores against one
alone, on a machine with nothing else to do: `python benchmarks/batch.py --cores --files 1000 --rounds 2` (some five minutes).

Ratios of work (per plan, store, second run) are of processor time, with the work done inside this process: on a machine that
others use, wall time measures them too. What a run over so few plans costs once (opening the base, looking through the folder,
closing: some 20 million instructions) is counted in; the workbook, which a run writes once, is not. As in a worker, lexicons and
patterns are kept out of the garbage collector's sight. Throughput of two workers against one can only be told by the wall: it is
taken in turn, and beside it stands what the processor says (the part of the work that one process has to do alone).
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from docx import Document
from docx.shared import Pt

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "corpus"
sys.path.insert(0, str(ROOT))

from benchmarks.plans import write  # noqa: E402
from pipeline.batch import Outcome, RunOptions, run_folder, worker  # noqa: E402
from pipeline.batch.discover import Candidate  # noqa: E402
from pipeline.batch.engine import Bounds, Stop, never  # noqa: E402
from pipeline.batch.keeping import Keeper  # noqa: E402
from pipeline.batch.pool import LocalEngine  # noqa: E402
from pipeline.reading import Limits  # noqa: E402

ROUNDS = 5
_NO_WORK = 1000


class Inline:
    """An engine that does the work here: what it costs can be read from this process's clock."""

    def outcomes(self, candidates: Iterable[Candidate], stop: Stop = never) -> Generator[Outcome]:
        for one in candidates:
            yield worker.process(one.path, one.relative)


class Meter:
    """Processor time of calls to a function."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def on(self, owner: object, name: str) -> Iterator[None]:
        """Measure calls of `owner.name` inside the block."""
        original: Callable[..., object] = getattr(owner, name)

        def measured(*args: object, **kwargs: object) -> object:
            begun = time.process_time()
            try:
                return original(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - begun

        with mock.patch.object(owner, name, measured):
            yield


def costs(folder: Path, out: Path) -> tuple[float, float, float]:
    """Processor seconds of a run over `folder`: in all without the workbook, of the store with the JSON files, of the
    workbook."""
    from pipeline.batch import run

    store, workbook = Meter(), Meter()
    with (
        mock.patch.object(run, "engine_for", return_value=Inline()),
        store.on(Keeper, "write"),
        workbook.on(run, "write_ledger"),
    ):
        begun = time.process_time()
        run_folder(folder, out, RunOptions())
        whole = time.process_time() - begun
    return whole - workbook.seconds, store.seconds, workbook.seconds


def per_plan(folder: Path, base: Callable[[list[Path]], object], name: str) -> None:
    """Print the cost of plans of one format over that of `base` on the same files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    base(files[:2])
    ratios, shares = [], []
    with tempfile.TemporaryDirectory() as place:
        for number in range(ROUNDS):
            whole, store, _ = costs(folder, Path(place) / f"out{number}")
            begun = time.process_time()
            base(files)
            ratios.append(whole / (time.process_time() - begun))
            shares.append(store / whole)
    ratios.sort()
    print(
        f"run per {name}: {statistics.median(ratios):.2f} (min {ratios[0]:.2f}, max {ratios[-1]:.2f}, {len(files)} plans, "
        f"{ROUNDS} rounds, processor time); store and JSON are {statistics.median(shares):.1%} of it",
        flush=True,
    )


def each_plan(count: int) -> None:
    """Cost per text plan and per PDF plan: made-up ones, as dense with facts as real ones and denser, and real ones where
    there are any."""
    with tempfile.TemporaryDirectory() as place:
        real = Path(place) / "real"
        for dense, what in ((False, "made-up"), (True, "dense made-up")):
            made = Path(place) / what
            per_plan(
                write(made / "txt", count, kind="txt-utf8", dense=dense),
                jieba_cut,
                f"{what} text plan over `jieba.lcut` of its text",
            )
            per_plan(
                write(made / "pdf", max(6, count // 3), kind="pdf", dense=dense),
                plumber,
                f"{what} PDF plan over pdfplumber's text and tables",
            )
        if texts := sorted(REAL.glob("*.txt")):
            per_plan(REAL, jieba_cut, "real text plan over `jieba.lcut` of its text")
            if shutil.which("soffice"):
                per_plan(typeset(texts, real), plumber, "real PDF plan over pdfplumber's text and tables")


def typeset(texts: list[Path], folder: Path) -> Path:
    """Real plans set as PDF by LibreOffice, as an office would: a paragraph a line, 14 points."""
    folder.mkdir()
    for text in texts:
        document = Document()
        document.styles["Normal"].font.size = Pt(14)
        for line in text.read_text("utf-8").splitlines():
            document.add_paragraph(line)
        document.save(str(folder / f"{text.stem}.docx"))
    made = sorted(folder.glob("*.docx"))
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder.parent / 'office').as_uri()}",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", str(folder), *map(str, made)], check=True, capture_output=True)
    for path in made:
        path.unlink()
    return folder


def jieba_cut(files: list[Path]) -> None:
    """`jieba.lcut` of the texts."""
    import jieba

    jieba.setLogLevel(60)
    for path in files:
        jieba.lcut(path.read_text("utf-8"))


def plumber(files: list[Path]) -> None:
    """pdfplumber's text and tables."""
    import pdfplumber

    for path in files:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text(), page.extract_tables()
                page.close()


def mixed(count: int) -> None:
    """Throughput on one and two workers, the store's share and the second run, over mixed plans."""
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place) / "plans", count)
        whole, store, workbook = costs(folder, Path(place) / "inline")
        again, _, _ = costs(folder, Path(place) / "inline")
        print(
            f"{count} mixed plans: {whole / count * 1000:.1f} ms of processor time a plan; store and JSON {store / whole:.1%} "
            f"of it; workbook {workbook:.1f} s more; second run {again / whole:.1%} of the first",
            flush=True,
        )
        ratios, parents = [], []
        for number in range(ROUNDS):
            seconds = []
            for jobs in (1, 2):
                begun, own = time.perf_counter(), time.process_time()
                summary = run_folder(folder, Path(place) / f"{number}-{jobs}", RunOptions(jobs=jobs))
                seconds.append(time.perf_counter() - begun)
                parents.append((time.process_time() - own) / count)
                if summary.troubles:
                    raise SystemExit(f"not all plans were read: {summary.troubles[0]}")
            ratios.append(seconds[0] / seconds[1])
        ratios.sort()
        load = os.getloadavg()[0]
        alone = statistics.median(parents)
        print(
            f"two workers over one: {statistics.median(ratios):.2f} times as fast by the wall (min {ratios[0]:.2f}, max "
            f"{ratios[-1]:.2f}, {ROUNDS} rounds, load {load:.1f}); the one process that writes takes {alone * 1000:.1f} ms "
            f"a plan with report and workbook: {alone / (whole / count):.1%} of the work cannot be shared out",
            flush=True,
        )


def cores(count: int, rounds: int = ROUNDS) -> None:
    """Print how much faster the command is on two cores than on one: whole processes, each kept to its cores."""
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place) / "plans", count)
        ratios = []
        for number in range(rounds):
            one, two = (_command(folder, Path(place) / f"{number}-{n}", n) for n in (1, 2))
            print(f"{count} mixed plans: {one:.1f} s on one core, {two:.1f} s on two", flush=True)
            ratios.append(one / two)
    ratios.sort()
    print(
        f"`cetu run` on two cores over one: {statistics.median(ratios):.2f} times as fast by the wall (min {ratios[0]:.2f}, max "
        f"{ratios[-1]:.2f}, {rounds} rounds of {count} mixed plans, start and workbook included, load {os.getloadavg()[0]:.1f})",
        flush=True,
    )


def _command(folder: Path, out: Path, count: int) -> float:
    """Seconds that a run takes on so many cores."""
    kept = sorted(os.sched_getaffinity(0))[:count]
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(out), "-j", str(count), "--quiet"]
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        os.sched_setaffinity(running.pid, kept)  # before it has started anything of its own
    if running.returncode:
        raise SystemExit("the run failed")
    return time.perf_counter() - begun


def no_work(path: str, relative: str, limits: Limits) -> Outcome:
    """Nothing, for what the pool alone costs."""
    return Outcome(path=relative, status="ok")


def extra_cost() -> None:
    """What the pool costs a file."""
    engine = LocalEngine(2, Bounds(), no_work)
    list(engine.outcomes([Candidate("warm", "warm")]))
    begun, own = time.perf_counter(), time.process_time()
    done = list(engine.outcomes(Candidate(str(n), str(n)) for n in range(_NO_WORK)))
    wall, cpu = time.perf_counter() - begun, time.process_time() - own
    assert len(done) == _NO_WORK
    print(
        f"extra cost of a killable worker: {wall / _NO_WORK * 1000:.2f} ms a file by the wall, {cpu / _NO_WORK * 1000:.2f} ms "
        f"of the parent's processor time ({_NO_WORK} files without work, starting and ending the pool included)",
        flush=True,
    )


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--full", action="store_true", help="1,000 plans")
    parser.add_argument("--cores", action="store_true", help="two cores against one alone")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of two cores against one")
    chosen = parser.parse_args()
    files = 1000 if chosen.full else chosen.files
    if chosen.cores:
        cores(files, chosen.rounds)
        return
    worker.warm_up()
    gc.freeze()
    extra_cost()
    each_plan(files // 3)
    mixed(files)
    if hasattr(os, "sched_setaffinity"):
        cores(files, chosen.rounds)


if __name__ == "__main__":
    main()
