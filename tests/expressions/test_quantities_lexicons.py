"""Every row of the number lexicons does what its examples say, and nothing in its near misses."""

import pytest

from pipeline.expressions import quantities
from pipeline.expressions.numbers.rows import BoundRow, NotQuantityRow, NumeralRow, UnitRow, ZeroRow, unfold
from pipeline.lexicon import load
from pipeline.model.span import fold


def _cases(name, row, field):
    return [
        pytest.param(each, text, id=f"{name}:{each.id}:{text}")
        for each in load(name, row)
        for text in getattr(each, field)
    ]


@pytest.mark.parametrize(("row", "text"), _cases("numerals", NumeralRow, "examples"))
def test_numeral_applies(row, text):
    assert any(form in item.text for item in quantities(text) for form in row.forms)


@pytest.mark.parametrize(("row", "text"), _cases("numerals", NumeralRow, "near_misses"))
def test_numeral_does_not_apply(row, text):
    assert not any(form in item.text for item in quantities(text) for form in row.forms)


@pytest.mark.parametrize(("row", "text"), _cases("units", UnitRow, "examples"))
def test_unit_applies(row, text):
    if row.kind == "per":
        assert any("/" in item.unit for item in quantities(text))
        return
    assert any(item.unit in (row.base, "%", *row.words) for item in quantities(text))


@pytest.mark.parametrize(("row", "text"), _cases("units", UnitRow, "near_misses"))
def test_unit_does_not_apply(row, text):
    assert not any(item.rule == row.id for item in quantities(text))


@pytest.mark.parametrize(("row", "text"), _cases("bounds", BoundRow, "examples"))
def test_bound_applies(row, text):
    words = {word for each in row.words for word in unfold(each)}
    assert any(item.rule == row.id or words & set(item.cues) for item in quantities(text))


@pytest.mark.parametrize(("row", "text"), _cases("bounds", BoundRow, "near_misses"))
def test_bound_does_not_apply(row, text):
    assert not any(item.rule == row.id for item in quantities(text))


@pytest.mark.parametrize(("row", "text"), _cases("not_quantities", NotQuantityRow, "examples"))
def test_masked(row, text):
    assert quantities(text) == []


@pytest.mark.parametrize(("row", "text"), _cases("not_quantities", NotQuantityRow, "near_misses"))
def test_not_masked(row, text):
    assert quantities(text)


@pytest.mark.parametrize(("row", "text"), _cases("zeros", ZeroRow, "examples"))
def test_zero_counts(row, text):
    assert any(item.value == 0 for item in quantities(text))


@pytest.mark.parametrize(("row", "text"), _cases("zeros", ZeroRow, "near_misses"))
def test_zero_does_not_count(row, text):
    assert quantities(text) == []


@pytest.mark.parametrize(("name", "row"), [("units", UnitRow), ("bounds", BoundRow), ("numerals", NumeralRow)])
def test_words_are_folded(name, row):
    """A full-width twin would never be met: texts are folded before they are read."""
    for each in load(name, row):
        for word in each.forms if name == "numerals" else each.words:
            assert word == fold(word)


@pytest.mark.parametrize(
    ("name", "row"), [("units", UnitRow), ("bounds", BoundRow), ("not_quantities", NotQuantityRow)]
)
def test_every_row_has_examples(name, row):
    without = [each.id for each in load(name, row) if not each.examples]
    assert set(without) <= {"filler", "filler-verbs", "look-alikes", "class-digits", "under", "over"}
