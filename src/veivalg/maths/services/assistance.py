"""Bistandsbehov from the municipality's own IPLOS scores or categories (M12).

The official composite is not public: the cut-offs and what makes up each part here are from memory
and shown as «usikkert». Where the category itself is known, it is used and nothing is computed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PARTS: Mapping[str, tuple[str, ...]] = {
    "self_care": ("hygiene", "dressing", "toilet", "eating", "moving_inside", "moving_outside"),
    "household": ("shopping", "housework", "cooking"),
    "social": ("participation", "decisions", "behaviour"),
    "cognition": ("memory", "communication"),
    "own_health": ("own_health",),
}
"""Part (delmål) → the functional variables in it: fifteen in all."""

VARIABLES: tuple[str, ...] = tuple(v for part in PARTS.values() for v in part)
CATEGORIES = ("limited", "medium", "extensive", "no_basis")
NOT_RELEVANT = 9


@dataclass(frozen=True, slots=True)
class Rule:
    """What a category is set by.

    Parameters
    ----------
    fewest
        Valid scores needed to set one at all.
    medium, extensive
        The mean of all valid scores above which the need is medium and extensive.
    self_care, cognition
        Also extensive when the mean of that part is above this; None leaves it out.
    """

    fewest: int = 8
    medium: float = 2.0
    extensive: float = 3.0
    self_care: float | None = None
    cognition: float | None = None


def category(scores: Mapping[str, int | None], rule: Rule | None = None) -> str:
    """Give the category of one person's scores.

    Parameters
    ----------
    scores
        Variable → 1 to 5; 9 (not relevant) and None are left out.

    Raises
    ------
    ValueError
        When a score is not 1–5 or 9, or a variable is unknown.

    Examples
    --------
    >>> category(dict.fromkeys(VARIABLES, 1)), category(dict.fromkeys(VARIABLES, 2))
    ('limited', 'limited')
    """
    rule = rule or Rule()
    valid = {}
    for name, score in scores.items():
        if name not in VARIABLES:
            raise ValueError(f"unknown variable {name!r}")
        if score is None or score == NOT_RELEVANT:
            continue
        if score not in range(1, 6):
            raise ValueError(f"{name} is {score}, must be 1 to 5 or 9")
        valid[name] = score
    if len(valid) < rule.fewest:
        return "no_basis"
    whole = sum(valid.values()) / len(valid)
    if (
        whole > rule.extensive
        or _part(valid, "self_care", rule.self_care)
        or _part(valid, "cognition", rule.cognition)
    ):
        return "extensive"
    return "medium" if whole > rule.medium else "limited"


def _part(valid: Mapping[str, int], part: str, limit: float | None) -> bool:
    known = [valid[v] for v in PARTS[part] if v in valid]
    return limit is not None and bool(known) and sum(known) / len(known) > limit


def shares(counts: Sequence[int]) -> list[float | None]:
    """Give the share in each category, of those with a category; None for a too small basis.

    Parameters
    ----------
    counts
        Users by `CATEGORIES`; those without a basis are not in the denominator.

    Examples
    --------
    >>> shares([10, 6, 4, 7]), shares([3, 2, 1, 0])
    ([0.5, 0.3, 0.2], [None, None, None])
    """
    whole = sum(counts[:3])
    return [n / whole if whole >= 20 else None for n in counts[:3]]
