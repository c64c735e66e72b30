"""Broken files: each gives exactly its findings or a clear refusal, and none stores anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.own.intake.broken import Case, cases

from veivalg.foundation.errors import TableError, VeivalgError
from veivalg.own.intake import accept, read_file
from veivalg.own.versions import OwnStore

CASES = cases()


def test_there_are_at_least_two_hundred_broken_files_and_no_two_are_alike():
    assert len(CASES) >= 200
    assert len({(c.content, c.name) for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_a_broken_file_gives_exact_findings_or_a_clear_refusal_and_stores_nothing(
    case: Case, tmp_path: Path
):
    store = OwnStore(tmp_path)
    if case.refused:
        with pytest.raises(VeivalgError) as caught:
            read_file(case.content, case.name, code="1833", store=store, table=case.table)
        assert case.refused in caught.value.message
        assert caught.value.remedy
    else:
        read = read_file(case.content, case.name, code="1833", store=store, table=case.table)
        errors = [f for f in read.findings if not f.warning]
        assert len(errors) == read.errors == len(case.findings), [f.line() for f in errors]
        for cell, said in case.findings:
            assert any(f.cell == cell and said in f.wrong for f in errors), errors
        assert read.frame is None
        with pytest.raises(TableError):
            accept(read, store)
        assert not case.mute or case.mute not in repr(read)
    assert not (tmp_path / "egne-tall").exists()
