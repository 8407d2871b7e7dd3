"""Ledger workbooks that came back, kept between looking at their changes and writing them."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

import msgspec

from pipeline.export.importing import ImportPlan
from pipeline.model.errors import UsageError

MOST_BYTES = 16 << 20
_MOST_KEPT = 10
_TOKEN = re.compile(r"[0-9a-f]{32}")
_PIECE = 1 << 20
_BOOK, _PLAN = "book.xlsx", "plan.json"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept beside a workbook: its name as it was sent (only ever shown), how it was to be taken, what it would change."""

    name: str
    overwrite: bool
    plan: ImportPlan


class ReturnedBooks:
    """A folder of the last few workbooks, each in a folder with a name that cannot be guessed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, stream: BinaryIO) -> str:
        """Keep a workbook; gives the word it is asked for by. Raises UsageError (Chinese) where it is too big."""
        token = secrets.token_hex(16)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[_MOST_KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
        home = self._folder / token
        home.mkdir(mode=0o700)
        size = 0
        with (home / _BOOK).open("wb") as out:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    self.drop(token)
                    raise UsageError(f"文件太大（超过 {MOST_BYTES >> 20} MB），不是导出的台账")
                out.write(piece)
        return token

    def book(self, token: str) -> Path:
        """The workbook. Raises UsageError where it is not kept any more."""
        path = self._folder / token / _BOOK
        if not _TOKEN.fullmatch(token) or not path.is_file():
            raise UsageError("这份台账已不在，请重新上传")
        return path

    def note(self, token: str, kept: Kept) -> None:
        """Keep what was found out about a workbook."""
        (self.book(token).parent / _PLAN).write_bytes(msgspec.json.encode(kept))

    def noted(self, token: str) -> Kept:
        """What was found out about it."""
        try:
            return msgspec.json.decode((self.book(token).parent / _PLAN).read_bytes(), type=Kept)
        except OSError:
            raise UsageError("这份台账已不在，请重新上传") from None

    def drop(self, token: str) -> None:
        """Keep it no longer."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self._folder / token, ignore_errors=True)
