"""Addresses of the interface."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from supervision.api.audit_events import Events
from supervision.api.chat_journal import Journal
from supervision.api.chats import Chats
from supervision.api.deliveries import Deliveries
from supervision.api.filtering import refuse_unknown
from supervision.api.houses import Houses
from supervision.api.imports import ImportIssues, Imports
from supervision.api.inspectors import Inspectors
from supervision.api.invitations import Invitations
from supervision.api.licences import Licences
from supervision.api.management_periods import Periods
from supervision.api.municipalities import Municipalities
from supervision.api.operations import OperationHouses, Operations
from supervision.api.organisations import Organisations
from supervision.api.problem_pages import problem_page, problems_page
from supervision.api.problems import Problem
from supervision.api.regions import Regions
from supervision.api.reports import Reports
from supervision.api.representatives import Representatives
from supervision.api.sync_requests import SyncRequests
from supervision.api.token import Token
from supervision.api.uploads import Uploads
from supervision.api.webhooks import Webhooks
from supervision.api.work_orders import WorkOrders

RESOURCES = {
    "regions": Regions,
    "municipalities": Municipalities,
    "houses": Houses,
    "organisations": Organisations,
    "licences": Licences,
    "management-periods": Periods,
    "inspectors": Inspectors,
    "representatives": Representatives,
    "invitations": Invitations,
    "chats": Chats,
    "work-orders": WorkOrders,
    "imports": Imports,
    "imports/uploads": Uploads,
    "sync-requests": SyncRequests,
    "operations": Operations,
    "webhooks": Webhooks,
    "audit-events": Events,
    "reports": Reports,
}

router = SimpleRouter(use_regex_path=False)
for name, resource in RESOURCES.items():
    router.register(name, resource, basename=name.replace("/", "-"))


class IndexShown(serializers.Serializer):
    version = serializers.CharField(help_text="Of the interface; what changed with it stands in docs/api.md.")
    resources = serializers.DictField(child=serializers.CharField())
    schema = serializers.CharField()
    docs = serializers.CharField()
    token = serializers.CharField()
    problems = serializers.CharField()


class Nowhere(APIView):
    """Whatever no address fits. Who asks is counted all the same."""

    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> Response:
        self.perform_authentication(request)
        raise Problem(404, "not-found", _("There is no such address. Addresses of the interface end with a slash."))


class Index(APIView):
    """Where everything lies: what a program can find by itself from one address."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="index", responses=IndexShown)
    def get(self, request: Request) -> Response:
        """The addresses of the interface, by name."""
        refuse_unknown(request, [])
        shown = {name: f"/api/v1/{name}/" for name in RESOURCES}
        more = {"schema": "/api/v1/schema/", "docs": "/api/docs/", "token": "/api/token/", "problems": "/api/problems/"}
        return Response({"version": settings.SPECTACULAR_SETTINGS["VERSION"], "resources": shown, **more})


urlpatterns: list[URLPattern | URLResolver] = [
    path("token/", Token.as_view(), name="api-token"),
    path("problems/", problems_page, name="api-problems"),
    path("problems/<slug:slug>", problem_page, name="api-problem"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("v1/", Index.as_view(), name="api-index"),
    path("v1/schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    *[path(f"v1/{entry.pattern}", entry.callback, name=f"api-{entry.name}") for entry in router.urls],
    path("v1/chats/<int:chat>/journal/", Journal.as_view({"get": "list"}), name="api-chats-journal"),
    path("v1/imports/<int:run>/issues/", ImportIssues.as_view({"get": "list"}), name="api-imports-issues"),
    path(
        "v1/operations/<int:operation>/houses/", OperationHouses.as_view({"get": "list"}), name="api-operation-houses"
    ),
    path("v1/webhooks/<int:webhook>/deliveries/", Deliveries.as_view({"get": "list"}), name="api-deliveries-list"),
    path(
        "v1/webhooks/<int:webhook>/deliveries/<int:pk>/",
        Deliveries.as_view({"get": "retrieve"}, detail=True),
        name="api-deliveries-detail",
    ),
    path(
        "v1/webhooks/<int:webhook>/deliveries/<int:pk>/redeliver/",
        Deliveries.as_view({"post": "redeliver"}, detail=True),
        name="api-deliveries-redeliver",
    ),
    re_path(r"", Nowhere.as_view(), name="api-nowhere"),
]
