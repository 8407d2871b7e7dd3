"""Words on a picture, by RapidOCR: an optional part (`cetu[ocr]`) whose models come inside its package.

Nothing is fetched: only the models of the default size are in the package, so the defaults stay as they are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

import msgspec

from pipeline.model.errors import ReadError

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "pip install 'cetu[ocr]'"
# As an A4 page at some 110 dots per inch: more tells the recogniser nothing and costs time.
LONGEST_SIDE = 1290.0
_PARTS = ("rapidocr", "onnxruntime")
_THREADS = 2
_CORNERS = 4
# The brackets around the year of a document number are often taken for others.
_YEAR = re.compile("[(（〔\\[【〈](\\d{4})[)）〕\\]】〉](?=第?\\d{1,5}号)")

Corner = tuple[float, float]


class WrittenLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of words on a picture, with its box in points of the picture."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class _Found(Protocol):
    """What RapidOCR gives."""

    boxes: Sequence[Sequence[Corner]] | None
    txts: Sequence[str] | None


class _Engine(Protocol):
    def __call__(
        self, picture: object, *, use_det: bool = True, use_cls: bool = True, use_rec: bool = True
    ) -> _Found: ...


def is_installed() -> bool:
    """Whether the recogniser is there."""
    return all(find_spec(part) is not None for part in _PARTS)


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    """The recogniser; loading takes a second or two, so that it is kept."""
    try:
        make = import_module("rapidocr").RapidOCR
    except ImportError as error:
        raise ReadError(f"文字识别（OCR）没有装好：{error}；请重新安装：{INSTALL}") from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engine: _Engine = make(
        params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS}
    )
    return engine


def written_lines(picture: Image) -> list[WrittenLine]:
    """The lines of words on a picture, in no fixed order of reading. Raises ReadError if the recogniser fails."""
    found = _read(picture, whole=True)
    if found.boxes is None or found.txts is None:
        return []
    lines = [
        _line(corners, text)
        for corners, text in zip(found.boxes, found.txts, strict=True)
        if text.strip() and len(corners) == _CORNERS
    ]
    return sorted(lines, key=lambda line: (line.top, line.x0, line.text))


def words_of(picture: Image) -> str:
    """The words of a picture that holds but one line; "" where it holds none. Raises ReadError as `written_lines`."""
    found = _read(picture, whole=False)
    return _tidy("".join(found.txts or ()))


def _read(picture: Image, *, whole: bool) -> _Found:
    import numpy

    pixels = numpy.asarray(picture.convert("RGB"))[:, :, ::-1]
    try:
        return _engine()(numpy.ascontiguousarray(pixels), use_det=whole, use_cls=whole, use_rec=True)
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(f"文字识别（OCR）失败（{type(error).__name__}）") from error


def _tidy(text: str) -> str:
    return _YEAR.sub("〔\\1〕", text.strip())


def _line(corners: Sequence[Corner], text: str) -> WrittenLine:
    """Of a line that is a little aslant, the upright rectangle of the same height in its middle."""
    (xa, ya), (xb, yb), (xc, yc), (xd, yd) = ((float(x), float(y)) for x, y in corners)
    return WrittenLine(text=_tidy(text), x0=(xa + xd) / 2, top=(ya + yb) / 2, x1=(xb + xc) / 2, bottom=(yc + yd) / 2)
