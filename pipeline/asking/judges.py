"""For each kind of question: which facts can answer it, how well, and in what words."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.asking.fit import Fit, clauses
from pipeline.asking.lexicons import lexicons
from pipeline.asking.pronouns import party_meant
from pipeline.asking.question import LEADER, Question
from pipeline.asking.rows import seat
from pipeline.asking.verdicts import STEP, Verdict
from pipeline.lexicon import wording
from pipeline.model.result import Duty, Membership
from pipeline.store.names import actor_names
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat

Judge = Callable[[Question, StoredFact, Fit], Verdict | None]
_PARTS = {"lead": STEP, "sole": STEP, "support": -2 * STEP}


def judge_who(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """The actor of a duty; of the part asked for, where one is. Words by which a text puts somebody in charge of just
    this (负责, 牵头, 第一责任人 in one clause with what is asked for) count most."""
    fact = stored.fact
    if not isinstance(fact, Duty) or not (who := party_meant(fact.who or "", flat(stored.text))):
        return None
    if question.part == "support":
        helps = fact.part == "support" or any(word in stored.words for word in lexicons().support)
        return Verdict(who, STEP if fact.part == "support" else 0.0) if helps else None
    if fact.modality in ("must_not", "may"):
        # Whoever may not do it is no answer, unless the question asks for just that.
        return Verdict(who, -STEP, fact.modality == "may" or "不" in question.text)
    bonus = (
        _PARTS[fact.part]
        + _kind_bonus(question, fact)
        + STEP * fit.own
        + STEP * fit.density
        + _charge_bonus(question, stored, fit)
    )
    if wording.pattern("question", "is_done_to").search(stored.words) and not wording.pattern(
        "question", "is_done_to"
    ).search(question.text):
        bonus -= 2 * STEP
    if question.part == "lead":
        bonus += (
            STEP if any(word in cue for cue in fact.cues for word in wording.words("question", "lead_cues")) else 0.0
        )
        return Verdict(who, bonus - (2 * STEP if fact.part == "sole" else 0.0), fact.part != "support")
    return Verdict(who, bonus)


def _kind_bonus(question: Question, duty: Duty) -> float:
    """Whoever asks for a 部门 or 科室 wants no person; who asks 谁 takes either."""
    named = wording.pattern("question", "office_asked").search(question.text)
    if named is not None and flat(duty.who or "").endswith(named["office"]):
        return 3 * STEP
    if question.office:
        return 1.5 * STEP if duty.actor_kind in ("org", "group") else 0.0
    asked = any(word in question.text for word in lexicons().person)
    return 2 * STEP if asked and duty.actor_kind in ("person", "post") else 0.0


def _charge_bonus(question: Question, stored: StoredFact, fit: Fit) -> float:
    words = stored.words + ("" if stored.words in stored.text else stored.text)
    if question.role in wording.words("question", "sole_roles") and _is_named_as(question.role, stored):
        return 4 * STEP  # that a clause names just one such party says more than all other words
    if question.role and question.role in words:
        return 2 * STEP
    charged = (clause for clause in clauses(flat(words)) if any(word in clause for word in lexicons().charge))
    return 1.5 * STEP if any(form in clause for clause in charged for form in fit.forms) else 0.0


def _is_named_as(role: str, stored: StoredFact) -> bool:
    """Whether one clause holds the role and the party of a duty."""
    actor = flat(getattr(stored.fact, "actor", None) or "")
    return any(role in clause and actor in clause for clause in clauses(flat(stored.text)))


def judge_duty(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """The words of a duty or a target."""
    fact = stored.fact
    if question.modality and isinstance(fact, Duty) and fact.modality != question.modality:
        return None
    return Verdict(stored.words, STEP * fit.own)


def judge_words(_question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """Whatever the fact says."""
    return Verdict("", STEP * fit.own) if stored.words else None


def judge_holder(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """Who holds a position: in a group, or as a standing job."""
    fact = stored.fact
    if not isinstance(fact, Membership):
        return None
    if question.position == LEADER:
        leads = (
            fact.group
            and fact.position.endswith(wording.words("question", "leading_posts"))
            and "副" not in fact.position
        )
        return Verdict(fact.person, STEP) if leads else None
    names = actor_names()
    wanted = names.canonical(question.position)
    held = [
        names.canonical(word) for word in (fact.position, *(fact.post or "").replace(",", "、").split("、")) if word
    ]
    if wanted in held:
        return Verdict(fact.person, STEP)
    near = any(h.endswith(wanted) and not h.removesuffix(wanted).endswith("副") for h in held)
    return Verdict(fact.person, -STEP) if near else None


def judge_member(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """A member of the group asked for."""
    fact = stored.fact
    if not isinstance(fact, Membership) or not fact.group:
        return None
    same = flat(fact.group) == flat(question.group)
    return Verdict(f"{fact.person}（{fact.position}）", STEP if same else 0.0)


def judge_seat(_question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """What a person is."""
    if not isinstance(stored.fact, Membership):
        return None
    return Verdict(seat(stored.fact), -STEP if stored.fact.position in lexicons().plain_seats else 0.0)
