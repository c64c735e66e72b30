"""The room as JSON that opens the same room again."""

from typing import Any

import orjson

from veivalg.content import Chapter
from veivalg.maths.scenarios.model import to_dict
from veivalg.publish import render_chapter
from veivalg.web.rooms.choose.scenario_state import Room, token


def room_file(made: Chapter, room: Room, format: str) -> bytes:
    """Write the room as a file; as JSON with the scenarios and their links."""
    content = render_chapter(made, format)
    if format != "json":
        return content
    read: dict[str, Any] = orjson.loads(content)
    read["scenarios"] = [{**to_dict(s), "link": token(s)} for s in room.scenarios]
    return orjson.dumps(read, option=orjson.OPT_INDENT_2)
