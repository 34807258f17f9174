"""Tails and quantiles of the distributions that tests and intervals need (Abramowitz & Stegun 6.5, 26.5)."""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TINY = 1e-300
_CLOSE = 1e-14
_NORMAL = NormalDist()
_MANY = 1e7
"""Degrees of freedom from which t is the normal distribution to all digits that matter."""


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile of p in (0, 1)."""
    return _NORMAL.inv_cdf(p)


def normal_cdf(z: float) -> float:
    """Return the standard normal distribution function."""
    return _NORMAL.cdf(z)


def normal_tail(z: float) -> float:
    """Return the two-sided tail probability of a standard normal value."""
    return 2 * _NORMAL.cdf(-abs(z))


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for a, b > 0, by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Lentz's method."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    h = d
    for m in range(1, 1000):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + factor * d)
            c = _off_zero(1 + factor / c)
            h *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return h


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_tail(t: float, df: float) -> float:
    """Return the two-sided tail probability of Student's t with df > 0 degrees of freedom."""
    return normal_tail(t) if df > _MANY else beta_cdf(df / (df + t * t), df / 2, 0.5)


def f_tail(f: float, df1: float, df2: float) -> float:
    """Return the upper tail probability of F with df1 and df2 degrees of freedom."""
    return 1.0 if f <= 0 else beta_cdf(df2 / (df2 + df1 * f), df2 / 2, df1 / 2)


def chi2_tail(x: float, df: float) -> float:
    """Return the upper tail probability of chi-square with df > 0 degrees of freedom."""
    a, half = df / 2, x / 2
    if half <= 0:
        return 1.0
    front = exp(a * log(half) - half - lgamma(a))
    if half < a + 1:
        term = total = 1 / a
        at = a
        while abs(term) > abs(total) * _CLOSE:
            at += 1
            term *= half / at
            total += term
        return max(0.0, 1 - front * total)
    b = half + 1 - a
    c, d = 1 / _TINY, 1 / b
    h = d
    for i in range(1, 1000):
        b += 2
        factor = -i * (i - a)
        d = 1 / _off_zero(factor * d + b)
        c = _off_zero(b + factor / c)
        h *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return front * h


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t for p in (0, 1)."""
    if p < 0.5:
        return -t_quantile(1 - p, df)
    if df > _MANY:
        return normal_quantile(p)
    return sqrt(_inverse(lambda squared: t_tail(sqrt(squared), df) / 2, 1 - p))


@lru_cache(maxsize=4096)
def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return the quantile of F for p in (0, 1)."""
    return _inverse(lambda f: f_tail(f, df1, df2), 1 - p)


def _inverse(tail: Callable[[float], float], wanted: float) -> float:
    """Return where a falling tail has a value, by bisection over all positive numbers."""
    low, high = 0.0, 1.0
    while tail(high) > wanted and high < inf:
        low, high = high, high * 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > wanted else (low, middle)
    return (low + high) / 2
