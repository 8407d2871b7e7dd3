"""Names of actors: one actor under its many names, and composite names taken apart.

The knowledge is in `lexicons/aliases.yaml` and `lexicons/actor_endings.yaml`.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.store.searchtext import normalised

_LEVELS = "省市县区州盟旗镇乡"
_PLACED = re.compile(rf"([^\W\d_]{{1,8}}?)([{_LEVELS}])(.{{2,30}})")
_TAIL = re.compile(r"\([^()]{0,40}\)$|等$")
_QUOTES = str.maketrans("", "", "“”\"《》『』「」‘’'")
_JOINTS = re.compile(r"[、,/]|以及|[和与及]")


class AliasRow(Entry, frozen=True, kw_only=True):
    """One actor's names. `name` stands for all of `forms`.

    `level`: may bear 省/市/县/区 … before it, which then belongs to the name. `school`: may bear 校/学校/我校 before
    it, which says nothing. `examples` are names that come to `name` (a level word left on), `near_misses` do not.
    """

    name: str
    forms: tuple[str, ...] = ()
    level: bool = False
    school: bool = False


class EndingRow(Entry, frozen=True, kw_only=True):
    """A word that the names of parties end in; a composite is only taken apart where each part ends in one."""

    ending: str


class ActorNames(msgspec.Struct, frozen=True):
    """The loaded lexicon, looked up by form."""

    rows: dict[str, AliasRow]
    endings: tuple[str, ...]

    def canonical(self, name: str, issuer: str | None = None, kept: frozenset[str] = frozenset()) -> str:
        """The name under which an actor is known inside one issuer's papers.

        The issuer's own name before it, quotes and a bracket behind it are left out; an alias becomes the row's name,
        except where the row's id is in `kept`.

        >>> actor_names().canonical("柳溪小学教导处", "柳溪小学")
        '教务处'
        """
        bare = self.bare(name, issuer)
        level, rest = (bare[0], bare[1:]) if bare[:1] in _LEVELS and len(bare) > 2 else ("", bare)
        row = self.rows.get(bare) or (self.rows.get(rest) if level else None)
        if row is None or row.id in kept:
            return bare
        return row.name if bare in self.rows else (level + row.name if row.level else bare)

    def row_of(self, name: str, issuer: str | None = None) -> AliasRow | None:
        """The alias row a name belongs to."""
        bare = self.bare(name, issuer)
        return self.rows.get(bare) or (self.rows.get(bare[1:]) if bare[:1] in _LEVELS else None)

    def bare(self, name: str, issuer: str | None = None) -> str:
        """A name without blanks, quotes, trailing bracket, its issuer's name and 校/学校/我校."""
        bare, own = _stripped(name), _issuer(issuer or "")
        if own and bare.startswith(own) and len(bare) > len(own):
            bare = bare[len(own) :]
        placed = _PLACED.fullmatch(bare)
        if placed and own.startswith(placed[1] + placed[2]):
            bare = placed[2] + placed[3]
        for prefix in ("学校", "我校", "本校", "校"):
            rest = bare.removeprefix(prefix)
            if rest != bare and (row := self.rows.get(rest)) and row.school:
                return rest
        return bare

    def place_of(self, name: str) -> str:
        """The place that a full name begins with (青禾县教育局 → 青禾县); empty where there is none."""
        placed = _PLACED.fullmatch(self.bare(name))
        return placed[1] + placed[2] if placed else ""

    def names_of(self, name: str) -> tuple[str, ...]:
        """A name and all that may stand for it, the name itself first."""
        bare = self.bare(name)
        row = self.row_of(bare)
        if row is None:
            return (bare,)
        level = bare[0] if row.level and bare not in self.rows else ""
        return tuple(dict.fromkeys((bare, level + row.name, *(level + form for form in row.forms))))

    def parts(self, name: str) -> tuple[str, ...]:
        """The parties of a composite name (`住宿处、教学处和总务处`); () for a single one."""
        bare = normalised(name)
        if not _JOINTS.search(bare):
            return ()
        parts = [part for part in _JOINTS.split(bare) if part]
        if len(parts) < 2 or not all(len(part) > 1 and part.endswith(self.endings) for part in parts):
            return ()
        return tuple(dict.fromkeys(parts))


@lru_cache(maxsize=2048)  # a file speaks of few actors, again and again
def _stripped(name: str) -> str:
    return _TAIL.sub("", normalised(name).translate(_QUOTES))


_issuer = lru_cache(maxsize=64)(normalised)


def actor_names() -> ActorNames:
    """The names of the lexicon folders in force."""
    return _actor_names(lexicon_folders())


@lru_cache(maxsize=4)
def _actor_names(_folders: object) -> ActorNames:
    rows = {normalised(form): row for row in load("aliases", AliasRow) for form in (row.name, *row.forms)}
    return ActorNames(rows, tuple(row.ending for row in load("actor_endings", EndingRow)))
