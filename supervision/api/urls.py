"""Addresses of the interface."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext as _
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from supervision.api.chats import Chats, Journal
from supervision.api.houses import Houses
from supervision.api.organisations import Licences, Organisations, Periods
from supervision.api.people_lists import Inspectors, Representatives
from supervision.api.problems import Problem
from supervision.api.records import Events, ImportIssues, Imports
from supervision.api.reports import Reports
from supervision.api.territory import Municipalities, Regions
from supervision.api.token import Token
from supervision.api.work import Operations, SyncRequests, WorkOrders
from supervision.api.writers.addresses import WRITTEN, routes

RESOURCES = {
    "regions": Regions,
    "municipalities": Municipalities,
    "houses": Houses,
    "organisations": Organisations,
    "licences": Licences,
    "management-periods": Periods,
    "inspectors": Inspectors,
    "representatives": Representatives,
    "chats": Chats,
    "work-orders": WorkOrders,
    "imports": Imports,
    "sync-requests": SyncRequests,
    "operations": Operations,
    "audit-events": Events,
    "reports": Reports,
}

router = SimpleRouter(use_regex_path=False)
for name, resource in (RESOURCES | WRITTEN).items():
    router.register(name, resource, basename=name.replace("/", "-"))


class Nowhere(APIView):
    """Whatever no address fits. Who asks is counted all the same."""

    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> Response:
        self.perform_authentication(request)
        raise Problem(404, "not-found", _("There is no such address. Addresses of the interface end with a slash."))


urlpatterns: list[URLPattern | URLResolver] = [
    path("token/", Token.as_view(), name="api-token"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("v1/schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    *[path(f"v1/{entry.pattern}", entry.callback, name=f"api-{entry.name}") for entry in router.urls],
    path("v1/chats/<int:chat>/journal/", Journal.as_view({"get": "list"}), name="api-chats-journal"),
    path("v1/imports/<int:run>/issues/", ImportIssues.as_view({"get": "list"}), name="api-imports-issues"),
    *routes,
    re_path(r"", Nowhere.as_view(), name="api-nowhere"),
]
