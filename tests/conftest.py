"""Shared by the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def shared() -> Path:
    """The folder of real reports and their truth, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder 'shared' beside the project: real reports and their truth")
    return SHARED


@pytest.fixture
def wiltshire() -> bytes:
    """The document that started the project."""
    return (ROOT / "data/raw/wiltshire-task-group-2012.pdf").read_bytes()
