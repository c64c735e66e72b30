"""Plans in words: what is built and when, and the points of the front."""

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.solution import Solution


def step_words(solution: Solution, separator: str = ", ") -> str:
    """Say what is built and when: «70 heldøgns boliger i 2030»."""
    problem, found = solution.problem, []
    for j, year, many in solution.opened:
        step = problem.steps[j]
        count = format_plain(many * sum(step.places.values()))
        found.append(
            _("{count} {what} i {year}").format(count=count, what=step.label.lower(), year=year)
        )
    return separator.join(found) or _("ingenting bygges")


def front_rows(answer: Answer) -> list[tuple[Solution, float, float, float]]:
    """Give each point of the front: plan, NOK a year, uncovered in the mean and worst tenth."""
    if answer.front is None:
        return []
    years = len(answer.problem.years)
    return [(plan, plan.cost / years, *answer.heavy(plan)) for plan in answer.front.points]


def front_words(answer: Answer) -> str:
    """Say why the front looks as it does: which buildings, and what saves the money."""
    plans = [step_words(plan) for plan, *_rest in front_rows(answer)]
    straight = _(
        "Linjen er nesten rett, fordi det som spares er drift: for hver som ikke får "
        "hjelp, spares omtrent like mye."
    )
    if len(set(plans)) == 1:
        return straight + " " + _("Alle punktene bygger det samme: {steps}.").format(steps=plans[0])
    found = [(plans[0], 1, 1)]
    for i, words in enumerate(plans[1:], start=2):
        if words == found[-1][0]:
            found[-1] = (words, found[-1][1], i)
        else:
            found.append((words, i, i))
    said = [
        (
            _("Punkt {first} bygger {steps}.")
            if first == last
            else _("Punkt {first}–{last} bygger {steps}.")
        ).format(first=first, last=last, steps=words)
        for words, first, last in found
    ]
    return " ".join([straight, *said])
