"""What is said of use of institutions that goes on changing, the same in every chapter."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.written import in_words
from veivalg.content import Figure, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.services import Driver


@dataclass(frozen=True, slots=True)
class Going:
    """How use goes on changing from today to the year that is told about.

    Parameters
    ----------
    rate
        The change a year.
    years
        Years it goes on for; then use holds.
    first, last
        Today, and the year told about.
    chosen
        The change as text where a person has chosen it; empty where it is as measured.
    """

    rate: float
    years: float
    first: int
    last: int
    chosen: str = ""

    @property
    def ahead(self) -> float:
        """Give the years of it there are until the year told about."""
        return min(self.years, self.last - self.first)

    @property
    def lasts(self) -> str:
        """Say how long: «i fem år til», or «helt til 2040» where it ends that year."""
        if self.years == self.last - self.first:
            return _("helt til {year}").format(year=self.last)
        return _("i {n} år til").format(n=in_words(self.years))

    def followed(self, driver: Driver) -> str:
        """Name what places follow, as a noun phrase: it stands in sentences."""
        if driver is Driver.AGE:
            return _("dagens bruk i hver aldersgruppe")
        if driver is Driver.COVERAGE:
            return _("dagens dekning av dem over 80 år")
        if not self.years:
            return _("uendret bruk i hver aldersgruppe")
        text = (
            _("en endring i bruken på {rate} i året {lasts}")
            if self.chosen
            else _("en bruk som endrer seg {lasts}, i samme takt som de siste fem årene")
        )
        return text.format(rate=self.chosen, lasts=self.lasts)

    def named(self, driver: Driver) -> str:
        """Name what places follow where the name stands alone: in keys and heads of tables."""
        if driver is Driver.TREND and self.years and not self.chosen:
            text = _("Bruken endrer seg {lasts}, i samme takt som de siste fem årene")
            return text.format(lasts=self.lasts)
        name = self.followed(driver)
        return name[:1].upper() + name[1:]


def goes_on(going: Going) -> str:
    """Give the sentence of the places that are needed then, with the slot ``trend``."""
    if not going.years:
        return _("Holder bruken seg der den er, trengs {trend}.")
    text = (
        _("Endrer bruken seg {rate} i året {lasts}, trengs {trend}.")
        if going.chosen
        else _("Faller bruken {lasts}, slik den har falt de siste fem årene, trengs {trend}.")
        if going.rate < 0
        else _("Øker bruken {lasts}, slik den har økt de siste fem årene, trengs {trend}.")
    )
    return text.replace("{lasts}", going.lasts).replace("{rate}", going.chosen)


def formula_of(driver: Driver, going: Going) -> str:
    """Give the formula of what is needed by one of the three, in words.

    SSB counts residents aged 67–79 and projects 65–79: who works with the latter gets another
    number, and is told why.
    """
    if driver is Driver.COVERAGE:
        return _("Plasser i dag × innbyggere 80 år og eldre da ÷ i dag")
    text = _("Plasser i dag × beboere i hver aldersgruppe framskrevet ÷ beboere i dag")
    if driver is Driver.TREND and going.ahead:
        more = _("{text} × (1 + endring i året) hvert år i {n} år")
        text = more.format(text=text, n=in_words(going.ahead))
    by_age = _(
        "Beboere på 67–79 år følger folk på 67–79 år i våre egne aldre innenfor SSBs framskriving. "
        "SSBs gruppe 65–79 år ville gitt et litt annet tall."
    )
    return f"{text}. {by_age}"


def of_trend(
    coverage: Mapping[int, float], going: Going | None, made: Figures, *, followed: bool = False
) -> tuple[str, dict[str, Figure | None]]:
    """Say what is needed when use goes on changing, and warn where it ends lower than ever.

    Parameters
    ----------
    coverage
        Year → residents in long stay per inhabitant aged 80 and over.
    going
        None where the trend can't be read.
    followed
        Whether its places are told of already: then there is only the warning, if any.
    """
    if going is None:
        return _("Hvordan bruken har endret seg, kan ikke leses av så få beboere."), {}
    text = "" if followed else goes_on(going)
    then = _below_all(coverage, going)
    if then is None:
        return text, {}
    warning = _("Da bor {lowest} av dem over 80 år på langtidsopphold, mot {lately} i {newest}.")
    if followed:
        warning = _(
            "Plassene følger en bruk der {lowest} av dem over 80 år bor på langtidsopphold, mot "
            "{lately} i {newest}."
        )
    warning = f"{warning} {_never_so_low()}"
    warning = warning.replace("{first}", str(min(coverage))).replace("{newest}", str(max(coverage)))
    lately = made(
        "bruk-i-dag",
        _("Andel av innbyggerne på 80 år og eldre som bor på langtidsopphold"),
        coverage[max(coverage)],
        Unit.SHARE,
        _("Beboere på 80 år og eldre ÷ innbyggere på 80 år og eldre"),
        1,
    )
    share = made(
        "bruk-da",
        _(
            "Andel av innbyggerne på 80 år og eldre som bor på langtidsopphold, hvis bruken "
            "endrer seg {lasts}"
        ).format(lasts=going.lasts),
        then,
        Unit.SHARE,
        _("Andelen i dag × (1 + endring i året) i {n} år").format(n=in_words(going.ahead)),
        1,
    )
    return f"{text} {warning}".strip(), {"lowest": share, "lately": lately}


def tried_below(coverage: Mapping[int, float], going: Going) -> str:
    """Warn of an end that is tried where use falls lower than in any year; empty where it isn't."""
    then = _below_all(coverage, going)
    if then is None:
        return ""
    text = _("Faller bruken {lasts}, bor {then} av dem over 80 år på langtidsopphold, mot {now}.")
    return f"{text} {_never_so_low()}".format(
        lasts=going.lasts,
        then=format_number(then, Unit.SHARE, 1),
        now=_("{share} i {year}").format(
            share=format_number(coverage[max(coverage)], Unit.SHARE, 1), year=max(coverage)
        ),
        first=min(coverage),
    )


def _below_all(coverage: Mapping[int, float], going: Going) -> float | None:
    """Give the share of those aged 80 and over in long stay then, where it was never so low."""
    then = coverage[max(coverage)] * (1 + going.rate) ** going.ahead if coverage else 0.0
    return then if then < min(coverage.values(), default=0.0) else None


def _never_so_low() -> str:
    return _("Det er lavere enn i noe år siden {first}, og ingen vet om det holder.")


def per_hundred(rate: float, made: Figures) -> Figure:
    """Give today's coverage as it stands in the sentence of the three numbers."""
    return made(
        "plasser-per-100",
        _("Institusjonsplasser per 100 innbyggere over 80 år i dag"),
        100 * rate,
        Unit.COUNT,
        _("Plasser i dag ÷ innbyggere 80 år og eldre"),
        0,
    )


def three_numbers(
    found: Mapping[Driver, Figure],
    rate: float,
    coverage: Mapping[int, float],
    going: Going,
    made: Figures,
) -> tuple[str, dict[str, Figure | None]]:
    """Say the three numbers of places together, with the slot ``year``: none of them is a goal."""
    text = _(
        "Med dagens bruk i hver aldersgruppe trengs {age} i institusjon i {year}. Skal det "
        "fortsatt være {per} plasser per 100 innbyggere over 80 år, trengs {coverage}."
    )
    trend, lowest = of_trend(coverage, going if Driver.TREND in found else None, made)
    text = f"{text} {trend} " + _("Ingen av tallene er et mål.")
    figures = {driver.value: figure for driver, figure in found.items()}
    return text, {**figures, "per": per_hundred(rate, made), **lowest}
