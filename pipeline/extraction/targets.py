"""Target facts: statements of a state or result to be reached."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.tables import tables
from pipeline.extraction.target_cues import Cue, TargetCues, target_cues
from pipeline.extraction.target_sections import Cases, Mode, SectionModes, ruled
from pipeline.model.layout import Block, CellText
from pipeline.model.result import Indicator, Membership, Target
from pipeline.structure.sentences import clauses

_END_MARKS = "。;!?,、 \n"
_OPENING_MARKS = ":,、;) "  # left over from a title with its dates (第二阶段(3-4月):…)
_DASHES = frozenset("—-–●·")
_SHORTEST = 6
_SHORTEST_GOAL, _NONE = 4, frozenset("零无")
_LONGEST_VALUE, _OPENING_VALUE = 10, 2  # a value alone in its cell (不少于15人, 投入30万元) states nothing
_LONGEST, _FEWEST_TABS = 600, 2
_LONGEST_LEAD = 80
_LONGEST_MODAL = 24
_LONGEST_LABEL = 10
_BLANK = re.compile(r"(?<=,) |(?<=[\u4e00-\u9fff]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff%])")


Asked = tuple[int, int, Mode]


def extract(board: Board) -> tuple[Target, ...]:
    """All targets on a board, in the order of the text."""
    return tuple(_Finder(board).targets())


class _Clause(msgspec.Struct, gc=False):
    """A clause that may state a target; `length`: of its words as they are written."""

    begin: int
    stop: int
    mode: Mode
    words: str
    length: int
    cue: Cue | None = None


class _Finder:
    """Walks the blocks; `modes` knows for each section whether goals stand under it."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.text = board.text
        self.cues: TargetCues = target_cues()
        self.modes = SectionModes(self.cues, board.layout.sections)
        self.needs = self.cues.needs_in(self.text)
        self.opening = self.cues.worded(("label", "announces"), self.text)
        self.leads = self.cues.worded(("lead",), self.text)
        self.points = self.cues.worded(("points",), self.text)
        self.actor_starts = [actor.start for actor in board.actors]
        find = board.layout.clean.find
        self.names = sorted(find(fact.spans[0].start) for fact in board.facts if isinstance(fact, Membership))
        self.numbers = sorted(
            (find(fact.spans[0].start), fact.status) for fact in board.facts if isinstance(fact, Indicator)
        )
        self.tabs = _tabs(board)
        self.told = {document.id for document in board.layout.documents if self.cues.any("duties", document.title)}
        self.base: dict[str, Mode] = dict.fromkeys(ruled(board.layout.blocks), "articles")
        self.base.update(dict.fromkeys(self.told, "duties"))
        self.cases = Cases(self.cues, self.text)
        self.goals_until: str | None = None  # the section in which a bare label (工作目标:) opened a list of goals
        self.turned: set[str] = set()  # sections of goals that have turned to what is to be done
        self.listing = False
        self.bare = False  # whether the block before was that bare label
        self.column = False  # whether the last column of the table above holds goals
        self.running = False  # whether that label's goals run over the paragraphs below it

    def targets(self) -> Iterator[Target]:
        """The targets, looked for once all clauses are known that may state one, each question asked of all before the next."""
        clauses = [found for asked in self._asked() if (found := self._worded(*asked)) is not None]
        cued = [found for clause in clauses if (found := self._cued(clause)) is not None]
        for clause in [clause for clause in cued if not self._refused(clause)]:
            cue = clause.cue
            row, words = (cue.row.id, cue.words) if cue is not None else ("goal_section", "目标")
            yield self._target(clause.begin, clause.stop, row, words)

    def _asked(self) -> Iterator[Asked]:
        """The clauses that may state a target, with the mode of their section."""
        title: Block | None = None
        for block in self.board.layout.blocks:
            if block.kind == "heading" or block.header_row:
                self.listing = self.running = self.bare = False
                self.column = block.header_row and self._goal_column(block)
                title = block
                if self._states_amount(block):
                    yield from self._range(block.start, block.end + 1, "goals")
                continue
            if self._names_means(block):
                self.turned.add(block.section or "")
                self.listing = self.running = self.bare = False
                continue
            mode = self.modes.of(block.section) or self.base.get(block.document, "plain")
            mode = "duties" if mode == "plain" and block.document in self.told else mode
            mode = "goals" if mode == "plain" and self._is_field(title, block) else mode
            mode = "goals" if mode == "plain" and self.column and block.kind == "item" else mode
            mode = "plain" if mode == "goals" and self.modes.within(block.section, self.turned) else mode
            mode = "review" if self.cases.hold(block) and mode != "goals" else mode
            if block.cells:
                for cell in block.cells:
                    if not cell.repeated and not self._value_only(cell.start, cell.end):
                        yield from self._range(cell.start, cell.end, self._cell_mode(cell, mode))
            else:
                yield from self._block(block, mode)

    def _goal_column(self, block: Block) -> bool:
        """Whether the last column holds goals: the items below are the rest of its cells in a table torn into lines."""
        return bool(block.cells) and self.modes.of_title(block.cells[-1].header) == "goals"

    def _states_amount(self, block: Block) -> bool:
        """Whether a heading right under one of goals is a whole sentence that says how many (2．全县新建45座观鸟屋。保持…)."""
        if block.kind != "heading" or self.text[block.end : block.end + 1] != "。":
            return False
        index = bisect_left(self.numbers, (block.start, ""))
        counts = index < len(self.numbers) and self.numbers[index][0] < block.end
        return counts and self.modes.under_goals(block.section)

    def _names_means(self, block: Block) -> bool:
        """Whether a line of its own is but a label of what is done (具体措施, 实施办法:)."""
        if block.kind != "paragraph" or block.end - block.start > _LONGEST_LABEL:
            return False
        return self.cues.any("means", self.text[block.start : block.end].rstrip(" :"))

    def _is_field(self, title: Block | None, block: Block) -> bool:
        """Whether a block stands behind the colon of a short title right under a heading of goals: in what field they are
        (一、工作目标 / 2、宿舍管理:无安全事故)."""
        if title is None or self.text[title.end] not in " :":
            return False
        beside = self.text[title.end : block.start].strip(" ") == ":"
        return beside and self.modes.under_goals(block.section)

    def _value_only(self, start: int, end: int) -> bool:
        """Whether a cell holds hardly more than a quantity."""
        if end - start > _LONGEST_VALUE:
            return False
        index = bisect_left(self.numbers, (start, ""))
        return index < len(self.numbers) and self.numbers[index][0] <= min(start + _OPENING_VALUE, end)

    def _block(self, block: Block, mode: Mode) -> list[Asked]:
        found: list[Asked] = []
        opening = self.text[block.start : block.end][:40]
        opens = 1 in self.opening[block.start : block.end]  # as few do
        label = self.cues.first("label", opening) if opens else None
        start = block.start + len(label.words) if label else block.start
        if label is not None:
            mode = "goals"
            self.listing = self.bare = self._opens_list(start, block)
            self.running = self.modes.names_goals(block.section)
        elif self._goes_on(block, opening):
            mode = "goals"
            self.bare = False
        else:
            self.listing = self.running = self.bare = False
            if mode == "review" and self.cues.any("measures", opening):
                mode = "plain"
            if opens and mode != "review" and (told := self._announced(block)):
                found += self._range(start, told, mode)
                self.listing = self.bare = self._opens_list(told, block)
                start, mode = told, "goals"
        self.goals_until = block.section
        found += self._range(start, block.end, mode)
        if mode == "goals" and block.section and self.cues.any("turns", self.text[block.start : block.end]):
            self.turned.add(block.section)
        return found

    def _opens_list(self, start: int, block: Block) -> bool:
        """Whether nothing stands behind a label or announcement, or another announces goals at the block's end (总体目标:办好
        每所学校。分阶段目标:)."""
        words = self.text[start : block.end].rstrip()
        if not words or words[-1] != ":":
            return not words
        lead = self.cues.first("announces", words.rpartition("。")[2])
        return lead is not None and words.endswith(lead.words)

    def _announced(self, block: Block) -> int:
        """Where the goals begin that a clause of a block announces (今年的主要目标是:…), 0 where none does."""
        lead = self.cues.first("announces", self.text[block.start : block.end])
        return self.text.index(lead.words, block.start) + len(lead.words) if lead is not None else 0

    def _goes_on(self, block: Block, opening: str) -> bool:
        """Whether a block goes on with the goals that a label opened above it in its section: the items of a list or the
        one paragraph behind a bare label, or, where the heading itself names goals, the paragraphs up to the next label."""
        if block.section != self.goals_until:
            return False
        if block.kind == "item" or opening[:1] in _DASHES:
            return self.listing
        return block.kind == "paragraph" and (self.running or self.bare) and ":" not in opening[:_LONGEST_LABEL]

    def _range(self, start: int, end: int, mode: Mode) -> list[Asked]:
        found: list[Asked] = []
        if mode == "review" or not self._may_state(start, end, mode):
            return found
        for clause in clauses(self.text, start, end):
            for begin, stop in self._cells(*clause) if self.tabs else (clause,):
                if self._may_state(begin, stop, mode):
                    found.append((begin, stop, mode))
        return found

    def _cells(self, begin: int, stop: int) -> Iterator[tuple[int, int]]:
        """A clause cut at the tabs in it, where there are several: cells of a row that was not read as one; but values alone."""
        tabs = self.tabs[bisect_left(self.tabs, begin) : bisect_left(self.tabs, stop)]
        if len(tabs) < _FEWEST_TABS:
            yield begin, stop
            return
        for tab in (*tabs, stop):
            if not self._value_only(begin, tab):
                yield begin, tab
            begin = tab + 1

    def _may_state(self, begin: int, stop: int, mode: Mode) -> bool:
        """Whether a range may state a target: where no goals are told only a cue does, and each cue needs a word. What is left
        out between quotation marks may bring two halves of one together."""
        if mode == "goals" or self.cues.always:
            return True
        return self.needs.any_in(begin, stop) or "”的" in self.text[begin:stop]

    def _bare(self, begin: int, stop: int) -> tuple[int, int]:
        """A clause without the label and number before it and the points that a table gives for it."""
        if 1 in self.leads[begin : begin + _LONGEST_LEAD]:
            lead = self.cues.first("lead", self.text[begin:stop][:_LONGEST_LEAD])
            if lead is not None and begin + len(lead.words) < stop:
                begin += len(lead.words)
        while begin < stop and self.text[begin] in _OPENING_MARKS:
            begin += 1
        if 1 not in self.points[begin:stop]:
            return begin, stop  # as most
        words = self.text[begin:stop].rstrip(_END_MARKS)
        points = self.cues.first("points", words)
        return begin, stop if points is None else begin + len(words) - len(points.words)

    def _worded(self, begin: int, stop: int, mode: Mode) -> _Clause | None:
        """A clause with its words, where these may state a target."""
        begin, stop = self._bare(begin, stop)
        words = written = self.text[begin:stop].rstrip(_END_MARKS)
        if " " in words:
            words = _BLANK.sub("", words)  # typed with a blank behind each comma or around each number
        shortest = _SHORTEST if mode != "goals" else _SHORTEST_GOAL - (words[:1] in _NONE)
        if not shortest <= len(words) <= _LONGEST or self._roster(begin, stop):
            return None
        return _Clause(begin, stop, mode, words, len(written))

    def _cued(self, clause: _Clause) -> _Clause | None:
        """The clause with its cue, where it may state a target by that."""
        mode, begin, words = clause.mode, clause.begin, clause.words
        said = self._without_asides(words)
        whole = len(said) == clause.length
        clause.cue = cue = self.cues.cue(said, self.needs.within(begin, begin + len(said)) if whole else None)
        if cue is None:
            return clause if mode == "goals" else None
        if mode in ("duties", "articles") and not (cue.row.norm or (cue.row.articles and mode == "articles")):
            return None
        if cue.row.strength == "weak" and (mode == "outline" or (mode == "plain" and self._told(begin, words))):
            return None
        return clause

    def _refused(self, clause: _Clause) -> bool:
        """Whether anything speaks against a clause."""
        words, cue, begin = clause.words, clause.cue, clause.begin
        if self.cues.any("veto", words) or self.cues.any("actual", words):
            return True
        if clause.mode != "goals" and (self.cues.any("loose", words) or self.cues.any("compared", words)):
            return True
        if cue is not None:
            return self._reached(cue.words, begin, clause.stop)
        return self.cues.any("idle", words) or (self._told(begin, words) and not self.cues.any("aimed", words))

    def _without_asides(self, words: str) -> str:
        """The words without quoted principles, whose 力争 or 确保 speak of no goal of this sentence."""
        aside = self.cues.first("aside", words) if "”的" in words else None
        return words if aside is None else words.replace(aside.words, "", 1)

    def _reached(self, words: str, begin: int, stop: int) -> bool:
        """Whether all numbers of a clause that is a target for its numbers are of what is already so."""
        if not any(map(str.isdigit, words)):
            return False
        low, high = bisect_left(self.numbers, (begin, "")), bisect_left(self.numbers, (stop, ""))
        return low < high and all(status == "actual" for _, status in self.numbers[low:high])

    def _roster(self, begin: int, stop: int) -> bool:
        """Whether a member of a group is named here: rosters state no goals."""
        index = bisect_left(self.names, begin)
        return index < len(self.names) and self.names[index] < stop

    def _target(self, begin: int, stop: int, rule: str, words: str) -> Target:
        return Target(**self.board.place("target", begin, stop, rule, cues=(words,)))

    def _told(self, begin: int, words: str) -> bool:
        """Whether the clause names a party that is told what to do (`教师要…`): a duty, not a state."""
        index = bisect_left(self.actor_starts, begin)
        stop = begin + len(words)
        while index < len(self.actor_starts) and self.actor_starts[index] < stop:
            end = self.board.actors[index].end
            if self.cues.any("told", self.text[end : min(stop, end + _LONGEST_MODAL)]):
                return True
            index += 1
        return False

    def _cell_mode(self, cell: CellText, mode: Mode) -> Mode:
        if tables().kind(cell.header) == "name":
            return "plain" if mode == "goals" else mode  # the name of an indicator states nothing
        header = self.modes.of_title(cell.header)
        return header if header in ("goals", "review") else mode


def _tabs(board: Board) -> list[int]:
    """Where the blanks of the clean text were tabs."""
    clean, source = board.layout.clean, board.layout.source.text
    if "\t" not in source:
        return []
    return [at for at, sign in enumerate(clean.text) if sign == " " and source[clean.origin[at]] == "\t"]
