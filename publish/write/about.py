"""What the dataset says of itself: its name, its sources and their licences, and how its text is written."""

from __future__ import annotations

from importlib.metadata import version as installed_version

import msgspec

NAME = "scrutiny"
TITLE = "Scrutiny: what must be put right in children's services, and what became of it"
DESCRIPTION = (
    "Recommendations, actions and judgements taken from the PDF reports of councils and inspectorates on "
    "children's services in England, one row each, with the bodies responsible, the status printed for them "
    "and the place on the page."
)


class Licence(msgspec.Struct, frozen=True):
    """A licence under which part of the dataset is given."""

    name: str
    title: str
    path: str
    covers: str


class Credit(msgspec.Struct, frozen=True):
    """A source of the dataset; `path` is where the source is described, if it has such a place."""

    title: str
    path: str | None = None


LICENCES = (
    Licence(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "reports of Ofsted and of other public bodies that publish under it; codes and names of NHS, ONS and "
        "GOV.UK registers",
    ),
    Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "names and codes of local authorities, from mySociety",
    ),
)

CREDITS = (
    Credit("Contains public sector information licensed under the Open Government Licence v3.0."),
    Credit(
        "Contains NHS England Organisation Data Service (ODS) data.",
        "https://digital.nhs.uk/services/organisation-data-service",
    ),
    Credit(
        "Contains Office for National Statistics (ONS) names and codes.",
        "https://geoportal.statistics.gov.uk/",
    ),
    Credit(
        "Local authority names and codes from mySociety (CC BY 4.0).",
        "https://pages.mysociety.org/uk_local_authority_names_and_codes/",
    ),
)

OTHER_RIGHTS = (
    "Words quoted from a council's documents remain the council's; ask the council, or look at the document, "
    "before using them at length. The columns source and licence of the table agencies tell where each body "
    "comes from."
)

TEXT_RULES = (
    "Columns that end in _raw hold what is printed; nothing cleaned ever overwrites it.",
    "A blank cell means that the document gives nothing, or that nothing certain was found. There is no code "
    "for 'missing': the words NA, None or unknown, where they stand, are values.",
    "Paragraphs and bullets inside a cell are joined by '; ', or by a space where the one before ends in "
    "punctuation. Parquet keeps a line feed between them.",
    "Characters that cannot be seen (controls, marks of direction) are written as \\x1b or \\u202e in the "
    "CSV files and the workbook; a printed backslash that would look like one of these is written \\x5c. "
    "Parquet keeps the exact text; half characters, which no file can hold, are \\ud800 everywhere.",
    "In the CSV files, text that a spreadsheet could take for a formula - its first character, spaces and "
    "quotation marks aside, is = + - @ or a tab - has an apostrophe put before it. Parquet and the workbook "
    "have none.",
    "In the workbook a text longer than 32,767 characters is cut and says so; it is whole in the CSV "
    "file. A date before March 1900 is text there.",
    "CSV files are UTF-8 with a header, comma separated; every text is in double quotes and an absent value "
    "is an empty cell without quotes, so that a program can tell the text 'NA' from nothing. In pandas, read "
    "them with keep_default_na=False, na_values=[''] and dtype=str for codes, or read the Parquet files.",
)


def version() -> str:
    """Return the version of the installed program, which is that of the dataset's form."""
    return installed_version(NAME)


def citation() -> str:
    """Return how to cite the dataset."""
    return (
        f"{TITLE}. Dataset, version {version()}. For the words of a document cite the document itself, by "
        f"title, publisher, date and page."
    )
