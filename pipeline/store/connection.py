"""Opening the database file: versions, migrations, and errors a user can act on."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import StoreError
from pipeline.store.lock import WriteLock
from pipeline.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

_BUSY_SECONDS = 10.0
_AGAIN_SECONDS = 0.02
_CACHE_KIB = 64 * 1024
_LOG_PAGES = 32 * 1024
# Rows of one table come in several shapes, each with a statement of its own; Python keeps 128 by itself.
_STATEMENTS = 512


@contextmanager
def _closed_on_error(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Close the connection where what is done with it fails, and say what went wrong in words for a user."""
    try:
        yield
    except sqlite3.Error as error:
        connection.close()
        raise as_store_error(error, path) from error
    except StoreError:
        connection.close()
        raise


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection that may write; the file and its tables are made where they are not there, older ones migrated."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, "rwc")
    with _closed_on_error(connection, path):
        with_errors(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        # Readers go on while a run writes. `close_writer` turns it off again, so that one plain file is left.
        _keep_a_log(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        # A document touches some hundred pages all over the indexes of ids and dates; with SQLite's own 2 MB of cache each
        # was read anew, and its log was taken in every third document (docs/decisions.md, the store at size).
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        _migrate(connection)
    return connection


def open_for_reading(path: Path, *, migrate: bool = True) -> sqlite3.Connection:
    """A connection that cannot write. Raises StoreError where there is no knowledge base at `path`, and without `migrate` where
    an older program has written it: nothing of the file is touched then."""
    if not path.is_file():
        raise StoreError(f"找不到知识库 {path}，请先用 cetu run 处理一个文件夹，或用 --kb 指明位置")
    connection = _connect(path, "rw" if migrate and os.access(path, os.W_OK) else "ro")
    with _closed_on_error(connection, path):
        version = with_errors(connection, path)
        if 0 < version < VERSION and not migrate:
            raise StoreError(
                f"知识库 {path} 由旧版策图写成（第 {version} 版），要先升级到第 {VERSION} 版："
                "请先在命令行运行一次查询（如 cetu deadlines），再试"
            )
        if 0 < version < VERSION:
            connection.close()
            _bring_up_to_date(path)
            return open_for_reading(path)
        if version == 0:
            raise StoreError(f"{path} 不是策图的知识库")
        connection.execute("PRAGMA query_only = ON")
    return connection


def open_watcher(path: Path) -> sqlite3.Connection:
    """A connection that only looks whether others have written; it may be used from any thread, one at a time."""
    connection = _connect(path, "rw" if os.access(path, os.W_OK) else "ro", any_thread=True)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _bring_up_to_date(path: Path) -> None:
    """Migrate the base of an older program before it is read."""
    if not os.access(path, os.W_OK):
        raise StoreError(f"知识库 {path} 由旧版策图写成，需要升级一次，但没有写入权限")
    lock = WriteLock(path)
    lock.acquire()
    try:
        close_writer(open_for_writing(path))
    finally:
        lock.release()


def close_writer(connection: sqlite3.Connection) -> None:
    """Close so that one plain file is left: no -wal, no -shm. With a reader still at work, the last to close does it."""
    try:
        connection.execute("PRAGMA busy_timeout = 200")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        pass  # a reader is at work; nothing is lost, the log is taken in when the last connection closes
    finally:
        connection.close()


@contextmanager
def many_rows(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside, the rows of files are put in with less work. What would undo half a statement is kept in memory: for each statement
    of several rows SQLite writes every page it changes into a temporary file (some 200 a plan). What is sorted elsewhere stays
    in files: a ledger may have a million rows. Foreign keys are not looked up row by row (2 % of the writing), nor is a kind or role
    sought in the list of those that a table allows, which SQLite makes a table of its own for each statement (10 %): the rows
    of a file are made together so that each finds what it points to (`file_rows`), and all tests that write check both.

    Inside of itself, or of a transaction that is under way already, it does nothing: after each change of these settings SQLite
    makes all its statements anew.
    """
    if connection.in_transaction or not connection.execute("PRAGMA foreign_keys").fetchone()[0]:
        yield
        return
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = DEFAULT")


def with_errors(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of an open file (0: empty). Raises StoreError for what is not ours or newer than we are."""
    try:
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.Error as error:
        raise as_store_error(error, path) from error
    if tables and application != APPLICATION_ID:
        raise StoreError(f"{path} 是别的程序的数据库，不是策图的知识库")
    if version > VERSION:
        raise StoreError(f"{path} 由更新版本的策图写成（第 {version} 版，本程序只认到第 {VERSION} 版），请升级")
    return version


def as_store_error(error: sqlite3.Error, path: Path | str = "") -> StoreError:
    """What went wrong in words for a user; `path` where it is known which base it was."""
    words, base = str(error), f"知识库 {path} " if path else "知识库"
    if "locked" in words or "busy" in words:
        return StoreError(f"{base}正被占用，请稍后再试")
    if "not a database" in words or "malformed" in words or "corrupt" in words:
        return StoreError(f"{base}已损坏，请删除后重新运行 cetu run")
    if "readonly" in words:
        return StoreError(f"{base}不可写（没有权限）")
    if "full" in words:
        return StoreError(f"磁盘空间不足，{base}未能读写")
    if "unable to open" in words:
        return StoreError(f"{base}无法打开（没有权限，或路径有误）")
    return StoreError(f"{base}出错：{words}")


def _connect(path: Path, mode: str, *, any_thread: bool = False) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None,
            check_same_thread=not any_thread, cached_statements=_STATEMENTS,
        )  # fmt: skip
    except sqlite3.Error as error:
        raise as_store_error(error, path) from error
    connection.row_factory = sqlite3.Row
    return connection


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging. SQLite asks for this lock while it holds another one, and then it does not wait as it
    does elsewhere: where somebody is just writing or closing, it is tried again for as long as other statements wait."""
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_AGAIN_SECONDS)
        else:
            return


def _migrate(connection: sqlite3.Connection) -> None:
    """All steps that are left, or none: a new base takes them all, and each by itself would write what the others change again.
    The version is read inside the transaction: two programs that open an old base at once do not both take a step."""
    if _version(connection) < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in MIGRATIONS[_version(connection) :]:
                for statement in _statements(step):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit what is under way."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
