"""Two fields joined in the name of one group (校园及周边治理专项组)."""

from __future__ import annotations

from pipeline.extraction.duties.scene import Scene
from pipeline.lexicon import wording


def joint_field(scene: Scene, begin: int, end: int) -> int:
    """Where the first of two fields in a group's name ends (校园+及+周边治理专项组); 0 where the words before its head are
    none."""
    text = scene.text
    at = end - 1
    joined_by = at - begin > 1 and text[at] in wording.words("duty", "joints_of_fields")
    return at if joined_by and not scene.names_actor(begin, end) else 0
