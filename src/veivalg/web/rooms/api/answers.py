"""What the data routes answer: one model each, whose descriptions are the documentation."""

from pydantic import BaseModel, Field

from veivalg.foundation.i18n import N_


class Municipality(BaseModel):
    """A municipality in force."""

    kode: str = Field(description=N_("Kommunenummeret, fire sifre."), examples=["5503"])
    navn: str = Field(description=N_("Det norske navnet."), examples=["Harstad"])
    offisielt_navn: str = Field(
        description=N_("Alle offisielle navn slik de skrives."), examples=["Harstad – Hárstták"]
    )
    fylke: str = Field(description=N_("Fylket kommunen ligger i."), examples=["Troms"])
    navn_etter_sprak: dict[str, str] = Field(
        description=N_("Navnet på hvert språk: nb, se, sma, smj eller fkv."),
        examples=[{"nb": "Harstad", "se": "Hárstták"}],
    )


class Place(Municipality):
    """A municipality with what its figures are found by."""

    kostra_gruppe: str | None = Field(
        description=N_("KOSTRA-gruppen, eller null når den ikke er kjent."), examples=["EKG09"]
    )
    sentralitet: int | None = Field(
        description=N_("1 er mest sentral og 6 minst; null når den ikke er kjent."), examples=[4]
    )
    har_tall: bool = Field(description=N_("Om det er tall for kommunen på denne maskinen."))


class ChapterLine(BaseModel):
    """A chapter that can be made."""

    id: str = Field(description=N_("Navnet i adresser."), examples=["befolkning"])
    tittel: str = Field(description=N_("Tittelen."), examples=["Befolkning"])
    sporsmal: str = Field(description=N_("Det kapitlet svarer på."))
    metoder: list[str] = Field(description=N_("Metodene det følger."), examples=[["M2", "M3"]])


class Indicator(BaseModel):
    """An entry of the register of indicators."""

    id: str = Field(description=N_("Navnet i adresser."), examples=["net_debt"])
    navn: str = Field(description=N_("Navnet på norsk."))
    betyr: str = Field(description=N_("Hva det betyr, i én setning."))
    tjeneste: str = Field(description=N_("Tjenesteområdet."), examples=["finance"])
    enhet: str = Field(description=N_("Enheten i ord."))
    tabell: str = Field(description=N_("SSBs tabell; tom der ingen åpen kilde bekrefter den."))


class Value(BaseModel):
    """An indicator of a municipality in a year."""

    kommune: str = Field(description=N_("Kommunenummeret."), examples=["5503"])
    ar: int = Field(description=N_("Året."), examples=[2025])
    verdi: float | None = Field(
        description=N_("Verdien: andeler som brøk, penger i kroner. Null når den mangler.")
    )
    grunn: str = Field(description=N_("Hvorfor verdien mangler; tom når den finnes."))
    kilde: str = Field(description=N_("Hvor tallet er fra."))


class Problem(BaseModel):
    """An error, told so that it can be mended."""

    feil: str = Field(description=N_("Hva som er galt."), examples=["Siden finnes ikke."])
    gjor: str = Field(description=N_("Hva du kan gjøre."), examples=["Sjekk adressen."])
