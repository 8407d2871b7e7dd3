"""Saved web pages: their visible text, its structure, and what belongs to the site."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.lexicon import load
from pipeline.model.errors import ReadError
from pipeline.reading.html.noise import HtmlNoise, names_noise
from pipeline.reading.reader import read_bytes
from tests.reading.views import cells, check_spans, noise_words, without_noise

ARTICLE = "<p>各年级要落实安全责任，每月检查一次教室、食堂和操场的设施，发现问题立即整改。</p>" * 3


def page(body: str, head: str = "") -> bytes:
    """A page with a body."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(body: str) -> list[str]:
    """The lines of a page."""
    source = read_bytes(page(body))
    check_spans(source)
    assert source.hard_lines
    assert source.media_type == "text/html"
    return source.text.splitlines()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>一、目标</p><p>二、措施</p>", ["一、目标", "二、措施"]),
        ("一、目标<br>二、措施<br/><br>三、保障", ["一、目标", "二、措施", "三、保障"]),
        ("<div>一、<b>目标</b></div><span>二、</span><i>措施</i>", ["一、目标", "二、措施"]),
        ("<p>安全\r\n   工作</p>", ["安全工作"]),
        ("<p>plan\n A 和\nB</p>", ["plan A 和 B"]),
        ("<p>&nbsp;&nbsp;组长：甲&emsp;成员：乙</p>", ["  组长：甲\u2003成员：乙"]),
        ("<p>　　各学校：</p>", ["　　各学校："]),
        ("<pre>一、目标\n二、措施</pre>", ["一、目标", "二、措施"]),
        ("<p>看得见<span style='display: none'>看不见</span>尾</p><script>var x</script>", ["看得见尾"]),
        ("<p hidden>藏</p><noscript>无</noscript><!-- 注 --><p>明</p>", ["明"]),
        ("<ol><li>检查</li><li>整改</li></ol>", ["1. 检查", "2. 整改"]),
        ("<ol><li>1、检查</li><li>2、整改</li></ol>", ["1、检查", "2、整改"]),
        ("<ol style='list-style-type: cjk-ideographic' start=2><li><p>检查</p><p>细则</p></li></ol>", ["二、检查", "细则"]),
        ("<ol type=A><li>检查<li value=4>整改</ol><ul><li>其他</ul>", ["A. 检查", "D. 整改", "其他"]),
        ("<ol style='list-style:none'><li>检查</ol>", ["检查"]),
        ("<ol><li><span>第一条</span>为规范管理</li><li>第二部分重点任务</li></ol>", ["第一条为规范管理", "第二部分重点任务"]),
        ("<ol><li>第一轮检查</li></ol>", ["1. 第一轮检查"]),
        ("<p><span style='float:left'>第二条</span>公用经费</p>", ["第二条 公用经费"]),
        ("<p><span style='float:left'>4.</span>24小时值守</p>", ["4. 24小时值守"]),
        ("<p><span style='display:block;float:left'>一、</span>学校概况</p>", ["一、学校概况"]),
        ("<table><tr><td><p>一、目标</p><p>二、措施</p></td></tr></table>", ["一、目标", "二、措施"]),
        ("<table><tr><td>左<table><tr><td>里<td>外</table></td><td>右</tr><tr><td>下</tr></table>", ["左", "里", "外", "右", "下"]),
        ("<p>各校<a href='#_ftn1'>[1]</a>要<a href=#sdfootnote1sym><sup>1</sup></a>落<a href='#a'>实</a></p>", ["各校要落实"]),
        ("<p>到<del>2024</del><ins>2025</ins>年</p>", ["到2025年"]),
        ("<p>未闭合<p>的段落<div>也<b>行", ["未闭合", "的段落", "也行"]),
    ],
)  # fmt: skip
def test_lines(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0", "display:none"])
def test_an_article_that_a_script_shows_is_read(style: str) -> None:
    text = "各班每周开展一次安全教育，总务处每月排查一次隐患，发现问题及时整改并做好记录。" * 3
    body = f"<h1>安全工作计划</h1><div style='{style}'><p>{text}</p><p style='display:none'>暗</p></div><p>阅读 12</p>"
    found = lines(body)
    assert text in found
    assert "暗" not in found


def test_a_table_with_spans() -> None:
    body = (
        "<table><thead><tr><th>序号<th>任务<th>单位</thead><tbody><tr><td rowspan=2>1<td>检查<p>消防</p><td>总务处"
        "<tr><td colspan=2>宣传</tbody></table>"
    )
    source = read_bytes(page(ARTICLE + body))
    check_spans(source)
    (table,) = source.tables
    assert table.header_rows == 1
    assert cells(source, table)[3:] == [
        (1, 0, 2, 1, "1"),
        (1, 1, 1, 1, "检查\n消防"),
        (1, 2, 1, 1, "总务处"),
        (2, 1, 1, 2, "宣传"),
    ]


@pytest.mark.parametrize("span", ["100000000", "-1", "x", "0", "9" * 5000])
def test_spans_no_table_can_have(span: str) -> None:
    body = f"<table><tr><td colspan={span} rowspan={span}>甲<td>乙</tr><tr><td>丙<td>丁</tr></table>"
    (table,) = read_bytes(page(ARTICLE + body)).tables
    assert all(cell.rows <= 2 and cell.columns <= 63 for cell in table.cells)


def test_headings() -> None:
    body = f"<h1>青溪小学安全工作方案</h1><h2>一、目标</h2>{ARTICLE}<h3>（一）指标</h3>"
    source = read_bytes(page(body))
    found = [(hint.level, source.text[hint.span.start : hint.span.end]) for hint in source.hints]
    assert found == [(0, "青溪小学安全工作方案"), (2, "一、目标"), (3, "（一）指标")]


def test_notes_are_noise() -> None:
    assert noise_words(read_bytes(page(f"{ARTICLE}<div id=ftn1><p>[1] 含幼儿园。</p></div>"))) == ["[1] 含幼儿园。"]


SITE = (
    "<div class='topNav'><a>首页</a> <a>要闻</a></div><p id=dqwz>当前位置：公告</p>"
    f"<div class=content><h1>青溪小学安全工作方案</h1>{ARTICLE}</div>"
    "<div><a>春季工作要点</a> <a>食堂管理办法</a> <a>校车管理办法</a></div>"
    "<div class='related'><h3>相关文章</h3><p>秋季工作要点</p></div><footer>某网站</footer>"
)


def test_what_belongs_to_the_site_is_noise() -> None:
    source = read_bytes(page(SITE))
    check_spans(source)
    noise = [
        "首页 要闻",
        "当前位置：公告",
        "春季工作要点 食堂管理办法 校车管理办法",
        "相关文章",
        "秋季工作要点",
        "某网站",
    ]
    assert noise_words(source) == noise
    assert without_noise(source).split()[0] == "青溪小学安全工作方案"
    assert [hint.level for hint in source.hints] == [0]


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='banner main'>{ARTICLE}</div>",
        f"<div id=nav><h1>青溪小学安全工作方案</h1></div>{ARTICLE}",
        f"<article><header>青溪小学</header>{ARTICLE}</article>",
        "<p><a>一、目标</a></p>",
        "<div class=nav>只有这些</div>",
    ],
)
def test_an_article_is_never_noise(body: str) -> None:
    assert read_bytes(page(body)).noise == ()


@pytest.mark.parametrize("row", load("html_noise", HtmlNoise), ids=lambda row: row.id)
def test_names_of_noise(row: HtmlNoise) -> None:
    assert all(names_noise(name) for name in row.examples)
    assert not any(names_noise(name) for name in row.near_misses)


WORDS = "<p>　　各学校要落实安全责任，每月检查一次。</p>"


@pytest.mark.parametrize(
    ("declared", "real", "encoding"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("no-such-charset", "gb18030", "gb18030"),
        ("hex", "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("gbk", "utf-16", "utf-16-le"),
        ("utf-8", "utf-8-sig", "utf-8"),
    ],
)
def test_encodings(declared: str, real: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    source = read_bytes(f"<html><head>{meta}</head><body>{WORDS}</body></html>".encode(real))
    assert source.text == "　　各学校要落实安全责任，每月检查一次。\n"
    assert source.encoding == encoding


def test_characters_that_gb2312_lacks() -> None:
    body = "<html><meta charset=gb2312><p>校长：王喆，成员：朱镕、李垚</p></html>"
    assert read_bytes(body.encode("gb18030")).text == "校长：王喆，成员：朱镕、李垚\n"


def test_big5() -> None:
    body = "<html><meta charset=big5><p>各學校應落實安全責任，每月檢查一次。</p></html>"
    source = read_bytes(body.encode("big5"))
    assert source.text.startswith("各學校應落實")
    assert source.encoding == "big5"


def test_a_page_in_one_file() -> None:
    body = quopri.encodestring(f"<html><body>{WORDS}</body></html>".encode("gb18030")).decode()
    data = (
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{body}\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
    )
    source = read_bytes(data.encode())
    assert source.text == "　　各学校要落实安全责任，每月检查一次。\n"
    assert source.media_type == "multipart/related"


def test_frames_alone() -> None:
    with pytest.raises(ReadError, match="框架"):
        read_bytes(b"<html><frameset cols=*><frame src=a.htm></frameset></html>")


@pytest.mark.parametrize("body", ["<div>" * 60_000 + "字", "<table><tr><td>" * 3000 + "字"])
def test_pages_nested_too_deep(body: str) -> None:
    with pytest.raises(ReadError, match="嵌套过深"):
        read_bytes(page(body))
    assert "嵌套过深" in read_bytes(page("<p>先</p>" + body)).warnings[0]


@pytest.mark.parametrize("body", ["<font>字" * 500, "<a>字</a>" * 60_000, "<p>字<br>" * 60_000])
def test_pages_with_tags_left_open(body: str) -> None:
    source = read_bytes(page(body))
    check_spans(source)
    assert source.text.count("字") == body.count("字")
    assert not source.warnings


PARTS = (
    "<p> </p> <table> <tr> <td> </table> <ol> <li> <h2> <br> <a> </a> <pre> <div> <div/class=nav> </div> "
    "一、 目标 &nbsp; &#0; &#xD800; < \x0b"
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*PARTS.split(), " ", "\n"]), max_size=60))
def test_no_visible_word_is_lost(parts: list[str]) -> None:
    data = page("始" + "".join(parts))
    source = read_bytes(data)
    check_spans(source)
    assert source.text.count("目标") == parts.count("目标")
    assert read_bytes(data) == source
