"""Finding contents and codes in a table's metadata: by confirmed code, else by official label."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from veivalg.foundation.i18n import _
from veivalg.norway.indicators import Cell
from veivalg.sources.ssb.jsonstat import Dimension

_TAIL = re.compile(r"\s*\((prosent|kr|kroner|antall|timer|1000 kr|1 000 kr|%|kvm|kwh)\)\s*$")


def plain(label: str, *, tail: bool = True) -> str:
    """Give a label as it is compared: lower case, one kind of dash and space, without unit.

    Examples
    --------
    >>> plain("Frie inntekter  per innbygger (kr)"), plain("Barn 1–5 år")
    ('frie inntekter per innbygger', 'barn 1-5 år')
    """
    text = " ".join(label.casefold().replace("–", "-").replace("\xa0", " ").split())
    return _TAIL.sub("", text) if tail else text


def by_label(label: str, labels: Mapping[str, str]) -> str:
    """Give the code whose official label is `label`, or the only one that begins with it.

    Examples
    --------
    >>> by_label("Netto lånegjeld", {"KG31": "Netto lånegjeld (kr)", "KG32": "Langsiktig gjeld"})
    'KG31'
    >>> by_label("Beløp", {"a": "Beløp (1000 kr)", "b": "Beløp per innbygger (kr)"})
    'a'
    >>> by_label("Gjeld", {"KG31": "Netto lånegjeld"})
    ''
    """
    full = plain(label, tail=False)
    for wanted, of in ((full, False), (plain(label), True)):
        same = [code for code, text in labels.items() if plain(text, tail=of) == wanted]
        if len(same) == 1:
            return same[0]
    begins = [c for c, text in labels.items() if plain(text).startswith(plain(label) + " ")]
    return begins[0] if len(begins) == 1 else ""


def find_contents(cell: Cell, contents: Dimension) -> tuple[str, str]:
    """Give the content code of `cell` and what is wrong (one of them is empty)."""
    if cell.contents in contents.labels:
        return cell.contents, ""
    if cell.label and (code := by_label(cell.label, contents.labels)):
        return code, ""
    what = cell.label or cell.contents
    near = get_close_matches(what, contents.labels.values(), n=1, cutoff=0.5)
    text = _("innholdet «{label}» finnes ikke").format(label=what)
    return "", text + (_(" (nærmest: «{near}»)").format(near=near[0]) if near else "")


def find_code(wanted: str, dimension: Dimension) -> tuple[str, str]:
    """Give the code that is, or is labelled, `wanted`, and what is wrong."""
    if wanted in dimension.labels:
        return wanted, ""
    code = by_label(wanted, dimension.labels)
    if code:
        return code, ""
    return "", _("«{code}» finnes ikke i «{dimension}»").format(
        code=wanted, dimension=dimension.label or dimension.id
    )


def find_dimension(dimensions: Mapping[str, Dimension], id: str, label: str) -> str:
    """Give the dimension called `id`, else the only one labelled `label`, else nothing."""
    if id in dimensions:
        return id
    found = [name for name, d in dimensions.items() if plain(d.label) == plain(label)]
    return found[0] if len(found) == 1 else ""
