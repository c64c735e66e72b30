"""Chance in one cell for many draws: who leaves (dies or moves out) and who comes.

Of `P` persons each leaves with probability ``r = q + (1 − q)·out``, and a Poisson number with mean
``λ = P(1 − q)·in + extra`` comes. Exact where numbers are small: at most eight persons, or variance
below 0.4, by inverting the binomial and the Poisson distribution with a uniform number each.
Elsewhere one Cornish–Fisher variate with the exact mean, variance and third cumulant, made whole by
chance (``floor(x) + 1`` with probability ``x − floor(x)``; the 1/6 this adds to the variance is
taken off first), for the net of those who leave and come. The normal number is the sum of four
bytes, with a cubic term that gives it the normal's fourth moment.

Random numbers are a keyed hash of the cell's number: the two 32-bit keys belong to (seed,
municipality, draw), so a cell's numbers depend on nothing else. Rows are draws of one cell;
everything in a row is written so that it compiles to vector instructions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veivalg.projections.ensemble.jit import compiled

Row = NDArray[np.float32]
Keys = NDArray[np.uint32]

_U, _F = np.uint32, np.float32
_GOLD, _M1, _M2, _M3, _M4 = (
    _U(0x9E3779B9), _U(0x7FEB352D), _U(0x846CA68B), _U(0x2C1B3C6D), _U(0x297A2D39)
)  # fmt: skip
_BYTE, _8, _12, _15, _16, _24 = _U(255), _U(8), _U(12), _U(15), _U(16), _U(24)
_FALLBACK = _U(0x80000000)  # added to the cell's number for the numbers of a rare case
_TO_UNIT = _F(2.0**-24)
_ZERO, _HALF, _ONE, _TWO = _F(0), _F(0.5), _F(1), _F(2)
_TINY, _SIXTH, _SIX = _F(1e-6), _F(1 / 6), _F(6)
# Sum of four bytes: mean 510, variance 4·(256² − 1)/12; LINEAR·z + CUBIC·z³ has variance 1 and
# the normal's kurtosis.
_MIDDLE, _SPREAD = _F(510.0), _F((4 * (256**2 - 1) / 12) ** -0.5)
_LINEAR, _CUBIC = _F(0.9490333), _F(0.0186424)
_FEW, _LOW_VARIANCE = _F(8), _F(0.4)  # exact up to here
_TERMS = 8
_INVERSE = np.array([0, *(1 / k for k in range(1, _TERMS + 1))], np.float32)


@compiled
def first_bits(key: np.uint32, second: np.uint32, cell: np.uint32) -> np.uint32:
    """Give 32 random bits of a cell."""
    x = _U(_U(cell * _GOLD) + key)
    x = _U(_U(x ^ (x >> _16)) * _M1)
    x = _U(_U(x ^ (x >> _15)) + second)
    x = _U(_U(x ^ (x >> _16)) * _M2)
    return _U(x ^ (x >> _15))


@compiled
def more_bits(bits: np.uint32) -> np.uint32:
    """Give another 32 bits from the first."""
    y = _U(_U(bits ^ (bits >> _12)) * _M3)
    y = _U(_U(y ^ (y >> _15)) * _M4)
    return _U(y ^ (y >> _16))


@compiled
def unit(bits: np.uint32) -> np.float32:
    """Give a number in (0, 1) from 24 of the bits."""
    return _F((_F(bits >> _8) + _HALF) * _TO_UNIT)


@compiled
def normal(bits: np.uint32) -> np.float32:
    """Give a standard normal number: four bytes' sum, mended to the normal's fourth moment."""
    total = (
        _F(bits & _BYTE) + _F((bits >> _8) & _BYTE) + _F((bits >> _16) & _BYTE) + _F(bits >> _24)
    )
    z = (total - _MIDDLE) * _SPREAD
    return _F(z * (_LINEAR + _CUBIC * z * z))


@compiled
def whole(x: np.float32, u: np.float32) -> np.float32:
    """Give a whole number with mean `x`; a negative `x` counts as 0."""
    x = x if x > _ZERO else _ZERO
    low = _F(np.int32(x))
    return _F(low + (_ONE if u < x - low else _ZERO))


@compiled
def exp_minus(x: np.float32) -> np.float32:
    """Give ``exp(−x)`` for x in [0, 8]: a polynomial of x / 8, squared three times."""
    y = x * _F(-0.125)
    p = _ONE + y * _F(1 / 8)
    p = _ONE + y * _F(1 / 7) * p
    p = _ONE + y * _F(1 / 6) * p
    p = _ONE + y * _F(1 / 5) * p
    p = _ONE + y * _F(1 / 4) * p
    p = _ONE + y * _F(1 / 3) * p
    p = _ONE + y * _HALF * p
    p = _ONE + y * p
    p = p * p
    p = p * p
    return _F(p * p)


@compiled
def minus_log(s: np.float32) -> np.float32:
    """Give ``−log(1 − s)`` for s in [0, 1/2]."""
    w = s / (_TWO - s)
    v = w * w
    tail = _F(1 / 9) + v * (_F(1 / 11) + v * _F(1 / 13))
    return _F(_TWO * w * (_ONE + v * (_F(1 / 3) + v * (_F(1 / 5) + v * (_F(1 / 7) + v * tail)))))


@compiled
def net_row(before: Row, die: np.float32, factor: Row, net: Row, churn: np.float32,
            extra: np.float32, key: Keys, cell: np.uint32, work: NDArray[np.float32],
            after: Row) -> int:  # fmt: skip
    """Give those left in a cell by the rule for large numbers; count the draws it is not for.

    Parameters
    ----------
    before
        Persons at the start of the year.
    die, factor
        Probability to die, and each draw's factor on it.
    net, churn, extra
        Net share of moves by draw; moves per survivor; extra net movers.
    key, cell
        The draws' keys, shape (2, n), and the cell's number.
    work
        Filled with ``r``, ``λ`` and the two uniform numbers, the first −1 where the rule holds.
    after
        Filled with persons at the end.
    """
    leaving, coming, first, second = work[0], work[1], work[2], work[3]
    key0, key1 = key[0], key[1]
    comes = extra if extra > _ZERO else _ZERO
    goes = -extra if extra < _ZERO else _ZERO
    small = np.int32(0)
    for d in range(after.size):
        bits = first_bits(key0[d], key1[d], cell)
        more = more_bits(bits)
        persons = before[d]
        q = die * factor[d]
        q = q if q < _ONE else _ONE
        live = _ONE - q
        m = net[d] if net[d] > -_ONE else -_ONE
        size = m if m > _ZERO else -m
        size = churn if churn > size else size
        out = (size - m) * _HALF
        out = out if out < _ONE else _ONE
        into = out + m
        survivors = persons * live
        out += goes / (survivors if survivors > _TINY else _TINY)
        out = out if out < _ONE else _ONE
        r = q + live * out
        lam = survivors * into + comes
        var_out = persons * r * (_ONE - r)
        var = var_out + lam
        skew = (lam + var_out * (_TWO * r - _ONE)) / (_SIX * (var if var > _TINY else _TINY))
        room = var - _SIXTH - _TWO * skew * skew
        z = normal(bits)
        x = persons * (_ONE - r) + lam
        x += np.sqrt(room if room > _ZERO else _ZERO) * z + skew * (z * z - _ONE)
        u = unit(more)
        after[d] = whole(x, u)
        few = (persons <= _FEW) | (var < _LOW_VARIANCE)
        small += np.int32(few)
        leaving[d] = r
        coming[d] = lam
        first[d] = unit(bits) if few else -_ONE
        second[d] = u
    return small


@compiled
def _leavers(before: Row, leaving: Row, first: Row, term: Row, total: Row, count: Row) -> None:
    """Invert the binomial distribution of those who leave (or stay, if they are fewer)."""
    for d in range(count.size):
        r = leaving[d]
        s = r if r <= _HALF else _ONE - r
        s = s if s > _ZERO else _ZERO
        p0 = exp_minus(before[d] * minus_log(s))
        total[d] = p0
        term[d] = p0
        count[d] = _ZERO
    left, k = 1, 0
    while left > 0 and k < _TERMS:
        left = 0
        so_far, inverse = _F(k), _INVERSE[k + 1]
        for d in range(count.size):
            beyond = first[d] >= total[d]
            left += np.int32(beyond)
            count[d] += _ONE if beyond else _ZERO
            r = leaving[d]
            s = r if r <= _HALF else _ONE - r
            term[d] *= (before[d] - so_far) * inverse * (s / (_ONE - s))
            total[d] += term[d]
        k += 1


@compiled
def _comers(coming: Row, second: Row, first: Row, term: Row, total: Row, count: Row) -> None:
    """Invert the Poisson distribution of those who come."""
    for d in range(count.size):
        p0 = exp_minus(coming[d])
        total[d] = p0
        term[d] = p0
        count[d] = _ZERO
    left, k = 1, 0
    while left > 0 and k < _TERMS:
        left = 0
        inverse = _INVERSE[k + 1]
        for d in range(count.size):
            beyond = (second[d] >= total[d]) & (first[d] >= _ZERO)
            left += np.int32(beyond)
            count[d] += _ONE if beyond else _ZERO
            term[d] *= coming[d] * inverse
            total[d] += term[d]
        k += 1


@compiled
def small_row(before: Row, key: Keys, cell: np.uint32, work: NDArray[np.float32],
              after: Row) -> None:  # fmt: skip
    """Replace the draws `net_row` counted by exact ones; ``work[6]`` becomes those who leave."""
    leaving, coming, first, second = work[0], work[1], work[2], work[3]
    term, total, gone, came = work[4], work[5], work[6], work[7]
    _leavers(before, leaving, first, term, total, gone)
    _comers(coming, second, first, term, total, came)
    many = 0
    for d in range(after.size):
        count = gone[d] if gone[d] < before[d] else before[d]
        count = count if leaving[d] <= _HALF else before[d] - count
        gone[d] = count
        few = first[d] >= _ZERO
        after[d] = before[d] - count + came[d] if few else after[d]
        many += np.int32(few & (coming[d] > _ONE))
    if many > 0:  # large extra moves to a place with few people
        for d in range(after.size):
            if first[d] >= _ZERO and coming[d] > _ONE:
                bits = first_bits(key[0, d], key[1, d], _U(cell + _FALLBACK))
                after[d] = before[d] - gone[d] + poisson(coming[d], bits)


@compiled
def poisson(mean: np.float32, bits: np.uint32) -> np.float32:
    """Give one Poisson number: inverted up to 8, Cornish–Fisher made whole above."""
    if mean > _FEW:
        z = normal(bits)
        x = mean + np.sqrt(mean - _SIXTH - _F(1 / 18)) * z + _SIXTH * (z * z - _ONE)
        return whole(x, unit(more_bits(bits)))
    u, count = unit(bits), _ZERO
    term = exp_minus(mean)
    total = term
    while u >= total and count < _F(60):
        count += _ONE
        term *= mean / count
        total += term
    return count
