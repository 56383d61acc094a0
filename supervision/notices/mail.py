"""Notices by e-mail, one letter a person and region.

It says what the bell says: addresses, companies, names of colleagues; nothing of residents and no text of a chat.
The letter's number is the same however often it is handed over, so that a mail server may tell a second one.
"""

import logging
import smtplib
import time
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision.notice_kinds import NoticeChannel, SendingState
from supervision.notices import sending
from supervision.notices.sending import Parcel
from supervision.queue import clock
from supervision.stored_language import in_portal_language

logger = logging.getLogger(__name__)

# the server has answered, so it is known that the letter was not taken
NOT_TAKEN = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
PERMANENT = 500


def send_due(seconds: float) -> int:
    """Letters until none is due or the time is up; gives how many were taken up. Without EMAIL_URL none is sent."""
    ends, letters = time.monotonic() + seconds, 0
    while settings.EMAIL_URL and time.monotonic() < ends:
        now = clock.now()
        parcel = sending.take(sending.due(NoticeChannel.EMAIL, now), now)
        if parcel is None:
            break
        letters += 1
        if not _send(parcel, now):
            break  # the server is away: the others wait too
    return letters


def _send(parcel: Parcel, now: datetime) -> bool:
    """False where the server cannot be reached at all."""
    if not parcel.lines or not parcel.user.email:
        sending.end(parcel, SendingState.SETTLED if parcel.user.email else SendingState.REFUSED, now)
        return True
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("notices: no mail server: %s", type(error).__name__)
        sending.put_off(parcel, now)
        return False
    try:
        connection.send_messages([_letter(parcel)])
    except NOT_TAKEN as error:
        logger.warning("notices: a letter was not taken: %s", type(error).__name__)
        if _is_permanent(error):
            sending.end(parcel, SendingState.REFUSED, now)
        else:
            sending.put_off(parcel, now)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("notices: whether a letter was taken is not known: %s", type(error).__name__)
        sending.end(parcel, SendingState.LOST, now)
    else:
        sending.end(parcel, SendingState.TOLD, now)
    finally:
        _hang_up(connection)
    return True


def _letter(parcel: Parcel) -> EmailMessage:
    with in_portal_language():
        heading = ngettext("%(n)s notice", "%(n)s notices", len(parcel.lines)) % {"n": len(parcel.lines)}
        asked = _("What you are told of, and how soon, you choose on the portal’s page of notices.")
    subject = f"{settings.MFA_TOTP_ISSUER}: {heading}"
    body = "\n\n".join(filter(None, (sending.in_words(parcel.lines), asked, sending.all_notices())))
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    number = f"<notices-{min(parcel.sendings)}-{max(parcel.sendings)}@{host}>"
    return EmailMessage(subject, body, to=[parcel.user.email], headers={"Message-ID": number})


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _words in error.recipients.values())
    return not isinstance(error, smtplib.SMTPResponseException) or error.smtp_code >= PERMANENT


def _hang_up(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        logger.info("notices: the mail server hung up first")
