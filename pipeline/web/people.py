"""Persons and what they may do."""

from __future__ import annotations

from enum import IntEnum

import msgspec


class Role(IntEnum):
    """What a person may do; each includes those before it. NONE: nobody is logged in."""

    NONE = 0
    VIEW = 1
    REVIEW = 2
    MANAGE = 3


ROLE_NAMES = {Role.VIEW: "查看", Role.REVIEW: "复核", Role.MANAGE: "管理"}


class Person(msgspec.Struct, frozen=True):
    """Who asks. `account` is false on one's own machine, where nobody logs in."""

    name: str
    role: Role
    account: bool = False


NOBODY = Person("", Role.NONE)
