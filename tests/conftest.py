"""Shared by the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["SOURCE_DATE_EPOCH"] = "1764288000"  # two runs of the same are the same, whenever they are made

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SHIPPED = ROOT / "data/example"
EXAMPLE = SHIPPED / "raw/wiltshire-task-group-2012.pdf"
SAMPLES = ROOT / "tests/samples"

# Time is measured by `make bench`: on a busy machine no test may fail for being slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture
def shared() -> Path:
    """The folder of real reports and their truth, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder 'shared' beside the project: real reports and their truth")
    return SHARED


@pytest.fixture
def wiltshire() -> bytes:
    """The document that started the project."""
    return EXAMPLE.read_bytes()
