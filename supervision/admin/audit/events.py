"""The record: every decision with its author or cause and its reason."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin.audit import event_details
from supervision.admin.lists.base import DiscreetList, ReadOnlyAdmin
from supervision.admin.lists.exporting import ROWS_AT_ONCE
from supervision.admin.lists.filters import RegionFilter
from supervision.models import Event

NAMES = {
    "account.token_entered": _("token of the region's bot entered"),
    "account.token_forgotten": _("token of the region's bot deleted"),
    "account.looks_changed": _("looks at chats set anew"),
    "account.provisioning_changed": _("another way of creating and handing over chats"),
    "account.retried": _("look at the account asked for again"),
    "account.switched": _("pushing switched"),
    "chat.changed_by_hand": _("chat was changed in the messenger by hand"),
    "adoption.cancelled": _("list of existing chats given up"),
    "chat.frozen": _("chat frozen"),
    "chat.linked": _("chat linked to its house"),
    "chat.look_requested": _("look at the chat asked for"),
    "chat.push_requested": _("changes made by hand undone by request"),
    "chat.thawed": _("chat thawed"),
    "chat.told_apart": _("chat's house told apart from another of its address"),
    "chat.unlinked": _("chat unlinked from its house"),
    "chats.adopted": _("existing chats taken over"),
    "absence.changed": _("absence changed"),
    "absence.cancelled": _("planned absence cancelled"),
    "absence.ended": _("absence ended"),
    "house.corrected": _("house corrected"),
    "house.demolished": _("house demolished"),
    "house.merged": _("two records of one house merged"),
    "import.undone": _("import taken back"),
    "organisation.succeeded": _("people carried over to the company that succeeds"),
    "house.restored": _("demolition taken back"),
    "houses.assigned": _("houses given to an inspector"),
    "inspector.absent": _("inspector absent"),
    "inspector.dismissed": _("inspector dismissed"),
    "inspector.leaves": _("dismissal begun: chats go to others"),
    "inspector.login_linked": _("login linked to an inspector"),
    "comment.written": _("comment written"),
    "comment.taken_back": _("comment taken back"),
    "order.said_done": _("work orders said to be done"),
    "order.handed": _("work orders handed to a colleague"),
    "filter.kept": _("filter of a list saved"),
    "filter.shared": _("filter of a list shared"),
    "filter.unshared": _("shared filter of a list removed"),
    "columns.chosen": _("columns of a list chosen"),
    "limit.approved": _("changes beyond the limit approved"),
    "login.changed": _("login changed"),
    "login.code_failed": _("wrong code of the second factor"),
    "login.created": _("login created"),
    "login.provider_joined": _("login joined with the identity provider"),
    "login.own_provider_joined": _("own login joined with the identity provider"),
    "login.provider_parted": _("login parted from the identity provider"),
    "login.opening_closed": _("way into a login closed with the right of its maker"),
    "login.ended_by_provider": _("session ended by the identity provider"),
    "login.unknown_to_claims": _("nobody of the portal came by the identity provider"),
    "claim.added": _("role by a claim added"),
    "claim.removed": _("role by a claim removed"),
    "claim.not_followed": _("a claim could not be followed"),
    "login.made_administrator": _("login made an administrator"),
    "login.password_set": _("password set by an administrator"),
    "login.password_off": _("password switched off by an administrator"),
    "login.done": _("signed in"),
    "login.ended": _("signed out"),
    "login.failed": _("wrong login or password"),
    "login.email_changed": _("e-mail of a login changed"),
    "login.guessed": _("password of a login guessed from unknown devices"),
    "login.link_made": _("link for a new password made"),
    "login.link_used": _("password set by a link"),
    "login.own_sessions_ended": _("own sessions ended"),
    "login.sessions_ended": _("sessions of a login ended"),
    "login.switched": _("login switched on or off"),
    "login.password_changed": _("own password changed"),
    "login.recovery_codes": _("recovery codes made"),
    "login.second_factor_off": _("second factor switched off"),
    "login.second_factor_on": _("second factor set up"),
    "login.second_factor_reset": _("second factor taken away by an administrator"),
    "list.exported": _("list taken along"),
    "operation.exported": _("results of a mass change taken along"),
    "operation.undone": _("mass change taken back"),
    "organisation.added": _("organisation entered"),
    "organisation.changed": _("organisation corrected"),
    "organisation.assigned": _("organisation given to an inspector"),
    "inspectors.imported": _("inspectors imported"),
    "representatives.imported": _("representatives imported"),
    "posters.printed": _("posters of chats printed"),
    "period.cancelled": _("planned change cancelled"),
    "period.ended": _("management ended"),
    "period.excluded": _("excluded from the licence register"),
    "period.replaced": _("company replaced"),
    "installation.restored": _("the database was restored from a backup"),
    "region.policy_changed": _("policy of the region changed"),
    "region.set_up_confirmed": _("step of setting up confirmed"),
    "register.imported": _("register imported"),
    "report.exported": _("report taken along"),
    "representative.account_changed": _("representative has another messenger account"),
    "representative.added": _("representative added"),
    "representative.invited": _("representative invited to the bot"),
    "representative.invitation_revoked": _("invitation of a representative revoked"),
    "representative.known": _("representative known in MAX"),
    "representative.unbound": _("account of a representative unbound"),
    "representative.account_confirmed": _("account of a representative confirmed"),
    "representative.named": _("representative named by the company"),
    "representative.name_withdrawn": _("name withdrawn by the company"),
    "representative.name_confirmed": _("name given by a company confirmed"),
    "representative.name_refused": _("name given by a company not accepted"),
    "invitations.exported": _("invitations of representatives handed over"),
    "company_link.made": _("link made for a company"),
    "company_link.revoked": _("link of a company revoked"),
    "company_link.opened": _("link of a company opened"),
    "company_link.code_sent": _("code sent to a company's address"),
    "company_link.confirmed": _("link of a company confirmed by a code"),
    "inspector.added": _("inspector entered"),
    "inspector.corrected": _("name or position of an inspector corrected"),
    "inspector.invited": _("inspector invited to the bot"),
    "inspector.invitation_revoked": _("invitation of an inspector revoked"),
    "inspector.known": _("inspector known in MAX"),
    "inspector.unbound": _("account of an inspector unbound"),
    "inspector.account_confirmed": _("account of an inspector confirmed"),
    "invitation.answered": _("invitation answered: waits for an inspector"),
    "invitation.declined": _("invitation answered: not me"),
    "codes.guessed": _("codes of invitations are guessed"),
    "representative.removed": _("representative removed"),
    "program.changed": _("program of the interface changed"),
    "person.forgotten": _("name of a former colleague forgotten after its term"),
    "program.created": _("program of the interface created"),
    "program.new_secret": _("new secret of a program"),
    "program.revoked": _("program of the interface shut out"),
    "record.segment_removed": _("archived events removed from the record"),
    "record.words_erased": _("names of forgotten people taken out of the record"),
    "rights.exported": _("rights review taken along"),
    "role.assigned": _("role assigned"),
    "role.withdrawn": _("role withdrawn"),
    "target.changed": _("target changed"),
    "run.held": _("changes held by the region's limit"),
    "run.released": _("changes no longer held by the limit"),
    "target.removed": _("target taken back"),
    "target.set": _("target set"),
    "upload.cancelled": _("uploaded file given up"),
    "upload.confirmed": _("uploaded file confirmed"),
    "upload.issues_exported": _("remarks of an uploaded file taken along"),
    "upload.read_again": _("uploaded file read again"),
    "upload.taken": _("file uploaded"),
    "webhook.added": _("outgoing webhook added"),
    "webhook.changed": _("events of an outgoing webhook changed"),
    "webhook.given_up": _("outgoing webhook switched off by the portal"),
    "webhook.redelivered": _("messages of an outgoing webhook sent again"),
    "webhook.removed": _("outgoing webhook removed"),
    "webhook.secret_renewed": _("secret of an outgoing webhook renewed"),
    "webhook.tested": _("test message sent to an outgoing webhook"),
    "webhook.switched": _("outgoing webhook switched"),
    "work_orders.exported": _("list of work orders taken along"),
    "invites.exported": _("invite links taken along"),
    "zones.drawn": _("zones drawn anew"),
}


class NameFilter(DropdownFilter):
    title = _("event")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """In the order of the words, which is where people look for them; who signed in is for administrators."""
        everything = bool(getattr(request.user, "is_superuser", False))
        offered = [(name, words) for name, words in NAMES.items() if everything or not name.startswith("login.")]
        return sorted(offered, key=lambda pair: str(pair[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(name=self.value()) if self.value() else queryset


class AuthorFilter(DropdownFilter):
    title = _("by")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(user.pk), user.get_full_name() or user.username) for user in access.authors(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(by=int(chosen)) if chosen.isdecimal() else queryset


class EventDayFilter(RangeDateFilter):
    """From one day to another, both whole, on the clock of each event's region; on the portal's where it has none."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        clocks: dict[ZoneInfo, Q] = {local_time.PORTAL: Q(region=None)}
        for region in access.regions(request.user):
            clock = local_time.clock(region)
            clocks[clock] = clocks.get(clock, Q()) | Q(region=region.pk)
        for side, lookup, days in (("from", "gte", 0), ("to", "lt", 1)):
            if day := _day(str(self.used_parameters.get(f"{self.parameter_name}_{side}", ""))):
                queryset = queryset.filter(self._beyond(day + timedelta(days=days), lookup, clocks))
        return queryset

    def _beyond(self, day: date, lookup: str, clocks: Mapping[ZoneInfo, Q]) -> Q:
        """The widest of the edges is said apart: it is what an index starts from."""
        edges = {clock: datetime.combine(day, time.min, clock) for clock in clocks}
        name = f"{self.parameter_name}__{lookup}"
        widest = min(edges.values()) if lookup == "gte" else max(edges.values())
        each = Q()
        for clock, rows in clocks.items():
            each |= rows & Q(**{name: edges[clock]})
        return Q(**{name: widest}) & each


def _day(written: str) -> date | None:
    """As people write it in their language; unfold's own reading knows American dates only."""
    try:
        return forms.DateField(required=False).clean(written)
    except forms.ValidationError:
        return None


class EventList(DiscreetList):
    """With what each event of the page is about; details are emptied for who may not read them, and so is this."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        event_details.tell_about(self.result_list, request.user)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.events)
    list_display = ("moment", "what", "about", "by", "cause", "reason", "region")
    list_select_related = ("by", "region")
    list_filter = (NameFilter, AuthorFilter, ("at", EventDayFilter), RegionFilter)
    list_filter_submit = True

    class Media:
        js = ("admin/js/core.js",)  # the calendar of DayFilter leans on it and does not name it

    search_fields = ("reason", "by__username")
    search_help_text = _("Words of the event, reason or login")
    ordering = ("-at",)
    sorted_in_region = ()
    fields = ("moment", "what", "by", "cause", "reason", "region")
    readonly_fields = ("moment", "what", "kept")
    readonly_preprocess_fields = {"by": strip_tags}  # logins are not for everybody who reads the record

    def rows_to_export(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterable[Any]:
        """With what they are about, for who is named it; never all of them in memory."""
        read = iter(super().rows_to_export(request, rows))
        while chunk := list(islice(read, ROWS_AT_ONCE)):
            if access.sees_people(request.user):
                event_details.tell_about(chunk, request.user)
            yield from chunk

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DiscreetList]:
        return EventList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Events are found by the words in which the list shows them."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        words = search_term.lower().split()
        meant = [name for name, said in NAMES.items() if words and all(word in str(said).lower() for word in words)]
        return (found | queryset.filter(name__in=meant), repeats) if meant else (found, repeats)

    @display(description=_("about what"))
    def about(self, event: Any) -> SafeString | str:
        return getattr(event, "about", "") or "—"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Details may name people: for who sees none they are emptied before they come here."""
        return (*self.fields, "kept") if obj and obj.details else self.fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With its reader: what the details name by number is looked up among the rows of whoever reads."""
        event = super().get_object(request, object_id, from_field)
        event.reader = request.user
        return event

    @display(description=_("details"))
    def kept(self, event: Any) -> SafeString:
        return event_details.in_words(event.details, event.reader)

    @display(description=_("at"), ordering="at")
    def moment(self, event: Event) -> str:
        return local_time.local(event.at, event.region) if event.region else local_time.of_portal(event.at)

    @display(description=_("event"), ordering="name")
    def what(self, event: Event) -> str:
        return str(NAMES.get(event.name, event.name))
