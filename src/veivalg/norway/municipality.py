"""A municipality as the law and the statistics know it, and the country it is held against.

One rule says which country that is, in `country_for` and `country_of_services`: money and services
are held against the country without Oslo. Where only the whole is published, its name says that
Oslo is in it. People and need are held against Norway, except Oslo's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from veivalg.content import Place, format_plain
from veivalg.foundation.i18n import _

NORWAY = Place("0", "Norge")
"""The whole country, as a place beside its municipalities."""
WITHOUT_OSLO = "EAKUO"
"""The country without Oslo, in SSB's tables."""
OSLO, OSLO_GROUP = "0301", "EKG13"
"""Oslo, and the KOSTRA group that is Oslo alone."""
KOSTRA_GROUPS = tuple(f"EKG{n:02d}" for n in range(1, 18))


def country_without_oslo() -> Place:
    """Give the country without Oslo as a place: what money and services are held against.

    Oslo is municipality and county in one, with a seventh of all the money.
    """
    return Place(WITHOUT_OSLO, _("landet uten Oslo"))


def country_for(*codes: str) -> Place:
    """Give the country that people and need are held against: Oslo never against itself."""
    return country_without_oslo() if OSLO in codes else NORWAY


def country_of_services(without: int, whole: int) -> Place:
    """Give the country that services are held against.

    Parameters
    ----------
    without, whole
        The newest year known of the country without Oslo and of the whole; 0 for none.
    """
    return Place(NORWAY.code, _("Norge (med Oslo)")) if whole > without else country_without_oslo()


def kostra_group(code: str) -> Place:
    """Give a KOSTRA group («EKG07») as a place.

    Examples
    --------
    >>> kostra_group("EKG07").name
    'KOSTRA-gruppe 7'
    """
    return Place(code, _("KOSTRA-gruppe {number}").format(number=format_plain(int(code[3:]))))


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Norwegian municipality in force.

    Parameters
    ----------
    code
        Four digits, in force from ``valid_from``.
    name
        The Norwegian official name («Harstad»), or the Sámi/Kven one where there is no other.
    names
        Every official name by language: ``nb``, ``se`` (North Sámi), ``smj``, ``sma``, ``fkv``.
    official_name
        All names as written officially («Harstad – Hárstták»).
    kostra_groups
        Year → KOSTRA group code («EKG07»).
    centrality
        1 (most central) to 6.
    example
        Whether it is the made-up one, of which no figure is real.
    longitude, latitude
        Degrees (WGS84) of the centre.
    """

    code: str
    name: str
    official_name: str
    county_code: str
    county: str
    centrality: int | None
    longitude: float
    latitude: float
    names: Mapping[str, str] = field(default_factory=dict)
    kostra_groups: Mapping[int, str] = field(default_factory=dict)
    valid_from: str = ""
    example: bool = False

    @property
    def kostra_group(self) -> str | None:
        """Give the newest KOSTRA group known."""
        return self.kostra_groups[max(self.kostra_groups)] if self.kostra_groups else None


EXAMPLE = Municipality(
    code="0099",
    name="Eksempelkommunen",
    official_name="Eksempelkommunen",
    county_code="00",
    county="Oppdiktet",
    centrality=None,
    longitude=0.0,
    latitude=0.0,
    names={"nb": "Eksempelkommunen"},
    example=True,
)
"""A municipality that does not exist. All it holds is made up, and nothing of it is anywhere else.

SSB has no 0099; 9999 would be «Uoppgitt» in KLASS 131. It has no KOSTRA group, so it is in none.
"""
