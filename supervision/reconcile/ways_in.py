"""What lets somebody in and was in force when a backup was made: ended by a restore.

A link that was used, revoked or replaced after the backup would hold again, a session that was ended would go on, and a
token of a program whose secret was renewed would let in whoever had it. So whoever comes shows anew who they are, and
what was handed out is made anew. What a person decided since (roles, logins switched off, programs revoked) is entered
again by people: docs/runbook.md, 6.
"""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from oauth2_provider.models import get_access_token_model

from supervision.models import CompanyLink, Invitation, InvitationState, LoginLink
from supervision.queue import clock

UNSETTLED = (InvitationState.SENT, InvitationState.OPENED, InvitationState.ANSWERED)


def end_all() -> dict[str, int]:
    """Gives how many of each kind there were, by words for the record."""
    now = clock.now()
    login_links = LoginLink.objects.filter(used_at=None)
    company_links = CompanyLink.objects.filter(revoked_at=None)
    invitations = Invitation.objects.filter(state__in=UNSETTLED)
    UserSession.objects.all().delete()
    return {
        "sessions": Session.objects.all().delete()[0],
        "tokens": get_access_token_model().objects.all().delete()[0],
        "login_links": login_links.update(used_at=now, expires_at=now),
        "company_links": company_links.update(revoked_at=now, code_hash=""),
        "invitations": invitations.update(state=InvitationState.REVOKED, sealed=""),
    }
