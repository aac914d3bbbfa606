"""The list of sources, `data/sources.yaml`: sites that are looked at for new papers. Only read here."""

import datetime as dt
import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from records.errors import ConfigError
from records.strict_yaml import decode
from scrutiny.sources.source_list import PART
from scrutiny.sources.words import usual_words

HELPS = "docs/SOURCES.md tells of each key."
AGENT_TEXT = re.compile(r"[\x20-\x7e]*")
"""What may stand in a header: plain letters."""


REMEDIES = (
    (r"sources\[\d+\]\.kind", "The kinds are moderngov, ofsted, cmis, feed, page and csv."),
    (r"\.since", "Write a day such as 2024-01-31."),
    (r"Expected `array.*sources\[\d+\]\.", "Write a list, such as [report, minutes]."),
    (r"got `(?:int|float|bool)`.*\.name", "Put quotes around it."),
    (r"Expected `object`, got .*sources\[\d+\]`", "Write its keys there: name, kind, address."),
)
"""What to write in place of what a list says, by the words in which it is refused."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One site. Which keys a kind needs stands in `NEEDED`; the others are optional.

    `committees` and `documents` are words of names and titles: None for the usual ones, empty for all.
    """

    name: str
    kind: Literal["moderngov", "ofsted", "cmis", "feed", "page", "csv"]
    address: str = ""
    service: str = ""
    """Where ModernGov's web service stands, if it is not found by itself."""
    file: str = ""
    place: str = ""
    publisher: str = ""
    since: dt.date | None = None
    committees: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    places: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    enabled: bool = True
    licence: str = ""
    found: Any = ""
    """For people alone: words, or a bare day, which YAML takes for a date."""

    @property
    def committee_words(self) -> tuple[str, ...]:
        """The words of committees that are looked at; none for all."""
        return usual_words().committees if self.committees is None else self.committees

    @property
    def document_words(self) -> tuple[str, ...]:
        """The words of titles that are taken; none for all."""
        return usual_words().documents if self.documents is None else self.documents

    @property
    def base(self) -> str:
        """The address of the folder that the pages of a site stand in."""
        folder = re.sub(r"[?#].*$", "", self.address)
        if re.search(r"/[^/]+\.aspx?$", folder, re.IGNORECASE):
            folder = folder.rpartition("/")[0]
        return f"{folder.rstrip('/')}/"

    def in_time(self, date: dt.date | None) -> bool:
        """Return whether a day is one that is asked for; what has no day always is."""
        return self.since is None or date is None or date >= self.since


class SourceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of sources.yaml."""

    sources: tuple[Source, ...] = ()
    contact: str = ""
    pause: float = 2.0

    def chosen(self, only: tuple[str, ...]) -> tuple[Source, ...]:
        """Return the sources that are switched on; of these those named, if any are. KeyError for another."""
        on = {source.name: source for source in self.sources if source.enabled}
        named = dict.fromkeys(name for names in only for name in names.split(","))
        return tuple(on[name] for name in named) if named else tuple(on.values())


def load_source_file(path: Path) -> SourceFile:
    """Return the list in its own order. Raises `ConfigError` with file, entry and remedy if it is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}). {HELPS}") from error
    try:
        listed = _decoded(content)
    except msgspec.DecodeError as error:
        entry = re.search(r"\$\.sources\[(\d+)\]", str(error))
        where = f", entry {int(entry[1]) + 1} of sources" if entry else ""
        told = str(error).rstrip(".")
        remedy = "".join(f" {words}" for said, words in REMEDIES if re.search(said, told))
        raise ConfigError(f"{path}{where}: {told}.{remedy} {HELPS}") from error
    if not AGENT_TEXT.fullmatch(listed.contact):
        raise ConfigError(f"{path}: contact must be plain letters, such as an e-mail address.")
    if not 0 <= listed.pause <= 60:
        raise ConfigError(f"{path}: pause must be 0.5 to 60 seconds, not {listed.pause:g}.")
    names: dict[str, int] = {}
    for number, source in enumerate(listed.sources, start=1):
        told = f"{path}, entry {number} of sources ({source.name!r})"
        if (wrong := what_is_wrong(source)) is not None:
            raise ConfigError(f"{told}: {wrong} {HELPS}")
        if (other := names.setdefault(source.name.casefold(), number)) != number:
            raise ConfigError(f"{told}: entry {other} has that name already. Give it another one.")
    return listed


def _decoded(content: bytes) -> SourceFile:
    """Return the list; a key that is left blank is as one that is not there. Raises `msgspec.DecodeError`."""
    try:
        return decode(content, SourceFile)
    except msgspec.ValidationError as error:
        if "got `null`" not in str(error):
            raise
    told = _filled(decode(content, dict[str, Any]))
    if isinstance(sources := told.get("sources"), list):
        told["sources"] = [_filled(each) if isinstance(each, dict) else each for each in sources]
    return msgspec.convert(told, SourceFile)


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value is not None}


def what_is_wrong(source: Source) -> str | None:
    """Return what is wrong with a source and what to write instead, None if nothing is."""
    if not re.fullmatch(PART, source.name):
        return "name must be one that a folder can have, such as anyshire."
    needed = "file" if source.kind == "csv" else "address"
    if not getattr(source, needed).strip():
        return f"{needed} is missing; a source of the kind {source.kind} needs one."
    for key in ("address", "service"):
        value = getattr(source, key)
        if value and not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", value):
            return f"{key} must be an address such as https://democracy.anyshire.gov.uk/, not {value!r}."
    if source.kind == "csv" and (Path(source.file).is_absolute() or ".." in Path(source.file).parts):
        return "file must stand beside the list or below it, such as sources.csv."
    for key in ("committees", "documents", "places", "reports"):
        if any(not word.strip() for word in getattr(source, key) or ()):
            return f"{key} holds a blank word. Take it out; an empty list means all."
    return None
