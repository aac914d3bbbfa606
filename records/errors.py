"""One root for every error that Scrutiny raises on purpose. Each message says what, where, and what helps."""

from records.outcome import WHAT_HELPS, Problem


class ScrutinyError(Exception):
    """Something that Scrutiny can explain to a person."""


class SourceError(ScrutinyError):
    """A document cannot be read; it is set aside and the rest goes on."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        """Take the problem and, where there is more to say than its sentence, a detail."""
        self.problem = problem
        what, helps = WHAT_HELPS[problem]
        self.detail = " ".join(part for part in (detail or what, helps) if part)
        super().__init__(self.detail)


class ConfigError(ScrutinyError):
    """One of the project's own files (a family, a register, a vocabulary, a decision) is wrong."""


class ContractError(ScrutinyError):
    """The tables break their own schema; nothing is written."""


class WriteError(ScrutinyError):
    """The dataset could not be written; what stood there before is untouched."""
