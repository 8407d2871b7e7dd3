"""Inputs that the fuzzer once found a reader out with, read again; and that its own beginnings are sound."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fuzz.targets import SLOW, TARGETS, check, seeds
from pipeline.reading.reader import read_bytes

FOUND = sorted(path for path in (Path(__file__).parent / "found").iterdir() if path.name != ".gitkeep")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    begun = time.process_time()
    check(read_bytes, path.read_bytes())
    assert time.process_time() - begun < SLOW


@pytest.mark.parametrize("target", TARGETS)
def test_the_fuzzer_begins_from_files_that_are_read(target: str) -> None:
    made = [TARGETS[target](seed) for seed in seeds(target)]
    assert made
    for content in made:
        check(read_bytes, content)
