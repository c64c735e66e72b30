"""What the scenarios differ in: the choices, each with where it stands in the one and the other."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import fill, listed, tell
from veivalg.chapters.common.written import in_words
from veivalg.chapters.scenarier.model import Compared
from veivalg.content import Statement, literal
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.scenarios.levers import Levers, text_of
from veivalg.maths.scenarios.model import Scenario


def moves(levers: Levers, old: Scenario, new: Scenario) -> Iterator[tuple[str, str]]:
    """Give what differs: the name of each choice, and «9,1 % → 7,0 %».

    What has no value, as a building step, has an empty text.
    """
    for id in dict.fromkeys((*old.settings, *new.settings)):
        if id in levers and old.settings.get(id) != new.settings.get(id):
            before, after = (text_of(levers, s, id) for s in (old, new))
            if before != after:
                yield _(levers[id].lever.label), f"{before} → {after}"
    steps = {s.name for s in new.steps} - {s.name for s in old.steps}
    gone = {s.name for s in old.steps} - {s.name for s in new.steps}
    altered = {s.name for s in new.steps if s not in old.steps} - steps
    for text, names in (
        (_("Nytt byggetrinn: {name}"), steps),
        (_("Byggetrinn tatt ut: {name}"), gone),
        (_("Byggetrinn endret: {name}"), altered),
    ):
        yield from ((text.format(name=name), "") for name in sorted(names))
    for now in levers.values():
        if old.intervals.get(now.id) != new.intervals.get(now.id):
            yield _("Usikkerheten i «{label}»").format(label=_(now.lever.label)), ""
    if set(old.overrides) != set(new.overrides):
        yield _("Lokalkunnskapen som brukes"), ""


def differ(compared: Compared) -> tuple[Statement, ...]:
    """Say in a sentence for each scenario what it differs from the first in."""
    first, *others = compared.runs
    told: list[Statement] = []
    for name, run in zip(compared.said[1:], others, strict=True):
        found = [
            literal(f"{label} ({change})" if change else label)
            for label, change in moves(compared.inputs.levers, first.scenario, run.scenario)
        ]
        text = _("«{name}» er lik «{first}»: ingenting er valgt annerledes.")
        if found:
            text = ngettext(
                "«{name}» skiller seg fra «{first}» i ett valg: {what}.",
                "«{name}» skiller seg fra «{first}» i {n} valg: {what}.",
                len(found),
            )
        words = {"name": name, "first": compared.said[0], "n": in_words(len(found))}
        text = fill(text, what=listed(found), **words)
        told.append(tell(f"skiller-{len(told) + 2}", text))
    return tuple(told)
