"""Reading an answer: JSON, or one sentence about what is wrong with it."""

from typing import Any

import orjson

from veivalg.foundation.errors import SourceError
from veivalg.foundation.i18n import _


def parse(content: bytes) -> dict[str, Any]:
    """Parse the bytes as a JSON object; raises ``SourceError`` when they are not one."""
    try:
        raw = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise malformed(_("det er ikke hel JSON")) from error
    if not isinstance(raw, dict):
        raise malformed(_("det er ikke et datasett"))
    return raw


def malformed(why: str) -> SourceError:
    """Give the error for an answer that is not as its specification says."""
    return SourceError(
        _("Svaret fra SSB er ikke slik det skal være: {why}.").format(why=why),
        _("Prøv igjen senere. Det som alt er lagret, er urørt."),
    )
