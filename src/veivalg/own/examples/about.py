"""What Eksempelkommunen has written of its report: made up, to show what can stand there."""

from pathlib import Path

import orjson

from veivalg.content.about import About

_WRITTEN = Path(__file__).parent / "data" / "about.json"


def example_about() -> About:
    """Give facts and texts of a made-up report, marked as made up."""
    said = orjson.loads(_WRITTEN.read_bytes())
    texts = {name: "\n".join(paragraphs) for name, paragraphs in said["texts"].items()}
    return About(said["facts"], texts, made_up=True)
