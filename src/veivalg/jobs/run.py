"""`project`: the future of one or all municipalities, in a file, however the work is spread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from veivalg import __version__
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.jobs.output import Output
from veivalg.jobs.workers import Runner, here
from veivalg.maths.batch.tasks import tasks
from veivalg.maths.projections.ensemble.components import WHOLE_COUNTRY, components, learn
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.draws import with_extra
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.fingerprint import fingerprint
from veivalg.maths.projections.ensemble.local import LAST_YEAR, SEED, Mode
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.ensemble.ssb_led import Target

MOST_DRAWS = 100_000
LONGEST = 60
SIZE = 4  # municipalities a block; with draws kept, one


class Step(NamedTuple):
    """How far a projection has come: blocks done of all, and those a run before had done."""

    done: int
    blocks: int
    kept: int


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Parameters
    ----------
    codes
        Municipalities, in the order of the file.
    from_year
        The year to project from; nothing later is looked at. None for the newest counted.
    """

    codes: tuple[str, ...]
    draws: int = 1000
    to: int = LAST_YEAR
    mode: Mode = "own"
    from_year: int | None = None
    seed: int = SEED
    keep_draws: bool = False

    def __post_init__(self) -> None:
        if not self.codes:
            raise UsageError(_("Ingen kommune er oppgitt."), _("Skriv et navn, eller --alle."))
        if not 1 <= self.draws <= MOST_DRAWS:
            raise UsageError(
                _("Antall trekk kan ikke være {n}.").format(n=self.draws),
                _("Velg et tall fra 1 til {most}.").format(most=MOST_DRAWS),
            )
        if not 0 <= self.seed < 2**32:
            raise UsageError(
                _("Frøet kan ikke være {n}.").format(n=self.seed),
                _("Velg et helt tall fra 0 til 4 294 967 295."),
            )


def project(
    request: Request,
    counts: Counts,
    file: Path,
    *,
    targets: Mapping[str, Target] | None = None,
    overrides: Sequence[Override] = (),
    run: Runner = here,
    progress: Callable[[Step], None] | None = None,
) -> Path:
    """Project `request.codes` and write municipality, year, sex, age, mean, p10, p50 and p90.

    Parameters
    ----------
    counts
        Persons counted; better the whole country than one municipality alone.
    targets
        Municipality → SSB's projection, for the mode ``ssb``.
    run
        Where the work is done: `here`, ``processes(4)`` or ``cluster("tcp://…")``.

    Raises
    ------
    UsageError
        When year, municipality or mode can't be had from `counts` and `targets`.
    StoreError
        When the file can't be written. Finished blocks are kept.
    """
    base = base_year(request, counts)
    _check_known(counts, base)
    parts = learn(counts, base)
    rates = with_extra(
        estimate(counts, base, horizon=request.to - base, components=parts), overrides
    )
    chosen = _targets(request, targets or {})
    size = 1 if request.keep_draws else SIZE
    blocks = -(-len(request.codes) // size)
    name = fingerprint(__version__, request, rates, parts, chosen, size)
    output = Output(file, name, blocks)
    finished = output.finished()
    kept = done = len(finished)
    todo = (
        task
        for task in tasks(
            rates,
            parts,
            request.codes,
            draws=request.draws,
            seed=request.seed,
            targets=chosen,
            keep_draws=request.keep_draws,
            size=size,
        )
        if task.number not in finished
    )
    tell = progress or (lambda _step: None)
    tell(Step(done, blocks, kept))
    for block in run(todo) if done < blocks else ():
        output.keep(block)
        done += 1
        tell(Step(done, blocks, kept))
    output.complete()
    return output.file


def _check_known(counts: Counts, base: int) -> None:
    """Refuse to project from the past with what Veivalg has learnt since."""
    seen = int((counts.until(base).persons[:, -1].sum(axis=(1, 2)) > 0).sum())
    if base < components().year and seen < WHOLE_COUNTRY:
        raise UsageError(
            _(
                "Å framskrive fra {base} uten senere tall krever folketallet i hele "
                "landet fram til "
                "da."
            ).format(base=base),
            _("Hent det med «veivalg hent --alle», eller gi en fil med --befolkning."),
        )


def base_year(request: Request, counts: Counts) -> int:
    """Give the year to project from; raises ``UsageError`` when nothing is known of it."""
    missing = [code for code in request.codes if code not in counts.municipalities]
    if missing:
        raise UsageError(
            _("Folketallet etter ettårig alder er ikke kjent for {code} ({n} i alt).").format(
                code=missing[0], n=len(missing)
            ),
            _("Hent det med «veivalg hent {code}», eller gi en fil med --befolkning.").format(
                code=missing[0]
            ),
        )
    base = request.from_year or _newest(request, counts)
    known = base in counts.years and bool(
        (counts.only(request.codes).at(base).sum(axis=(1, 2)) > 0).all()
    )
    if not known:
        raise UsageError(
            _("Folketallet er ikke kjent for {year} i alle kommunene.").format(year=base),
            _("Velg et år fra {first} til {last} med --fra.").format(
                first=counts.years[0], last=counts.years[-1]
            ),
        )
    if not base < request.to <= base + LONGEST:
        raise UsageError(
            _("Siste år kan ikke være {to} når framskrivingen starter i {base}.").format(
                to=request.to, base=base
            ),
            _("Velg --til fra {first} til {last}.").format(first=base + 1, last=base + LONGEST),
        )
    return base


def _newest(request: Request, counts: Counts) -> int:
    """Give the newest year that every municipality asked for is counted in."""
    seen = (counts.only(request.codes).persons.sum(axis=(2, 3)) > 0).all(axis=0)
    years = [year for year, all_known in zip(counts.years, seen, strict=True) if all_known]
    return max(years, default=counts.years[-1])


def _targets(request: Request, targets: Mapping[str, Target]) -> dict[str, Target]:
    if request.mode == "own":
        return {}
    missing = [code for code in request.codes if code not in targets]
    if missing:
        raise UsageError(
            _("SSBs framskriving er ikke kjent for {code} ({n} i alt).").format(
                code=missing[0], n=len(missing)
            ),
            _("Hent den med «veivalg hent {code}», eller velg --modus egen.").format(
                code=missing[0]
            ),
        )
    return {code: targets[code] for code in request.codes}
