"""Which rules of the portal an operation may meet (409), by the operation's name in the schema."""

from collections.abc import Mapping

from supervision.enums import RefusalKind as Kind

PASSING = (
    *(Kind.MANAGED_ALREADY, Kind.CHANGE_PLANNED, Kind.CHANGED_SINCE, Kind.PERIOD_STANDS, Kind.NO_PERIOD_REPLACED),
    *(Kind.HOUSE_DEMOLISHED, Kind.HOUSE_MERGED, Kind.HOUSES_IN_THE_WAY, Kind.OF_ANOTHER_REGION),
)

REFUSALS: Mapping[str, tuple[Kind, ...]] = {
    "chats_freeze": (Kind.REASON_MISSING,),
    "chats_thaw": (),
    "chats_look": (),
    "chats_push": (),
    "houses_change": (Kind.OF_ANOTHER_REGION,),
    "houses_demolish": (Kind.REASON_MISSING, Kind.STATE_ALREADY, Kind.HOUSE_MERGED),
    "houses_restore": (Kind.STATE_ALREADY, Kind.HOUSE_MERGED),
    "imports_create": (),
    "imports_uploads_cancel": (Kind.UPLOAD_PAST,),
    "imports_uploads_confirm": (
        *(Kind.UPLOAD_PAST, Kind.UPLOAD_UNUSABLE, Kind.CHANGED_MEANWHILE, Kind.REASON_MISSING),
    ),
    "invitations_create": (Kind.REPRESENTATIVE_GONE,),
    "invitations_revoke": (Kind.NOT_WAITING,),
    "management_periods_create": PASSING,
    "management_periods_bulk": (*PASSING, Kind.SEVERAL_REGIONS),
    "management_periods_end": (Kind.ENDS_TOO_EARLY, Kind.CHANGE_PLANNED, Kind.CHANGED_SINCE),
    "management_periods_exclude": (),
    "management_periods_cancel": (Kind.POWERS_STARTED,),
    "operations_undo": (Kind.OPERATION_ACTS, Kind.OPERATION_UNDONE, Kind.OPERATION_STAYS),
    "organisations_create": (Kind.OGRN_TAKEN, Kind.OF_ANOTHER_REGION),
    "organisations_change": (Kind.OGRN_TAKEN, Kind.OF_ANOTHER_REGION),
    "representatives_create": (Kind.REPRESENTATIVE_KNOWN,),
    "representatives_account": (Kind.REPRESENTATIVE_KNOWN, Kind.REPRESENTATIVE_GONE),
    "representatives_remove": (Kind.REPRESENTATIVE_GONE,),
    "sync_requests_create": (),
    "webhooks_create": (Kind.WEBHOOKS_TOO_MANY, Kind.WEBHOOK_KNOWN, Kind.WEBHOOK_EVENTS),
    "webhooks_change": (Kind.WEBHOOK_EVENTS,),
    "webhooks_remove": (),
    "webhooks_rotate_secret": (),
    "webhooks_test": (Kind.WEBHOOK_OFF,),
    "webhooks_redeliver": (),
    "webhooks_deliveries_redeliver": (Kind.DELIVERY_PASSED,),
}
