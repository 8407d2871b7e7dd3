"""Tables of the duty words against the plainest way to look words up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.duties.rows import duty_lexicon
from pipeline.extraction.duties.words import words_of

LETTERS = "应当须要]^"
PAIRS = st.lists(
    st.tuples(st.text(LETTERS, min_size=1, max_size=3), st.sampled_from(["modal", "verb", None])), max_size=8
)


def plainly(meaning: dict[str, str | None], text: str, start: int, end: int) -> str:
    fitting = [word for word in meaning if start < end and text.startswith(word, start, end)]
    longest = max(fitting, key=len, default="")
    return longest if fitting and meaning[longest] is not None else ""


@given(PAIRS, st.text(LETTERS + "他", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_the_longest_word_at_a_place_is_found(
    pairs: list[tuple[str, str | None]], text: str, start: int, end: int
) -> None:
    words = words_of(pairs)
    end = min(end, len(text))
    assert words.at(text, start, end) == plainly(words.meaning, text, start, end)
    hits = [(at, word) for at in range(start, end) if (word := plainly(words.meaning, text, at, end))]
    assert words.inside(text, start, end) == (hits[0] if hits else (-1, ""))


def test_every_modal_word_is_found_where_it_stands() -> None:
    modal = duty_lexicon().modal
    for word, meaning in modal.meaning.items():
        found = modal.at(f"某{word}", 1, 1 + len(word))
        assert found == (word if meaning is not None else ""), word
