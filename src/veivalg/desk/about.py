"""What people write of a report, kept in the data folder: author, client, forewords, a logo."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from veivalg.content import Note
from veivalg.content.about import FACTS, TEXTS, About
from veivalg.desk.log import Log, Moment, fault_notes
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import accept

KIND = "rapport"
LONGEST_FACT, LONGEST_LINE, LINES = 120, 2_000, 40
"""Characters of a fact and of a paragraph, and paragraphs of a text."""
LARGEST_LOGO = 300_000
_PNG = b"\x89PNG\r\n\x1a\n"


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["omtale"] = "omtale"
    facts: dict[str, str]
    texts: dict[str, str]
    logo: str = ""
    when: Moment


class Abouts:
    """What has been said of the reports of a data folder; the newest holds."""

    def __init__(self, folder: Path) -> None:
        self.log: Log[_Said] = Log(folder, KIND, _Said)

    def of(self, code: str) -> About:
        """Give what has been said of a municipality's report.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        said = self.log.read(code)[0]
        if not said:
            return About()
        last = said[-1]
        try:
            logo = base64.b64decode(last.logo, validate=True)
        except binascii.Error:
            logo = b""
        logo = logo if logo.startswith(_PNG) else b""
        facts = {name: text for name, text in last.facts.items() if name in FACTS}
        return About(facts, {n: t for n, t in last.texts.items() if n in TEXTS}, logo)

    def faults(self, code: str) -> tuple[Note, ...]:
        """Give what can't be read, as notes that chapters carry."""
        return fault_notes(code, _("Tekstene til rapporten"), self.log.read(code)[1])

    def save(self, code: str, facts: Mapping[str, str], texts: Mapping[str, str]) -> About:
        """Keep facts and texts; the logo stays as it is.

        Raises
        ------
        UsageError
            When a text is too long or may not be kept; nothing is then kept.
        StoreError
            When it can't be written.
        """
        before = self.of(code)
        kept = replace(
            before,
            facts={n: _fact(_(FACTS[n]), t) for n, t in facts.items() if n in FACTS},
            texts={n: _text(_(TEXTS[n][0]), t) for n, t in texts.items() if n in TEXTS},
        )
        return self._keep(code, before, kept)

    def save_logo(self, code: str, logo: bytes) -> About:
        """Keep a logo, or forget it when `logo` is empty.

        Raises
        ------
        UsageError
            When it is no PNG, or too large.
        """
        if logo and not logo.startswith(_PNG):
            raise UsageError(_("Logoen er ikke et PNG-bilde."), _("Lagre den som PNG."))
        if len(logo) > LARGEST_LOGO:
            raise UsageError(_("Logoen er for stor."), _("Bruk en PNG på høyst 300 kB."))
        before = self.of(code)
        return self._keep(code, before, replace(before, logo=logo))

    def _keep(self, code: str, before: About, kept: About) -> About:
        if kept != before:
            logo = base64.b64encode(kept.logo).decode()
            now = datetime.now(UTC).isoformat(timespec="seconds")
            facts, texts = dict(kept.facts), dict(kept.texts)
            self.log.append(code, _Said(facts=facts, texts=texts, logo=logo, when=now))
        return kept


def _fact(what: str, text: str) -> str:
    return accept(what, text, LONGEST_FACT, needed=False)


def _text(what: str, text: str) -> str:
    """Give a text as it may be kept, paragraph by paragraph."""
    lines = [accept(what, line, LONGEST_LINE, needed=False) for line in text.splitlines()]
    if len([line for line in lines if line]) > LINES:
        raise UsageError(
            _("{what} har for mange avsnitt.").format(what=what),
            _("Skriv høyst {n} avsnitt.").format(n=LINES),
        )
    return "\n".join(lines).strip()
