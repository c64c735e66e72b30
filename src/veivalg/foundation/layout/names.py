"""What things are called in a data folder of today's layout.

::

    layout.json           which layout it is
    tall/                 official figures that have been fetched: the lake
    egne-tall/            what the municipality has brought: versions, headings, pseudonym key
    egne-tall.lock        held while own tables are written
    hendelser/            what people keep: one file an event
    grenser.*             boundaries for maps
    etterproving.json     the last run of the backtest
    logg/                 what the program has done; no persons and no own figures
    tilgang/              who is let in to the local server: its token, read keys, who has read
    sikkerhetskopier/     copies made before the folder was changed
    mellomlager/          results kept between starts; may be deleted at any time

No name has a colon or differs from another only in upper and lower case, so that a folder can be
carried to any system.
"""

LAYOUT = 2
"""The layout this program writes. A new one needs a migration in `layout.migrations`."""

MARK = "layout.json"
LOCK = "layout.lock"
OWN_LOCK = "egne-tall.lock"
FIGURES = "tall"
OWN = "egne-tall"
EVENTS = "hendelser"
LOG = "logg"
ACCESS = "tilgang"
COPIES = "sikkerhetskopier"
RESULTS = "mellomlager"
BOUNDARIES = ("grenser.topojson", "grenser.geojson", "grenser.json")
BACKTEST = "etterproving.json"

KEPT = (FIGURES, OWN, EVENTS, *BOUNDARIES, BACKTEST)
"""What a copy holds: all that can't be made again. Not what lets people in: a copy that is put back
must not bring back a token that has been changed or a key that has been revoked."""

OLD = ("catalogue", "facts", "names", "egne", "merknader", "valg", "lokalkunnskap", "scenarier")
"""Folders of layout 1 with something to keep. A file stands in their place after a move, so that
version 0.1.0, which looks for no layout, says that the folder can't be used and writes nothing."""

MADE = ("snapshots",)
"""What is made again by itself, in whatever layout."""

OURS = frozenset((*KEPT, *OLD, *MADE, MARK, LOCK, OWN_LOCK, LOG, ACCESS, COPIES, RESULTS))
"""All the names of ours in a data folder; what else lies there is let be."""
