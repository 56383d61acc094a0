"""Which rows are finished: nobody needs them before the instant `before`, however the portal is used.

Each takes the instant (aware) and gives the rows; the term itself is `terms`' to say.
"""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from oauth2_provider.models import get_access_token_model
from pghistory.models import Context

from supervision.enums import AdoptionState, CallOutcome, DeliveryState, UploadState
from supervision.models import (
    AdoptionLine,
    ApiRequest,
    CodeTry,
    Comment,
    IdempotentAnswer,
    ImportIssue,
    Invitation,
    InvitationState,
    LoginLink,
    MessengerCall,
    MessengerUpdate,
    Notice,
    Operation,
    UnprovenCount,
    Upload,
    WebhookDelivery,
    WorkOrder,
)
from supervision.models.journal import ACCOUNT_PATH, APPOINTS, DEPRIVES


def calls(before: datetime) -> QuerySet[MessengerCall]:
    """Lines of the journal with a clear answer, looked past since (`recollection` starts from the last look), except
    what is remembered of a chat: whom the portal appointed first and last, and whose rights it took last."""
    answered = MessengerCall.objects.exclude(
        outcome__in=[CallOutcome.STARTED, CallOutcome.UNKNOWN], looked_at__isnull=True
    )
    old = answered.filter(started_at__lt=before, chat__observed_at__gt=F("started_at"))
    same = MessengerCall.objects.filter(
        chat=OuterRef("chat"), **{ACCOUNT_PATH: OuterRef(ACCOUNT_PATH)}, outcome=CallOutcome.DONE
    )
    later, earlier = same.filter(pk__gt=OuterRef("pk")), same.filter(pk__lt=OuterRef("pk"))
    appointed_again = Exists(later.filter(step=APPOINTS)) & Exists(earlier.filter(step=APPOINTS))
    says_nothing = Q(outcome=CallOutcome.REFUSED) | ~Q(step__in=[APPOINTS, DEPRIVES])
    overtaken = Q(appointed_again, step=APPOINTS) | Q(
        Exists(later.filter(step__in=[APPOINTS, DEPRIVES])), step=DEPRIVES
    )
    return old.filter(says_nothing | overtaken)


def updates(before: datetime) -> QuerySet[MessengerUpdate]:
    return MessengerUpdate.objects.filter(received_at__lt=before)


def code_tries(before: datetime) -> QuerySet[CodeTry]:
    return CodeTry.objects.filter(at__lt=before)


def taken_deliveries(before: datetime) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=DeliveryState.DONE, created_at__lt=before)


def given_up_deliveries(before: datetime) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=DeliveryState.DEAD, created_at__lt=before)


def requests(before: datetime) -> QuerySet[ApiRequest]:
    return ApiRequest.objects.filter(at__lt=before)


def unproven_requests(before: datetime) -> QuerySet[UnprovenCount]:
    return UnprovenCount.objects.filter(hour__lt=before)


def answers(before: datetime) -> QuerySet[IdempotentAnswer]:
    return IdempotentAnswer.objects.filter(at__lt=before)


def tokens(before: datetime) -> QuerySet[Any]:
    return get_access_token_model().objects.filter(expires__lt=before)


def sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def known_sessions(before: datetime) -> QuerySet[UserSession]:
    """Address and browser of a session that is gone."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(alive), created_at__lt=before)


def read_notices(before: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__isnull=False, made_at__lt=before)


def notices(before: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(made_at__lt=before)


def operations(before: datetime) -> QuerySet[Operation]:
    return Operation.objects.filter(at__lt=before, acts_at__lt=before)


def orders(before: datetime) -> QuerySet[WorkOrder]:
    """What was written about an order keeps it: comments have a term of their own."""
    return WorkOrder.objects.filter(~Exists(Comment.objects.filter(order=OuterRef("pk"))), closed_at__lt=before)


def comments(before: datetime) -> QuerySet[Comment]:
    return Comment.objects.filter(at__lt=before)


def remarks(before: datetime) -> QuerySet[ImportIssue]:
    return ImportIssue.objects.filter(run__applied_at__lt=before)


def adoption_lines(before: datetime) -> QuerySet[AdoptionLine]:
    over = [AdoptionState.APPLIED, AdoptionState.CANCELLED]
    return AdoptionLine.objects.filter(adoption__state__in=over, adoption__started_at__lt=before)


def uploads(before: datetime) -> QuerySet[Upload]:
    """Whose file is gone: files have a term of their own (UPLOAD_KEEP_DAYS)."""
    over = [UploadState.APPLIED, UploadState.FAILED, UploadState.CANCELLED]
    return Upload.objects.filter(at__lt=before, file="", state__in=over)


def invitations(before: datetime) -> QuerySet[Invitation]:
    """Those by which nobody is known: declined, revoked, undone, run out, or answered and never confirmed."""
    over = Invitation.objects.exclude(state=InvitationState.KNOWN)
    return over.filter(Q(answered_at=None) | Q(answered_at__lt=before), made_at__lt=before, until__lt=before)


def contexts(before: datetime) -> QuerySet[Any]:
    return Context.objects.filter(updated_at__lt=before)


def login_links(before: datetime) -> QuerySet[LoginLink]:
    return LoginLink.objects.filter(expires_at__lt=before)


def versions(history: type[Model], before: datetime) -> QuerySet[Any]:
    """Versions that another one had followed by then; of a row that was gone by then, all of them."""
    kept: Any = history._default_manager
    old = kept.filter(pgh_created_at__lt=before)
    followed = Exists(old.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id")))
    return old.filter(Q(followed) | Q(pgh_label="delete"))
