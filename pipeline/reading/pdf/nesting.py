"""Drawings that draw themselves: a file made so keeps every PDF library busy for ever.

So do drawings that draw one another ten times over, ten deep. Office software writes neither, though some programs list more
drawings than they use. So a file with a loop, or with drawings deep inside one another, is first tried in a process of its
own, which can be ended.
"""

from __future__ import annotations

import re

from pipeline.model.errors import ReadError
from pipeline.reading.pdf.apart import run_apart

_SECONDS = 10.0
_DEEPEST = 5
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,7})\s{1,4}\d{1,5}\s{1,4}obj\b(.{0,3000}?)(?:\bstream\b|\bendobj\b)", re.DOTALL)
_DRAWINGS = re.compile(rb"/XObject\s{0,4}<<(.{0,2000}?)>>", re.DOTALL)
_REFERENCE = re.compile(rb"(\d{1,7})\s{1,4}\d{1,5}\s{1,4}R\b")
_RESOURCES = re.compile(rb"/Resources\s{1,4}(\d{1,7})\s{1,4}\d{1,5}\s{1,4}R\b")
_TRIED = """
import sys, pypdfium2
pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
for number in range(len(pdf)):
    try:
        pdf[number].close()
    except pypdfium2.PdfiumError:
        pass
"""


def check_nesting(data: bytes) -> None:
    """Raise ReadError if drawings within drawings would take for ever to read."""
    if data.count(b"/Form") < 1 or _depth(_drawn(data)) <= _DEEPEST:
        return
    try:
        run_apart(_TRIED, data, seconds=_SECONDS)
    except TimeoutError:
        raise ReadError(
            "PDF 中的图形互相嵌套、没有尽头或层次过多，无法读取；请重新获取，或打印为新的 PDF 再试"
        ) from None


def _drawn(data: bytes) -> dict[bytes, set[bytes]]:
    """Which drawings each drawing can call, by their numbers."""
    lists: dict[bytes, set[bytes]] = {}
    forms: dict[bytes, set[bytes]] = {}
    shared: dict[bytes, bytes] = {}
    for found in _OBJECT.finditer(data):
        number, body = found[1], found[2]
        if b"/XObject" not in body and b"/Form" not in body:
            continue
        called = {one for part in _DRAWINGS.findall(body) for one in _REFERENCE.findall(part)}
        lists[number] = called
        if b"/Form" in body:
            forms[number] = called
            if (resources := _RESOURCES.search(body)) is not None:
                shared[number] = resources[1]
    return {number: called | lists.get(shared.get(number, b""), set()) for number, called in forms.items()}


def _depth(calls: dict[bytes, set[bytes]]) -> float:
    """How deep drawings lie in one another; endless where one calls itself, by way of others or not: those that call none
    are taken away until none is."""
    left = {number: called & calls.keys() for number, called in calls.items()}
    callers: dict[bytes, list[bytes]] = {}
    for number, called in left.items():
        for other in called:
            callers.setdefault(other, []).append(number)
    depths = dict.fromkeys((number for number, called in left.items() if not called), 1)
    done = list(depths)
    while done:
        gone = done.pop()
        for caller in callers.get(gone, ()):
            left[caller].discard(gone)
            depths[caller] = max(depths.get(caller, 1), depths[gone] + 1)
            if not left[caller]:
                done.append(caller)
    if any(left.values()):
        return float("inf")
    return max(depths.values(), default=0)
