"""Words that rules go by stand in lexicons, not in code: no list of them, no pattern made of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

LAYERS = ("structure", "expressions", "segmentation", "extraction", "linking", "asking", "auditing", "comparison")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_MESSAGE = re.compile(
    "[（：，。；？]"
)  # what users read is written with full-width marks, patterns against folded text
_MOST = 2


def lists_of_words(code: str) -> Iterator[tuple[int, str]]:
    """Line and text of each tuple, list or set of more than two words, and of each pattern with more than two of them."""
    tree = ast.parse(code)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    told |= {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}  # the values of a type
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set) and id(node) not in told:
            words = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len([word for word in words if _HAN.search(word) and not _MESSAGE.search(word)]) > _MOST:
                yield node.lineno, "、".join(words)
        elif isinstance(node, ast.Constant) and id(node) not in told and _is_pattern_of_words(node.value):
            yield node.lineno, str(node.value)


def _is_pattern_of_words(text: object) -> bool:
    if not isinstance(text, str):
        return False
    outside_classes = re.sub(r"\[[^\]]*\]", "", text)
    return "|" in text and not _MESSAGE.search(text) and len(_HAN.findall(outside_classes)) > _MOST


def test_lists_are_found() -> None:
    assert list(lists_of_words('X = ("以下", "以上", "左右")')) == [(1, "以下、以上、左右")]
    assert list(lists_of_words('X = "(?:小时|分钟|学期)$"')) == [(1, "(?:小时|分钟|学期)$")]
    assert list(lists_of_words('Weight = Literal["重要", "一般", "提示"]')) == []
    assert (
        list(
            lists_of_words(
                'X = ("以下", "以上")\nY = "[一二三四五六]年级|[甲乙丙丁]等"\nZ = "请用 a|b：重新运行，再试"'
            )
        )
        == []
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_words_stand_in_lexicons(layer: str) -> None:
    home = Path(pipeline.__file__).parent
    found = [
        f"{path.relative_to(home)}:{line}: {words}"
        for path in sorted((home / layer).rglob("*.py"))
        for line, words in lists_of_words(path.read_text("utf-8"))
    ]
    assert not found, f"put these into lexicons/*_wording.yaml, with examples and near misses: {found}"
