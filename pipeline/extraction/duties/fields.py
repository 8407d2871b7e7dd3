"""What 及 and 与 join: two fields in the name of one group, or a party and the others it comes to terms with."""

from __future__ import annotations

from pipeline.extraction.duties.scene import Scene
from pipeline.model.mention import ActorMention


def joint_field(scene: Scene, begin: int, end: int) -> int:
    """Where the first of two fields in a group's name ends (校园+及+周边治理专项组); 0 where the words before its head are
    none."""
    text = scene.text
    at = end - 1
    joined_by = at - begin > 1 and text[at] in scene.lexicon.words["joints_of_fields"]
    parties = scene.actors_in(begin, end) if joined_by else []
    return at if joined_by and all(party.weak for party in parties) else 0


def made_with(scene: Scene, first: ActorMention, at: int, end: int) -> bool:
    """Whether a list that ends at `at` names one who acts and those it does so with (县教育局与各学校签订责任书)."""
    joined_by = first.end < at and scene.text[first.end] in scene.lexicon.words["joints_of_counterpart"]
    return joined_by and scene.lexicon.patterns["made_with"].match(scene.text, at, end) is not None
