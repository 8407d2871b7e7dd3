"""Labels run into the duties they stand before: where they end (后勤组(负责人:沈立):…; 县公路局。负责巡查…)."""

from __future__ import annotations

from pipeline.extraction.duties.imperatives import imperative
from pipeline.extraction.duties.names import joined
from pipeline.extraction.duties.scene import Scene, closing_of
from pipeline.lexicon import wording
from pipeline.model.layout import Block

_LONGEST_LABEL = 24


def label_end(scene: Scene, block: Block, *, told: bool) -> int:
    """Where the mark stands that ends the label at the head of a block: a colon, or the stop behind a body named alone; -1
    where there is none. `told`: the heading says that duties are told."""
    colon = _colon_of(scene.text, block.start, block.end)
    return colon if colon >= 0 else _stop_of(scene, block, told=told)


def named_until(scene: Scene, start: int, end: int) -> int:
    """Where the name of a label `[start, end)` ends: before 是 or 包括 at its end (县教育局的主要职责是:…)."""
    copula = wording.pattern("duty", "label_copula").search(scene.text, start, end)
    return copula.start() if copula is not None else end


def _colon_of(text: str, start: int, end: int) -> int:
    """Where the label at the head of a block ends, brackets behind its name left out; -1 if it has no colon."""
    colon = text.find(":", start, min(end, start + _LONGEST_LABEL))
    opening = text.find("(", start + 1, colon) if colon > 0 else -1
    if opening < 0 or (closing := closing_of(text, opening, end)) < colon:
        return colon
    return closing + 1 if text.startswith(":", closing + 1) else colon


def _stop_of(scene: Scene, block: Block, *, told: bool) -> int:
    """Where a body named alone before a stop ends, if its charge follows; -1 where there is none."""
    text = scene.text
    stop = text.find("。", block.start, min(block.end - 1, block.start + _LONGEST_LABEL))
    if stop < 0 or block.number is not None or scene.actor_at(block.start) is None:
        return -1
    charged = scene.lexicon.cue["named_act"].at(text, stop + 1, block.end) != ""
    if not charged and not (told and imperative(scene, stop + 1, block.end)):
        return -1
    parties = scene.actors_in(block.start, stop)
    return stop if joined(scene, parties[0], parties, stop)[0] == stop else -1
