"""Whom a sentence means by 他们."""

from __future__ import annotations

from pipeline.lexicon import wording


def party_meant(party: str, text: str) -> str:
    """A party as it is named; for 他们 the group whose members the sentence tells (保卫组由…组成,他们负责…), empty where it tells none."""
    if party not in wording.words("question", "pronouns"):
        return party
    meant = wording.pattern("question", "group_made_of").search(text)
    return meant["group"] if meant else ""
