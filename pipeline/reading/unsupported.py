"""What to tell the user about files that cannot be read."""

from __future__ import annotations

from pipeline.model.errors import ReadError

_REASONS = {
    "word95": "这是 Word 95 或更早版本的文件，不能直接读取；请用 Word 或 WPS 另存为 .docx 后再试",
    "encrypted": "文件设有打开密码，无法读取；请先去掉密码再试",
    "xls": "这是 Excel/WPS 表格，不是方案文本；请另存为 .docx 或 PDF 后再试",
    "xlsx": "这是 Excel/WPS 表格，不是方案文本；请另存为 .docx 或 PDF 后再试",
    "ppt": "这是演示文稿，暂不能读取；请另存为 PDF 后再试",
    "pptx": "这是演示文稿，暂不能读取；请另存为 PDF 后再试",
    "odt": "这是 OpenDocument 文件，不能直接读取；请另存为 .docx 后再试",
    "epub": "这是电子书，暂不能读取；请转换为 PDF 后再试",
    "other": "这是旧版 Office 复合文件，认不出其中的内容；请另存为 .docx 后再试",
    "wordxml": "这是 Word 的 XML 文件，不能直接读取；请用 Word 另存为 .docx 后再试",
    "uof": "这是标文通（UOF）文件，不能直接读取；请用 WPS 另存为 .docx 后再试",
    "image": "这是扫描图片，没有文字可读，需要先做文字识别（OCR）；请把同一份方案的图片合成一个 PDF（打印为 PDF）再试，"
    "装有文字识别组件（cetu[ocr]）时会自动识别",
    "archive": "这是 RAR、7z 等压缩包，不能直接读取；请先解压，再处理其中的文件（ZIP 压缩包会自动展开）",
    "zip": "这是 ZIP 压缩包；其中的文件请用 cetu run 整批处理，或写明成员读取：压缩包.zip!/方案.docx",
    "caj": "这是 CAJ 文件，暂不能读取；请转换为 PDF 后再试",
    "program": "这是程序文件，不是文本",
    "binary": "文件不是文本，也不是认得的格式，可能已损坏或后缀名不对",
    "empty": "文件是空的",
    "blank": "文件里没有文字",
}


def reason_for(kind: str) -> str:
    """What to tell of a kind of file that is not read."""
    return _REASONS[kind]


def unsupported(kind: str) -> ReadError:
    """The error for a kind of file that is not read."""
    return ReadError(_REASONS[kind])
