"""Which published figures the chapter «bistandsbehov» reads, and what they are called (M12)."""

from __future__ import annotations

from veivalg.foundation.i18n import _

METHOD = "M12"
SERVICES = {
    level: {size: f"need_{level}_{size}" for size in ("light", "medium", "heavy")}
    for level in ("home", "institution")
}
"""Service → how much help → indicator."""

BY_AGE = {"young": "need_home_heavy_0_66", "old": "need_home_heavy_80"}
"""Extensive need among users of home services by age."""

HEAVY = ("need_home_heavy", "need_institution_heavy")
EVERY = (*(id for sizes in SERVICES.values() for id in sizes.values()), *BY_AGE.values())


def service_name(service: str) -> str:
    """Give the Norwegian name of a service."""
    return _("Hjemmetjenester") if service == "home" else _("Langtidsopphold på institusjon")


def size_name(size: str) -> str:
    """Give the official label of a category."""
    return {
        "light": _("noe eller avgrenset"),
        "medium": _("middels til stort"),
        "heavy": _("omfattende"),
        "unstated": _("ikke oppgitt"),
    }[size]
