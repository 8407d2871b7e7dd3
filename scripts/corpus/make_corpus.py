"""Make the files of the sample corpus from their YAML sources.

Usage::

    python scripts/corpus/make_corpus.py [--out corpus] [--all-formats DIR] [--check]

Schema of ``scripts/corpus/sources/*.yaml`` (one plan in each)::

    kind: 实施方案            what sort of plan it is; not printed
    title: ...               printed as the title; also the file name unless ``file`` is given
    file: ...                file name without ending (optional)
    folder: ...              subfolder of corpus/ (optional)
    issuer: ... date: ...    printed where the body says ``sign: true``
    number: 云政办发〔2024〕12号   printed above the title (optional)
    subtitle: [...]          lines printed below the title (optional)
    header: ...              running header in DOCX and PDF (optional)
    footer: "— {page} —"     running footer in DOCX and PDF; this is the default
    formats: [docx, pdf, txt-utf8 | txt-utf8-bom | txt-gb18030 | txt-utf16 | txt-big5]
    numbering: official      一、（一）1.（1）  (default)
               chapter       第一章 / 第一条 (counted through) /（一）/ 1.
               part          第一部分 / 一、/（一）/ 1.
               decimal       1 / 1.1 / 1.1.1 / 1)
    txt: {indent: true, wrap: 0}   indent of paragraphs; hard line breaks after N characters
    body:                    list of blocks, each with one key
      - h1: ...              heading of level 1 to 4 (h1, h2, h3, h4), numbered automatically
      - n3: ...              paragraph numbered on that level, counted with the headings
      - t1: ...              heading of a level without number
      - p: ...               paragraph, or a list of paragraphs
      - center: ...          centred line(s)
      - list: [...]          numbered list starting again at 1., or
      - list: {label: ①, items: [...]}   with label 1. 1、 1） （1） ①
      - roster: [...]        lines of a list of members, spacing kept
      - table: {caption: ..., head: 1, widths: [...], rows: [[...], ...]}
                             ``head`` header rows; a cell ``^`` belongs to the cell above,
                             ``<`` to the cell on its left
      - sign: true           issuer and date, or a list of lines, set to the right
    raw: |                   instead of body: the whole text of a TXT as it stands
    raw_join: ""             join the lines of raw with this (makes one single line)
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
if str(ROOT) not in sys.path:  # run as a script, not imported
    sys.path.insert(0, str(ROOT))

from scripts.corpus.docx_writer import build_docx  # noqa: E402
from scripts.corpus.pdf_writer import build_pdf  # noqa: E402
from scripts.corpus.schema import Source, load_sources  # noqa: E402
from scripts.corpus.text import build_txt  # noqa: E402

ALL_FORMATS = ("txt-utf8", "docx", "pdf")


def build(source: Source, file_format: str) -> bytes:
    """Bytes of a source in one format."""
    if file_format == "docx":
        return build_docx(source)
    if file_format == "pdf":
        return build_pdf(source)
    return build_txt(source, file_format)


def file_name(source: Source, file_format: str) -> Path:
    """Path of a file inside the corpus folder."""
    return Path(source.folder) / f"{source.file}.{file_format.split('-')[0]}"


def chosen_files(sources: list[Source]) -> dict[Path, bytes]:
    """Every source in the formats it asks for."""
    return {file_name(s, f): build(s, f) for s in sources for f in s.formats}


def all_format_files(sources: list[Source]) -> dict[Path, bytes]:
    """Every source that is not raw, as TXT, DOCX and PDF."""
    usable = [s for s in sources if not s.is_raw]
    return {file_name(s, f): build(s, f) for s in usable for f in ALL_FORMATS}


def write_files(files: dict[Path, bytes], folder: Path) -> None:
    """Write the files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _content(path: Path | str, data: bytes) -> object:
    """What is compared: a DOCX by its members, whatever zlib compressed it."""
    if not str(path).endswith(".docx"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def differences(files: dict[Path, bytes], folder: Path) -> list[str]:
    """Names of files that are missing, different or left over in a folder."""
    found = []
    for name, data in files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif _content(name, path.read_bytes()) != _content(name, data):
            found.append(f"differs: {name}")
    endings = {".txt", ".docx", ".pdf"}
    present = (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.suffix in endings)
    return found + [f"left over: {name}" for name in present if name not in files]


def _check(files: dict[Path, bytes], folder: Path) -> int:
    found = differences(files, folder)
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(files)} files, {len(found)} differences")
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the sample corpus from its sources.")
    parser.add_argument("--out", type=Path, default=ROOT / "corpus", help="folder to write to")
    parser.add_argument("--all-formats", type=Path, metavar="DIR", help="write all formats to DIR")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    sources = load_sources(HERE / "sources")
    if options.all_formats:
        write_files(all_format_files(sources), options.all_formats)
        return 0
    files = chosen_files(sources)
    if options.check:
        return _check(files, options.out)
    write_files(files, options.out)
    print(f"{len(files)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
