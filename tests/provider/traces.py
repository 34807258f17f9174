"""What a tracing backend would get to see, kept in one list: names, attributes, events and exceptions of spans."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace

TRACED: list[str] = []


class Span(trace.NonRecordingSpan):
    """A span that writes down all that is said of it."""

    def is_recording(self) -> bool:
        return True

    def set_attribute(self, key: str, value: Any) -> None:
        TRACED.append(f"{key}={value}")

    def set_attributes(self, attributes: Any) -> None:
        TRACED.append(str(attributes))

    def add_event(self, name: str, attributes: Any = None, timestamp: Any = None) -> None:
        TRACED.append(f"{name} {attributes}")

    def record_exception(self, exception: BaseException, *more: Any, **named: Any) -> None:
        TRACED.append(repr(exception))

    def set_status(self, status: Any, description: str | None = None) -> None:
        TRACED.append(f"{getattr(status, 'description', status)} {description}")


class Tracer(trace.Tracer):
    """Makes spans that are written down."""

    def start_span(self, name: str, *more: Any, **named: Any) -> Span:
        TRACED.append(f"{name} {more} {named}")
        return Span(trace.INVALID_SPAN_CONTEXT)

    @contextmanager
    def start_as_current_span(self, name: str, *more: Any, **named: Any) -> Generator[Span]:  # pyright: ignore[reportIncompatibleMethodOverride]
        span = self.start_span(name, *more, **named)
        with trace.use_span(span):
            yield span


class Tracers(trace.TracerProvider):
    """Hands out tracers."""

    def get_tracer(self, *_: Any, **__: Any) -> Tracer:
        return Tracer()
