"""Regions of strangers: a row of every kind, with a mark of its own in every text, number and GUID.

Whoever reads another region must meet none of the marks. `nobody_s` turns a mark into one of the same form that no row
has, so that an answer about a stranger's row can be held against the answer about one that does not exist.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import User

from supervision import enums, models
from supervision.actions import programs
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import Inspector, Organisation, Region
from supervision.notice_kinds import NoticeChannel, NoticeKind
from tests.paths_to_regions import paths_to_region
from tests.programs import administrator
from tests.strangers_files import AHEAD, AT, SINCE, StrangersFiles


@dataclass
class Strangers(StrangersFiles):
    """Everything that a region may have."""

    def values(self) -> list[str]:
        """Every mark that stands in a column of its own, and every number of a row."""
        found = {self.code}
        for row in self.rows.values():
            for each in row._meta.concrete_fields:
                value = getattr(row, each.attname)
                if self.marks.fullmatch(f"{value}") or isinstance(value, UUID):
                    found.add(str(value))
        return sorted(found)

    # --- rows ------------------------------------------------------------------------------------------------------

    def settle(self) -> "Strangers":
        Region.objects.filter(pk=self.code).update(body_name=self.text(), title_template=self.text())
        models.MessengerAccount.objects.filter(pk=self.code).update(bot_name=self.text(), trouble=self.text())
        self.rows["region"] = Region.objects.get(pk=self.code)
        self.rows["messengeraccount"] = models.MessengerAccount.objects.get(pk=self.code)
        self._people()
        self._register()
        self._chats()
        self._work()
        self._files()
        self._programs()
        return self

    def _people(self) -> None:
        self.user = self.keep(User, username=self.text(), last_name=self.text(), email=f"{self.text()}@example.ru")
        self.keep(models.SetUpMark, region=self.region, step=enums.SetUpWord.POLICY, by=self.user)
        self.keep(models.ClaimRule, region=self.region, value=self.text(), role=enums.Role.HEAD)
        self.keep(models.ClaimedRole, region=self.region, value=self.text(), login=self.user)
        self.inspector = self._inspector(user=self.user)
        other = self._inspector()
        self.place = self.keep(models.Municipality, region=self.region, name=self.text())
        zone = self.keep(models.Zone, region=self.region, name=self.text(), whole_region=True)
        zone.inspectors.add(self.inspector)
        zone.municipalities.add(self.place)
        self.absence = self.keep(
            models.Absence, inspector=self.inspector, substitute=other, since=SINCE, until=None, reason=self.text()
        )

    def _inspector(self, **values: Any) -> Inspector:
        person: Inspector = self.keep(
            Inspector,
            region=self.region,
            full_name=self.text(),
            position=self.text(),
            messenger_id=self.number(),
            **values,
        )
        return person

    def _register(self) -> None:
        self.company = self._company()
        self.house = self.keep(
            models.House,
            region=self.region,
            municipality=self.place,
            fias_guid=self.guid(),
            gis_guid=self.guid(),
            frt_id=self.number(),
            cadastral_number=f"{self.number()}:1",
            address=self.text(),
            address_key=self.text().lower(),
            street=self.text(),
            kind=enums.HouseKind.APARTMENT,
            inspector=self.inspector,
        )
        self.keep(models.HouseAlias, house=self.house, fias_guid=self.guid())
        self.keep(models.HouseSubstitute, absence=self.absence, house=self.house, substitute=self.absence.substitute)
        self.keep(models.Licence, organisation=self.company, number=self.text())
        self.keep(
            models.Representative,
            organisation=self.company,
            full_name=self.text(),
            messenger_id=self.number(),
            since=SINCE,
        )
        paper = {"basis": self.text(), "document_number": self.text()}
        self.keep(
            models.ManagementPeriod, house=self.house, organisation=self.company, since=SINCE, until=AHEAD, **paper
        )
        self.period = self.keep(
            models.ManagementPeriod, house=self.house, organisation=self._company(), since=AHEAD, **paper
        )

    def _company(self) -> Organisation:
        company: Organisation = self.keep(
            Organisation,
            region=self.region,
            name=self.text(),
            full_name=self.text(),
            inn=f"{self.number()}",
            ogrn=f"{self.number()}000",
        )
        return company

    def _chats(self) -> None:
        number = self.number()
        self.chat = self.keep(
            models.Chat,
            house=self.house,
            region=self.region,
            messenger_id=number,
            link=f"https://max.ru/join/{self.text()}",
            linked_at=AT,
            spec_version=1,
            frozen_reason=self.text(),
            observed_at=AT,
            observed_title=self.text(),
            observed_description=self.text(),
            observed_owner_id=self.inspector.messenger_id,
            differences=[{"what": self.text(), "is": self.text(), "wished": self.text()}],
        )
        self.keep(
            models.ChatMember, chat=self.chat, user_id=self.number(), name=self.text(), alias=self.text(), is_admin=True
        )
        self.keep(
            models.FoundChat,
            region=self.region,
            messenger_id=self.number(),
            found_at=AT,
            title=self.text(),
            link=f"https://max.ru/join/{self.text()}",
            owner_id=self.number(),
            remark=self.text(),
        )
        self.keep(
            models.MessengerUpdate,
            region=self.region,
            key=self.text(),
            messenger_id=number,
            user_id=self.number(),
            happened_at=AT,
        )

    def _work(self) -> None:
        self.keep(
            models.SyncRequest,
            chat=self.chat,
            region=self.region,
            version=1,
            state=enums.RequestState.PARKED,
            not_before=AT,
            marked_at=AT,
            reason=self.text(),
        )
        detail = {"person": {"user_id": self.number(), "name": self.text()}}
        self.keep(
            models.MessengerCall,
            chat=self.chat,
            region=self.region,
            step="GrantAdmin",
            detail=detail,
            outcome=enums.CallOutcome.DONE,
            answered_at=AT,
            answer=self.text(),
        )
        self.keep(
            models.WorkOrder,
            chat=self.chat,
            kind=enums.WorkOrderKind.HAND_OVER,
            inspector=self.inspector,
            instruction=self.text(),
            title=self.text(),
            account=self.text(),
            owner_seen=self.number(),
            remark=self.text(),
        )
        self._decisions()
        self._dialogs()
        self._notices()
        self._words()
        self._nights()

    def _dialogs(self) -> None:
        account = {"region": self.region, "account_id": self.number()}
        self.keep(
            models.Invitation,
            **account,
            representative=self.rows["representative"],
            secret_hash=self.text(),
            code_hash=self.text(),
            account_name=self.text(),
            **dict.fromkeys(("made_at", "until", "code_until"), AT),
        )
        link = self.keep(
            models.CompanyLink,
            organisation=self.company,
            token_hash=self.text(),
            email=f"{self.text()}@example.ru",
            **dict.fromkeys(("made_at", "until"), AT),
        )
        who = {"full_name": self.text(), "position": self.text(), "named_at": AT}
        self.keep(models.Nomination, organisation=self.company, link=link, **who)
        times = dict.fromkeys(("received_at", "due_at"), AT)
        self.keep(models.DialogTurn, **account, is_uninvited=False, content=self.text(), **times)
        self.keep(models.CodeTry, **account, turn=self.number(), at=AT)
        self.keep(models.Correspondent, **account, list_message=self.text())

    def _notices(self) -> None:
        row = {"kind": NoticeKind.ORDER, "subject": str(self.number()), "occasion": self.text()}
        notice = self.keep(models.Notice, user=self.user, region=self.region, made_at=AT, **row)
        self.keep(models.NoticeSending, notice=notice, channel=NoticeChannel.EMAIL, due_at=AT)
        self.keep(models.NoticeWish, user=self.user, kind=NoticeKind.ORDER, channel="email", pace="never")

    def _words(self) -> None:
        """What their people write and keep for themselves."""
        self.keep(models.Comment, house=self.house, by=self.user, text=self.text())
        shared = {"list_name": "house", "name": self.text(), "query": f"q={self.text()}"}
        self.keep(models.SavedFilter, user=self.user, region=self.region, **shared)

    def _nights(self) -> None:
        house = {"region": self.region, "house": self.house, "municipality": self.place}
        self.keep(models.FrozenHouse, **house, organisation=self.company, owner_wished=self.number(), figures=1)
        self.keep(models.FormerHouse, region=self.region, house=self.house, day=SINCE, organisation=self.company)
        told = {"figure": HouseFigure.HOUSES, "cause": DeltaCause.NEW_HOUSE, "entered": True}
        self.keep(models.FigureDelta, **house, day=SINCE, **told)

    def _decisions(self) -> None:
        operation = self.keep(
            models.Operation,
            region=self.region,
            kind=enums.OperationKind.REPLACE_COMPANY,
            title=self.text(),
            by=self.user,
            acts_at=AT,
            reason=self.text(),
        )
        self.keep(models.OperationHouse, operation=operation, house=self.house, period=self.period, since=AHEAD)
        self.keep(
            models.Event,
            name="period.replaced",
            by=self.user,
            reason=self.text(),
            region=self.region,
            details={"house": self.text()},
        )

    def _programs(self) -> None:
        """A program of theirs, and an outgoing webhook of it."""
        client, _secret = programs.create(
            name=self.text(),
            regions=[self.region],
            scopes=tuple(enums.ApiScope),
            requests_per_minute=600,
            by=administrator(),
        )
        self.rows["apiclient"] = client
        endpoint = self.keep(
            models.WebhookEndpoint, user=client.user, url=f"https://{self.text()}.example.ru/", events=["chat.changed"]
        )
        self.keep(
            models.WebhookDelivery,
            endpoint=endpoint,
            message_id=self.text(),
            event="chat.changed",
            region=self.region,
            object_id=self.chat.pk,
            payload={"link": self.text()},
            not_before=AT,
            last_error=self.text(),
        )

    # --- what is on record of them -----------------------------------------------------------------------------------

    def record(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the region in every table that leads to one, versions of rows included."""
        found = {}
        for model in apps.get_app_config("supervision").get_models():
            if path := next(paths_to_region(model), None):
                rows = model._default_manager.filter(**{path: self.code}).order_by("pk")
                found[model.__name__] = list(rows.values_list())
        return found
