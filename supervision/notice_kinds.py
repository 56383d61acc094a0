"""What the portal tells people of by itself: the kinds, the ways, how soon, and what becomes of a notice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(TextChoices):
    """What the portal tells people of by itself, in the order in which they want to see it."""

    APPROVAL = "approval", _("Changes wait for my approval")
    ORDER = "order", _("A work order for me")
    PARKED = "parked", _("A chat of mine needs a person")
    MENTION = "mention", _("A colleague mentions me in a comment")
    TOMORROW = "tomorrow", _("Changes of company that act tomorrow")
    LICENCE = "licence", _("A company that manages houses has lost its licence")
    SUBSTITUTE = "substitute", _("I begin to stand in for a colleague")
    DECIDED = "decided", _("A change of mine was approved or taken back")
    IMPORT = "import", _("A file of mine was read or applied")


class NoticeChannel(TextChoices):
    PORTAL = "portal", _("In the portal")
    EMAIL = "email", _("By e-mail")
    MESSENGER = "messenger", _("In MAX")


class NoticePace(TextChoices):
    AT_ONCE = "at_once", _("At once")
    MORNING = "morning", _("In the morning")
    NEVER = "never", _("Never")


class SendingState(TextChoices):
    """What became of a notice on its way by mail or messenger."""

    DUE = "due", _("To be sent")
    SENDING = "sending", _("Is being sent")
    TOLD = "told", _("Sent")
    LOST = "lost", _("Sent, no answer: not sent again")
    REFUSED = "refused", _("Refused")
    GIVEN_UP = "given_up", pgettext_lazy("notice", "Given up")
    SETTLED = "settled", _("Not sent: settled before")
