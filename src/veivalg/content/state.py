"""What a reader must know of a figure beside its value: four states, one word each, once each.

Nothing else may be called by other words: what is not there is `MISSING` whatever the reason, what
is made up `EXAMPLE`, what may be otherwise `UNCERTAIN`, and what a source prints that other figures
do not bear out `DEVIATION`.
"""

from veivalg.foundation.i18n import N_

MISSING = N_("Mangler")
EXAMPLE = N_("Eksempel")
UNCERTAIN = N_("Usikkert")
DEVIATION = N_("Avvik i kilden")
