"""Every status and kind, with the words that a person sees beside it."""

from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HouseKind(TextChoices):
    """Kinds of the ФРТ register (`house_type`)."""

    APARTMENT = "apartment", _("Apartment building")
    BLOCKED = "blocked", _("Blocked building")
    SPECIALISED = "specialised", _("Specialised housing stock")
    UNKNOWN = "unknown", _("Not filled in")


class HouseState(TextChoices):
    STANDING = "standing", _("In use")
    DEMOLISHED = "demolished", _("Demolished")
    MERGED = "merged", _("Merged into another record")  # its GUID is an alias of the house that stays


class OrganisationKind(TextChoices):
    """Who can manage a house (ст. 161 ЖК РФ), with the register's abbreviations."""

    COMPANY = "uk", _("Managing company (УК)")
    ASSOCIATION = "tszh", _("Owners' association (ТСЖ, ТСН)")
    COOPERATIVE = "zhsk", _("Housing co-operative (ЖСК, ЖК)")
    OTHER = "other", _("Other")


class ManagementKind(TextChoices):
    """Way of management (способ управления)."""

    ORGANISATION = "organisation", _("By an organisation")
    DIRECT = "direct", _("Direct management by the owners")
    TEMPORARY = "temporary", _("By a temporary managing company")


class PeriodSource(TextChoices):
    REGISTER = "register", _("Register file")
    PERSON = "person", _("Entered by a person")


class LicenceStatus(TextChoices):
    ACTIVE = "active", _("In force")
    ENDED = "ended", _("Ended")


class RightsPreset(TextChoices):
    """What a company's representative may do in the chat; each preset is a set of rights in `desired/chats.py`."""

    MODERATOR = "moderator", _("Moderator: may delete others' messages")
    HERALD = "herald", _("Herald: may pin and invite, may not delete others' messages")


class UnknownAdmins(TextChoices):
    """What to do with administrators whom the portal did not appoint."""

    REPORT = "report", _("Report only")
    REVOKE = "revoke", _("Revoke their rights")


class HandChanges(TextChoices):
    """What to do with a title, a description or rights that somebody changed in the messenger by hand."""

    CORRECT = "correct", _("Set right")
    REPORT = "report", _("Report only")


class BoundBy(TextChoices):
    """Whose word binds an account of the messenger to a person of the register."""

    PERSON = "person", _("The person says “it is me”")
    INSPECTOR = "inspector", _("The person says “it is me”, then an inspector confirms it")


class BotState(TextChoices):
    """What the region's bot can do in a chat, as last seen."""

    IN_PLACE = "in_place", _("In place")
    NO_ADMIN = "no_admin", _("No administrator, or rights are missing")
    REMOVED = "removed", _("Not in the chat")


class UpdateState(TextChoices):
    """What became of a message from the messenger."""

    MARKED = "marked", _("Chat marked")
    FOUND = "found", _("Chat not known here")
    IGNORED = "ignored", _("Nothing to do")


class CallCause(TextChoices):
    """Why a writing call was made."""

    WISH = "wish", _("The wish changed")
    BY_HAND = "by_hand", _("Somebody had changed the chat by hand")


class AdoptionState(TextChoices):
    """Where a list of existing chats stands."""

    READING = "reading", _("Chats are being read")
    READ = "read", _("Read, nothing is linked yet")
    APPLIED = "applied", _("Linked")
    CANCELLED = "cancelled", _("Given up")


class AdoptionVerdict(TextChoices):
    """What may become of one line of such a list."""

    WAITING = "waiting", _("Not read yet")
    FITS = "fits", _("Can be linked")
    ALREADY = "already", _("Linked already")
    PROBLEM = "problem", _("Cannot be linked")
    LINKED = "linked", _("Linked")


class Provisioning(TextChoices):
    """How chats are created and handed over on an account: the Bot API can do neither."""

    DEFAULT = "", _("As the installation is set")
    API = "api", _("Through the provisioning interface")
    MANUAL = "manual", _("By people, as work orders")


class Lane(IntegerChoices):
    """Order inside an account: lower goes first."""

    PERSON = 10, _("A person is waiting")
    CHANGE = 20, _("Change of owner or administrators")
    CREATE = 30, _("New chat")
    SWEEP = 40, _("Slow look at every chat")


class RequestState(TextChoices):
    """What the request waits for: the portal itself, somebody who joins, a work order, a decision."""

    DUE = "due", _("In work")
    WAITING = "waiting", _("Waits for somebody to join")
    ORDERED = "ordered", _("Waits for a work order")
    PARKED = "parked", _("Needs a person")


# for people outside, whom nothing hurries
WAITS = (RequestState.WAITING, RequestState.ORDERED)


class ChatState(TextChoices):
    """Where a chat stands, in the order of the rules (`worklists/chat_states.py`): the first that fits counts."""

    FROZEN = "frozen", _("Frozen")
    PARKED = RequestState.PARKED.value, RequestState.PARKED.label
    NOBODY = "nobody", _("Nobody may act")
    ORDERED = RequestState.ORDERED.value, RequestState.ORDERED.label
    WAITING = RequestState.WAITING.value, RequestState.WAITING.label
    BY_HAND = "by_hand", _("Changed by hand in the messenger")
    PLANNED = "planned", _("Due on a day to come")
    HELD = "held", _("Held by the limit")
    DUE = RequestState.DUE.value, RequestState.DUE.label
    UNWANTED = "unwanted", _("No chat is wanted")
    SETTLED = "settled", _("As wished")


class SetUpWord(TextChoices):
    """Steps of setting up a region that only a person can confirm."""

    POLICY = "policy", _("The policy was looked through")
    PUSH = "push", _("The first push was approved")


class SetUpState(TextChoices):
    """How far a step of setting up a region is."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly")
    MISSING = "missing", _("Missing")
    NOTED = "noted", _("For your information")


class Trouble(TextChoices):
    """What keeps a chat from being served, where it is not the chat's own people who are waited for.

    A chat keeps the word from when it turned to it until something else is seen.
    """

    NONE = "", _("None")
    TOKEN = "token", _("The messenger rejects the account")
    BOT_REMOVED = "removed", _("The bot is not in the chat any more")
    BOT_NO_ADMIN = "no_admin", _("The bot lost its rights")
    UNREADABLE = "unreadable", _("Answers that are not the messenger's, or cannot be read")
    REFUSED = "refused", _("The messenger refuses")
    ANOTHER_CHAT = "another", _("The messenger shows another chat, a channel or a closed chat")
    RESTLESS = "restless", _("The messenger changes what it is sent")


class CallOutcome(TextChoices):
    """A journal line is STARTED before the call; a line that stays so means the answer is unknown."""

    STARTED = "started", _("Sent, answer not recorded")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not carried out, will be tried again")
    REFUSED = "refused", _("Refused by the messenger")
    UNKNOWN = "unknown", _("Answer lost")


class WorkOrderKind(TextChoices):
    """What people do in the messenger where no API can, or where the bot was shut out."""

    CREATE_CHAT = "create_chat", _("Create the chat")
    HAND_OVER = "hand_over", _("Hand the chat over to another owner")
    ADD_BOT = "add_bot", _("Add the bot to the chat")
    MAKE_BOT_ADMIN = "make_bot_admin", _("Make the bot administrator")
    CLOSE_SURPLUS = "close_surplus", _("Close a chat that is one too many")


class OperationKind(TextChoices):
    """Decisions about many houses at once."""

    REPLACE_COMPANY = "replace_company", _("Change of company")
    END_MANAGEMENT = "end_management", _("End of management")
    DISMISSAL = "dismissal", _("Dismissal of an inspector")
    ABSENCE = "absence", _("Absence of an inspector")
    REASSIGNMENT = "reassignment", _("Houses given to other inspectors")
    BY_PROGRAM = "by_program", _("Management periods sent by another system")


class UploadState(TextChoices):
    """Where an uploaded file stands."""

    WAITING = "waiting", _("Waits to be read")
    READING = "reading", _("Is being read")
    READ = "read", _("Read, nothing is written yet")
    APPLYING = "applying", _("Is being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Could not be read")
    CANCELLED = "cancelled", _("Given up")


class ImportKind(TextChoices):
    FRT = "frt", _("ФРТ register of houses")
    LICENCES = "licences", _("Licence register")
    HOUSING_STOCK = "housing_stock", _("ОЖФ register of the housing stock")
    INSPECTORS = "inspectors", _("Inspectors")
    REPRESENTATIVES = "representatives", _("Representatives")


class Role(TextChoices):
    """What a login may see and do; `access.assign_role` turns it into permissions."""

    INSPECTOR = "inspector", _("Inspector: sees the region and changes its facts")
    HEAD = "head", _("Head: also changes the region's policy and people")
    ANALYST = "analyst", _("Analyst: sees every region and changes nothing")
    API_CLIENT = "api_client", _("Program: reads and writes a region through the API, has no pages")
    ADMINISTRATOR = "administrator", _("Administrator: logins and the installation, every region")


class ChangeKind(TextChoices):
    """Rows whose changes other systems can follow."""

    HOUSE = "house", _("House")
    CHAT = "chat", _("Chat")
    PERIOD = "period", _("Management period")
    ORGANISATION = "organisation", _("Organisation")
    REPRESENTATIVE = "representative", _("Representative")
    INSPECTOR = "inspector", _("Inspector")
    WORK_ORDER = "work_order", _("Work order")
    MUNICIPALITY = "municipality", _("Municipality")


class RefusalKind(StrEnum):
    """Which rule forbids a change, as programs read it: the end of a problem's `type` (`api/problem_types.py`)."""

    RULE = "refused"
    BUSY = "busy"
    REASON_MISSING = "reason-missing"
    NOTHING_DIFFERS = "nothing-differs"
    HOUSES_IN_THE_WAY = "houses-in-the-way"
    MANAGED_ALREADY = "managed-already"
    CHANGE_PLANNED = "change-planned"
    CHANGED_SINCE = "changed-since"
    PERIOD_STANDS = "period-stands"
    NO_PERIOD_REPLACED = "no-period-replaced"
    HOUSE_DEMOLISHED = "house-demolished"
    HOUSE_MERGED = "house-merged"
    STATE_ALREADY = "state-already"
    OF_ANOTHER_REGION = "of-another-region"
    SEVERAL_REGIONS = "several-regions"
    ENDS_TOO_EARLY = "ends-too-early"
    POWERS_STARTED = "powers-started"
    OPERATION_ACTS = "operation-acts"
    OPERATION_UNDONE = "operation-undone"
    OPERATION_STAYS = "operation-stays"
    OGRN_TAKEN = "ogrn-taken"
    REPRESENTATIVE_KNOWN = "representative-known"
    REPRESENTATIVE_GONE = "representative-gone"
    INSPECTOR_CANNOT = "inspector-cannot"
    NOT_WAITING = "not-waiting"
    UPLOAD_PAST = "upload-past"
    DISK_FULL = "disk-full"
    UPLOAD_UNUSABLE = "upload-unusable"
    CHANGED_MEANWHILE = "changed-meanwhile"
    WEBHOOKS_TOO_MANY = "webhooks-too-many"
    WEBHOOK_KNOWN = "webhook-known"
    WEBHOOK_EVENTS = "webhook-events"
    WEBHOOK_OFF = "webhook-off"
    DELIVERY_PASSED = "delivery-passed"
    PROGRAM_CLOSED = "program-closed"
    PROGRAM_EMPTY = "program-empty"


class ApiScope(TextChoices):
    """What a program may do within its regions; anything but reading is also in its login's role."""

    READ = "read", _("Read the register and the chats")
    PEOPLE = "people", _("Read names and messenger ids of people")
    WRITE_PEOPLE = "write_people", _("Write representatives and their accounts, invite them: who runs the chats")
    REGISTER = "register", _("Write houses, companies and management periods")
    CHATS = "chats", _("Have chats looked at and pushed, freeze them")
    IMPORTS = "imports", _("Send register files")
    APPLY_IMPORTS = "apply_imports", _("Have register files applied that were sent")
    APPLY_PEOPLE = "apply_people", _("Have files of people applied: inspectors with their zones, representatives")
    OWNERS = "owners", _("Choose the inspector of a house or company: who owns their chats")
    MASS = "mass", _("Change many houses at once")
    WEBHOOKS = "webhooks", _("Keep webhooks of its own")


class HeardEvent(TextChoices):
    """What an outgoing webhook tells: how a row stands now; of representatives, what happened to them."""

    CHAT_CHANGED = "chat.changed", _("A chat changed")
    PERIOD_CHANGED = "management_period.changed", _("A management period changed")
    PERIOD_REMOVED = "management_period.removed", _("A management period was taken back")
    REPRESENTATIVE_KNOWN = "representative.known", _("A representative became known in MAX")
    REPRESENTATIVE_JOINED = "representative.joined", _("A representative joined the chat of a house")
    TEST = "webhook.test", _("A test message")  # told whenever it is asked for, whatever the address hears of


class DeliveryState(TextChoices):
    DUE = "due", _("In the queue")
    DONE = "done", _("Taken")
    DEAD = "dead", pgettext_lazy("delivery", "Given up")
