"""Extracting leaves nothing that only the collector of cycles could free: so it may rest meanwhile (`pipeline.api.extract`)."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from pipeline import extract, read

PLANS = sorted((Path(__file__).parents[2] / "corpus").rglob("*.txt"))


def test_extracting_leaves_no_cycles() -> None:
    texts = [read(path) for path in PLANS]
    for text in texts:  # what is compiled and kept at first use
        extract(text)
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            extract(text)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_found_is_no_concern_of_the_collector() -> None:
    found = extract("一、目标\n到2027年，九年义务教育巩固率达到95%以上。")
    assert found.facts
    assert not any(map(gc.is_tracked, (*found.facts, *found.sections, *found.facts[0].spans)))


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_left_as_it_was(running: bool) -> None:
    before = gc.isenabled()
    (gc.enable if running else gc.disable)()
    try:
        extract("一、目标\n到2027年，九年义务教育巩固率达到95%以上。")
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()
