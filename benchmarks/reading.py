"""How fast files are read, as ratios within one run.

    python benchmarks/reading.py [FILE ...]

PDF: full reading (characters, lines, paragraphs, ruling lines, tables) against pdfplumber's `extract_text` plus
`extract_tables` (how many times faster we are) and against pdfium's bare text (how many times slower). DOCX: against
lxml parsing `word/document.xml` alone, unpacked already and with
unpacking (least of many rounds). TXT: against `bytes.decode` and `splitlines`. Without files, long plans are made
from the sources of the sample corpus.
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pipeline.reading import read  # noqa: E402
from scripts.corpus.docx_writer import build_docx  # noqa: E402
from scripts.corpus.pdf_writer import build_pdf  # noqa: E402
from scripts.corpus.schema import load_sources  # noqa: E402
from scripts.corpus.text import build_txt  # noqa: E402

_ROUNDS = 7
_SLOW_ROUNDS = 3
_MANY_ROUNDS = 150


def seconds(task: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time_ns()
    task()
    return (time.process_time_ns() - start) / 1e9


def compare(ours: Callable[[], object], other: Callable[[], object], rounds: int = _ROUNDS) -> tuple[float, float]:
    """Median seconds of ours, and the median of how many times longer it takes; both run in turn."""
    ours()
    pairs = [(seconds(ours), seconds(other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(a / b for a, b in pairs if b)


def least(ours: Callable[[], object], other: Callable[[], object], rounds: int = _MANY_ROUNDS) -> tuple[float, float]:
    """Least seconds of ours, and how many times the least of the other: for what takes a millisecond or two, where the
    median says how busy the machine is."""
    ours()
    pairs = [(seconds(ours), seconds(other)) for _ in range(rounds)]
    best = min(a for a, _ in pairs)
    return best, best / min(b for _, b in pairs)


def pdfium_text(path: Path) -> None:
    """The plain text of a PDF, nothing else."""
    with pypdfium2.PdfDocument(path) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()


def pdfplumber_all(path: Path) -> None:
    """Text and tables of a PDF by pdfplumber."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def measure(path: Path) -> str:
    """One line on one file."""
    source = read(path)
    if source.media_type == "application/pdf":
        pages = len(source.pages)
        taken, slower = compare(lambda: read(path), lambda: pdfium_text(path))
        _, share = compare(lambda: read(path), lambda: pdfplumber_all(path), _SLOW_ROUNDS)
        return (
            f"{pages} pages, {len(source.tables)} tables: {taken / pages * 1e3:.1f} ms a page; "
            f"{1 / share:.1f} x faster than pdfplumber text + tables, {slower:.1f} x pdfium text"
        )
    if path.suffix == ".docx":
        xml = zipfile.ZipFile(path).read("word/document.xml")
        taken, slower = least(lambda: read(path), lambda: etree.fromstring(xml))
        _, packed = least(lambda: read(path), lambda: etree.fromstring(zipfile.ZipFile(path).read("word/document.xml")))
        return f"{len(xml):,} bytes of XML: {taken * 1e3:.2f} ms; {slower:.1f} x lxml parsing, {packed:.1f} x with unpacking"
    data, encoding = path.read_bytes(), source.encoding or "utf-8"
    taken, slower = compare(lambda: read(path), lambda: data.decode(encoding).splitlines())
    return f"{len(data):,} bytes of {encoding}: {taken * 1e3:.1f} ms; {slower:.1f} x decode + splitlines"


def long_files(folder: Path) -> list[Path]:
    """Long plans: running text alone, and with tables, in each format."""
    sources = [source for source in load_sources(ROOT / "scripts/corpus/sources") if not source.is_raw]
    made: list[Path] = []
    for name, with_tables in (("text", False), ("tables", True)):
        blocks = [block for source in sources for block in source.body if with_tables or not block.table]
        long = dataclasses.replace(sources[0], body=tuple(blocks))
        for ending, data in (
            ("pdf", build_pdf(long)),
            ("docx", build_docx(long)),
            ("txt", build_txt(long, "txt-utf8")),
            ("gb.txt", build_txt(long, "txt-gb18030")),
        ):
            path = folder / f"{name}.{ending}"
            path.write_bytes(data)
            made.append(path)
    return made


def main(arguments: list[str]) -> None:
    """Measure the given files, or long plans made here."""
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(name) for name in arguments] or long_files(Path(folder)):
            print(f"{path.name}: {measure(path)}")


if __name__ == "__main__":
    main(sys.argv[1:])
