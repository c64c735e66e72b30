"""How the comparison of costs is put into words."""

from veivalg.chapters.common.booking import other_year
from veivalg.chapters.common.costs import Held, Model, sector_names
from veivalg.chapters.common.costs.choices import KEYED, correction_name, in_sentence
from veivalg.chapters.common.sentences import fill
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.kostra import functions


def formula() -> str:
    """Give the formula of the potential in words."""
    return _(
        "Merutgift = (egne korrigerte netto driftsutgifter per innbygger − nivået det "
        "sammenliknes med) × utgiftsbehov × innbyggere. Nivået er gruppens utgifter delt på "
        "innbyggerne vektet med behov, kommunen selv medregnet."
    )


def meaning() -> str:
    """Say what a potential is not."""
    return _(
        "Merutgift er ikke det samme som innsparing: den sier hva kommunen bruker mer enn på "
        "nivået det sammenliknes med. Den sier ikke at pengene kan spares, og mindreutgift sier "
        "ikke at kommunen bør bruke mer. Kvalitet, bokføring og organisering kan forklare "
        "forskjellen."
    )


def equal(model: Model, held: Held) -> str:
    """Say whether need is equal in a comparison: it is when any sector is corrected for it."""
    keyed = {f.code for f in functions() if f.sector in KEYED}
    gone = held.comparison.flags.get(Correction.NEED, set())
    if Correction.NEED in model.on and keyed & set(held.comparison.rows["function"]) - gone:
        return _("når behovet er likt")
    return _("uten korreksjon for behov")


def uncorrected(model: Model, held: Held | None = None) -> str:
    """Say which sectors a correction could not be made for, or nothing."""
    flags = held.comparison.flags if held else model.flags
    parts = []
    for correction, codes in flags.items():
        if held is None and correction is Correction.EMPLOYER_TAX:
            continue  # it moves the others to the own rate, and so nothing of the own cost
        names = sector_names(model, codes)
        text = (
            _("Ikke behovskorrigert: {sectors}.")
            if correction is Correction.NEED
            else _("Ikke korrigert for {what}: {sectors}.")
        )
        what = correction_name(correction)
        parts.append(fill(text, what=in_sentence(what), sectors=names))
    return " ".join(parts)


def need_year_note(model: Model) -> str:
    """Say which year's need corrects the accounts, when it is another than theirs."""
    return other_year(model.year, model.need_year) if Correction.NEED in model.on else ""


def always_uncorrected() -> str:
    """Say what has no cost key and what is left out."""
    return _(
        "Sektorer uten kostnadsnøkkel (kultur, samferdsel, plan, brann, kirke, bolig, næring, "
        "politisk styring) er ikke behovskorrigert. Vann, avløp og renovasjon er holdt utenfor, "
        "for de betales med gebyrer til selvkost. Det er også pensjon og fellesutgifter (170–190) "
        "og funksjon 285 og 290, som ikke er kommunens egne tjenester."
    )
