"""Why a service did not give what was asked for, in words a person can act on."""

import ssl
from datetime import datetime, timedelta

import httpx2
import orjson

from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.foundation.i18n import _


class UnreachableError(SourceError):
    """The service doesn't answer at the address: no network, or something else is there.

    Whatever else is asked for there will fail alike, so that nobody need ask again.
    """


def between(error: BaseException, url: str) -> UnreachableError | None:
    """Name what stands between us and the service and lets nobody by; None for other faults.

    Parameters
    ----------
    error
        What was raised; what it comes from counts as well.
    """
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(at):
            return _certificate(url)
        if isinstance(at, httpx2.ProxyError):
            return proxy()
        at = at.__cause__ or at.__context__
    return None


def _certificate(url: str) -> UnreachableError:
    return UnreachableError(
        _("Sertifikatet til {url} godtas ikke av denne maskinen.").format(url=url),
        _(
            "Nettverket åpner trolig kryptert trafikk med sitt eget sertifikat. Be IT-avdelingen "
            "om filen med det, og oppgi den i miljøvariabelen SSL_CERT_FILE."
        ),
    )


def proxy() -> UnreachableError:
    """Give the error for a proxy that lets nobody by, or wants to know who asks."""
    return UnreachableError(
        _("Mellomtjeneren (proxy) slipper ikke spørringen gjennom."),
        _("Be IT-avdelingen om en adresse med innlogging, og oppgi den i HTTPS_PROXY."),
    )


def page(url: str) -> UnreachableError:
    """Give the error for a web page where figures were asked for."""
    return UnreachableError(
        _("Svaret fra SSB er ikke slik det skal være: det er en nettside, ikke tall."),
        _(
            "Nettverket krever trolig innlogging, eller SSB har vedlikehold. Åpne {url} i "
            "nettleseren, og prøv igjen når det kommer tall."
        ).format(url=url),
    )


def told_to_wait(seconds: float) -> UnreachableError:
    """Give the error for a service that asks us to wait longer than anybody sits and waits."""
    until = datetime.now() + timedelta(seconds=seconds)
    day = "" if until.date() == datetime.now().date() else f"{until:%d.%m.%Y} "
    return UnreachableError(
        _("SSB ber oss vente til {day}kl. {clock}.").format(day=day, clock=f"{until:%H.%M}"),
        _("Prøv igjen da. Det som er hentet, hentes ikke på nytt."),
    )


def is_page(answer: httpx2.Response, content: bytes) -> bool:
    """Say whether an answer is a web page, by its heading or by how it begins."""
    kind = answer.headers.get("Content-Type", "").casefold()
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "text/html" in kind or start.startswith((b"<!doctype html", b"<html"))


def refusal(status: int, content: bytes, address: str) -> SourceError:
    """Give the error for an answer that says the call is wrong.

    Parameters
    ----------
    content
        A JSON object with a ``title``, or anything.
    """
    try:
        problem = orjson.loads(content)
    except orjson.JSONDecodeError:
        problem = {}
    title = str(problem.get("title", "")) if isinstance(problem, dict) else ""
    if not title and status in (404, 405):
        return UnreachableError(
            _("Det er ikke SSBs API som svarer på {address} (kode {status}).").format(
                address=address.partition("?")[0], status=status
            ),
            _("Sjekk adressen i --kilde."),
        )
    what = address.partition("?")[0].rpartition("/v2/")[2] or address
    remedy = _("Tabellen er trolig lagt om. Se etter en nyere versjon av Veivalg.")
    if title == "Non-existent table":
        message = _("SSB har ikke tabellen lenger ({what}).")
    elif title.startswith(("Non-existent", "Missing selection")):
        message = _("SSB kjenner ikke verdiene vi spør om ({what}: {title}).")
    elif title.startswith("Too many cells"):
        message = _("SSB gir ikke så mange tall på én gang ({what}: {title}).")
        remedy = _("Grensen hos SSB er trolig satt ned. Se etter en nyere versjon av Veivalg.")
    else:
        message = _("SSB avslår spørringen ({what}, kode {status} {title}).")
    told = message.format(what=what, status=status, title=title).replace(" )", ")")
    return SourceChangedError(told, remedy, changes=(title or str(status),))
