"""Signs of footnotes behind names of rows: «Båsmo¹» and «Gruben *» are no schools of their own."""

import re
from dataclasses import replace

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows

_SIGN = r"(?:\s*[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]+\)?|[ \u00a0]\d\))\s*$"
_BARE = re.compile(rf"^(.*[^\W_].*?){_SIGN}")


def without_signs(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows with names as they are without the sign of a footnote, and tell which."""
    columns = dict(rows.columns)
    for field in match.table.own_fields():
        free = field.key and field.dtype == pl.String and not (field.choices or field.pseudonym)
        if not free or field.name not in columns:
            continue
        text = columns[field.name].text
        signed = text.filter(text.str.contains(_SIGN)).unique(maintain_order=True).to_list()
        bare = {name: hit[1] for name in signed if (hit := _BARE.match(name))}
        if not bare:
            continue
        new = text.replace(list(bare), list(bare.values()))
        columns[field.name] = replace(columns[field.name], text=new)
        said = _("Navnet er lest som «{name}»: tegnet bak er det for en fotnote.")
        for name, plain in bare.items():
            at, row = (
                match.assignment.found[field.name],
                int(rows.numbers[text.index_of(name) or 0]),
            )
            told = said.format(name=heading_text(plain))
            found.cell(match.grid, row, at, told, "", value=heading_text(name), warning=True)
    return replace(rows, columns=columns)
