"""Real documents damaged at random: does any of them lose words without a word?

Every mutant is read as in a run. It must end set aside, or partial, or with exactly what the undamaged
document gives; `ok` with anything else is a silent loss. Equal seeds give equal mutants.

    python -m benchmarks.mutants FOLDER [NUMBER [SEED]]
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

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


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
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


def mutants(content: bytes, count: int, seed: str) -> Iterator[tuple[str, bytes]]:
    """Yield `count` damaged copies, each with the name of its damage."""
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        damage = dice.choice(DAMAGES)
        yield damage.__name__, damage(content, dice)


def said(report: Report) -> bytes:
    """Return all that a document says, as bytes to compare: rows, judgements and facts, with their words."""
    told = (
        [({role: passage.text for role, passage in row.fields.items()}, row.section) for row in report.rows],
        [(j.section, j.ref, j.aspect.text, j.grade.text) for j in report.judgements],
        {name: passage.text for name, passage in report.facts.items()},
    )
    return msgspec.json.encode(told)


class Verdict(msgspec.Struct, frozen=True):
    """How a mutant ended, by which damage, of which file.

    `same`, `refused`, `partial`, `moved` (all letters, other spaces between them), or `silent`.
    """

    outcome: str
    damage: str
    file: str
    number: int


def try_mutants(files: Iterable[Path], each: int, seed: str, workers: int) -> Iterator[Verdict]:
    """Damage every file `each` times and read the mutants; files that are not `ok` whole are left out."""
    for file in files:
        content = file.read_bytes()
        with tempfile.TemporaryDirectory() as scratch:
            jobs, damages = [], {}
            for number, (damage, mutant) in enumerate(
                [("none", content), *mutants(content, each, f"{seed}/{file.name}")]
            ):
                path = Path(scratch) / f"{number}.pdf"
                path.write_bytes(mutant)
                jobs.append(Job(identify(path.name, mutant), path))
                damages[path.name] = damage
            reports = {job.path.name: report for job, report in read_all(jobs, workers)}
        whole = reports.pop("0.pdf")
        if whole.state is State.OK:
            for name, report in reports.items():
                outcome = _outcome(report, whole)
                yield Verdict(outcome, damages[name], file.name, int(name.removesuffix(".pdf")))


def _outcome(report: Report, whole: Report) -> str:
    if report.state is State.SET_ASIDE:
        return "refused"
    if report.state is State.PARTIAL:
        return "partial"
    if report.pages != whole.pages:
        return "silent"
    if said(report) == said(whole):
        return "same"
    # A changed digit can be a letter's width: a sound file, whose text really stands elsewhere.
    return (
        "moved" if count_letters(said(report).decode()) == count_letters(said(whole).decode()) else "silent"
    )


def main() -> None:
    """Damage the documents of a folder and count how the mutants end."""
    folder = Path(sys.argv[1])
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    files = sorted(folder.rglob("*.pdf"))
    each = -(-number // len(files))
    outcomes: Counter[str] = Counter()
    for verdict in try_mutants(files, each, seed, os.cpu_count() or 1):
        outcomes[verdict.outcome] += 1
        if verdict.outcome == "silent":
            print(f"silent loss: {verdict.file}, mutant {verdict.number}, {verdict.damage}")
    total = outcomes.total()
    print(f"{total} mutants of {len(files)} files, seed {seed}")
    for outcome, count in outcomes.most_common():
        print(f"{outcome:10}{count:>8}{100 * count / total:>8.1f}%")


if __name__ == "__main__":
    main()
