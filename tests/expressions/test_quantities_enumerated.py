"""Every number from 1 to 9999 in every script, there and back."""

import pytest

from pipeline.expressions import quantities

PLAIN = ("零一二三四五六七八九", "十百千")
FORMAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def han(number, signs=PLAIN, two="二"):
    """A number below 10000 as it is written out, 一十五 shortened to 十五 and 二百 to 两百 where `two` says so."""
    digits, places = signs
    words, zero = "", False
    for place in (1000, 100, 10, 1):
        digit = number // place % 10
        if not digit:
            zero = bool(words)
            continue
        sign = two if digit == 2 and place >= 100 else digits[digit]
        words += ("零" if zero else "") + sign + {1000: places[2], 100: places[1], 10: places[0], 1: ""}[place]
        zero = False
    return words.removeprefix("一") if words.startswith("一十") else words


WRITERS = {
    "digits": str,
    "full width": lambda number: str(number).translate(FULL_WIDTH),
    "thousands": lambda number: f"{number:,}",
    "plain": han,
    "liang": lambda number: han(number, two="两"),
    "formal": lambda number: han(number, FORMAL, two="贰"),
    "twenty": lambda number: han(number).replace("二十", "廿").replace("三十", "卅"),
}


@pytest.mark.parametrize("script", WRITERS)
def test_every_number_below_ten_thousand(script):
    write = WRITERS[script]
    wrong = []
    for number in range(1, 10_000):
        text = f"购书{write(number)}元"
        found = quantities(text)
        if len(found) != 1 or found[0].value != number or found[0].text != f"{write(number)}元":
            wrong.append((number, text, [(item.text, item.value) for item in found]))
    assert wrong == []


@pytest.mark.parametrize("unit", [10_000, 100_000_000])
def test_multiples_of_ten_thousand(unit):
    sign = {10_000: "万", 100_000_000: "亿"}[unit]
    for number in range(1, 10_000, 37):
        for words in (f"{number}{sign}元", f"{han(number)}{sign}元"):
            (item,) = quantities(words)
            assert item.value == number * unit, words


def test_hundredths():
    for hundredth in range(1, 10_000, 7):
        text = f"{hundredth / 100:.2f}%"
        (item,) = quantities(text)
        assert item.value == float(f"{hundredth / 100:.2f}"), text


def test_percent_in_words():
    for number in range(1, 101):
        words = "百分之" + ("一百" if number == 100 else han(number))
        (item,) = quantities(words)
        assert (item.value, item.unit, item.text) == (number, "%", words)
