"""Web pages saved as one file (MHT): the page itself is one part of a mail message."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.html.reader import read_html
from pipeline.reading.limits import Limits

_MEDIA_TYPE = "multipart/related"
_NO_PAGE = "单文件网页（MHT）里找不到网页正文，可能已损坏；请用浏览器重新保存，或另存为 .docx、PDF 再试"
_MOST_PARTS = 2000


def read_mht(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of the page. Raises ReadError if there is none."""
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    wanted = message.get_param("start")
    pages = [part for part in _parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise ReadError(_NO_PAGE)
    page = next((part for part in pages if wanted and part.get("Content-ID") == wanted), pages[0])
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        raise ReadError(_NO_PAGE)
    charset = page.get_param("charset")
    declared = charset if isinstance(charset, str) else None
    return read_html(content, path, digest, limits, media_type=_MEDIA_TYPE, declared=declared)


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            return
        yield part
