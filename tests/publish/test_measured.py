"""Every format says what is written by hand about a small chapter: nothing is computed here."""

from __future__ import annotations

from functools import cache

import pytest
from tests.publish import measured, readback

from veivalg.publish import charts, formats, render
from veivalg.publish.csv import exhibit_csv
from veivalg.publish.theme import Size
from veivalg.publish.xlsx import exhibit_workbook

HELD = [(format, check) for format in formats() for check in measured.checks(format)]


@cache
def written(format: str) -> bytes:
    return render(measured.report(), format)


def test_every_check_is_of_a_format_there_is():
    assert measured.CHECKS.keys() <= formats().keys()


@pytest.mark.parametrize(("format", "check"), HELD, ids=lambda v: getattr(v, "__name__", v))
def test_a_format_says_the_numbers_written_by_hand(format, check):
    check(written(format))


@pytest.mark.parametrize("format", ["md", "html", "docx", "pdf"])
def test_the_sentence_is_read_as_it_is_typed(format):
    measured.sentences_are_read(written(format), format)


def test_a_csv_file_says_the_numbers_written_by_hand():
    measured.the_fields_hold_the_numbers(exhibit_csv(measured.TABLE, measured.chapter()))


def test_a_workbook_of_one_exhibit_says_the_numbers_written_by_hand():
    sheet = readback.workbook_sheet(exhibit_workbook(measured.TABLE, measured.chapter()), 0)
    assert sheet.rows[0][:5] == [2024, "Harstad", pytest.approx(0.171), pytest.approx(412.3), 1434]


@pytest.mark.parametrize("size", Size)
def test_charts_say_the_numbers_written_by_hand(size):
    measured.bars_are_as_long_as_their_numbers(charts.svg(measured.BARS, size))
    measured.the_line_goes_through_its_numbers(charts.svg(measured.LINES, size))
