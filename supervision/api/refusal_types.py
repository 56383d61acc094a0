"""Rules of the portal that forbid a change (`enums.RefusalKind`), as problems of the interface."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from supervision.api.problem_kind import OF_PERIOD, ProblemType

REFUSALS: Mapping[str, ProblemType] = {
    "changed-meanwhile": ProblemType(
        409,
        _("Changed since you read it"),
        _(
            "The object is another than the one that was read. `current`, where it is there, has it as it "
            "stands; decide anew. 412 where If-Match said it."
        ),
        ("current",),
    ),
    "refused": ProblemType(
        409,
        _("A rule of the portal forbids this"),
        _("A rule forbids the change, and it has no kind of its own; the detail says which."),
    ),
    "busy": ProblemType(
        409,
        _("Somebody else is at it"),
        _("The same may be done when the other has ended. Send it again after `Retry-After` seconds."),
    ),
    "reason-missing": ProblemType(
        409,
        _("A reason is missing"),
        _("The change goes on record with its reason. Send `reason`."),
    ),
    "nothing-differs": ProblemType(
        409,
        _("Nothing differs"),
        _("All is as asked already; nothing was written."),
    ),
    "houses-in-the-way": ProblemType(
        409,
        _("Some houses cannot pass"),
        _(
            "None of the changes was made. `houses` are the houses in the way; `errors` say why each is, "
            "with a type of its own."
        ),
        ("houses", "errors_total"),
    ),
    "managed-already": ProblemType(
        409,
        _("The organisation manages the house already"),
        _("On that day the house has this organisation. `period` is what says so; there is nothing to do."),
        OF_PERIOD,
    ),
    "change-planned": ProblemType(
        409,
        _("A later change is planned"),
        _(
            "`period` starts on `since`, after the day asked for. Cancel it "
            "(/management-periods/{id}/cancel/), then send the change again."
        ),
        OF_PERIOD,
    ),
    "changed-since": ProblemType(
        409,
        _("The house passed to others since"),
        _("`period` acts since `since`: nothing can be dated before it."),
        OF_PERIOD,
    ),
    "period-stands": ProblemType(
        409,
        _("Another period starts on this very day"),
        _("Cancel `period` while it has not begun, or send its number as `replaces`."),
        OF_PERIOD,
    ),
    "no-period-replaced": ProblemType(
        409,
        _("There is no period to replace"),
        _("`replaces` names a period that the house does not have on that day. Read the periods anew."),
        ("house", "period"),
    ),
    "house-demolished": ProblemType(
        409,
        _("The house is demolished"),
        _("Nobody can take over a demolished house. If that is an error, restore the house first."),
        ("house",),
    ),
    "house-merged": ProblemType(
        409,
        _("The house is merged into another record"),
        _("Its periods and its chat belong to the record that stays: ask for it by the GUID of this one."),
        ("house",),
    ),
    "state-already": ProblemType(
        409,
        _("The state is as asked already"),
        _("`houses` have the state that was asked for."),
        ("houses",),
    ),
    "of-another-region": ProblemType(
        409,
        _("Of another region"),
        _("What is named stands in another region's register than the house or the company."),
        ("organisation",),
    ),
    "several-regions": ProblemType(
        409,
        _("Several regions at once"),
        _("One request is about one region. Send one request a region."),
    ),
    "ends-too-early": ProblemType(
        409,
        _("The end lies before the start"),
        _("A period lasts a day at least: it cannot end before the day after `since`."),
        OF_PERIOD,
    ),
    "powers-started": ProblemType(
        409,
        _("The powers have started"),
        _("`period` acts already and cannot be taken back. Pass the house to another organisation instead."),
        OF_PERIOD,
    ),
    "operation-acts": ProblemType(
        409,
        _("The operation acts already"),
        _("It cannot be taken back any more. Make a new change."),
    ),
    "operation-undone": ProblemType(
        409,
        _("The operation was taken back"),
        _("Somebody took it back before; nothing is left to do."),
    ),
    "operation-stays": ProblemType(
        409,
        _("The operation cannot be taken back"),
        _("This kind cannot be taken back, or about every house somebody has decided since; `errors` name them."),
    ),
    "ogrn-taken": ProblemType(
        409,
        _("The ОГРН is there already"),
        _("`organisation` of the region has this ОГРН. Use it instead of entering another one."),
        ("organisation",),
    ),
    "representative-known": ProblemType(
        409,
        _("The account is taken"),
        _("The company has a representative with this messenger id at that time."),
    ),
    "representative-gone": ProblemType(
        409,
        _("No representative any more"),
        _("The rights of the person have ended. Enter a new representative."),
    ),
    "not-waiting": ProblemType(
        409,
        _("It waits for nobody any more"),
        _("The name or the answer was confirmed, refused or withdrawn before. Read it anew."),
    ),
    "inspector-cannot": ProblemType(
        409,
        _("The inspector cannot"),
        _("The inspector owns chats that must go first, has no account in the messenger, or is dismissed by then."),
    ),
    "upload-past": ProblemType(
        409,
        _("The file is past that"),
        _("The state of the upload does not allow this any more. Read the upload: `state` says where it stands."),
    ),
    "upload-unusable": ProblemType(
        409,
        _("The file cannot be applied"),
        _("Correct the file and send it again as a new upload."),
    ),
    "webhooks-too-many": ProblemType(
        409,
        _("Too many webhooks"),
        _("Remove an address of this login first."),
    ),
    "webhook-known": ProblemType(
        409,
        _("The address is there already"),
        _("This login has a webhook with this address. Change that one."),
    ),
    "webhook-events": ProblemType(
        409,
        _("No such events"),
        _("Name some of the events that the schema lists."),
    ),
    "webhook-off": ProblemType(
        409,
        _("The webhook is switched off"),
        _("Nothing is posted to an address that is off. Switch it on (`is_enabled`), then ask again."),
        ("webhook",),
    ),
    "delivery-passed": ProblemType(
        409,
        _("A newer message tells more"),
        _("The message is in the queue already, or a newer one tells how the row stands now."),
    ),
    "program-closed": ProblemType(
        409,
        _("The program is shut out"),
        _("A program that was shut out stays so; the administrator creates a new one."),
    ),
    "program-empty": ProblemType(
        409,
        _("The program may do nothing"),
        _("A program needs one region and one scope at least."),
    ),
}
