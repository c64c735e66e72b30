"""Tables of staffing go out as workbooks and come in again as they were."""

from __future__ import annotations

import pytest

from veivalg.own.examples import example_table
from veivalg.own.intake import read_file, template
from veivalg.own.versions import OwnStore


@pytest.mark.parametrize("name", ["staff_plan", "staff_reported", "staff_pay", "absence"])
def test_what_is_written_to_a_workbook_is_read_back_the_same(name, tmp_path) -> None:
    made = example_table(name)
    assert made is not None
    read = read_file(
        template(name, made.frame), f"{name}.xlsx", code="5503", store=OwnStore(tmp_path)
    )
    assert read.table.name == name
    assert read.frame is not None and read.frame.equals(made.frame)


def test_employees_get_the_same_pseudonym_in_shifts_and_positions(tmp_path) -> None:
    store, found = OwnStore(tmp_path), {}
    for name in ("roster_shifts", "roster_people"):
        made = example_table(name)
        assert made is not None
        read = read_file(template(name, made.frame), f"{name}.xlsx", code="5503", store=store)
        assert read.frame is not None and read.frame.height == made.frame.height
        found[name] = set(read.frame["employee"])
        assert not found[name] & set(made.frame["employee"])
    assert found["roster_shifts"] == found["roster_people"]
