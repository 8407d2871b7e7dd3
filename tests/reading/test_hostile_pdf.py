"""PDF files made to trip a reader: a source or a reason in Chinese, and soon."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.model.errors import ReadError
from pipeline.reading.pdf.apart import run_apart
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import LEFT, TOP, objects, pdf, stream

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R/Resources<</XObject<</F 5 0 R/G 6 0 R>>>>>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</F 5 0 R/G 6 0 R>>>>"

FILES: dict[str, bytes] = {
    "no pages": objects(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"),
    "a page that is its own parent": objects(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "a million pages by its own count": objects(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"<</Type/Page>>"
    ),
    "forms within themselves": objects(
        CATALOG, ONE, PAGE, stream(b"/F Do /G Do"), stream(b"/G Do /G Do", FORM), stream(b"/F Do /F Do", FORM)
    ),
    "5,000 empty pages": pdf(*[lambda page: None] * 5000),
    "cut in its pages": pdf(*[lambda page: page.text(LEFT, TOP, "一、目标")] * 20)[:1500],
    "junk alone before its name": b"\x00\xff" * 300 + b"%PDF-1.4\n",
}


@pytest.mark.parametrize("name", FILES)
def test_refused_soon_with_the_reason(name: str) -> None:
    start = time.process_time()
    with pytest.raises(ReadError) as raised:
        read_bytes(FILES[name])
    assert any("\u4e00" <= char <= "\u9fff" for char in str(raised.value))
    assert time.process_time() - start < 100


def _fan(depth: int) -> bytes:
    """Forms that draw the next one ten times each."""
    forms = [
        stream(
            b"/N Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</N %d 0 R>>>>" % (6 + n)
        )
        for n in range(depth)
    ]
    page = PAGE.replace(b"/G 6 0 R", b"")
    return objects(CATALOG, ONE, page, stream(b"/F Do"), *forms, stream(b"0 0 m 9 9 l S", FORM))


def test_forms_that_fan_out_take_no_long_time() -> None:
    start = time.process_time()
    with pytest.raises(ReadError):
        read_bytes(_fan(3))
    assert time.process_time() - start < 100


def test_junk_before_a_whole_file() -> None:
    whole = pdf(lambda page: page.text(LEFT, TOP, "一、工作目标要明确具体"))
    assert "一、工作目标要明确具体" in read_bytes(b"<!-- saved -->\r\n" * 20 + whole).text


def test_bookmarks_in_a_circle_are_nothing_to_tell_of(caplog: pytest.LogCaptureFixture) -> None:
    outlines = b"<</Type/Outlines/First 5 0 R/Last 6 0 R/Count 2>>"
    marks = [b"<</Title(%d)/Parent 4 0 R/Next %d 0 R/Dest[3 0 R/Fit]>>" % (n, 6 - n) for n in (0, 1)]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 7 0 R/Resources<</Font<</F 8 0 R>>>>>>"
    data = objects(
        CATALOG[:-2] + b"/Outlines 4 0 R>>",
        ONE,
        page,
        outlines,
        *marks,
        stream(b"BT /F 12 Tf 50 600 Td (Plan 2026) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    assert read_bytes(data).text.strip() == "Plan 2026"
    assert not caplog.records


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process ends itself a little later")
def test_what_is_tried_apart_ends_with_who_tries_it(tmp_path: Path) -> None:
    sleeper = (
        f"open({str(tmp_path / 'up')!r}, 'w').write(str(__import__('os').getpid())); __import__('time').sleep(3000)"
    )
    code = f"from pipeline.reading.pdf.apart import run_apart; run_apart({sleeper!r}, b'', seconds=2500)"
    with subprocess.Popen([sys.executable, "-c", code]) as trying:
        while not (tmp_path / "up").exists() or not (tmp_path / "up").read_text():
            assert trying.poll() is None
            time.sleep(0.05)
        trying.kill()
    child = Path("/proc", (tmp_path / "up").read_text(), "stat")
    for _ in range(6000):
        if not child.exists() or child.read_text().rsplit(")", 1)[1].split()[0] in "ZX":
            return
        time.sleep(0.05)
    pytest.fail("the process goes on")


def test_what_is_tried_apart_is_ended_at_its_time() -> None:
    with pytest.raises(TimeoutError):
        run_apart("while True: pass", b"", seconds=0.5)
    assert run_apart("sys.stdout.write(sys.stdin.read() + sys.argv[1])", b"a", "b", seconds=300) == b"ab"
    assert run_apart("raise ValueError", b"", seconds=300) is None
