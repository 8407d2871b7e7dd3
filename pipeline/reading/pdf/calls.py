"""The functions of pdfium that are asked for every character and every drawn object.

pypdfium2 has ctypes look at the type of each argument, which takes longer than what pdfium then does. Here they are called with
addresses as they are (`address_of`), without letting other threads run in between: each takes less than a millionth of a second.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


class Address(ctypes.c_void_p):
    """Where something of pdfium's stands in memory; as a class of its own it is handed on as it is."""


# Types of arrays are kept: ctypes forgets one that nothing uses, and making it anew takes as long as a hundred calls.
TwoFloats, FourFloats, SixFloats = ctypes.c_float * 2, ctypes.c_float * 4, ctypes.c_float * 6
TwoNumbers, FourCounts, Letters = ctypes.c_int * 2, ctypes.c_uint * 4, ctypes.c_char * 80


def address_of(pointer: object) -> Address:
    """The address that a pointer of pypdfium2 holds. It keeps nothing alive: the pointer's owner must outlive it."""
    # `ctypes.cast` would leave a cycle behind with each.
    return Address(ctypes.c_void_p.from_buffer(pointer).value)  # type: ignore[arg-type]


def start_of(numbers: ctypes.Array[Any]) -> object:
    """Where pdfium is to write some numbers, ready for many calls."""
    return ctypes.byref(numbers)


def places_of(numbers: ctypes.Array[Any]) -> list[object]:
    """Where pdfium is to write each of some numbers."""
    size = ctypes.sizeof(numbers) // len(numbers)
    return [ctypes.byref(numbers, size * place) for place in range(len(numbers))]


def _plain(function: object, gives: type | None = ctypes.c_int) -> Callable[..., int]:
    return ctypes.PYFUNCTYPE(gives)(ctypes.cast(function, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


loose_box = _plain(
    raw.FPDFText_GetLooseCharBox, None
)  # nobody asks what it gives back, which takes a fifth of the call
angle_of: Callable[..., float] = _plain(raw.FPDFText_GetCharAngle, ctypes.c_float)
fill_colour = _plain(raw.FPDFText_GetFillColor)
get_text = _plain(raw.FPDFText_GetText)
font_info = _plain(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
page_object: Callable[..., Address] = _plain(raw.FPDFPage_GetObject, Address)  # type: ignore[assignment]
object_type = _plain(raw.FPDFPageObj_GetType)
object_matrix = _plain(raw.FPDFPageObj_GetMatrix)
path_length = _plain(raw.FPDFPath_CountSegments)
path_mode = _plain(raw.FPDFPath_GetDrawMode)
path_segment: Callable[..., Address] = _plain(raw.FPDFPath_GetPathSegment, Address)  # type: ignore[assignment]
segment_point = _plain(raw.FPDFPathSegment_GetPoint)
segment_type = _plain(raw.FPDFPathSegment_GetType)
segment_closes = _plain(raw.FPDFPathSegment_GetClose)
