"""All that reading needs, loaded by loading this module: workers that are forked afterwards share it."""

from __future__ import annotations

import extract.document  # noqa: F401 - loading it is all
from extract.checks.promises import load_promises
from extract.facts.choosing import load_weights
from extract.families.column_headings import table_words
from extract.families.registry import load_columns, load_families, load_unknown

load_families()
load_unknown()
load_columns()
table_words()
load_weights()
load_promises()
