"""An upload taken in as it comes: parts go to the disk chunk by chunk, and limits hold while they come, whatever length was
announced. Nothing is read of a request whose sender may not import."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

import msgspec
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException

from pipeline.batch.discover import PLAN_ENDINGS
from pipeline.model.errors import UsageError
from pipeline.web.importing.jobs import Jobs
from pipeline.web.importing.names import numbered, safe_path
from pipeline.web.people import Role
from pipeline.web.security.csrf import FIELD, HEADER, refuse_foreign
from pipeline.web.security.tokens import same
from pipeline.web.settings import MIB, Settings
from pipeline.web.visit import Forbidden, visit_of
from pipeline.web.working.records import Busy

ENDINGS = frozenset(PLAN_ENDINGS | {".zip"})
_LONGEST_FIELD = 1000
_MOST_HEADERS = 1 << 14
_MOST_NAMED = 200
_MOST_TRIES = 2000


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in: the import's number, how many files and bytes, names that had to be changed (`names`: as sent, by
    the name it lies under), and what was refused with the reason."""

    number: int
    files: int
    bytes: int
    names: dict[str, str]
    refused: dict[str, str]


async def received(request: Request) -> Received:
    """Take an upload in. Raises Forbidden, UsageError, Busy (Chinese), HTTPException 413; then nothing is kept."""
    visit = visit_of(request)
    visit.need(Role.MANAGE)
    refuse_foreign(request)
    jobs = Jobs(visit.settings)
    if (busy := jobs.running()) is not None:
        raise Busy(f"第 {busy} 次导入正在进行，请等它结束后再试")
    number, folder = jobs.make()
    taker = _Taker(folder, visit.settings, visit.csrf, request.headers.get(HEADER))
    try:
        parser = MultipartParser(_boundary(request), taker.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            taker.count(len(chunk))
            parser.write(chunk)
        parser.finalize()
        return taker.result(number)
    except FormParserError as error:
        raise UsageError("上传的内容不完整，请重新选择文件再试") from error
    finally:
        taker.close()
        if not taker.complete:
            jobs.drop(number)


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise UsageError("没有收到文件：请用页面上的表单选择文件")
    return options[b"boundary"]


class _Taker:
    """Takes the parts of one upload from the parser."""

    def __init__(self, folder: Path, settings: Settings, token: str, header: str | None) -> None:
        self._folder, self._settings, self._token = folder, settings, token
        self._trusted = header is not None and same(header, token)
        self._names: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        self._files = self._parts = self._bytes = self._size = self._total = 0
        self._head: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        self._disposition = b""
        self._field = bytearray()
        self._path = PurePosixPath()
        self._stream: IO[bytes] | None = None
        self._sent = self._name = ""
        self._ended = self.complete = False

    def callbacks(self) -> dict[str, object]:
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._header(1, data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": lambda data, start, end: self._data(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def count(self, size: int) -> None:
        """Count what came over the line; raises HTTPException 413 where it is too much."""
        self._total += size
        if self._total > self._settings.upload_bytes + MIB:
            _too_much(f"一次上传的文件合计不能超过 {self._settings.upload_bytes // MIB} MB，请分几次导入")

    def result(self, number: int) -> Received:
        """What was taken in. Raises UsageError where that is nothing."""
        if not self._ended:
            raise UsageError("上传的内容不完整，请重新选择文件再试")
        if not self._trusted:
            self._distrust()
        if not self._files:
            why = "；".join(f"{name}：{reason}" for name, reason in list(self._refused.items())[:5])
            raise UsageError(f"没有可以导入的文件。{why}" if why else "请先选择要导入的文件或文件夹")
        self.complete = True
        return Received(
            number=number, files=self._files, bytes=self._bytes, names=self._names, refused=self._refused
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the file that is open."""
        if self._stream is not None:
            self._stream.close()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > self._settings.most_files + 20:
            _too_much(f"一次最多导入 {self._settings.most_files} 个文件，请分几次导入")
        self._disposition = b""
        self._field.clear()
        self._sent, self._name, self._size = "", "", 0

    def _header(self, which: int, data: bytes) -> None:
        self._head[which].extend(data)
        if len(self._head[which]) > _MOST_HEADERS:
            raise UsageError("上传的内容不完整，请重新选择文件再试")

    def _header_end(self) -> None:
        if self._head[0].lower() == b"content-disposition":
            self._disposition = bytes(self._head[1])
        self._head[0].clear()
        self._head[1].clear()

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._sent = options.get(b"filename", b"").decode("utf-8", "replace")
        if not self._sent:
            return
        if not self._trusted:
            self._distrust()
        self._path = safe_path(self._sent)
        if self._path.suffix.lower() not in ENDINGS:
            self._refuse(f"不是 PDF、Word、网页、文本文件或 ZIP（{self._path.suffix[:12] or '没有扩展名'}）")
        elif self._files >= self._settings.most_files:
            _too_much(f"一次最多导入 {self._settings.most_files} 个文件，请分几次导入")
        else:
            self._open()

    def _data(self, data: bytes) -> None:
        if self._stream is not None:
            self._size += len(data)
            if self._size > self._settings.file_bytes:
                self._give_up()
                self._refuse(f"超过单个文件 {self._settings.file_bytes // MIB} MB 的上限")
            else:
                self._stream.write(data)
        elif not self._sent and len(self._field) + len(data) <= _LONGEST_FIELD:
            self._field.extend(data)

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._files += 1
            self._bytes += self._size
            if str(self._path) != self._sent:
                self._names[str(self._path)] = self._sent[:500]
        elif self._name == FIELD and not self._trusted:
            self._trusted = same(self._field.decode("utf-8", "replace"), self._token)

    def _finish(self) -> None:
        self._ended = True

    def _open(self) -> None:
        """A new file in our folder, under a name that is not taken."""
        wanted = self._path
        for number in range(2, _MOST_TRIES):
            place = self._folder / self._path
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._stream = place.open("xb")
                return
            except (FileExistsError, NotADirectoryError):
                self._path = numbered(wanted, number)
                if number > 3:  # a file stands where a folder is wanted
                    self._path = PurePosixPath(self._path.name)
            except OSError:
                break
        self._refuse("文件名无法使用")

    def _give_up(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            (self._folder / self._path).unlink(missing_ok=True)

    def _refuse(self, why: str) -> None:
        if len(self._refused) < _MOST_NAMED:
            self._refused[self._sent[:200]] = why

    def _distrust(self) -> NoReturn:
        raise Forbidden("页面已过期或不是从本页面发出，请刷新后再试")


def _too_much(words: str) -> NoReturn:
    raise HTTPException(413, words)
