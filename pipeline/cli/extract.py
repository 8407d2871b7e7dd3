"""`cetu extract`: one file's result on standard output."""

from __future__ import annotations

import sys

import click

from pipeline.cli.zh import Command


@click.command(cls=Command)
@click.argument("file", metavar="文件")
@click.option("--with-text", is_flag=True, help="结果中带上原文（text）")
@click.option("--issued", metavar="日期", help="文中没有日期时，按这一天推算“本学期”“明年”等（如 2024-09-01）")
@click.option("--ocr-pages", type=click.IntRange(0, 10_000), help="扫描件最多识别几页（默认 12；0 为不识别）")
def extract(file: str, with_text: bool, issued: str | None, ocr_pages: int | None) -> None:
    """抽取一个文件，结果以 JSON 输出；文件写 - 时从标准输入读文本。"""
    from pipeline.api import extract as extract_facts
    from pipeline.model.result import to_json
    from pipeline.reading import Limits, read, read_bytes

    limits = Limits() if ocr_pages is None else Limits(ocr_pages=ocr_pages, ocr_seconds=float("inf"))
    source = read_bytes(sys.stdin.buffer.read(), limits=limits) if file == "-" else read(file, limits=limits)
    result = extract_facts(source, issued=_checked(issued))
    sys.stdout.write(to_json(result, with_text=with_text).decode("utf-8"))


def _checked(issued: str | None) -> str | None:
    from pipeline.cli.dates import iso_date

    return iso_date(issued) if issued else None
