"""YAML files of the project, read strictly: a key that stands twice is refused, as are unknown ones."""

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from records.errors import ConfigError

T = TypeVar("T")
TRUTH = re.compile(r"(?:^\s*-|[:\[,])\s*(yes|no|on|off|true|false)\s*(?:[,\]#]|$)", re.IGNORECASE)
"""A bare word that YAML reads as true or false."""

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast
except ImportError:  # a build of PyYAML without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]


class _Loader(SafeLoader):
    """Plain YAML, but without keys given twice, of which PyYAML keeps the last in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of a node. Raise `ConstructorError` for a key that stands in it twice."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice. Keep one", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load(path: Path, shape: type[T]) -> T:
    """Return what a YAML file holds, in the shape given. Raise `ConfigError` naming file and entry."""
    try:
        return decode(path.read_bytes(), shape)
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path.parent.name}/{path.name}: {error}") from error


def decode(content: bytes, shape: type[T]) -> T:
    """Return what a YAML file holds, in the shape given.

    Raise `msgspec.DecodeError` saying what is wrong and where: the line, or the path to the entry.
    """
    try:
        return msgspec.convert(_Loader(content).get_single_data(), shape)
    except msgspec.ValidationError as error:
        for number, line in enumerate(content.decode().splitlines(), 1):
            if "got `bool`" in str(error) and (truth := TRUTH.search(line)):
                what = f"line {number}: YAML reads '{truth[1]}' as a truth value"
                raise msgspec.DecodeError(f'{what}. Quote it: "{truth[1]}".') from error
        raise
    except (yaml.YAMLError, ValueError) as error:  # a day that no month has is a ValueError
        raise msgspec.DecodeError(str(error)) from error
