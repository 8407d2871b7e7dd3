"""Files of the base that another version of program or lexicons has read, as the page of imports tells of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.api import extractor_version
from pipeline.store.versions import older_files
from pipeline.web.importing.jobs import PREFIX, Jobs
from pipeline.web.visit import Visit


class OlderLine(msgspec.Struct, frozen=True, kw_only=True):
    """Files that another version of program or lexicons has read: of the import `number`, else (null) of a folder that the
    command line has read. `again`: whether they can be read once more from here."""

    number: int | None
    prefix: str
    files: int
    again: bool


def older_lines(visit: Visit, jobs: Jobs) -> Iterator[OlderLine]:
    """What there is of them, by folder."""
    version, kb = extractor_version(), visit.kb
    for one in kb.remember(("older files", version), lambda: older_files(kb, version)):
        first, _, last = one.prefix.partition("/")
        number = int(last) if first == PREFIX and last.isascii() and last.isdigit() else None
        again = number is not None and jobs.get(number) is not None and jobs.has_files(number)
        yield OlderLine(number=number, prefix=one.prefix, files=one.files, again=again)
