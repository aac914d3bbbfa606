"""Real documents damaged at random: does any of them lose words without a word?

Every mutant is read as in a run. It must end set aside, or partial, or with exactly what the undamaged
document gives, or with other words only in rows that an issue asks to look at; `ok` with anything else is a
silent loss. Equal seeds give equal mutants.

Half of the damages hit any byte, the other half the structure alone: a letter, a digit or a byte outside
streams, a key, a reference, a page of the page tree. Where objects are packed into object streams, these
are done to a copy that pdfium saved without, and the mutant is compared with that copy.

    python -m benchmarks.mutants FOLDER [NUMBER [SEED]]
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from string import ascii_letters

import msgspec
import pypdfium2  # noqa: TID251 - saves copies without object streams

from extract.intake.files import identify
from extract.pdf.verify.letter_counts import count_letters
from records.outcome import State
from records.report import Report
from scrutiny.run.jobs import Job
from scrutiny.run.workers import read_all

BLOCK = 512
MARKS = re.compile(rb"endstream|endobj|xref|/Length|/Kids|/Contents|/Filter|/Count")
DIGIT = re.compile(rb"\d")


def flip_bits(content: bytes, dice: random.Random) -> bytes:
    """Turn over one to 64 bits: a bad disk or memory."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 8, 64))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def blank_block(content: bytes, dice: random.Random) -> bytes:
    """Fill a block with zeros: a hole in a download."""
    at = dice.randrange(len(content))
    hole = bytes(len(content[at : at + BLOCK]))
    return content[:at] + hole + content[at + BLOCK :]


def lose_block(content: bytes, dice: random.Random) -> bytes:
    """Take out some bytes."""
    at = dice.randrange(len(content))
    return content[:at] + content[at + dice.choice((1, 16, BLOCK, 8 * BLOCK)) :]


def insert_noise(content: bytes, dice: random.Random) -> bytes:
    """Put in some bytes."""
    at = dice.randrange(len(content))
    return content[:at] + dice.randbytes(dice.choice((1, 16, BLOCK))) + content[at:]


def repeat_block(content: bytes, dice: random.Random) -> bytes:
    """Write a block twice, as a transfer that is taken up again may."""
    at = dice.randrange(len(content))
    return content[: at + BLOCK] + content[at:]


def swap_blocks(content: bytes, dice: random.Random) -> bytes:
    """Exchange two blocks."""
    one, other = sorted(dice.sample(range(max(2, len(content) // BLOCK)), 2))
    blocks = [content[at : at + BLOCK] for at in range(0, len(content), BLOCK)]
    if other < len(blocks):
        blocks[one], blocks[other] = blocks[other], blocks[one]
    return b"".join(blocks)


def cut_end(content: bytes, dice: random.Random) -> bytes:
    """Break the file off."""
    return content[: dice.randrange(64, len(content))]


def change_digits(content: bytes, dice: random.Random) -> bytes:
    """Change three digits: lengths, offsets, references, places on the page."""
    return _change(content, DIGIT, dice, 3, lambda: b"0123456789"[dice.randrange(10)])


def break_word(content: bytes, dice: random.Random) -> bytes:
    """Misspell one of the words that hold a PDF together."""
    return _change(content, MARKS, dice, 1, lambda: 0x5F)


def convert_lines(content: bytes, dice: random.Random) -> bytes:
    """Turn line ends into those of Windows, in all of the file or from some place on."""
    at = dice.choice((0, dice.randrange(len(content))))
    return content[:at] + content[at:].replace(b"\n", b"\r\n")


def _change(
    content: bytes, what: re.Pattern[bytes], dice: random.Random, times: int, new: Callable[[], int]
) -> bytes:
    changed = bytearray(content)
    places = [match.start() for match in what.finditer(content)]
    for at in dice.choices(places, k=times) if places else ():
        changed[at] = new()
    return bytes(changed)


STREAM_OR_STRING = re.compile(
    rb"\bstream\r?\n.*?endstream|\((?:[^()\\]|\\.)*\)|(?<!<)<[0-9A-Fa-f\s]+>(?!>)", re.DOTALL
)
"""What is not structure. A letter changed in a string is another text, and nothing is wrong with the file."""

LETTER, BYTE = re.compile(rb"[A-Za-z]"), re.compile(rb"[^\0]")
KEYS = re.compile(rb"/(?:Contents|Filter|Encoding|ToUnicode|Resources|Font|Kids|XObject)\b")
NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]+")
REFERENCE = re.compile(rb"\b[1-9]\d* \d+ R\b")
PAGE_LIST = re.compile(rb"/Kids\s*\[[^\[\]]*\]")
PAGE_COUNT = re.compile(rb"/Count\s+\d+")


def change_letter(content: bytes, dice: random.Random) -> bytes:
    """Change a letter outside streams: of a key, a name or a keyword."""
    return _edit(content, LETTER, dice, lambda _: _letter(dice))


def change_digit(content: bytes, dice: random.Random) -> bytes:
    """Change a digit outside streams."""
    return _edit(content, DIGIT, dice, lambda _: b"%d" % dice.randrange(10))


def change_byte(content: bytes, dice: random.Random) -> bytes:
    """Change a byte outside streams."""
    return _edit(content, BYTE, dice, lambda _: dice.randbytes(1))


def misspell_key(content: bytes, dice: random.Random) -> bytes:
    """Change a letter of one of the keys that lead to text."""
    return _edit(content, KEYS, dice, lambda name: _misspelt(name, dice))


def misspell_name(content: bytes, dice: random.Random) -> bytes:
    """Change a letter of any name."""
    return _edit(content, NAME, dice, lambda name: _misspelt(name, dice))


def shift_reference(content: bytes, dice: random.Random) -> bytes:
    """Make a reference one to the object before or after."""

    def shifted(reference: bytes) -> bytes:
        number, _, rest = reference.partition(b" ")
        return b"%d %s" % (int(number) + dice.choice((-1, 1)), rest)

    return _edit(content, REFERENCE, dice, shifted)


def lose_reference(content: bytes, dice: random.Random) -> bytes:
    """Put `null` in the place of a reference."""
    return _edit(content, REFERENCE, dice, lambda reference: b"null".ljust(len(reference)))


def lose_page(content: bytes, dice: random.Random) -> bytes:
    """Take a page, or a branch, out of the page tree."""

    def without_one(pages: bytes) -> bytes:
        return _replace(pages, REFERENCE, dice, lambda reference: b" " * len(reference))

    return _edit(content, PAGE_LIST, dice, without_one)


def change_count(content: bytes, dice: random.Random) -> bytes:
    """Change how many pages a part of the page tree says that it has."""
    return _edit(content, PAGE_COUNT, dice, lambda count: count[:-1] + b"%d" % dice.randrange(10))


def _letter(dice: random.Random) -> bytes:
    return dice.choice(ascii_letters).encode()


def _misspelt(name: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(1, len(name))
    return name[:at] + _letter(dice) + name[at + 1 :]


def _edit(
    content: bytes, what: re.Pattern[bytes], dice: random.Random, new: Callable[[bytes], bytes]
) -> bytes:
    """Replace one match outside streams and strings, and keep all others in their places."""
    blanked = STREAM_OR_STRING.sub(lambda found: bytes(len(found[0])), content)
    return _replace(blanked, what, dice, new, content)


def _replace(
    searched: bytes,
    what: re.Pattern[bytes],
    dice: random.Random,
    new: Callable[[bytes], bytes],
    content: bytes | None = None,
) -> bytes:
    """Replace a match in `searched`, in the bytes `content` where they are others."""
    content = searched if content is None else content
    places = [match.span() for match in what.finditer(searched)]
    if not places:
        return content
    start, end = dice.choice(places)
    return content[:start] + new(content[start:end]) + content[end:]


Damage = Callable[[bytes, random.Random], bytes]

ANYWHERE: tuple[Damage, ...] = (
    flip_bits,
    blank_block,
    lose_block,
    insert_noise,
    repeat_block,
    swap_blocks,
    cut_end,
    change_digits,
    break_word,
    convert_lines,
)

OF_STRUCTURE: tuple[Damage, ...] = (
    change_letter,
    change_digit,
    change_byte,
    misspell_key,
    misspell_name,
    shift_reference,
    lose_reference,
    lose_page,
    change_count,
)


class Mutant(msgspec.Struct, frozen=True):
    """A damaged copy, the name of its damage, and whether it was made of the copy without object streams."""

    damage: str
    content: bytes
    of_plain: bool


def mutants(content: bytes, count: int, seed: str) -> Iterator[Mutant]:
    """Yield `count` damaged copies."""
    plain = without_object_streams(content)
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        damages = dice.choice((ANYWHERE, OF_STRUCTURE))
        damage = dice.choice(damages)
        of_plain = damages is OF_STRUCTURE
        yield Mutant(damage.__name__, damage(plain if of_plain else content, dice), of_plain)


def without_object_streams(content: bytes) -> bytes:
    """Return a file whose objects all stand in the open: a copy if it packs them, else the file itself."""
    if b"/ObjStm" not in content:
        return content
    saved = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(content) as document:
            document.save(saved)
    except pypdfium2.PdfiumError:
        return content
    return saved.getvalue()


def said(report: Report) -> bytes:
    """Return all that a document says, as bytes to compare: rows, judgements and facts, with their words."""
    told = (
        [({role: passage.text for role, passage in row.fields.items()}, row.section) for row in report.rows],
        [(j.section, j.ref, j.aspect.text, j.grade.text) for j in report.judgements],
        {name: passage.text for name, passage in report.facts.items()},
    )
    return msgspec.json.encode(told)


OUTCOMES = ("same", "partial", "doubted", "refused", "moved", "silent")


class Verdict(msgspec.Struct, frozen=True):
    """How a mutant ended, by which damage, of which file.

    `same`, `refused`, `partial`, `doubted` (only rows differ that an issue asks to look at), `moved` (all
    letters, other spaces between them), or `silent`.
    """

    outcome: str
    damage: str
    file: str
    number: int


def try_mutants(files: Iterable[Path], each: int, seed: str, workers: int) -> Iterator[Verdict]:
    """Damage every file `each` times and read the mutants; files that are not `ok` whole are left out."""
    for file in files:
        content = file.read_bytes()
        made = list(mutants(content, each, f"{seed}/{file.name}"))
        copies = {"whole.pdf": content, "plain.pdf": without_object_streams(content)}
        copies |= {f"{number}.pdf": mutant.content for number, mutant in enumerate(made, 1)}
        with tempfile.TemporaryDirectory() as scratch:
            jobs = []
            for name, copy in copies.items():
                path = Path(scratch) / name
                path.write_bytes(copy)
                jobs.append(Job(identify(name, copy), path))
            reports = {job.path.name: report for job, report in read_all(jobs, workers)}
        for number, mutant in enumerate(made, 1):
            whole = reports["plain.pdf" if mutant.of_plain else "whole.pdf"]
            if whole.state is State.OK:
                ended = outcome(reports[f"{number}.pdf"], whole)
                yield Verdict(ended, mutant.damage, file.name, number)


def outcome(report: Report, whole: Report) -> str:
    """Return how a mutant ended, of which the whole document gives the second report (see `Verdict`)."""
    if report.state is State.SET_ASIDE:
        return "refused"
    if report.state is State.PARTIAL:
        return "partial"
    if report.pages != whole.pages:
        return "silent"
    if said(report) == said(whole):
        return "same"
    if said(_without_doubted(report, report)) == said(_without_doubted(whole, report)):
        return "doubted"
    # A changed digit can be a letter's width: a sound file, whose text really stands elsewhere.
    return (
        "moved" if count_letters(said(report).decode()) == count_letters(said(whole).decode()) else "silent"
    )


def _without_doubted(report: Report, told: Report) -> Report:
    """Return a report without the rows that issues of the report `told` ask to look at."""
    if len(report.rows) != len(told.rows):
        return report
    asked = {issue.row for issue in told.issues if issue.level != "info"}
    return msgspec.structs.replace(
        report, rows=tuple(row for row in report.rows if row.position not in asked)
    )


def main() -> None:
    """Damage the documents of a folder and count how the mutants end, in all and by damage."""
    folder = Path(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    files = sorted(folder.rglob("*.pdf"))
    each = -(-number // len(files))
    outcomes: Counter[tuple[str, str]] = Counter()
    for verdict in try_mutants(files, each, seed, os.cpu_count() or 1):
        outcomes[verdict.damage, verdict.outcome] += 1
        if verdict.outcome == "silent":
            print(f"silent loss: {verdict.file}, mutant {verdict.number}, {verdict.damage}", flush=True)
    print(f"{outcomes.total()} mutants of {len(files)} files, seed {seed}")
    kinds = [*(damage.__name__ for damage in (*ANYWHERE, *OF_STRUCTURE)), "all"]
    print(f"{'':20}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for kind in kinds:
        counts = (
            sum(
                count
                for (damage, ended), count in outcomes.items()
                if ended == end and kind in (damage, "all")
            )
            for end in OUTCOMES
        )
        print(f"{kind:20}" + "".join(f"{count:>10}" for count in counts))


if __name__ == "__main__":
    main()
