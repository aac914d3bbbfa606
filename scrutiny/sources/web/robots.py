"""What a site lets programs ask for: its robots.txt, as RFC 9309 has it."""

import re

import msgspec

OURS = "scrutiny"
"""The name by which a robots.txt can speak to us."""

LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*(.*?)\s*(?:#.*)?$")
LONGEST_DELAY = 60.0


class Robots(msgspec.Struct, frozen=True):
    """The rules that hold for us: (allowed, path), and seconds to wait between two requests if told."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Return whether a path with its query may be asked for: the longest rule that fits decides.

        Of two that are as long, the one that allows. What no rule is about is allowed.
        """
        fitting = [(len(rule), allowed) for allowed, rule in self.rules if rule and _fits(rule, path)]
        return max(fitting)[1] if fitting else True


CLOSED = Robots(((False, "/"),))
"""A site whose rules cannot be had because it is broken: RFC 9309 has it left alone."""


def read_robots(text: str) -> Robots:
    """Return the rules of the group that names us, or of the one for all; lines of no known kind are none."""
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    agents_go_on = False
    for line in text.splitlines():
        if (match := LINE.match(line)) is None:
            continue
        field, value = match[1].lower(), match[2]
        if field == "user-agent":
            if not agents_go_on:
                groups.append((set(), []))
            groups[-1][0].add(value.lower())
        elif groups and field in {"allow", "disallow", "crawl-delay"}:
            groups[-1][1].append((field, value))
        agents_go_on = field == "user-agent"
    ours = [lines for agents, lines in groups if OURS in agents]
    lines = [line for group in ours or [each for agents, each in groups if "*" in agents] for line in group]
    delays = [
        value for field, value in lines if field == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)
    ]
    return Robots(
        tuple((field == "allow", value) for field, value in lines if field != "crawl-delay"),
        min(max(map(float, delays), default=0.0), LONGEST_DELAY),
    )


def _fits(rule: str, path: str) -> bool:
    """Return whether a rule is about a path: its beginning, where `*` is anything and `$` the end."""
    ends = rule.endswith("$")
    pattern = ".*".join(re.escape(part) for part in rule.removesuffix("$").split("*"))
    return re.match(pattern + ("$" if ends else ""), path) is not None
