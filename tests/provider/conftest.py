from __future__ import annotations

import pytest
from opentelemetry import trace

from tests.provider.traces import TRACED, Tracers


@pytest.fixture(scope="session")
def tracers() -> None:
    """Tracing as an operator may have it; the process has one for good."""
    trace.set_tracer_provider(Tracers())


@pytest.fixture
def traced(tracers: None) -> list[str]:
    """What is traced during a test."""
    TRACED.clear()
    return TRACED
