"""A limit whose numbers are hidden is said to be neither kept nor broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from veivalg.chapters.bemanning import sentences
from veivalg.chapters.bemanning.exhibits.roster import rules as table
from veivalg.chapters.bemanning.model.roster import Kept, Rostered, agreement, roster
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return gather(municipality("0099"))


def told(evidence: Evidence, *times: int | None) -> tuple[str, str]:
    """Give sentence and title for limits that are not kept so many times; None is hidden."""
    found = roster(evidence)
    assert found is not None
    kept = tuple(Kept(k.limit, n, n) for k, n in zip(found.kept, times, strict=False))
    made: Rostered = replace(found, kept=kept)
    said = sentences.rules(made)
    assert said is not None
    return said.text(), table(made, agreement(evidence)).title


def test_what_is_hidden_is_not_called_broken(evidence: Evidence) -> None:
    sentence, title = told(evidence, 7, None, 0)
    assert sentence.startswith("Turnusen bryter minst 1 av 3 grenser for arbeidstid. For 1 er")
    assert title == "Minst 1 av 3 grenser for arbeidstid blir ikke holdt"


def test_what_is_hidden_is_not_called_kept(evidence: Evidence) -> None:
    sentence, title = told(evidence, 0, None, None)
    assert sentence.startswith("For 2 av 3 grenser for arbeidstid er tallene skjermet")
    assert title == "Tallene for 2 av 3 grenser for arbeidstid er skjermet"


def test_where_nothing_is_hidden_the_number_is_whole(evidence: Evidence) -> None:
    assert told(evidence, 6, 0) == (
        "Turnusen bryter 1 av 2 grenser for arbeidstid.",
        "1 av 2 grenser for arbeidstid blir ikke holdt",
    )
    assert told(evidence, 0, 0)[1] == "Turnusen holder alle de 2 grensene for arbeidstid"
