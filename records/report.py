"""What one document says, as printed: the product of extracting, one JSON record a document."""

from __future__ import annotations

from typing import Literal

import msgspec

from records.geometry import Region
from records.outcome import Issue, Problem, State
from records.pages import Colour

OTHER = "other: "
"""What the name of a row's field begins with that has no role; its printed heading follows."""


class Block(msgspec.Struct, frozen=True):
    """A paragraph or a list item of a passage. Bullet marks are dropped, labels such as `a)` kept."""

    text: str
    kind: Literal["paragraph", "bullet"] = "paragraph"
    bold: bool = False


class Passage(msgspec.Struct, frozen=True):
    """Printed words that belong together, and the places they stand, one region a page or column.

    `fill` is the colour behind them, where it is not white; `ink` the colour of the letters, where all
    share one that is not black, grey or white; `dot` the colour of a shape drawn among them, such as
    a traffic light.
    """

    blocks: tuple[Block, ...]
    regions: tuple[Region, ...]
    fill: Colour | None = None
    ink: Colour | None = None
    dot: Colour | None = None

    @property
    def text(self) -> str:
        """The words, a line feed between blocks."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def line(self) -> str:
        """The words on one line, with single spaces."""
        return " ".join(self.text.split())


class RawRow(msgspec.Struct, frozen=True):
    """One action, recommendation or area for improvement, as printed.

    `fields` maps roles to passages: `ref`, `theme`, `text`, `status`, `comments`,
    `status_and_comments` (one cell that holds both), `rag`, `owner`, `due`, `timescale`; what has no role
    is there under `other: ` and its printed heading.
    A role that the document does not have is not there; an empty cell is a passage without blocks.
    `section` holds the headings above the row, outermost first. `earlier` maps the headings of columns
    that print the status at earlier meetings to what they say, oldest first; the latest is in `fields`.
    """

    position: int
    section: tuple[str, ...]
    fields: dict[str, Passage]
    earlier: dict[str, Passage] = {}

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every place of the row in reading order."""
        return tuple(sorted(region for passage in self.fields.values() for region in passage.regions))


class KeyEntry(msgspec.Struct, frozen=True):
    """What a document means by a colour, a letter or a word. A label without words is its fill alone."""

    label: Passage
    meaning: Passage


class RawJudgement(msgspec.Struct, frozen=True):
    """A graded aspect of an inspection, as printed."""

    position: int
    section: tuple[str, ...]
    ref: str | None
    aspect: Passage
    grade: Passage


class Join(msgspec.Struct, frozen=True):
    """Two parts of one table, parted by a page break, and the reason to take them for one."""

    upper_page: int
    lower_page: int
    reason: str
    cut_row: bool
    """Whether the break ran through a row."""


class PageAccount(msgspec.Struct, frozen=True):
    """The characters of a page, spaces left out, by owner. All but `ocr` are counts.

    `characters` is the sum of the others, so `unplaced` is what has no owner.
    """

    page: int
    characters: int
    in_rows: int
    in_facts: int
    in_headings: int
    in_furniture: int
    in_prose: int
    in_duplicates: int
    in_hidden: int
    unplaced: int
    ocr: bool = False


class Candidate(msgspec.Struct, frozen=True):
    """What may be a fact of a document: its words, its score, and what speaks for and against it."""

    passage: Passage
    score: float
    evidence: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True):
    """The best candidate for a fact and the next one; `sure` says that the best was taken for the fact."""

    fact: str
    best: Candidate
    second: Candidate | None
    sure: bool


class Part(msgspec.Struct, frozen=True):
    """One paper of a file that holds several: its pages, and what is known of it as a whole.

    Fields have the names and meanings that they have in `Report`.
    """

    page_first: int
    page_last: int
    state: State
    family: str
    family_reason: str = ""
    kind: str = "unknown"
    facts: dict[str, Passage] = {}
    choices: tuple[Choice, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    problem: Problem | None = None
    problem_detail: str = ""
    readings: tuple[ListedReading, ...] = ()
    chosen: str | None = None


NONE_OF_THEM = "000000000000"
"""What stands for the id of a reading where a person said that none is right."""


class ListedReading(msgspec.Struct, frozen=True):
    """One way to cut a document into rows, of those among which a person may choose.

    `reading_id` is the same in every run, `description` says how it came about. `count` is the number of its
    rows, `rows` are the texts of the first.
    """

    reading_id: str
    description: str
    score: float
    count: int
    rows: tuple[Passage, ...]


class Report(msgspec.Struct, frozen=True):
    """Everything taken from one document. `facts` maps names such as `title` to passages.

    `choices` tell of facts that were chosen among candidates; what was not sure is not among the facts.

    `key` holds what tables, boxes and lines say of colours; a key in one sentence is the fact `key`.

    `parts` are the papers of a file that holds several, in order, and empty for a file that is one paper.
    Positions of rows and judgements then run through the file; family, kind, facts, choices and key are those
    of the first part, the state is the worst, the problem that of the first part in that state.

    `readings` are the likeliest ways to cut the document where none is known to be right; `chosen` is the id
    of the one that a person chose, of which the rows are.
    """

    document_id: str
    sha256: str
    bytes: int
    reader_version: str
    state: State
    pages: int = 0
    family: str = "unknown"
    family_reason: str = ""
    kind: str = "unknown"
    facts: dict[str, Passage] = {}
    choices: tuple[Choice, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    rows: tuple[RawRow, ...] = ()
    readings: tuple[ListedReading, ...] = ()
    chosen: str | None = None
    judgements: tuple[RawJudgement, ...] = ()
    joins: tuple[Join, ...] = ()
    accounts: tuple[PageAccount, ...] = ()
    issues: tuple[Issue, ...] = ()
    problem: Problem | None = None
    problem_detail: str = ""
    parts: tuple[Part, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """One file that was found, under the path it has within the searched folder."""

    file: str
    sha256: str
    bytes: int

    @property
    def document_id(self) -> str:
        """The first twelve digits of the hash of the bytes."""
        return self.sha256[:12]
