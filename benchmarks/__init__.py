"""Figures to hold, each measured beside a reference in the same run where there is one: `python -m benchmarks`."""
