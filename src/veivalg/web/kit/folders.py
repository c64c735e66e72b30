"""Where pages lie: the kit and every room have folders of templates and of static files."""

from pathlib import Path

KIT = Path(__file__).parent
ROOMS = KIT.with_name("rooms")
"""The rooms are found by their folders: the kit imports none of them by name."""


def folders(name: str) -> tuple[Path, ...]:
    """Give the folders called `name` («templates», «static») of the kit and of every room."""
    places = (KIT, *sorted(ROOMS.iterdir()))
    return tuple(place / name for place in places if (place / name).is_dir())
