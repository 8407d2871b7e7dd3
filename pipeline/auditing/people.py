"""People: names in a roster that nothing falls to, groups that are set up and never staffed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import begins_with, first_word
from pipeline.auditing.view import View
from pipeline.comparison.plan_facts import Sentence
from pipeline.comparison.similarity import likeness
from pipeline.extraction.group_names import group_mentions, group_text
from pipeline.lexicon import wording
from pipeline.model.result import Membership
from pipeline.model.span import fold
from pipeline.store import StoredFact
from pipeline.store.searchtext import normalised

# Names so alike mean one group.
_SAME_GROUP = 0.7
_BEHIND = 6
_SHORTEST = 4


def idle_members(view: View) -> Iterator[Finding | None]:
    """People in a group's roster to whom nothing falls: by name, post, seat, or as part of the group. One finding a group."""
    groups: dict[str, list[tuple[StoredFact, Membership]]] = defaultdict(list)
    for one, seat in view.members:
        groups[seat.group or ""].append((one, seat))
    busy = _busy(view)
    for group, seats in groups.items():
        if _acts(view, group):
            continue
        plain = [(one, seat) for one, seat in seats if not first_word("leading_seat", seat.position)]
        idle = [(one, seat) for one, seat in plain if not _is_busy(view, seat, busy)]
        names = list(dict.fromkeys(seat.person for _, seat in idle))
        if not names:
            continue
        everyone = len(names) == len({seat.person for _, seat in plain})
        told = "、".join(names[:8]) + ("等" if len(names) > 8 else "")
        head = f"“{group}”" if group else "名单"
        why = f"{head}只有名单，没有写明分工：{told}" if everyone else f"{head}中 {len(names)} 人没有写明分工：{told}"
        places = map(view.place, dict.fromkeys(one for one, _ in idle))
        yield finding("person-no-duty", places, why, words=names[:8], lower=0 if not everyone else 1)


def _busy(view: View) -> str:
    """All that the plan says outside its rosters: a name that stands there has something to do."""
    rosters = {one.passage for one, _ in view.members}
    said = [one.text for one in view.plan.sentences if one.key not in rosters and one.kind != "heading"]
    acting = dict.fromkeys(f"{duty.actor or ''}|{one.words}" for one, duty in view.duties)
    return normalised("\n".join((*said, *acting)))


def _is_busy(view: View, seat: Membership, busy: str) -> bool:
    if normalised(seat.person) in busy:
        return True
    posts = {part for part in normalised(seat.post or "").replace("、", ",").split(",") if len(part) > 1}
    return bool((posts | {seat.position}) & view.parties) or "负责" in (seat.post or "")


def _acts(view: View, group: str) -> bool:
    """Whether the group as a whole has a duty."""
    return any(duty.actor_kind == "group" and _same(duty.actor or "", group) for _, duty in view.duties)


def unstaffed_groups(view: View) -> Iterator[Finding | None]:
    """Groups that a sentence sets up or gives a task to, without anybody in them, once for each name."""
    staffed = [seat.group or "" for _, seat in view.members]
    seen: list[str] = []
    sentences = view.plan.sentences
    for index, sentence in enumerate(sentences):
        for name, founded in _groups_in(sentence):
            if (
                not founded
                or begins_with("others_group", name)
                or any(_same(name, other) for other in (*staffed, *seen))
            ):
                continue
            seen.append(name)
            if not _told_who(sentences, index):
                why = f"提到成立“{name}”，没有找到组长和成员"
                yield finding("group-unstaffed", (view.plan.place_of_sentence(sentence),), why, words=(name,))


def _groups_in(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    """Names of groups in a sentence, and whether it sets them up."""
    text = fold(sentence.text)
    for mention in group_mentions(text, 0, len(text)):
        name = normalised(group_text(text, mention))
        ours = wording.pattern("auditing", "our_school").match(name)
        name = name[ours.end() if ours else 0 :]
        if _in_title(text, mention.start):
            continue
        if not mention.generic and len(name) >= _SHORTEST:
            yield name, mention.founded


def _in_title(text: str, start: int) -> bool:
    """Whether a place lies inside the title of some paper (《…》)."""
    return text.rfind("《", 0, start) > text.rfind("》", 0, start)


def _told_who(sentences: tuple[Sentence, ...], index: int) -> bool:
    """Whether the sentence, or one of the next under the same heading, tells who the group is made of."""
    here = sentences[index]
    for other in sentences[index : index + 1 + _BEHIND]:
        if other.section != here.section and other.kind != "row":
            break
        if first_word("staffed", other.text):
            return True
    return False


def _same(left: str, right: str) -> bool:
    mine, other = normalised(left), normalised(right)
    if not mine or not other:
        return False
    return mine in other or other in mine or likeness(mine, other) >= _SAME_GROUP
