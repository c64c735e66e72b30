"""Chance in one cell for many draws: who leaves (dies or moves out) and who comes.

Of `P` persons each leaves with probability ``r = q + (1 − q)·out``, and a Poisson number with mean
``λ = P(1 − q)·in + extra`` comes. The mean is ``P(1 − r) + λ``, the variance ``P·r(1 − r) + λ``.

* At most eight persons: exact, by inverting the binomial and the Poisson distribution with a
  uniform number each.
* More persons, variance below 0.4: the nearest whole number, one less or one more, with the exact
  mean and variance (where nearly all leave and the nearest is 0: 0 or 1 with the exact mean).
* Elsewhere one normal number with the exact mean and variance for the net of those who leave and
  come, made whole by chance: ``floor(x) + 1`` with probability ``x − floor(x)``. The 1/6 this adds
  to the variance is taken off first. The normal number is the sum of four bytes with a cubic term
  that gives it the normal's fourth moment. What falls below 0 counts as 0; that shifts the mean
  only where more than six in ten leave in a year.

Random numbers are a keyed hash of the cell's number: the two 32-bit keys belong to (seed,
municipality, draw), so a cell's numbers depend on nothing else. A row is the draws of one cell;
everything on rows is written so that it compiles to vector instructions.
"""

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.jit import compiled

Row = NDArray[np.float32]
Keys = NDArray[np.uint32]

_U, _F = np.uint32, np.float32
_GOLD, _M1, _M2, _M3 = _U(0x9E3779B9), _U(0x7FEB352D), _U(0x846CA68B), _U(0x2C1B3C6D)
_BYTES, _LOW = _U(0x00FF00FF), _U(0xFFFF)
_8, _15, _16 = _U(8), _U(15), _U(16)
_TO_UNIT = _F(2.0**-24)
_ZERO, _HALF, _ONE, _TWO = _F(0), _F(0.5), _F(1), _F(2)
_TINY, _THIRD, _SIXTH = _F(1e-6), _F(1 / 3), _F(1 / 6)
# Sum of four bytes: mean 510, variance 4·(256² − 1)/12; LINEAR·z + CUBIC·z³ has variance 1 and
# the normal's kurtosis.
_MIDDLE, _SPREAD = _F(510.0), _F((4 * (256**2 - 1) / 12) ** -0.5)
_LINEAR, _CUBIC = _F(0.9490333), _F(0.0186424)
_FEW, _LOW_VARIANCE = _F(8), _F(0.4)


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
    """Give another 32 bits from the first; the upper ones are good."""
    return _U(_U(bits ^ (bits >> _15)) * _M3)


@compiled
def unit(bits: np.uint32) -> np.float32:
    """Give a number in [0, 1) from 24 of the bits."""
    return _F(_F(np.int32(bits >> _8)) * _TO_UNIT)


@compiled
def normal(bits: np.uint32) -> np.float32:
    """Give a standard normal number: four bytes' sum, mended to the normal's fourth moment."""
    pairs = _U((bits & _BYTES) + ((bits >> _8) & _BYTES))
    total = _F(np.int32(_U((pairs & _LOW) + (pairs >> _16))))
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
    """Give ``exp(−x)`` for x in [0, 2]: a polynomial of x / 4, squared twice."""
    y = x * _F(-0.25)
    p = _ONE + y * _F(1 / 6)
    p = _ONE + y * _F(1 / 5) * p
    p = _ONE + y * _F(1 / 4) * p
    p = _ONE + y * _F(1 / 3) * p
    p = _ONE + y * _HALF * p
    p = _ONE + y * p
    p = p * p
    return _F(p * p)


@compiled
def power(x: np.float32, n: np.int32) -> np.float32:
    """Give ``x ** n`` for n from 0 to 8."""
    x2 = x * x
    x4 = x2 * x2
    p = x if n & 1 else _ONE
    p *= x2 if n & 2 else _ONE
    p *= x4 if n & 4 else _ONE
    return _F(x4 * x4 if n & 8 else p)


@compiled
def leave_and_come(
    before: Row,
    die: np.float32,
    factor: Row,
    net: Row,
    churn: np.float32,
    extra: np.float32,
    leaving: Row,
    coming: Row,
) -> None:
    """Fill `leaving` with ``r`` and `coming` with ``λ`` by draw.

    Parameters
    ----------
    before
        Persons at the start of the year.
    die, factor
        Probability to die, and each draw's factor on it.
    net, churn, extra
        Net share of moves by draw; moves per survivor; extra net movers.
    """
    comes = extra if extra > _ZERO else _ZERO
    for d in range(before.size):
        q = die * factor[d]
        q = q if q < _ONE else _ONE
        live = _ONE - q
        m = net[d] if net[d] > -_ONE else -_ONE
        size = m if m > _ZERO else -m
        size = churn if churn > size else size
        out = (size - m) * _HALF
        out = out if out < _ONE else _ONE
        leaving[d] = q + live * out
        coming[d] = before[d] * live * (out + m) + comes
    if extra < _ZERO:
        for d in range(before.size):  # extra movers out are taken from those who stay
            stay = before[d] * (_ONE - leaving[d])
            more = -extra / (stay if stay > _TINY else _TINY)
            more = more if more < _ONE else _ONE
            leaving[d] += (_ONE - leaving[d]) * more


@compiled
def large_row(
    before: Row, leaving: Row, coming: Row, key0: Keys, key1: Keys, cell: np.uint32, after: Row
) -> None:
    """Give those left in a cell by the rules for more than eight persons."""
    for d in range(after.size):
        bits = first_bits(key0[d], key1[d], cell)
        persons, r, lam = before[d], leaving[d], coming[d]
        stay = persons * (_ONE - r)
        var, mean = stay * r + lam, stay + lam
        room = var - _SIXTH
        x = mean + np.sqrt(room if room > _ZERO else _ZERO) * normal(bits)
        u = unit(more_bits(bits))
        near = _F(np.int32(mean + _HALF))
        off = mean - near
        beside = var + off * off
        three = near + (_ONE if u < (beside + off) * _HALF else _ZERO)
        three -= _ONE if u > _ONE - (beside - off) * _HALF else _ZERO
        low = var < _LOW_VARIANCE
        x = mean if low else x
        after[d] = three if low & (near >= _ONE) else whole(x, u)


@compiled
def _binomial(n: np.float32, s: np.float32, u: np.float32) -> np.float32:
    """Invert the binomial distribution for at most eight persons and ``s ≤ 1/2``."""
    term = power(_ONE - s, np.int32(n))
    total, count, ratio = term, _ZERO, s / (_ONE - s)
    while u >= total and count < n:
        term *= (n - count) / (count + _ONE) * ratio
        count += _ONE
        total += term
    return count


@compiled
def small_row(
    before: Row,
    leaving: Row,
    coming: Row,
    key0: Keys,
    key1: Keys,
    cell: np.uint32,
    known: Row,
    gone: Row,
    after: Row,
) -> None:
    """Give those left in a cell where at most eight persons were; leave the other draws.

    Numbers up to three are found in lanes; the few draws with more go through one by one. `gone`
    becomes those who leave, and `known` 1 where it is known, else −1.
    """
    rest = np.int32(0)
    for d in range(after.size):
        persons, r, lam = before[d], leaving[d], coming[d]
        bits = first_bits(key0[d], key1[d], cell)
        u, v = unit(bits), unit(more_bits(bits))
        s = r if r <= _HALF else _ONE - r
        s = s if s > _ZERO else _ZERO
        ratio = s / (_ONE - s)
        term = power(_ONE - s, np.int32(np.int32(persons) & 15))
        total = term
        left = _ONE if u >= total else _ZERO
        term *= persons * ratio
        total += term
        left += _ONE if u >= total else _ZERO
        term *= (persons - _ONE) * _HALF * ratio
        total += term
        left += _ONE if u >= total else _ZERO
        term *= (persons - _TWO) * _THIRD * ratio
        total += term
        more = u >= total
        term = exp_minus(lam if lam < _ONE else _ONE)
        total = term
        came = _ONE if v >= total else _ZERO
        term *= lam
        total += term
        came += _ONE if v >= total else _ZERO
        term *= lam * _HALF
        total += term
        came += _ONE if v >= total else _ZERO
        term *= lam * _THIRD
        total += term
        left = left if left < persons else persons
        left = left if r <= _HALF else persons - left
        few = persons <= _FEW
        hard = few & (more | (v >= total) | (lam > _ONE))
        rest += np.int32(hard)
        gone[d] = left
        known[d] = (_TWO if hard else _ONE) if few else -_ONE
        after[d] = persons - left + came if few else after[d]
    if rest > 0:
        for d in range(after.size):
            if known[d] > _ONE:
                bits = first_bits(key0[d], key1[d], cell)
                r = leaving[d]
                s = r if r <= _HALF else _ONE - r
                left = _binomial(before[d], s if s > _ZERO else _ZERO, unit(bits))
                gone[d] = left if r <= _HALF else before[d] - left
                after[d] = before[d] - gone[d] + poisson(coming[d], more_bits(bits))


@compiled
def chance_row(
    before: Row, key: Keys, cell: np.uint32, work: NDArray[np.float32], after: Row
) -> None:
    """Give those left in a cell by the rule each draw's number of persons asks for.

    The first two rows of `work` are ``r`` and ``λ``; the next two become what `small_row` tells.
    """
    few = np.int32(0)
    for d in range(before.size):
        few += np.int32(before[d] <= _FEW)
    if few < before.size:
        large_row(before, work[0], work[1], key[0], key[1], cell, after)
    if few > 0:
        small_row(before, work[0], work[1], key[0], key[1], cell, work[2], work[3], after)
    else:
        known = work[2]
        for d in range(known.size):
            known[d] = -_ONE


@compiled
def poisson(mean: np.float32, bits: np.uint32) -> np.float32:
    """Give one Poisson number: inverted up to 8, normal with skewness made whole above."""
    if mean > _FEW:
        z = normal(bits)
        x = mean + np.sqrt(mean - _SIXTH - _F(1 / 18)) * z + _SIXTH * (z * z - _ONE)
        return whole(x, unit(more_bits(bits)))
    u, count = unit(bits), _ZERO
    p = exp_minus(mean * _F(0.25))
    p = p * p
    term = p * p
    total = term
    while u >= total and count < _F(60):
        count += _ONE
        term *= mean / count
        total += term
    return count
