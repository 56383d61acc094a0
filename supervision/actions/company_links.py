"""Links to a company's page: issued and revoked by an inspector, opened by whoever holds them (docs/adr/0086).

What is done by the link has no author of the portal, but the cause "company". A link that a code by mail confirmed is
in the hands of somebody who reads the company's address; only a region that says so trusts it further than others.
"""

import hashlib
import logging
import secrets
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import handed_out
from supervision.actions.invitations import COMPANY
from supervision.errors import Refused
from supervision.models import CompanyLink, Event, Organisation
from supervision.queue import clock

log = logging.getLogger(__name__)
LINK_DAYS, TOKEN_BYTES, LONGEST_TOKEN = 90, 32, 64
CODE_DIGITS, CODE_MINUTES, MOST_TRIES = 8, 30, 5
CODE_AGAIN = timedelta(minutes=1)


def issue(*, organisation: Organisation, email: str, by: User) -> CompanyLink:
    """A new link, whose token is given out this once; the one before no longer holds. `email` is the address that the
    inspector knows, "" for none."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    made = CompanyLink(
        organisation=organisation, token_hash=hash_of(token), made_at=now, until=now + timedelta(days=LINK_DAYS)
    )
    made.by, made.email, made.token = by, email, token
    details = {"organisation": organisation.pk}
    with audit.event("company_link.made", by=by, region=organisation.region, details=details):
        open_links = CompanyLink.objects.filter(organisation=organisation, revoked_at=None)
        open_links.update(revoked_at=now)
        made.save(force_insert=True)
    return made


def revoke(*, link: CompanyLink, by: User) -> None:
    """The page no longer opens; names that wait go on waiting."""
    organisation = link.organisation
    details = {"organisation": organisation.pk}
    with audit.event("company_link.revoked", by=by, region=organisation.region, details=details):
        CompanyLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())


def current(organisation: Organisation, now: datetime) -> CompanyLink | None:
    """The link that holds now."""
    rows = CompanyLink.objects.filter(organisation=organisation, revoked_at=None, until__gt=now)
    link = rows.select_related("by", "organisation__region").first()
    return link if link is not None and handed_out.may_be_kept(link) else None


def by_token(token: str) -> CompanyLink | None:
    """Finds revoked and expired links too. None for an unknown token, or one longer than any that was made."""
    if len(token) > LONGEST_TOKEN:
        return None
    return by_hash(hash_of(token))


def by_hash(token_hash: str) -> CompanyLink | None:
    """The link by which a browser came in. It keeps no row number: a restored database may give one again."""
    rows = CompanyLink.objects.select_related("organisation__region__account", "by")
    return rows.filter(token_hash=token_hash).first()


def note_opened(link: CompanyLink) -> None:
    """Puts the first visit on record, and only that."""
    if link.opened_at is not None:
        return
    with _recorded("company_link.opened", link):
        CompanyLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=clock.now())


def may_be_confirmed(link: CompanyLink) -> bool:
    """Whether a code by mail would change anything: the region trusts it, and the portal can send one."""
    trusts = link.organisation.region.trusts_mailed_links
    return bool(trusts and settings.EMAIL_URL and link.email and link.confirmed_at is None)


def send_code(link: CompanyLink) -> None:
    """Eight digits to the company's address; at most one mail a minute, and the code before no longer holds."""
    now = clock.now()
    if not may_be_confirmed(link):
        raise Refused(_("This link cannot be confirmed by e-mail."))
    if link.code_until is not None and now < link.code_until - timedelta(minutes=CODE_MINUTES) + CODE_AGAIN:
        raise Refused(_("A code was sent a moment ago. Look into the mailbox, or try again in a minute."))
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    with _recorded("company_link.code_sent", link):
        CompanyLink.objects.filter(pk=link.pk).update(
            code_hash=hash_of_code(link, code), code_until=now + timedelta(minutes=CODE_MINUTES), code_tries=0
        )
    words = {"code": code, "minutes": CODE_MINUTES, "company": link.organisation.name}
    text = _("The code for the page of %(company)s: %(code)s. It holds for %(minutes)s minutes.") % words
    mail = EmailMessage(_("Code for the company's page"), text, to=[link.email])
    transaction.on_commit(partial(_send, mail))


def confirm(link: CompanyLink, code: str) -> None:
    """The right code, once: whoever holds the link reads the company's mail. Five tries a code."""
    with transaction.atomic():
        asked = CompanyLink.objects.select_for_update().get(pk=link.pk)
        holds = asked.code_until is not None and clock.now() < asked.code_until and asked.code_tries < MOST_TRIES
        fits = holds and constant_time_compare(asked.code_hash, hash_of_code(link, code))
        if fits:
            with _recorded("company_link.confirmed", link):
                CompanyLink.objects.filter(pk=link.pk).update(confirmed_at=clock.now(), code_hash="")
        else:
            CompanyLink.objects.filter(pk=link.pk).update(code_tries=F("code_tries") + 1)
    if not fits:
        raise Refused(_("This code does not fit, or holds no more. Have another one sent."))


def hash_of(token: str) -> str:
    """The token is 256 random bits: nobody guesses what made the hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _recorded(name: str, link: CompanyLink) -> AbstractContextManager[Event]:
    details = {"organisation": link.organisation_id}
    return audit.event(name, cause=COMPANY, region=link.organisation.region, details=details)


def hash_of_code(link: CompanyLink, code: str) -> str:
    return salted_hmac("supervision.company_link_code", f"{link.token_hash}:{code}", algorithm="sha256").hexdigest()


def _send(mail: EmailMessage) -> None:
    """Ended by EMAIL_TIMEOUT; a mail that does not go out is asked for once more."""
    try:
        mail.send()
    except OSError as error:
        log.warning("A code for a company's page was not taken: %s", type(error).__name__)
