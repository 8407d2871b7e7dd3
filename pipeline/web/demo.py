"""`cetu serve --demo`: the sample plans that come with the product, in a folder that goes when the workbench stops."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.batch import RunOptions, run_folder
from pipeline.model.errors import UsageError

_HERE = Path(__file__).resolve().parents[1]
# In a wheel beside the package's own files; in a checkout beside the package.
_HOMES = (_HERE / "corpus", _HERE.parent / "corpus")


def samples() -> Path:
    """The folder of the sample plans. Raises UsageError where the installation has none."""
    for home in _HOMES:
        if home.is_dir():
            return home
    raise UsageError("这个安装里没有示例方案")


@contextmanager
def demo_base() -> Iterator[Path]:
    """A knowledge base of the sample plans; their files are copied, so that whatever one tries changes only the copy."""
    with TemporaryDirectory(prefix="cetu-demo-") as folder:
        plans, out = Path(folder) / "方案", Path(folder) / "结果"
        shutil.copytree(samples(), plans)
        run_folder(plans, out, RunOptions())
        yield out / "kb.sqlite"
