"""The tables, one concept a file. What must be true is a named constraint. A row that others name
stays (PROTECT); what goes with it or forgets it stands in tests/architecture/test_removals.py, with the reason."""

from supervision.models.adoption import Adoption, AdoptionLine
from supervision.models.api import ApiClient, ApiRequest, IdempotentAnswer, UnprovenCount
from supervision.models.bot_token import BotToken
from supervision.models.change import Change
from supervision.models.chat import Chat, ChatMember
from supervision.models.claim import ClaimedRole, ClaimRule
from supervision.models.comment import Comment
from supervision.models.company_link import CompanyLink, Nomination, NominationState
from supervision.models.event import Event
from supervision.models.figure_delta import FigureDelta, FormerHouse, FrozenHouse
from supervision.models.forgotten import ForgottenPerson
from supervision.models.house import House, HouseAlias
from supervision.models.identity import (
    KeptGroup,
    KeptLogin,
    KeptProviderLogin,
    KeptRight,
    KeptSecondFactor,
    KeptWideRight,
    KeptZoneMember,
    KeptZonePlace,
)
from supervision.models.installation import Installation
from supervision.models.invitation import CodeTry, Correspondent, DialogTurn, Invitation, InvitationState
from supervision.models.list_habits import HiddenColumns, SavedFilter
from supervision.models.login import LoginLink, PasswordToChange, ProviderJoin
from supervision.models.management_period import ManagementPeriod
from supervision.models.messenger_account import MessengerAccount
from supervision.models.notice import Notice, NoticeSending, NoticeWish
from supervision.models.operation import Operation, OperationHouse
from supervision.models.organisation import Licence, Organisation
from supervision.models.people import Absence, HouseSubstitute, Inspector, Representative
from supervision.models.registry_import import ImportIssue, ImportRun
from supervision.models.seal import Seal, SealedEvent
from supervision.models.set_up import SetUpMark
from supervision.models.snapshot import DailySnapshot
from supervision.models.sync import MessengerCall, SyncRequest
from supervision.models.target import Target
from supervision.models.territory import Municipality, Region, Zone
from supervision.models.update import FoundChat, MessengerUpdate
from supervision.models.upload import Upload
from supervision.models.webhook import WebhookDelivery, WebhookEndpoint
from supervision.models.work_order import WorkOrder

__all__ = [
    "Absence",
    "Adoption",
    "AdoptionLine",
    "ApiClient",
    "ApiRequest",
    "BotToken",
    "Change",
    "Chat",
    "ChatMember",
    "ClaimRule",
    "ClaimedRole",
    "CodeTry",
    "Comment",
    "CompanyLink",
    "Correspondent",
    "DailySnapshot",
    "DialogTurn",
    "Event",
    "FigureDelta",
    "ForgottenPerson",
    "FormerHouse",
    "FoundChat",
    "FrozenHouse",
    "HiddenColumns",
    "House",
    "HouseAlias",
    "HouseSubstitute",
    "IdempotentAnswer",
    "ImportIssue",
    "ImportRun",
    "Inspector",
    "Installation",
    "Invitation",
    "InvitationState",
    "KeptGroup",
    "KeptLogin",
    "KeptProviderLogin",
    "KeptRight",
    "KeptSecondFactor",
    "KeptWideRight",
    "KeptZoneMember",
    "KeptZonePlace",
    "Licence",
    "LoginLink",
    "ManagementPeriod",
    "MessengerAccount",
    "MessengerCall",
    "MessengerUpdate",
    "Municipality",
    "Nomination",
    "NominationState",
    "Notice",
    "NoticeSending",
    "NoticeWish",
    "Operation",
    "OperationHouse",
    "Organisation",
    "PasswordToChange",
    "ProviderJoin",
    "Region",
    "Representative",
    "SavedFilter",
    "Seal",
    "SealedEvent",
    "SetUpMark",
    "SyncRequest",
    "Target",
    "UnprovenCount",
    "Upload",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WorkOrder",
    "Zone",
]
