"""Audits of whole plans (cases/plans.yaml), and what holds for every finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.auditing import SEVERITIES, SURENESS, Finding, audit, kinds
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "plans.yaml").read_text("utf-8"))
Auditor = Callable[..., list[Finding]]


def fits(one: Finding, wanted: dict[str, Any]) -> bool:
    return (
        one.kind == wanted["kind"]
        and one.sure == wanted["sure"]
        and wanted["why"] in one.why
        and wanted["place"] in one.places[0].text
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], audit_text: Auditor) -> None:
    found = [one for one in audit_text(case["text"], sure="中") if one.kind in case.get("only", [one.kind])]
    told = [(one.kind, one.sure, one.why) for one in found]
    for wanted in case["expect"]:
        hit = next((one for one in found if fits(one, wanted)), None)
        assert hit is not None, (wanted, told)
        found.remove(hit)
    assert not found, [(one.kind, one.sure, one.why) for one in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_finding_names_its_places(case: dict[str, Any], audit_text: Auditor) -> None:
    texts = [part + "\n" if not part.endswith("\n") else part for part in case["text"].split("=====\n")]
    for one in audit_text(case["text"]):
        assert one.severity in SEVERITIES
        assert one.sure in SURENESS
        assert one.why
        assert one.advice
        assert one.count >= len(one.places) > 0
        for place in one.places:
            assert place.document
            words = [text[place.spans[0].start : place.spans[-1].end] for text in texts]
            assert any("".join(place.words.split()) == "".join(part.split()) for part in words), place


def test_the_order_of_files_and_runs_makes_no_difference(tmp_path: Path, audit_text: Auditor) -> None:
    text = CASES[1]["text"]
    assert audit_text(text) == audit_text(text)


def test_sure_leaves_out_what_is_less_sure(audit_text: Auditor) -> None:
    text = "\n".join(case["text"] for case in CASES[1:3])
    everything, sure = audit_text(text), audit_text(text, sure="高")
    assert {one.id for one in sure} == {one.id for one in everything if one.sure == "高"}
    assert sure


def test_one_plan_by_name_and_names_that_mean_nothing(tmp_path: Path, audit_text: Auditor) -> None:
    audit_text(CASES[4]["text"])
    with KnowledgeBase.open(tmp_path / "kb.sqlite") as kb:
        assert {one.document for one in audit(kb, "青石镇小学")} == {"松岭县青石镇小学2024年工作方案"}
        assert {one.path for one in audit(kb, ["0.txt", "1.txt"], sure="低")} <= {"0.txt", "1.txt"}
        with pytest.raises(UsageError, match="没有这个"):
            audit(kb, "不存在的方案")


def test_a_kind_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audit_text: Auditor) -> None:
    row = next(one for one in kinds() if one.id == "owner-vague")
    own = tmp_path / "lexicons"
    own.mkdir()
    (own / "audit_kinds.yaml").write_text(
        f"entries:\n- {{id: owner-vague, title: {row.title}, severity: 一般, sure: 中, why: 无, advice: 无, ignored: true}}\n",
        encoding="utf-8",
    )
    before = audit_text(CASES[1]["text"])
    monkeypatch.setenv("CETU_LEXICONS", str(own))
    after = audit_text(CASES[1]["text"])
    assert {one.kind for one in before} - {one.kind for one in after} == {"owner-vague"}


@pytest.mark.parametrize("text", ["", "。", "一、" * 2000, "（" * 5000, "领导小组" * 2000, "A1:B1:C1\n" * 500])
def test_anything_at_all_can_be_audited(text: str, audit_text: Auditor) -> None:
    assert isinstance(audit_text(text or " "), list)
