"""Make a folder of files that do a reader harm: `python scripts/hostile.py FOLDER`.

Each file comes with what a run must say of it: its status, and a pattern that the reason (or, where it is read, nothing) must
show. The tests run `cetu run` over the folder (tests/batch/test_hostile_folder.py).
"""

from __future__ import annotations

import io
import os
import socket
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MIB = 1 << 20
PLAN = (
    "松涛镇中心小学安全工作计划\n一、工作目标\n到2026年底前，隐患整改率达到100%。\n二、职责\n总务处负责每月检查设施。\n"
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


# What is long, not malicious, may be read or be ended at its limit.
SLOW = "^$|超过.*秒的上限"


class Made(NamedTuple):
    """A file made: its path in the report, the status it must get and a pattern for the reason."""

    name: str
    status: str
    reason: str = ""


def names() -> Iterator[tuple[bytes, bytes]]:
    """Plans under names that trip programs."""
    for name in (
        "换\n行.txt",
        "制表\t符.txt",
        "引号'\"`.txt",
        "-rf 计划.txt",
        "--help.txt",
        "=cmd|' /C calc'!A0.txt",
        "+1.txt",
        "@sum.txt",
        "😀🏫👩‍🏫.txt",
        "<img src=x onerror=alert(1)>.txt",
        "&lt;b&gt;.txt",
        "$(touch 坏).txt",
        "; touch 坏;.txt",
        "计划\u202etxt.exe.txt",
        "零\u200b宽\ufeff.txt",
        "\u2028行.txt",
        " 前后空格 .txt",
        "CON.txt",
        "nul.txt",
        "a__b.txt",
        "%2e%2e%2f.txt",
        "s3:\\\\x.txt",
        "压缩.zip!.txt",
        "é组合.txt",
        "e\u0301组合.txt",
        "*?:|.txt",
        "{}[].txt",
        "长" * 83 + "aa.txt",
        "\x1b[31m红.txt",
        "\x7f删.txt",
    ):
        yield name.encode(), PLAN.encode()
    yield b"\xff\xfe\xb9\xa4.txt", PLAN.encode()
    yield "国标".encode("gb18030") + b".txt", PLAN.encode()
    yield "國標".encode("big5") + b".txt", PLAN.encode()


def texts() -> Iterator[tuple[str, bytes, str, str]]:
    """Texts that trip a reader or a rule, with status and reason."""
    yield "5MB一行.txt", ("各校要落实安全责任，" * 175_000).encode()[: 5 * MIB], "ok|failed", SLOW
    yield "括号.txt", ("（" * 50_000).encode(), "ok|failed", SLOW
    yield "编号.txt", ("一、" * 50_000).encode(), "ok|failed", SLOW
    yield "空字符.txt", PLAN.replace("，", "，\0").encode(), "ok", ""
    yield "双向.txt", PLAN.replace("整改", "\u202e整改\u202c\u2066").encode(), "ok", ""
    yield "零宽.txt", PLAN.replace("总务处", "总\u200b务\u200d处\ufeff").encode(), "ok", ""
    yield "公式.txt", PLAN.replace("总务处", '=HYPERLINK("http://x","总务处")').encode(), "ok", ""
    yield "脚本.txt", PLAN.replace("总务处", "</script><script>alert(1)</script>总务处").encode(), "ok", ""
    yield "坏字节.txt", PLAN.encode()[:60] + b"\xff\xfe\x80" + PLAN.encode()[60:], "ok", ""
    yield "代理对.txt", PLAN.encode("utf-16-le") + b"\x00\xd8", "ok|failed", "^$|文本|编码"
    yield "全是零.txt", bytes(MIB), "failed", "不是文本"
    yield "随机.txt", bytes((i * 7919 + i // 251) % 256 for i in range(50_000)), "ok|failed", ""
    yield "空.txt", b"", "failed", "空"
    yield "只有空白.txt", b" \r\n\t" * 1000, "failed", "没有文字"


def wrong_endings() -> Iterator[tuple[str, bytes, str, str]]:
    """What is not what its name says."""
    yield "其实是Word.pdf", docx(f"<w:p><w:r><w:t>{PLAN}</w:t></w:r></w:p>"), "ok", ""
    yield "其实是Word.txt", docx(f"<w:p><w:r><w:t>{PLAN}</w:t></w:r></w:p>"), "ok", ""
    yield "其实是文本.docx", PLAN.encode("gb18030"), "ok", ""
    yield "其实是文本.pdf", PLAN.encode(), "ok", ""
    yield "其实是图片.pdf", b"\x89PNG\r\n\x1a\n" + bytes(99), "failed", "图片"
    yield "其实是程序.doc", b"MZ" + bytes(60) + b"This program cannot be run", "failed", "程序"
    yield "其实是网页.doc", f"<html><body><p>{PLAN}</p></body></html>".encode(), "ok", ""
    yield "其实是压缩包.docx", zipped({"a.txt": PLAN.encode()}), "failed", "压缩包"
    yield "其实是表格.docx", zipped({"xl/workbook.xml": b"<x/>"}), "failed", "Excel"
    yield "图片.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "skipped", r"\.png"
    yield "半个.docx", docx("<w:p/>")[:300], "failed", "损坏"


def encrypted() -> Iterator[tuple[str, bytes, str, str]]:
    """Files with a password."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    yield "加密.docx", ole, "failed", "密码"
    yield "加密.pdf", locked_pdf(), "failed", "密码"
    locked = bytearray(zipped({"方案.txt": PLAN.encode()}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    yield "加密.zip!/方案.txt", bytes(locked), "failed", "密码|加密"


def bombs(listener: str) -> Iterator[tuple[str, bytes, str, str]]:
    """Small files that become large, and files that call out to `listener` (an address)."""
    yield "炸弹.docx", docx(" " * (300 * MIB)), "failed", "过大|炸弹|压缩比"
    yield "炸弹2.docx", docx("<w:p/>" * 2_000_000), "failed", "过大|炸弹|压缩比|没有文字"
    yield "大笑.docx", docx("<w:p><w:r><w:t>&h;</w:t></w:r></w:p>", _laughs()), "failed", "实体|损坏"
    for number, target in enumerate(("file:///etc/passwd", f"http://{listener}/x", "/etc/passwd")):
        entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{target}">]>'
        outside = docx("<w:p><w:r><w:t>正文&x;</w:t></w:r></w:p>", entity)
        yield f"外部实体{number}.docx", outside, "failed", "实体|损坏"
    declared = f'<!DOCTYPE w SYSTEM "http://{listener}/w.dtd">'
    yield "外部定义.docx", docx(f"<w:p><w:r><w:t>{PLAN}</w:t></w:r></w:p>", declared), "ok|failed", "^$|实体|损坏"
    page = (
        f'<!DOCTYPE html SYSTEM "http://{listener}/x.dtd"><html><head><link rel=stylesheet href="http://{listener}/c">'
        f'<meta http-equiv=refresh content="0;url=http://{listener}/r"></head><body><img src="http://{listener}/i">'
        f'<iframe src="http://{listener}/f"></iframe><p>{PLAN}</p></body></html>'
    )
    yield "外链.html", page.encode(), "ok", ""
    rtf = (
        r"{\rtf1\ansi\ansicpg936{\field{\*\fldinst INCLUDEPICTURE "
        f'"http://{listener}/p"'
        r"}{\fldrslt x}} \u19968?\u12289?ab}"
    )
    yield "外链.rtf", rtf.encode(), "ok", ""
    yield "嵌套.rtf", b"{\\rtf1" + b"{" * 200_000, "ok|failed", ""
    yield "嵌套.html", b"<html>" + b"<div>" * 200_000 + PLAN.encode(), "ok|failed", ""
    yield "炸弹.zip!/a.txt", zipped({"a.txt": bytes(60 * MIB)}), "failed", "过大|炸弹|压缩比"
    deep = zipped({"方案.txt": PLAN.encode()})
    for _ in range(6):
        deep = zipped({"内.zip": deep})
    yield "套娃.zip!/内.zip!/内.zip!/内.zip", deep, "skipped", "嵌套超过"
    yield "许多.zip", zipped({f"{n}.txt": b"x" for n in range(2500)}), "failed", "文件数"
    yield (
        "流炸弹.pdf",
        pdf(stream(zlib.compress(b" " * (300 * MIB)), b"/Filter/FlateDecode")),
        "failed",
        "展开后超过上限",
    )
    yield (
        "双重流.pdf",
        pdf(stream(_twice(200 * MIB), b"/Filter[/FlateDecode/FlateDecode]")),
        "failed",
        "展开后超过上限",
    )
    words = zlib.compress(b"BT 1 0 0 1 50 600 Tm (a) Tj ET " * 3_000_000)
    yield "许多字.pdf", pdf(stream(words, b"/Filter/FlateDecode")), "failed", "展开后超过上限"
    lines = zlib.compress(b"0 0 m 100 100 l S " * 5_000_000)
    yield "括号.pdf", pdf(stream(b"[(" * 500_000)), "failed", "没有合上的括号"
    yield "许多线.pdf", pdf(stream(lines, b"/Filter/FlateDecode")), "failed", "展开后超过上限"
    yield "千层.pdf", objects(_CATALOG, _ONE, _PAGE, stream(b"/F Do"), *_fanned(12)), "failed", "嵌套|超过"
    steep = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(20_000)]
    yield "页树过深.pdf", objects(_CATALOG, *steep, b"<</Type/Page/MediaBox[0 0 9 9]>>"), "failed", "损坏|没有|超过"
    yield "页树倍增.pdf", doubled_pages(), "failed", "损坏|没有|页|超过"
    yield "递归.pdf", pdf(stream(b"/F Do /F Do"), FORM), "failed", "嵌套|超过"
    yield "页树成环.pdf", objects(_CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "failed", "损坏|没有"
    kids = b" ".join([b"3 0 R"] * 20_000)
    pages = b"<</Type/Pages/Kids[" + kids + b"]/Count 20000>>"
    yield "两万页.pdf", objects(_CATALOG, pages, _PAGE, stream(b" ")), "failed", "页"


def members() -> bytes:
    """An archive whose names lead out of it."""
    outside = ("../../越界.txt", "/tmp/越界.txt", "C:\\越界.txt", "..\\..\\越界.txt", "a/../../越界.txt")
    return zipped({name: PLAN.encode() for name in outside})


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</F 5 0 R>>>>"  # draws itself
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"


def _fanned(deep: int) -> list[bytes]:
    """Drawings that each draw the next ten times."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]"
    calls = b"/Resources<</XObject<</F %d 0 R>>>>"
    return [stream(b"/F Do " * 10, head + calls % (6 + number)) for number in range(deep)] + [stream(b" ", head)]


def pdf(content: bytes, form: bytes = FORM) -> bytes:
    """A file of one page with this content and a form."""
    return objects(_CATALOG, _ONE, _PAGE, content, stream(b"/F Do /F Do", form))


def objects(*bodies: bytes) -> bytes:
    """A PDF of numbered objects with its table."""
    data, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return bytes(data) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def stream(words: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(words), more, words)


def _twice(size: int) -> bytes:
    return zlib.compress(zlib.compress(bytes(size)))


def doubled_pages() -> bytes:
    """Two references to each level of the page tree, thirty levels: 2 ** 30 pages."""
    levels = range(30)
    twice = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (n + 3, n + 3, 2 ** (30 - n)) for n in levels]
    return objects(_CATALOG, *twice, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def locked_pdf() -> bytes:
    """A PDF with a password that is neither empty nor known."""
    key = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
    whole = objects(_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>", key)
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R/ID[<" + b"43" * 16 + b"><" + b"43" * 16 + b">]")


def docx(body: str, before: str = "") -> bytes:
    """A Word file with this body."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()})


def zipped(contents: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _laughs() -> str:
    steps = zip("abcdefg", "bcdefgh", strict=True)
    return (
        '<!DOCTYPE w [<!ENTITY a "哈哈哈哈">'
        + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in steps)
        + "]>"
    )


def links(folder: Path, outside: Path) -> Iterator[Made]:
    """Links, pipes, devices, sockets, files and folders that may not be opened."""
    (outside / "外面.txt").write_text(PLAN, "utf-8")
    (folder / "环").symlink_to(folder, target_is_directory=True)
    (folder / "自己.txt").symlink_to(folder / "自己.txt")
    (folder / "外面文件夹").symlink_to(outside, target_is_directory=True)
    (folder / "外面.txt").symlink_to(outside / "外面.txt")
    (folder / "口令.txt").symlink_to("/etc/passwd")
    (folder / "无处.txt").symlink_to(folder / "没有")
    (folder / "里面.txt").symlink_to(folder / "括号.txt")
    yield Made("自己.txt", "skipped", "链接")
    yield Made("外面.txt", "skipped", "文件夹之外")
    yield Made("口令.txt", "skipped", "文件夹之外")
    yield Made("无处.txt", "skipped", "链接失效")
    yield Made("里面.txt", "ok")
    os.mkfifo(folder / "管道.txt")
    yield Made("管道.txt", "skipped", "不是普通文件")
    with suppress(OSError), socket.socket(socket.AF_UNIX) as one:
        one.bind(os.fsencode(folder / "s.txt"))
        yield Made("s.txt", "skipped", "不是普通文件")
    with suppress(PermissionError):
        os.mknod(folder / "设备.txt", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
        yield Made("设备.txt", "skipped", "不是普通文件")
    with (folder / "巨大.txt").open("wb") as hole:
        hole.truncate(3 << 30)
    yield Made("巨大.txt", "failed", "过大")
    closed = folder / "无权.txt"
    closed.write_text(PLAN, "utf-8")
    closed.chmod(0)
    shut = folder / "锁着"
    shut.mkdir()
    (shut / "a.txt").write_text(PLAN, "utf-8")
    shut.chmod(0)
    if os.access(closed, os.R_OK):  # who may do anything reads it
        yield Made("无权.txt", "ok")
        yield Made("锁着/a.txt", "ok")
    else:
        yield Made("无权.txt", "failed", "没有权限")
        yield Made("锁着/", "skipped", "没有权限")


def make(folder: Path, outside: Path, listener: str = "127.0.0.1:9") -> list[Made]:
    """Make everything in `folder`; `outside` is a folder that links lead to. Says what a run must say of each."""
    from pipeline.batch.discover import printable

    made = []
    for name, data in names():
        with suppress(OSError):  # file systems that take only UTF-8
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
            made.append(Made(printable(os.fsdecode(name)), "ok"))
    for cases in (texts(), wrong_endings(), encrypted(), bombs(listener)):
        for shown, data, status, reason in cases:
            (folder / shown.partition("!/")[0]).write_bytes(data)
            made.append(Made(shown, status, reason))
    (folder / "越界.zip").write_bytes(members())
    places = ("越界.txt", "tmp/越界.txt", "C:/越界.txt", "越界~2.txt", "a/越界.txt")
    made += [Made(f"越界.zip!/{place}", "ok") for place in places]
    return made + list(links(folder, outside))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / "plans").mkdir(parents=True)
    (place / "outside").mkdir()
    for one in make(place / "plans", place / "outside"):
        print(one.status, repr(one.name), one.reason, sep="\t")
