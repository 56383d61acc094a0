"""How many statements every list and page takes, and that no list counts a whole table.

A NEW PAGE? Run this file: the failure names it. Add a line to USUALLY: what it takes with one row of everything, the
session included. A page that suddenly takes SPARE more than that reads something twice.
"""

import re
from fnmatch import fnmatch

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.everything import populate
from tests.integration.test_access_table import PAGES, Page, sign_in
from tests.sampled import sampled
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.walk]

# pages without a line answer without rows of the portal: doors, redirects, buttons that are only pressed
USUALLY = {
    "admin:search": 5,
    "admin:index": 60,  # of a head whose region is not set up yet; 38 afterwards
    "admin:app_list": 5,
    "find": 15,
    "notices": 9,  # the bell on every page: the regions of the login, and its unread by kind
    "notice_wishes": 10,
    "suggest": 4,
    "set_up_region": 30,
    "admin:supervision_messengeraccount_changelist": 12,
    "admin:supervision_messengeraccount_history": 9,
    "admin:supervision_messengeraccount_change": 13,
    "admin:supervision_adoption_changelist": 13,
    "admin:supervision_adoption_change": 11,
    "admin:supervision_adoptionline_changelist": 14,
    "admin:supervision_adoptionline_change": 7,
    "admin:supervision_chat_changelist": 14,
    "admin:supervision_chat_change": 52,
    "admin:supervision_event_changelist": 24,  # one more for each kind of what the events are about
    "admin:supervision_event_change": 18,
    "admin:supervision_foundchat_changelist": 13,
    "admin:supervision_foundchat_change": 10,
    "admin:supervision_house_replace_company": 14,
    "admin:supervision_house_correct": 12,
    "admin:supervision_house_merge": 13,
    "admin:supervision_house_changelist": 16,
    "admin:supervision_house_history": 25,
    "admin:supervision_house_change": 43,
    "admin:supervision_managementperiod_changelist": 14,
    "admin:supervision_managementperiod_history": 13,
    "admin:supervision_managementperiod_change": 11,
    "admin:supervision_importrun_changelist": 13,
    "admin:supervision_importrun_change": 10,
    "admin:supervision_importrun_undo": 9,
    "admin:supervision_importissue_changelist": 14,
    "admin:supervision_importissue_change": 7,
    "admin:supervision_operation_progress": 8,
    "admin:supervision_operation_changelist": 13,
    "admin:supervision_operation_change": 16,
    "admin:supervision_organisation_correct": 9,
    "admin:supervision_organisation_new": 7,
    "admin:supervision_organisation_people": 30,
    "admin:supervision_organisation_inspector": 9,
    "admin:supervision_organisation_changelist": 14,
    "admin:supervision_organisation_history": 12,
    "admin:supervision_organisation_change": 21,
    "admin:supervision_organisation_succession": 12,
    "admin:supervision_representative_changelist": 13,
    "admin:supervision_representative_history": 11,
    "admin:supervision_representative_change": 7,
    "admin:supervision_inspector_absence": 10,
    "admin:supervision_inspector_dismiss": 10,
    "admin:supervision_inspector_invitation": 48,  # tries how many chats the new owner gets, and takes it back
    "admin:supervision_inspector_new": 7,
    "admin:supervision_inspector_correct": 9,
    "admin:supervision_inspector_load": 18,
    "admin:supervision_inspector_changelist": 14,
    "admin:supervision_inspector_history": 17,
    "admin:supervision_inspector_change": 16,
    "admin:supervision_absence_other": 13,
    "admin:supervision_absence_changelist": 13,
    "admin:supervision_absence_history": 13,
    "admin:supervision_absence_change": 13,
    "admin:supervision_zone_grid": 12,
    "admin:supervision_zone_changelist": 14,
    "admin:supervision_zone_history": 9,
    "admin:supervision_zone_change": 11,
    "admin:supervision_region_changelist": 12,
    "admin:supervision_region_history": 7,
    "admin:supervision_region_change": 7,
    "admin:supervision_syncrequest_changelist": 14,
    "admin:supervision_syncrequest_change": 9,
    "admin:supervision_messengercall_changelist": 14,
    "admin:supervision_messengercall_change": 10,
    "admin:supervision_upload_new": 9,
    "admin:supervision_upload_progress": 4,
    "admin:supervision_upload_changelist": 13,
    "admin:supervision_upload_change": 15,
    "admin:supervision_workorder_changelist": 14,
    "admin:supervision_workorder_change": 28,
    # the interface, asked by a person; a program has its token instead of a session
    "people_awaited": 10,
    "access": 26,
    "access_review": 19,
    "reports": 5,
    "report": 8,
    "report_print": 8,
    "api-docs": 3,
    "api-schema": 6,
    "api-reports-list": 6,
    "api-reports-detail": 8,
    "api-regions-list": 7,
    "api-regions-detail": 7,
    "api-municipalities-list": 7,
    "api-municipalities-detail": 7,
    "api-houses-list": 7,
    "api-houses-detail": 7,
    "api-organisations-list": 7,
    "api-organisations-detail": 7,
    "api-licences-list": 7,
    "api-licences-detail": 8,
    "api-management-periods-list": 8,
    "api-management-periods-detail": 8,
    "api-inspectors-list": 7,
    "api-inspectors-detail": 7,
    "api-representatives-list": 7,
    "api-representatives-detail": 8,
    "api-invitations-list": 7,
    "api-invitations-detail": 7,
    "api-chats-list": 7,
    "api-chats-detail": 24,
    "api-work-orders-list": 7,
    "api-work-orders-detail": 8,
    "api-imports-list": 7,
    "api-imports-detail": 7,
    "api-sync-requests-list": 7,
    "api-sync-requests-detail": 7,
    "api-operations-list": 7,
    "api-operations-detail": 9,
    "api-audit-events-list": 7,
    "api-audit-events-detail": 7,
    "api-imports-uploads-list": 7,
    "api-imports-uploads-detail": 7,
    "api-webhooks-list": 7,
    "api-chats-journal": 8,
    "api-imports-issues": 8,
    "api-operation-houses": 9,
    "admin:supervision_target_changelist": 12,
    "admin:supervision_target_change": 6,
    "admin:supervision_webhookendpoint_changelist": 12,
    "admin:supervision_webhookdelivery_changelist": 14,
}
SPARE = 2  # a page may gain a line without anybody counting anew
NO_ROWS = ("health/", "", "admin:log*", "admin:password_change*", "admin:view_on_site", "admin:jsi18n", "admin/*",
           "admin:auth_user_*", "account_*", "mfa_*", "webhook", "*_add", "*_delete", "*_press", "*_export",
           "access_invite", "access_claims", "terms", "access_login", "access_review_file", "login_link",
           "company_page", "company_link", "open_data", "open_data_file",
           "api-index", "api-problem*",
           "*_keepfilter", "*_removefilter", "*_columns", "*_many", "*_comment", "*_takeback", "*_house_inspectors",
           "*_poster", "*_replace_companies", "*_pass_houses",
            "*_remarks", "*_template", "set_up", "admin:autocomplete", "*_listfile", "admin:supervision_apiclient_*",
            "admin:supervision_webhook*_change", "*_new_secret", "*_token", "guide*")  # fmt: skip
# what only writes, and what is a program's own
WRITES = ("api-token", "api-nowhere", "*-export", "*-demolish", "*-restore", "*-bulk", "*-cancel", "*-end", "*-exclude",
          "*-account", "*-remove", "*-freeze", "*-thaw", "*-look", "*-push", "*-undo", "*-confirm", "*-rotate-secret",
          "api-webhooks-detail", "api-webhooks-test", "api-webhooks-redeliver", "api-deliveries-*",
          "*-revoke")  # fmt: skip
COUNTS_ALL = re.compile(r"SELECT COUNT\((?!.*\b(LIMIT|WHERE)\b)", re.IGNORECASE | re.DOTALL)
# they tell of people, or are the administrator's
NOT_FOR_ANALYSTS = {"upload", "adoption", "adoptionline", "inspector", "absence", "representative", "apiclient"}
LISTS = [
    model
    for model in admin.site._registry
    if model._meta.app_label == "supervision" and model._meta.model_name not in NOT_FOR_ANALYSTS
]


def has_no_rows(page: Page) -> bool:
    return any(fnmatch(page.key, pattern) for pattern in (*NO_ROWS, *WRITES))


def statements(client: Client, path: str) -> list[str]:
    client.get(path)  # fills what a process keeps
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return [query["sql"] for query in queries]


def test_every_page_stands_in_the_table() -> None:
    missing = sorted({page.key for page in PAGES if not has_no_rows(page) and page.key not in USUALLY})
    assert not missing, f"say how many statements they take: one line each in USUALLY for {missing}"


def test_the_table_names_no_page_that_is_gone() -> None:
    assert set(USUALLY) <= {page.key for page in PAGES}


def test_no_page_takes_more_statements_than_the_table_says_nor_more_for_more_rows(world: World) -> None:
    objects, client, wrong = populate(world), sign_in("head", world), []
    paths = {page.key: page.path(objects) + ("?q=мира" if page.key == "find" else "") for page in PAGES}
    looked_at = sampled(USUALLY, 2)
    few = {key: len(statements(client, paths[key])) for key in looked_at}
    populate(world, range(2, 5))
    many = {key: len(statements(client, paths[key])) for key in looked_at}
    for key in looked_at:
        usual = USUALLY[key]
        if few[key] > usual + SPARE or many[key] > max(few[key], usual):
            wrong.append(f"{key}: {few[key]} with one row, {many[key]} with four, {usual} in the table")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("model", sampled(LISTS, 3), ids=lambda model: model._meta.model_name)
def test_no_list_counts_a_whole_table(world: World, model: type) -> None:
    """As the analyst, whom no region narrows; with a search and with every filter as it stands."""
    populate(world)
    client = sign_in("analyst", world)
    url = reverse(f"admin:supervision_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    asked = [sql for path in (url, f"{url}?q=5", f"{url}?region=55") for sql in found(client, path)]
    assert [sql for sql in asked if COUNTS_ALL.search(sql)] == []
    assert any("COUNT(" in sql for sql in asked)  # of which the pages are made


def found(client: Client, path: str) -> list[str]:
    """A filter that the list does not have leads back to the list."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, follow=True)
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("sql", ["SELECT COUNT(*) FROM house", "SELECT COUNT(*) FROM house JOIN chat ON true"])
def test_a_count_of_a_whole_table_is_seen(sql: str) -> None:
    assert COUNTS_ALL.search(sql)
    assert not COUNTS_ALL.search(f"{sql} LIMIT 10000")
