"""Errors with a Chinese message for the user; everything else that is raised is a defect of ours."""

from __future__ import annotations


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
