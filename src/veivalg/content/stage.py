"""Where on the way to a decision a chapter stands."""

from enum import StrEnum

from veivalg.foundation.i18n import N_, _


class Stage(StrEnum):
    """A place of the bar and a part of the report, in the order a person goes through them.

    The value is its name in addresses.
    """

    COMING = "hva-kommer"
    HERE = "hvor-staar-vi"
    HEARD = "dokumenter-og-intervjuer"
    CHOICE = "hva-velger-vi"
    FOLLOW = "plan-og-oppfolging"

    @property
    def label(self) -> str:
        """Give what it is called, in the language in use."""
        return _(_TITLES[self])


_TITLES = {
    Stage.COMING: N_("Hva kommer"),
    Stage.HERE: N_("Hvor står vi"),
    Stage.HEARD: N_("Dokumenter og intervjuer"),
    Stage.CHOICE: N_("Hva velger vi"),
    Stage.FOLLOW: N_("Plan og oppfølging"),
}
