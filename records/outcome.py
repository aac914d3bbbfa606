"""How reading a document ended: its state, and the closed list of problems, each told once."""

from enum import StrEnum

import msgspec

from records.geometry import Box


class State(StrEnum):
    """What became of a document."""

    OK = "ok"
    PARTIAL = "partial"
    SET_ASIDE = "set_aside"


class Problem(StrEnum):
    """Why a document is not `ok`. The list is closed; `WHAT_HELPS` says what each means."""

    EMPTY = "empty"
    HTML = "html"
    POINTER = "pointer"
    NOT_PDF = "not_pdf"
    CUT = "cut"
    DAMAGED = "damaged"
    LOCKED = "locked"
    SCAN = "scan"
    UNREADABLE = "unreadable"
    OVER_LIMIT = "over_limit"
    CRASHED = "crashed"
    NO_ROWS = "no_rows"
    UNKNOWN_LAYOUT = "unknown_layout"
    UNPLACED_TEXT = "unplaced_text"
    UNMET_EXPECTATION = "unmet_expectation"


WHAT_HELPS: dict[Problem, tuple[str, str]] = {
    Problem.EMPTY: (
        "The file holds no bytes.",
        "Download or copy it again.",
    ),
    Problem.HTML: (
        "The file is a web page, saved under the name of a document.",
        "Open the link in a browser: the server probably answered with an error page. Save the PDF itself.",
    ),
    Problem.POINTER: (
        "The file is a Git LFS pointer, not the document.",
        "Run 'git lfs pull' where it came from.",
    ),
    Problem.NOT_PDF: (
        "The file is not a PDF.",
        "Export the original as PDF, or take the file out of the folder.",
    ),
    Problem.CUT: (
        "The PDF ends too early: its last part is missing.",
        "Download it again; the transfer was probably broken off.",
    ),
    Problem.DAMAGED: (
        "The PDF is damaged: it cannot be read in full, or its text may be wrong or out of order.",
        "Download it again as a binary file, or print it to a new PDF.",
    ),
    Problem.LOCKED: (
        "The PDF needs a password.",
        "Give it with --password, or, if its folder is local, put it in passwords.txt beside that folder.",
    ),
    Problem.SCAN: (
        "The pages are pictures, without text or with text that a machine has recognised (OCR).",
        "Ask the publisher for the original; run text recognition first, or check what it has read.",
    ),
    Problem.UNREADABLE: (
        "The file could not be opened.",
        "Check that it still exists and that you may read it.",
    ),
    Problem.OVER_LIMIT: (
        "The document is larger or slower to read than the limits allow.",
        "Split it, or print it to a new PDF.",
    ),
    Problem.CRASHED: (
        "Reading the document ended unexpectedly.",
        "Please report it with the file; the rest of the run is not affected.",
    ),
    Problem.NO_ROWS: (
        "No recommendation, action or judgement was found.",
        "If the document holds some, its layout is not yet known: see CONTRIBUTING, 'a report family'.",
    ),
    Problem.UNKNOWN_LAYOUT: (
        "The document is of no known family; its tables and lists were read without one.",
        "Check its rows against the pages; CONTRIBUTING tells how to add a family.",
    ),
    Problem.UNPLACED_TEXT: (
        "Words have no place in the account of their page, or two, or a page is not blank but has no text.",
        "Look at the pages named: a row may be missing words.",
    ),
    Problem.UNMET_EXPECTATION: (
        "The rows do not agree with what the document or its family promises, or with each other.",
        "Look at the places named: rows may be missing, cut short, or two in one.",
    ),
}


class Issue(msgspec.Struct, frozen=True):
    """Something that a person might want to look at. `level` is `info`, `warning` or `error`."""

    level: str
    code: str
    message: str
    page: int | None = None
    box: Box | None = None
    row: int | None = None
    """Position of the recommendation it concerns."""
