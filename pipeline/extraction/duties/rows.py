"""The lexicons of the duty rules, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, get_args

import msgspec

from pipeline.extraction.duties.words import Words, openings_of, words_of
from pipeline.lexicon import Entry, holding_patterns, lazy, lexicon_folders, load, wording
from pipeline.model.result import Modality

CueRole = Literal[
    "tier_noun",
    "subject_matter",
    "verb",
    "noun_verb",
    "not_verb",
    "adverb",
    "preposition",
    "after",
    "opener",
    "time_opener",
    "past",
    "passive",
    "causative",
    "wish",
    "received",
    "conjunction",
    "joint",
    "phrase_end",
    "responsible",
    "seat",
    "forbidding",
    "soft",
    "doing",
    "plain",
    "state",
    "pivot",
    "pivot_duty",
    "condition",
    "record",
    "activity",
    "list_closer",
    "name_end",
    "keeps_record",
    "titled_thing",
    "titled_paper",
    "paper_verb",
    "abstract_head",
    "state_end",
    "named_act",
    "joining",
    "aspect",
    "not_aspect",
    "person_title",
    "appoint",
    "question",
    "in_force",
    "topic_noun",
    "taught",
    "binding",
    "quality",
    "placing",
    "leading_on",
    "sanction",
    "relative_verb",
    "moment",
    "not_moment",
    "in_case",
    "counted_together",
    "school_field",
    "day_time",
    "done_to",
    "joins_in",
    "reporting",
    "unnamed",
    "goes_on",
    "noun_rest",
    "not_noun_rest",
    "plan_noun",
    "pay",
    "sets_up",
    "group_task",
    "commission",
    "charge",
    "joint_effort",
    "needing",
    "asking",
    "covering",
    "bare_party",
    "intransitive",
    "procedure_act",
    "invited",
    "spelled_out",
    "occupation",
    "field",
    "pointing",
    "firm",
    "compound_head",
    "manner_noun",
    "prompt",
    "right",
    "hours",
    "short_of",
    "seated",
    "responsibility",
    "occasion",
    "relative_preposition",
    "leading",
    "submitting",
    "replaced",
    "all_below",
    "hanging",
    "delegating",
    "topical",
    "demonstrative",
    "all_of",
    "many_of",
    "whole_kind",
    "party_noun",
    "person_end",
    "on_receipt",
    "the_rest",
    "sort_end",
    "bound_by",
    "meets",
]
HeadingRole = Literal[
    "duty_title",
    "label",
    "lead_in",
    "no_lead_in",
    "background",
    "aims",
    "roster",
    "prefix",
    "action",
    "drop",
    "liability",
]
CLOCK_SIGNS = frozenset("0123456789早清上中下傍晚凌")  # what a time of day begins with
TagForm = Literal["label", "closing", "column", "weak_column"]
TagPart = Literal["lead", "support", "own", "nobody"]


class CueRow(Entry, frozen=True, kw_only=True):
    """Words that decide whether an actor acts; see the head of `lexicons/duty_cues.yaml`."""

    role: CueRole
    words: tuple[str, ...]


class ModalityRow(Entry, frozen=True, kw_only=True):
    """Words that bind, allow or forbid; `not_whole` are words that only begin like one (应急)."""

    modality: Modality
    words: tuple[str, ...]
    not_whole: tuple[str, ...] = ()


class HeadingRow(Entry, frozen=True, kw_only=True):
    """Words of headings and lines around duties; see the head of `lexicons/duty_headings.yaml`."""

    role: HeadingRole
    words: tuple[str, ...]


class TagRow(Entry, frozen=True, kw_only=True):
    """Words beside a task that name who is responsible; see the head of `lexicons/duty_tags.yaml`."""

    form: TagForm
    part: TagPart
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def all_words(self) -> tuple[str, ...]:
        """The words as written, and every stem with every unit (牵头+股室)."""
        return (*self.words, *(stem + unit for stem in self.stems for unit in self.units))


class ColumnRow(Entry, frozen=True, kw_only=True):
    """Headers of the columns that say what is to be done; `share`: beside them plain names are parties."""

    rank: int
    words: tuple[str, ...]
    share: bool = False


class DutyLexicon(msgspec.Struct, frozen=True, gc=False):
    """All words of the duty rules. `modal` means the row id; `verb` means `verb` or `noun_verb`."""

    modal: Words
    modality: dict[str, Modality]
    verb: Words
    cue: dict[CueRole, Words]
    heading: dict[HeadingRole, Words]
    label: Words
    closing: Words
    column: Words
    weak_column: Words
    tag_part: dict[str, TagPart]
    task_column: dict[str, int]
    shares: frozenset[str]
    named_opening: re.Pattern[str]
    named_acts: re.Pattern[str]
    effort: re.Pattern[str]
    counted_act: re.Pattern[str]
    bidding: frozenset[str]  # how the words open that may stand before a party bidden
    leading_words: frozenset[str]  # the same of phrases and of what else a party may act behind
    leading_to: frozenset[str]  # what a phrase before a party begins with
    naming_late: frozenset[str]  # and what a part does that names its party late, but for one before a modal word
    before_party: frozenset[str]  # what the words end with behind which a party may act
    told_before: frozenset[str]  # and of what tells that the party behind it is not who acts
    passed_over: frozenset[str]  # of conjunctions, times of day, blanks and brackets at the head of a part
    going_on: frozenset[str]  # of what stands behind a party where a list goes on
    being: frozenset[str]  # of words that tell what is, was or is wished
    breaking_off: frozenset[str]  # what a line ends with that may break off behind the word that binds its party
    listing: frozenset[str]  # what a line begins with that may list persons or other particulars
    labelled: frozenset[str]  # of the words for duties that are a label by themselves
    patterns: dict[str, re.Pattern[str]]  # the rows of duty_wording.yaml, at hand
    words: dict[str, tuple[str, ...]]

    def modality_of(self, word: str) -> Modality:
        """What a modal word says of its duty."""
        return self.modality[self.modal.meaning[word] or ""]


def duty_lexicon() -> DutyLexicon:
    """The compiled lexicon (kept for the last folders asked for)."""
    return _compiled(lexicon_folders())


@lru_cache(maxsize=2)
def _compiled(_folders: object) -> DutyLexicon:
    cues = load("duty_cues", CueRow)
    modals = load("modality", ModalityRow)
    headings = load("duty_headings", HeadingRow)
    tags = load("duty_tags", TagRow)
    columns = load("duty_columns", ColumnRow)
    cue_roles: tuple[CueRole, ...] = get_args(CueRole)
    heading_roles: tuple[HeadingRole, ...] = get_args(HeadingRole)
    verbs: list[tuple[str, str | None]] = [(word, None) for row in cues if row.role == "not_verb" for word in row.words]
    verbs += [(word, "noun_verb") for row in cues if row.role == "noun_verb" for word in row.words]
    verbs += [(word, "verb") for row in cues if row.role == "verb" for word in row.words]
    modal = words_of(
        [(word, row.id) for row in modals for word in row.words]
        + [(word, None) for row in modals for word in row.not_whole]
    )
    lexicon = DutyLexicon(
        modal=modal,
        modality={row.id: row.modality for row in modals},
        verb=words_of(verbs),
        cue=(cue := {role: words_of((w, r.id) for r in cues if r.role == role for w in r.words) for role in cue_roles}),
        heading=(
            heading := {
                role: words_of((w, r.id) for r in headings if r.role == role for w in r.words) for role in heading_roles
            }
        ),
        label=words_of((w, r.id) for r in tags if r.form == "label" for w in r.all_words),
        closing=words_of((w, r.id) for r in tags if r.form == "closing" for w in r.all_words),
        column=words_of((w, r.id) for r in tags if r.form in ("label", "column") for w in r.all_words),
        weak_column=words_of((w, r.id) for r in tags if r.form == "weak_column" for w in r.all_words),
        tag_part={row.id: row.part for row in tags},
        task_column={word: row.rank for row in reversed(columns) for word in row.words},
        shares=frozenset(word for row in columns if row.share for word in row.words),
        named_opening=_named_opening(acts := [word for row in cues if row.role == "named_act" for word in row.words]),
        named_acts=lazy("|".join(map(re.escape, acts)) or "(?!)", "named acts"),
        patterns=wording.rows("duty").patterns,
        words=wording.rows("duty").words,
        effort=wording.pattern("duty", "effort"),
        counted_act=wording.pattern("duty", "counted_act"),
        bidding=openings_of(cue[role] for role in ("pointing", "causative", "adverb")),
        leading_to=cue["preposition"].signs | cue["opener"].signs,
        naming_late=cue["named_act"].signs | cue["topical"].signs | cue["relative_verb"].signs | {"从"},
        told_before=cue["submitting"].signs | modal.signs,
        leading_words=openings_of(cue[role] for role in ("preposition", "opener", "named_act", "topical"))
        | {"从", "非"},
        before_party=frozenset("的和及与").union(*(cue[role].lasts for role in ("sort_end", "moment", "hours"))),
        passed_over=cue["conjunction"].signs | cue["day_time"].signs | CLOCK_SIGNS | {" ", "("},
        going_on=cue["name_end"].signs | cue["joint"].signs | {"等", "("},
        being=cue["past"].signs | cue["wish"].signs | cue["passive"].signs,
        breaking_off=cue["hanging"].lasts | {" ", ":"},
        listing=heading["roster"].signs | {" ", "\t"},
        labelled=heading["label"].signs,
    )
    return holding_patterns(lexicon)


def _named_opening(acts: Iterable[str]) -> re.Pattern[str]:
    """What a person's name may be at the head of a clause, before a word that shows it (李卫东负责, 周文静同志分管)."""
    words = "|".join(map(re.escape, sorted(acts, key=len, reverse=True)))
    title, adverb = (wording.pattern("duty", row).pattern for row in ("titles_of_named", "adverbs_of_named"))
    return lazy(
        f"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,4}}?|[\u4e00-\u9fff] {{1,4}}[\u4e00-\u9fff])"
        f"(?:{title})?(?:{adverb})?(?:{words})",
        "named acts",
    )
