"""Standard lists that users have brought along: checked when they come, kept beside the base under the digest of their content."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from pipeline.batch.files import write_whole
from pipeline.comparison import standards
from pipeline.comparison.loading import standard_from
from pipeline.comparison.rows import Standard
from pipeline.model.errors import CetuError, LexiconError, UsageError
from pipeline.web.importing.names import safe_part
from pipeline.web.settings import Settings
from pipeline.web.visit import NotFound

FOLDER = ".lists"
MOST_BYTES = 256 * 1024
_MOST_LISTS = 20
_MOST_ROWS = 400
_DEEPEST = 12
_MOST_EVENTS = 40_000
_DIGEST = 16


class NamedList(msgspec.Struct, frozen=True):
    """A list, the key pages know it by (its id, or for a user's own `own-…`), and whether it is one's own."""

    key: str
    standard: Standard
    own: bool


def all_lists(settings: Settings) -> list[NamedList]:
    """The built-in lists, then those brought along, by title."""
    ours = [NamedList(one.id, one, own=False) for one in standards()]
    own = [NamedList(_key(path), _kept(path), own=True) for path in sorted((settings.out / FOLDER).glob("*.yaml"))]
    return ours + sorted(own, key=lambda one: (one.standard.title, one.key))


def list_named(settings: Settings, key: str) -> NamedList:
    """A list by its key. Raises NotFound."""
    found = next((one for one in all_lists(settings) if one.key.lower() == key.strip().lower()), None)
    if found is None:
        raise NotFound(f"没有编号为“{key[:60]}”的标准表")
    return found


def keep_list(settings: Settings, name: str, data: bytes) -> NamedList:
    """Check a list and keep it; the oldest goes where there are too many. Raises UsageError or LexiconError (Chinese) with
    every complaint."""
    _check_shape(data)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / (safe_part(name) if name else "标准表.yaml")
        draft.write_bytes(data)
        try:
            found = standard_from(draft)
        except RecursionError:
            raise LexiconError("标准表嵌套过深") from None
        except CetuError:
            raise
        except (ValueError, TypeError, AttributeError, KeyError, msgspec.MsgspecError) as error:
            raise LexiconError("这个文件不是标准表：应有 list（表头）和 rows（各行）两部分") from error
    if not found.rows or len(found.rows) > _MOST_ROWS:
        raise UsageError(f"标准表应有 1 到 {_MOST_ROWS} 条，这张有 {len(found.rows)} 条")
    home = settings.out / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    place = home / f"{sha256(data).hexdigest()[:_DIGEST]}.yaml"
    write_whole(place, data)
    known = sorted(home.glob("*.yaml"), key=lambda path: path.stat().st_mtime_ns)
    for old in known[:-_MOST_LISTS]:
        if old != place:
            old.unlink(missing_ok=True)
    return NamedList(_key(place), found, own=True)


def _key(path: Path) -> str:
    return f"own-{path.stem}"


@lru_cache(maxsize=64)
def _kept(path: Path) -> Standard:
    """A kept list; the name of its file is the digest of its content, so that it never changes."""
    return standard_from(path)


def _check_shape(data: bytes) -> None:
    """Refuse what is too large, too deep, or grows when it is read, before it is built."""
    import yaml

    if len(data) > MOST_BYTES:
        raise UsageError(f"标准表不能超过 {MOST_BYTES // 1024} KB")
    depth = 0
    try:
        for number, event in enumerate(
            yaml.parse(data.decode("utf-8-sig"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        ):
            if isinstance(event, yaml.AliasEvent):
                raise LexiconError("标准表里不能用 YAML 的引用（& 和 *），请把内容写全")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or number > _MOST_EVENTS:
                raise LexiconError("标准表太大或嵌套过深")
    except UnicodeDecodeError:
        raise LexiconError("标准表不是 UTF-8 编码的文本，请另存为 UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else ""
        raise LexiconError(f"标准表{where}不是有效的 YAML（注意缩进和冒号后的空格）") from None
