"""Codes of the contract in Chinese words."""

from __future__ import annotations

from typing import get_args

import pytest

from pipeline.model import labels
from pipeline.model.expression import Op, TimeKind
from pipeline.model.result import FACT_TYPES, ActorKind, Modality, Part, Status
from pipeline.model.rows import Verdict


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (labels.TYPES, FACT_TYPES),
        (labels.PARTS, get_args(Part)),
        (labels.MODALITIES, get_args(Modality)),
        (labels.ACTOR_KINDS, get_args(ActorKind)),
        (labels.STATUSES, get_args(Status)),
        (labels.DEADLINE_KINDS, get_args(TimeKind)),
        (labels.OPS, get_args(Op)),
        (labels.VERDICTS, get_args(Verdict)),
    ],
)
def test_every_code_has_words(words: dict[str, str], codes: tuple[str, ...]) -> None:
    assert set(codes) <= set(words)


@pytest.mark.parametrize(
    ("freq", "times", "words"),
    [
        ("P1D", 1, "每天"),
        ("P2W", 1, "每 2 周"),
        ("P1S", 2, "每学期 2 次"),
        ("P3Y", 1, "每 3 年"),
        (None, 1, ""),
        ("P9X", 1, "P9X"),
    ],
)
def test_frequency(freq: str | None, times: int, words: str) -> None:
    assert labels.frequency(freq, times) == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((">=", 95.0, None, "%"), "不低于 95%"),
        (("=", 0.1, None, None), "0.1"),
        (("<=", 19.0, None, "1:x"), "不超过 1:19"),
        (("range", 1.0, 3.0, "人"), "1～3人"),
        (("~", None, None, "人"), ""),
    ],
)
def test_quantity(arguments: tuple[str, float | None, float | None, str | None], words: str) -> None:
    assert labels.quantity(*arguments) == words
