"""Addresses of the portal's own pages and of what other systems call."""

from django.contrib import admin
from django.urls import include, path

from supervision import messenger_webhook, open_data_page
from supervision.admin.desk.find import find_page, suggest
from supervision.admin.guide.guide_pages import chapter_page, picture_file
from supervision.admin.logins.access_pages import AccessPage, InvitePage, LoginPage
from supervision.admin.logins.claims_page import ClaimsPage
from supervision.admin.logins.review import ReviewFile, ReviewPage
from supervision.admin.notices.notice_pages import NoticesPage, NoticeWishesPage
from supervision.admin.people.awaited_page import AwaitedPage
from supervision.admin.regions.set_up_page import SetUpPage, regions_page
from supervision.admin.reports.reports import IndexPage, ReportFile, ReportPage
from supervision.admin.upkeep.terms_page import terms_page

_page = admin.site.admin_view

urlpatterns = [
    path("admin/reports/", _page(IndexPage.as_view()), name="reports"),
    path("admin/reports/<slug:name>/", _page(ReportPage.as_view()), name="report"),
    path(
        "admin/reports/<slug:name>/print/",
        _page(ReportPage.as_view(template="admin/reports/print.html")),
        name="report_print",
    ),
    path("admin/reports/<slug:name>/export/<slug:form>/", _page(ReportFile.as_view()), name="report_export"),
    path("admin/access/", _page(AccessPage.as_view()), name="access"),
    path("admin/access/invite/", _page(InvitePage.as_view()), name="access_invite"),
    path("admin/access/claims/", _page(ClaimsPage.as_view()), name="access_claims"),
    path("admin/access/review/", _page(ReviewPage.as_view()), name="access_review"),
    path("admin/access/review/<slug:form>/", _page(ReviewFile.as_view()), name="access_review_file"),
    path("admin/access/<int:pk>/", _page(LoginPage.as_view()), name="access_login"),
    path("admin/terms/", _page(terms_page), name="terms"),
    path("admin/help/", _page(chapter_page), name="guide"),
    path("admin/help/<slug:name>/", _page(chapter_page), name="guide_chapter"),
    path("admin/help/pictures/<str:name>", _page(picture_file), name="guide_picture"),
    path("admin/people-awaited/", _page(AwaitedPage.as_view()), name="people_awaited"),
    path("admin/notices/", _page(NoticesPage.as_view()), name="notices"),
    path("admin/notices/settings/", _page(NoticeWishesPage.as_view()), name="notice_wishes"),
    path("admin/set-up/", _page(regions_page), name="set_up"),
    path("admin/set-up/<slug:code>/", _page(SetUpPage.as_view()), name="set_up_region"),
    path("company/", include("supervision.company_page.urls")),
    path("api/", include("supervision.api.urls")),
    path("find/", admin.site.admin_view(find_page), name="find"),
    path("find/suggest/", admin.site.admin_view(suggest), name="suggest"),
    path("open-data/", open_data_page.index, name="open_data"),
    path("open-data/<str:version>/<str:name>", open_data_page.file, name="open_data_file"),
    path("webhooks/max/<slug:region_code>/", messenger_webhook.receive, name="webhook"),
]
