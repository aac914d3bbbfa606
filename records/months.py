"""The English names of the months, as documents print them: one list for every stage."""

NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = {form: number for number, name in enumerate(NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
"""Full and short names in lower case to the number of the month, from 1."""

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""A pattern of these names, longest first, without a group of its own."""
