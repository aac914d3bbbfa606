"""Every printed number and label that a reader looks for: '15a', '2.1', '(iv)', 'Rec 3', 'a)'."""

import re

WHOLE = r"\d{1,2}(?:\.\d{1,2})*"
"""`3` or `2.1`."""

PARTED = r"\d{1,2}(?:\.\d{1,2})+"
"""`2.1` alone."""

ITEM = re.compile(
    r"^(?:\(?(?:[ivxl]+|[a-z]|\d{1,2}[a-z]?)\)|(?:[ivxl]+|[a-z]|\d{1,3}[a-z]?)\.|\d{1,3}(?:\.\d{1,3})+[.)]?)$",
    re.IGNORECASE,
)
"""A word that marks a list item: `a)`, `(b)`, `iv.`, `(12)`, `3.`, `15a.`, `2.1`."""

ROW = re.compile(
    r"^\(?(?:(?:recommendation|rec|action|ref|item|no)[. ]+)?"
    r"(?:(?:[a-z]{1,4}[-/.]?)(?=\d{1,3}\b|\d{1,3}[a-z.)]))?(\d+)((?:\.\d+)*)([a-z]?)[.):]?$",
    re.IGNORECASE,
)
"""A cell that numbers its row: `7`, `15a`, `2.1`, `(4)`, `R3`, `DA01`, `Rec 2`."""

REFERENCE = re.compile(rf"(?:recommendation|recommendations|rec|no|ref)?[. ]*\(?([a-z]?{WHOLE}[a-z]?)\)?")
"""A cell, tidied, that only names a recommendation by its number."""

OPENING = re.compile(
    r"^(?:(?P<word>recommendation|rec|action|priority action|area for improvement|objective|item)\.?\s*"
    r"(?:no\.?\s*)?)?\(?"
    rf"(?:(?P<bare>[a-z]{{1,2}}\d{{1,3}}[a-z]?|{PARTED}[a-z]?)(?!\S)"
    r"|(?P<number>[a-z]{0,2}\d{1,3}(?:\.\d{1,2})*[a-z]?)\s*[.:)\u2013\u2014-])",
    re.IGNORECASE,
)
"""What opens a text where a table has no column for numbers: 'Action 3: ', '3. ', 'R3 – ', '2.1 '."""

LISTED = re.compile(
    r"^(?P<word>(?:recommendation|rec|resolution)\.?\s+(?:no\.?\s*)?)?"
    r"(?:\((?P<bracketed>\d{1,2}|[a-z]|[ivxl]{1,5})\)"
    rf"|(?P<marked>[A-Z]?{WHOLE}[a-z]?|[a-z]|[ivxl]{{1,5}})[.):]"
    rf"|(?P<bare>R\d{{1,2}}|{PARTED}|(?<=\s)\d{{1,2}}[a-z]?))(?:\s*[-–—:])?(?=\s|$)",
    re.IGNORECASE,
)
"""What opens an item of a list in running text: '3.', '(iv)', 'b)', '2.1', 'R4', 'Recommendation 4:'."""

CONTINUED = re.compile(r"[\s–—-]*\(?\bcont(?:inued|['’]?d|\.)?\.?\)?$", re.IGNORECASE)
"""What follows the number of a row that goes on: 'R4 (cont.)', '7 continued'."""

ASPECT = re.compile(r"^(?P<ref>\d+(?:\.\d+)*)\.?$")
"""The number before a judgement, as a word of its own: `4`, `4.1.`."""

SECTION = re.compile(r"(?:\d[\d.]*|[A-Z]|[IVX]+)(?:[.:)]|$)")
"""The number or letter after a word such as 'Priority': `2`, `2.1:`, `B`."""

DEPTH = re.compile(r"\d+(?:\.\d+)*(?=[.):]?\s)")
"""The number that opens a heading: its full stops tell the heading's depth."""

FOOTNOTE = re.compile(r"^(?:\d{1,3}|\*+|†)(?:\s|$)|^\d{1,3}[A-Z]")
"""The number or mark that opens a footnote."""

PAGE = re.compile(r"^(?:page\s*)?[-–|\[( ]*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-–|\]) ]*$", re.IGNORECASE)
"""A line that counts the pages: `3`, `- 3 -`, `Page 3 of 9`."""

BEFORE_HEADING = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+")
"""The number before the heading of a column, in small letters: '1. Action'."""

COUNTED = re.compile(r"(?P<head>(?:.{0,20}\D)?)(?P<number>\d{1,3})[a-z]?")
"""A reference that ends with a number: '7', '15a', '2.1', 'R3', 'CSC/2024/017'."""

UNSTOPPED = re.compile(r"(\d{1,2})(?= [A-Z])")
"""A number without a stop before an item."""

FIRST_ITEM = re.compile(r"1[.)] +[A-Z]")
"""What opens the first item of a numbered text."""

AGENDA_ITEM = re.compile(r"(?:agenda )?item(?: no\.?)? [\d.]+[a-z]?")
"""A label that numbers what stands on the agenda: its title follows."""

PAGE_COUNT = re.compile(r"\bPage \d{1,3} of \d{1,3}\b")
"""How pages are numbered, within other words."""

PAGE_OF = re.compile(
    r"\b(?:page|pg?\.?)\s*(?P<value>\d{1,3})\s*(?:of|/)\s*(?P<total>\d{1,3})\b", re.IGNORECASE
)
"""The number of a page and of all pages: 'Page 3 of 9'."""

RUNNING_NUMBER = re.compile(r"^(?P<first>\d{1,3})\b|(?<![\d.,/-])(?P<last>\d{1,3})$")
"""A number at either end of a running line, such as the 12 of 'Annual plan 12'."""

COUNTS_PAGES = re.compile(
    r"\b(?:page|pg?\.?)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\b|^\d{1,3}\b|(?<![\d.,/-])\d{1,3}$", re.IGNORECASE
)
"""What counts the pages within a running line."""

ROMAN_PAGE = re.compile(r"[ivxl]{1,6}|[IVXL]{2,6}")
"""The number of a page of front matter."""

OPENING_NUMBER = re.compile(r"\(?(\d{1,3})[.)]?$")
"""A word that is the number of an item, with or without a stop."""

RECOMMENDATION = re.compile(r"\brecommendation\s+(?:no\.?\s*)?(\d{1,3}[a-z]?)\b", re.IGNORECASE)
"""The number of a recommendation that running text names."""

LIST_NUMBER = re.compile(r"\d{1,2}[.)]")
"""A number that opens an item of a list, alone: '3.', '12)'. Lists stand beside each other as columns do."""
