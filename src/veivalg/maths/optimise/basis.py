"""What the plan knows of a municipality: needs by draw and year, and what there is today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from veivalg.content import Certainty, Missing, Place, Source
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.problem import Array
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.service_model.usage import newest_value
from veivalg.tables import Sourced

LAST_YEAR = 2040
"""The last year planned for: buildings take years, and further ahead the draws lie far apart."""

NEEDED = ("institution_needed", "fte_home", "fte", "fte_available", "persons_80", "persons")


@dataclass(frozen=True)
class Basis:
    """Needs and means of a municipality when today's practice goes on.

    Parameters
    ----------
    years
        The years planned, the first after the base year.
    institution, short_stay, dwellings
        Places needed by draw and year (D, T); short-stay places are not among ``institution``.
    home
        Users of home care outside dwellings (D, T), counted in users who get as many hours as
        today's average.
    staff
        Årsverk there would be if the same share of those aged 20–66 worked in care (D, T).
    aged
        Inhabitants aged 80 and over (D, T).
    places
        Places today by kind: ``institution``, ``short_stay``, ``dwellings``.
    values, texts, certainty
        Lever id → today's value, its source in words and how certain it is, from the scenario
        room: prices, hours, årsverk a place.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    institution: Array
    short_stay: Array
    dwellings: Array
    home: Array
    staff: Array
    aged: Array
    persons: float
    places: Mapping[str, float]
    home_users: float
    fte: float
    values: Mapping[str, float]
    texts: Mapping[str, str] = field(default_factory=dict)
    certainty: Mapping[str, Certainty] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    caveat: str = ""

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return len(self.institution)


def basis(
    inputs: ScenarioInputs, short_share: float = 0.0, engine: Callable[..., Outcome] = run
) -> tuple[Basis | None, tuple[Missing, ...]]:
    """Let today's practice unfold in every draw, and give what the plan needs of it.

    Parameters
    ----------
    short_share
        The share of today's institution places that are for short stays.

    Returns
    -------
    tuple
        The basis, None where something it needs is not known, and what is missing.
    """
    outcome = engine(inputs, Scenario(_("Som i dag")))
    today = inputs.base
    if any(id not in outcome for id in NEEDED) or not today.places or not today.users_home:
        return None, (*inputs.missing, *outcome.missing) or (_lacking(inputs.place),)
    ahead = [i for i, y in enumerate(outcome.years) if outcome.years[0] < y <= LAST_YEAR]

    def column(id: str) -> Array:
        return np.asarray(outcome[id][:, ahead], dtype=np.float64)

    dwellings = today.dwellings or 0.0
    needed = column("dwellings_24h_needed") if "dwellings_24h_needed" in outcome else None
    users = max(today.users_home - dwellings, 1.0)
    start = np.asarray(outcome["fte_home"][:, :1], dtype=np.float64)
    every = column("institution_needed")
    found = Basis(
        inputs.place,
        outcome.years[0],
        tuple(outcome.years[i] for i in ahead),
        every * (1 - short_share),
        every * short_share,
        np.zeros_like(every) if needed is None else needed,
        users * column("fte_home") / np.maximum(start, 1e-9),
        column("fte_available"),
        column("persons_80"),
        float(np.median(outcome["persons"][:, 0])),
        {
            "institution": today.places * (1 - short_share),
            "short_stay": today.places * short_share,
            "dwellings": dwellings,
        },
        users,
        float(np.median(outcome["fte"][:, 0])),
        {id: now.today for id, now in inputs.levers.items()}
        | {"fte_per_place": today.per_place or 0.0},
        {id: now.source for id, now in inputs.levers.items()},
        {id: now.certainty for id, now in inputs.levers.items()},
        inputs.sources,
        inputs.caveat,
    )
    return found, inputs.missing


def short_share(places: Sourced | None) -> float:
    """Give the share of institution places that are for short stays, newest year; 0 if unknown.

    Parameters
    ----------
    places
        The municipality's rows in ``care_places``.
    """
    short, every = (
        newest_value(places, "places", kind=kind) for kind in ("short_stay", "institution")
    )
    return min(short / every, 0.9) if short and every else 0.0


def _lacking(place: Place) -> Missing:
    return Missing(
        _("Plan innenfor rammene"),
        _("Tall for plasser, brukere eller årsverk i omsorgstjenesten mangler for {place}.").format(
            place=place.name
        ),
        _("Hent tallene med «veivalg hent {place}» eller med knappen på siden.").format(
            place=place.code
        ),
    )
