"""Small OFD files for the tests."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Sequence

NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.6


def words(text: str, x: float, y: float, *, size: float = SIZE, more: str = "", inner: str = "") -> str:
    """A line of text in millimetres; the steps between its letters are written in the short form."""
    wide = [size if ord(sign) > 0x2E7F else size / 2 for sign in text[:-1]]
    steps = "".join(f"g {len(list(run))} {step} " for step, run in itertools.groupby(wide))
    steps = f' DeltaX="{steps.strip()}"' if steps else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} {size * len(text)} {size}" Font="1" Size="{size}"{more}>{inner}'
        f'<ofd:TextCode X="0" Y="{size * 0.86:.2f}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    """A straight line."""
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(rows: Sequence[Sequence[str]], x: float, y: float, *, width: float = 50, height: float = 10) -> str:
    """A ruled table."""
    columns = len(rows[0])
    made = [stroke(x, y + n * height, x + columns * width, y + n * height) for n in range(len(rows) + 1)]
    made += [stroke(x + n * width, y, x + n * width, y + len(rows) * height) for n in range(columns + 1)]
    for row, cells in enumerate(rows):
        made += [words(text, x + 2 + n * width, y + 2 + row * height, size=4) for n, text in enumerate(cells) if text]
    return "".join(made)


def ofd(pages: Sequence[str], *, template: str = "", outline: str = "") -> bytes:
    """An OFD file of pages of A4."""
    tpl = '<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/>' if template else ""
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMES}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{tpl}</ofd:CommonData><ofd:Pages>{places}</ofd:Pages>{outline}</ofd:Document>",
    }
    used = '<ofd:Template TemplateID="70"/>' if template else ""
    for n, content in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {NAMES}>{used}<ofd:Content><ofd:Layer ID="3">{content}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if template:
        parts["Doc_0/Tpls/T.xml"] = (
            f"<ofd:Page {NAMES}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()
