"""Accounts, their sessions, and the log of who did what. Passwords are kept as Argon2id digests (argon2-cffi's defaults)."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.model.errors import CetuError, UsageError
from pipeline.web.people import NOBODY, ROLE_NAMES, Person, Role
from pipeline.web.security.tokens import new_session
from pipeline.web.state import State

_IDLE = timedelta(hours=12)
# A session's last use is written down at most once in this time: reading pages writes nothing.
_NOTED_EVERY = timedelta(minutes=5)
_WINDOW = timedelta(minutes=15)
_MOST_FOR_NAME = 5
_MOST_FOR_ADDRESS = 30
_SHORTEST, _LONGEST = 10, 200
_LONGEST_NAME = 40
_FAILED = "登录失败"
_LONGEST_NOTE = 500


class LoginRefused(CetuError):
    """Name or password is wrong (which of them is not told)."""


class TooManyTries(CetuError):
    """Too many wrong passwords for this name or from this address."""


class Account(msgspec.Struct, frozen=True):
    """An account as it is listed: its digest of the password stays where it is."""

    name: str
    role: Role
    made: str


class LogLine(msgspec.Struct, frozen=True):
    """Who did what, from where."""

    number: int
    at: str
    who: str
    address: str
    action: str
    what: str


class Accounts:
    """The accounts of a workbench. Times are given by the caller."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._hasher = PasswordHasher()
        self._dummy = self._hasher.hash("no account has this password")

    def add(self, name: str, password: str, role: Role, now: datetime) -> None:
        """Make an account. Raises UsageError (Chinese) where the name is taken or name or password will not do."""
        name = _checked_name(name)
        digest = self._digest(password)
        try:
            with self._state.open() as db:
                db.execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", (name, digest, int(role), _iso(now)))
        except sqlite3.IntegrityError:
            raise UsageError(f"已有账户 {name}") from None

    def remove(self, name: str) -> None:
        """Take an account away with its sessions. Raises UsageError where it is the last that may manage."""
        with self._state.open() as db:
            self._keep_a_manager(db, name)
            if not db.execute("DELETE FROM accounts WHERE name = ?", (name,)).rowcount:
                raise UsageError(f"没有账户 {name}")

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role. Raises UsageError where nobody could manage afterwards."""
        with self._state.open() as db:
            if role is not Role.MANAGE:
                self._keep_a_manager(db, name)
            if not db.execute("UPDATE accounts SET role = ? WHERE name = ?", (int(role), name)).rowcount:
                raise UsageError(f"没有账户 {name}")

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; whoever is logged in under it must log in again."""
        digest = self._digest(password)
        with self._state.open() as db:
            if not db.execute("UPDATE accounts SET password = ? WHERE name = ?", (digest, name)).rowcount:
                raise UsageError(f"没有账户 {name}")
            db.execute("DELETE FROM sessions WHERE name = ?", (name,))

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._state.open() as db:
            rows = db.execute("SELECT name, role, made FROM accounts ORDER BY name").fetchall()
        return tuple(Account(row["name"], Role(row["role"]), row["made"]) for row in rows)

    def login(self, name: str, password: str, address: str, now: datetime) -> str:
        """A new session for who gives the right password. Raises LoginRefused, or TooManyTries without looking."""
        name = name.strip()[:_LONGEST_NAME]
        self._refuse_too_many(name, address, now)
        with self._state.open() as db:
            row = db.execute("SELECT password FROM accounts WHERE name = ?", (name,)).fetchone()
        if not self._verifies(row["password"] if row else self._dummy, password) or row is None:
            self.note(now, name, address, _FAILED, "")
            raise LoginRefused("账户名或密码不对")
        session = new_session()
        with self._state.open() as db:
            if self._hasher.check_needs_rehash(row["password"]):
                db.execute("UPDATE accounts SET password = ? WHERE name = ?", (self._hasher.hash(password), name))
            db.execute("DELETE FROM sessions WHERE seen < ?", (_iso(now - _IDLE),))
            db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_key(session), name, _iso(now)))
        self.note(now, name, address, "登录", "")
        return session

    def logout(self, session: str) -> None:
        """End a session."""
        with self._state.open() as db:
            db.execute("DELETE FROM sessions WHERE digest = ?", (_key(session),))

    def person_of(self, session: str, now: datetime) -> Person:
        """Who a session belongs to; NOBODY where it is unknown or has been idle too long."""
        with self._state.open() as db:
            row = db.execute(
                "SELECT a.name, a.role, s.seen FROM sessions s JOIN accounts a ON a.name = s.name WHERE s.digest = ?",
                (_key(session),),
            ).fetchone()
            if row is None or row["seen"] < _iso(now - _IDLE):
                return NOBODY
            if row["seen"] < _iso(now - _NOTED_EVERY):
                db.execute("UPDATE sessions SET seen = ? WHERE digest = ?", (_iso(now), _key(session)))
        return Person(row["name"], Role(row["role"]), account=True)

    def note(self, now: datetime, who: str, address: str, action: str, what: str) -> None:
        """Add a line to the log; lines are never changed."""
        with self._state.open() as db:
            db.execute(
                "INSERT INTO log (at, who, address, action, what) VALUES (?, ?, ?, ?, ?)",
                (_iso(now), who, address, action, what[:_LONGEST_NOTE]),
            )

    def log(self, limit: int, offset: int = 0) -> tuple[tuple[LogLine, ...], int]:
        """Lines of the log, newest first, and how many there are."""
        with self._state.open() as db:
            total = int(db.execute("SELECT count(*) FROM log").fetchone()[0])
            rows = db.execute("SELECT * FROM log ORDER BY number DESC LIMIT ? OFFSET ?", (limit, offset)).fetchall()
        return tuple(LogLine(*row) for row in rows), total

    def _digest(self, password: str) -> str:
        if not _SHORTEST <= len(password) <= _LONGEST:
            raise UsageError(f"密码要有 {_SHORTEST} 到 {_LONGEST} 个字符")
        return self._hasher.hash(password)

    def _verifies(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password[:_LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    def _refuse_too_many(self, name: str, address: str, now: datetime) -> None:
        with self._state.open() as db:
            since = (_FAILED, _iso(now - _WINDOW))
            count = "SELECT count(*) FROM log WHERE action = ? AND at > ?"
            of_name = db.execute(f"{count} AND who = ?", (*since, name)).fetchone()[0]
            of_address = db.execute(f"{count} AND address = ?", (*since, address)).fetchone()[0]
        if of_name >= _MOST_FOR_NAME or of_address >= _MOST_FOR_ADDRESS:
            raise TooManyTries(f"密码错误次数太多，请 {_WINDOW.seconds // 60} 分钟后再试")

    @staticmethod
    def _keep_a_manager(db: sqlite3.Connection, name: str) -> None:
        others = db.execute("SELECT count(*) FROM accounts WHERE role = ? AND name <> ?", (int(Role.MANAGE), name))
        own = db.execute("SELECT role FROM accounts WHERE name = ?", (name,)).fetchone()
        if own is not None and own["role"] == Role.MANAGE and not others.fetchone()[0]:
            raise UsageError(f"{name} 是最后一个“{ROLE_NAMES[Role.MANAGE]}”账户，不能去掉")


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not all(char.isprintable() for char in name):
        raise UsageError(f"账户名要有 1 到 {_LONGEST_NAME} 个可见字符")
    return name


def _key(session: str) -> str:
    """What is kept of a session: whoever reads the file cannot use it to come in."""
    return sha256(session.encode("ascii")).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
