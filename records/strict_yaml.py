"""YAML files of the project, read strictly: a key that stands twice is refused, as are unknown ones."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a build of PyYAML without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]


class _Loader(SafeLoader):
    """Plain YAML, but without keys given twice, of which PyYAML keeps the last in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of a node. Raise `ConstructorError` for a key that stands in it twice."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is given twice. Keep one", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def decode(content: bytes, shape: type[T]) -> T:
    """Return what a YAML file holds, in the shape given.

    Raise `msgspec.DecodeError` saying what is wrong and where: the line, or the path to the entry.
    """
    try:
        return msgspec.convert(_Loader(content).get_single_data(), shape)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError(str(error)) from error
