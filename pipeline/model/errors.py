"""Errors with a Chinese message for the user; everything else that is raised is a defect of ours."""

from __future__ import annotations

import errno

_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限，或文件正被别的程序打开",
    errno.EPERM: "没有权限，或文件正被别的程序打开",
    errno.EBUSY: "文件正被别的程序使用",
    errno.EROFS: "这个磁盘只能读，不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
}


class CetuError(Exception):
    """Base of all errors whose `str()` is a Chinese sentence fit to be shown to a user."""


class ReadError(CetuError):
    """A file cannot be read; the message says why and, where one can be had, the remedy."""


class LexiconError(CetuError):
    """A lexicon or standards file is not valid; the message lists every complaint with file and row."""


class StoreError(CetuError):
    """The knowledge base is missing, damaged, of another version or in use."""


class UsageError(CetuError):
    """The call is wrong (exit code 2): an unknown document, fact or standard, an impossible date …"""


def system_words(error: OSError) -> str:
    """What the system complains of, in Chinese; a rare complaint by its number."""
    return _SYSTEM.get(error.errno or 0) or (f"系统错误 {error.errno}" if error.errno else "系统不允许")
