"""Which years a municipality was a part of another that has been split since."""

from __future__ import annotations

from veivalg.norway.codes import codes_then


def split_since(code_now: str, year: int) -> bool:
    """Say whether today's municipality was a part of one that has been split after `year`.

    Its figures of that year are then not known: a fixed share of the whole is no count.
    """
    return any(share.weight < 1 for share in codes_then(code_now, year))
