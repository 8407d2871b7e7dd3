"""The number labels of a plan: those that open a line and those inside lines, the doubtful ones checked by their run."""

from __future__ import annotations

import re

import msgspec

from pipeline.structure.cleaning import Paragraph
from pipeline.structure.labels import is_label
from pipeline.structure.numbering import Cue, cues_inside, settled
from pipeline.structure.roles import Role
from pipeline.structure.styles import with_styles
from pipeline.structure.titles import usual_end

_SENTENCE_END = frozenset("。;!?:")
_FIRM = re.compile("[。;:!?\n]")
_MARK = re.compile("[,。;:!?、]")
_LONGEST_TITLE = 30
_LONGEST_BELOW = 40
_LONGEST_BARE = 16
_OUTERMOST = 50
_LONGEST_CHAIN_GAP = 3
_REACH = 12


class Labelled(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A paragraph with the labels believed in it, in order; `signs` marks a signature or date line, `marked` one that
    the file itself calls a heading."""

    paragraph: Paragraph
    cues: tuple[Cue, ...]
    signs: bool
    marked: bool = False


def labelled(text: str, paragraphs: list[Paragraph], roles: list[Role], levels: list[int | None]) -> list[Labelled]:
    """The paragraphs of a plan with their labels. `levels` are the heading levels that the file itself gives them."""
    roles = with_styles(text, paragraphs, roles, levels)
    candidates = [_candidates(text, paragraph, role) for paragraph, role in zip(paragraphs, roles, strict=True)]
    believed = _believed(text, [cue for group in candidates for cue in group])
    entries = [
        Labelled(
            paragraph=paragraph,
            cues=tuple([settled(cue) for cue in group if cue.start in believed]),
            signs=role.signs,
            marked=bool(level) or (bool(group) and is_label(group[0])),
        )
        for paragraph, role, group, level in zip(paragraphs, roles, candidates, levels, strict=True)
    ]
    return _with_titles_below(text, entries)


def _with_titles_below(text: str, entries: list[Labelled]) -> list[Labelled]:
    """Entries in which a line that only says 附件1 is one with the title on the line below it, and a line that is but a
    number (（一） or 1.) with whatever stands below."""
    result: list[Labelled] = []
    for entry in entries:
        before = result[-1] if result else None
        if before is not None and _lacks_title(before) and _goes_with(text, before.cues[0], entry):
            cue = msgspec.structs.replace(before.cues[0], end=entry.paragraph.start)
            whole = msgspec.structs.replace(entry.paragraph, start=before.paragraph.start)
            result[-1] = msgspec.structs.replace(entry, paragraph=whole, cues=(cue,))
        else:
            result.append(entry)
    return result


def _lacks_title(entry: Labelled) -> bool:
    cues = entry.cues
    return len(cues) == 1 and not cues[0].kind.chain and cues[0].end >= entry.paragraph.end > cues[0].start


def _goes_with(text: str, number: Cue, entry: Labelled) -> bool:
    if number.kind.names:
        return _is_title(text, entry)
    return not (number.kind.enclosed or entry.cues or entry.signs) and entry.paragraph.row is None


def _is_title(text: str, entry: Labelled) -> bool:
    paragraph = entry.paragraph
    plain = not entry.cues and not entry.signs and paragraph.row is None
    return (
        plain
        and paragraph.end - paragraph.start <= _LONGEST_BELOW
        and not _MARK.search(text, paragraph.start, paragraph.end)
    )


def _candidates(text: str, paragraph: Paragraph, role: Role) -> list[Cue]:
    if paragraph.row is not None:
        return []
    start = role.cue.end if role.cue else paragraph.start
    if role.cue and role.cue.kind.whole:
        return [role.cue]
    inside = cues_inside(text, start, paragraph.end)
    found = [role.cue] if role.cue else []
    return found + _from(start, inside) if inside else found


def _from(start: int, cues: list[Cue]) -> list[Cue]:
    return [cue for cue in cues if cue.start >= start]


def _believed(text: str, cues: list[Cue]) -> set[int]:
    """Places of the labels to be believed: a sure kind at the head of a line always; one inside a line, or of a doubtful
    kind, where it goes on with its run or opens one that goes on."""
    following = _following_values(cues)
    last: dict[str, int] = {}
    believed: set[int] = set()
    before: Cue | None = None
    for index, cue in enumerate(cues):
        family = cue.kind.family
        known = last.get(family, 0)
        goes_on = cue.value == known + 1 and known > 0
        opens = cue.value == 1 and following[index] == 2
        if not cue.inline and not cue.kind.chain:
            accepted = True
        elif cue.inline:
            chaptered = cue.kind.enclosed and _behind_title(text, before, cue)  # 第二章职责第三条总务处…
            chaptered = chaptered or (goes_on and _behind_bare_title(text, before, cue))
            accepted = (goes_on and (_after_mark(text, cue) or chaptered)) or (
                opens and (_after_sentence(text, cue) or _behind_title(text, cues[index - 1] if index else None, cue))
            )
            far = not known and (_goes_far(cues, index) or _alone_above(text, cues, following, index))
            accepted = accepted or (far and _after_sentence(text, cue)) or _only_one(text, before, cue)
        elif cue.kind.same_as:
            # 3.5小时 is a number where the list goes on with 3 later.
            accepted = opens or (goes_on and following[index] != cue.value) or _opens_below(cues, index)
        else:
            accepted = opens or (known < cue.value <= known + _LONGEST_CHAIN_GAP and known > 0) or _below(before, cue)
            accepted = accepted or _opens_below(cues, index) or (before is None and _torn(cues, index))
        if accepted:
            believed.add(cue.start)
            last[family] = cue.value
            before = cue
    return believed


def _below(before: Cue | None, cue: Cue) -> bool:
    """Whether a label is the first below the label before it, whose number it repeats: 三、术语 > 3.1; 2.1 > 2.1.1."""
    head = cue.number.rpartition(".")[0]
    return cue.value == 1 and before is not None and bool(head) and head in (before.number, str(before.value))


def _opens_below(cues: list[Cue], index: int) -> bool:
    """Whether a label that repeats the number of this one stands next: 6 附件 / 6.1 名单."""
    below = cues[index + 1].number.rpartition(".")[0] if index + 1 < len(cues) else ""
    return below == cues[index].number


def _torn(cues: list[Cue], index: int) -> bool:
    """Whether a first label goes on with what the paper was cut off from: its kind counts on from it (5.3, 5.4)."""
    cue, head = cues[index], cues[index].number.rpartition(".")[0]
    later = next(
        (later for later in cues[index + 1 : index + 1 + _REACH] if later.kind.family == cue.kind.family), None
    )
    return later is not None and later.value == cue.value + 1 and later.number.rpartition(".")[0] == head


def _alone_above(text: str, cues: list[Cue], following: list[int], index: int) -> bool:
    """Whether a label is the only one of its kind, with just a title between it and the run below (:一、目标1、…;2、…)."""
    if cues[index].value != 1 or following[index] or index + 1 >= len(cues):
        return False
    below = cues[index + 1]
    return below.value == 1 and following[index + 1] == 2 and _behind_title(text, cues[index], below)


def _only_one(text: str, before: Cue | None, cue: Cue) -> bool:
    """Whether a label 1 with no 2 behind it stands parted by a blank from the title that a label further out bears
    (四、课程设置 1. 课程计划:…)."""
    return (
        cue.value == 1
        and text[cue.start - 1].isspace()
        and before is not None
        and (before.kind.rank < cue.kind.rank and _behind_title(text, before, cue))
    )


def _goes_far(cues: list[Cue], index: int) -> bool:
    """Whether a label opens a run torn from what stood before it: the next ones of its kind count on twice
    ((10)县民政局:…(11)县水务局:…(12)…)."""
    cue = cues[index]
    ahead = [later.value for later in cues[index + 1 : index + 1 + _REACH] if later.kind.id == cue.kind.id]
    return ahead[:2] == [cue.value + 1, cue.value + 2]


def _behind_title(text: str, before: Cue | None, cue: Cue) -> bool:
    """Whether just a title stands between the label before and this one: 四、主要措施(一)摸清底数."""
    if before is None or before.kind.id == cue.kind.id or not 2 <= cue.start - before.end <= _LONGEST_TITLE:
        return False
    return not _FIRM.search(text, before.end, cue.start)


def _behind_bare_title(text: str, before: Cue | None, cue: Cue) -> bool:
    """Whether no mark parts an outermost label from what stands before it, as in a text whose line breaks are lost, and just
    a title stands there (一、人员组成二、重点区域1.…) or the label opens a usual one (成员:各班班主任四、工作措施)."""
    if cue.kind.rank != _OUTERMOST:
        return False
    if before is not None and before.kind.id == cue.kind.id and 2 < cue.start - before.end <= _LONGEST_BARE:
        return _MARK.search(text, before.end, cue.start) is None
    return usual_end(text, cue.end, len(text)) > 0


def _following_values(cues: list[Cue]) -> list[int]:
    """For each label the value of the next one of its kind (0: none)."""
    ahead: dict[str, int] = {}
    values = [0] * len(cues)
    for index in range(len(cues) - 1, -1, -1):
        family = cues[index].kind.family
        values[index] = ahead.get(family, 0)
        ahead[family] = cues[index].value
    return values


def _after_mark(text: str, cue: Cue) -> bool:
    """Whether a mark or a blank parts the label from the words before it; a comma does for signs like ②."""
    before = text[cue.start - 1]
    return before in _SENTENCE_END or before.isspace() or (before == "," and cue.kind.rank >= 80)


def _after_sentence(text: str, cue: Cue) -> bool:
    """Whether a sentence or lead-in ends before the label (blanks between them do not matter)."""
    at = cue.start - 1
    while at > 0 and text[at].isspace():
        at -= 1
    return text[at] in _SENTENCE_END or text[at] in ")”》」" or at < cue.start - 1
