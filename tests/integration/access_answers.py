"""What each page answers to each person: `inspector stranger head analyst client anonymous`, for GET and for POST.

A NEW PAGE? One line in OWN_PAGES, unless a pattern of STANDARD fits it (`test_access_table.py`).
"""

from tests.interface_access import OF_RESOURCES

STANDARD = {
    "admin:supervision_*_keepfilter": ("405 405 405 405 login login", "302 302 302 302 login login"),
    "admin:supervision_*_columns": ("405 405 405 405 login login", "302 302 302 302 login login"),
    "admin:supervision_*_removefilter": ("405 405 405 405 login login", "404 404 404 404 login login"),
    "admin:supervision_*_changelist": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "admin:supervision_*_add": ("403 403 403 403 login login", "403 403 403 403 login login"),
    "admin:supervision_*_change": ("200 404 200 200 login login", "403 404 403 403 login login"),
    "admin:supervision_*_delete": ("403 404 403 403 login login", "403 404 403 403 login login"),
    "admin:supervision_*_history": ("200 404 200 200 login login", "200 404 200 200 login login"),
    "admin:supervision_*_listfile": ("405 405 405 405 login login", "200 200 200 200 login login"),
    # buttons: looking never presses
    "admin:supervision_*_press": ("405 404 405 405 login login", "302 404 302 403 login login"),
    # logins are the administrator's
    "admin:auth_user_*": ("403 403 403 403 login login", "403 403 403 403 login login"),
    # the interface: who is not known gets 401, and nothing is written there by an empty POST
    "api-*-list": ("200 200 200 200 401 401", "405 405 405 405 401 401"),
    "api-*-detail": ("200 404 200 200 401 401", "405 405 405 405 401 401"),
    # an old address of Django's, which leads to the object's page
    "admin/*/<path:object_id>/": ("302 302 302 302 login login", "302 302 302 302 login login"),
}

# rows about people, and files as people bring them: to an analyst they do not exist (`access.OF_PEOPLE`)
ABOUT_PEOPLE = {
    "changelist": ("200 200 200 403 login login", "200 200 200 403 login login"),
    "change": ("200 404 200 404 login login", "403 404 403 404 login login"),
    "delete": ("403 404 403 404 login login", "403 404 403 404 login login"),
    "listfile": ("405 405 405 405 login login", "302 302 302 403 login login"),  # who it is is asked again
    "keepfilter": ("405 405 405 405 login login", "302 302 302 403 login login"),
    "columns": ("405 405 405 405 login login", "302 302 302 403 login login"),
    "removefilter": ("405 405 405 405 login login", "404 404 404 403 login login"),
}
PEOPLE = ("absence", "inspector", "representative")
# lists with words or columns that may name people: who it is is asked again before they leave; an analyst reads none
NAMING_LISTS = (
    *("event", "operation", "chat", "foundchat", "syncrequest", "messengercall", "workorder", "importrun"),
    *("importissue", "organisation", "region", "target", "webhookendpoint"),
)
PEOPLE_AND_FILES = (*PEOPLE, "adoption", "adoptionline", "upload")

OWN_PAGES = {
    **dict.fromkeys(
        (f"admin:supervision_{model}_listfile" for model in NAMING_LISTS),
        ("405 405 405 405 login login", "302 302 302 200 login login"),
    ),
    **{f"admin:supervision_{model}_{page}": row for model in PEOPLE_AND_FILES for page, row in ABOUT_PEOPLE.items()},
    **dict.fromkeys(
        (f"admin:supervision_{model}_history" for model in PEOPLE),
        ("200 404 200 404 login login", "200 404 200 404 login login"),
    ),
    "admin:supervision_upload_press": ("405 404 405 404 login login", "302 404 302 404 login login"),
    "health/": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
    "": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
    "admin:index": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "admin:app_list": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "admin:search": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "admin:login": ("login login login login login login", "login login login login login login"),
    "admin:logout": ("200 200 200 200 302 302", "login login login login 302 302"),
    "admin:password_change": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "admin:password_change_done": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "admin:autocomplete": ("403 403 403 403 login login", "405 405 405 405 login login"),
    "admin:jsi18n": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "admin:view_on_site": ("404 404 404 404 login login", "404 404 404 404 login login"),
    "admin/(?P<url>.*)$": ("404 404 404 404 login login", "404 404 404 404 login login"),
    **dict.fromkeys(
        ("guide", "guide_chapter", "guide_picture"), ("200 200 200 200 login login", "200 200 200 200 login login")
    ),
    "admin:supervision_house_replace_company": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_house_correct": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_house_merge": ("403 404 200 403 login login", "403 404 200 403 login login"),
    "admin:supervision_importrun_undo": ("403 404 200 403 login login", "403 404 200 403 login login"),
    "admin:supervision_organisation_succession": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_organisation_correct": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_organisation_new": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_organisation_people": ("200 404 200 403 login login", "200 404 200 403 login login"),
    "admin:supervision_inspector_load": ("200 200 200 403 login login", "405 405 405 405 login login"),
    # whoever gives roles; the login asked for is nobody's
    "access": ("403 403 200 403 login login", "403 403 405 403 login login"),
    "access_invite": ("403 403 200 403 login login", "403 403 200 403 login login"),
    "access_review": ("403 403 200 403 login login", "403 403 405 403 login login"),
    "access_review_file": ("403 403 405 403 login login", "403 403 302 403 login login"),
    "set_up": ("403 403 302 403 login login", "403 403 302 403 login login"),
    "set_up_region": ("403 404 200 403 login login", "403 404 403 403 login login"),
    "terms": ("403 403 403 403 login login", "403 403 403 403 login login"),
    "access_claims": ("403 403 403 403 login login", "403 403 403 403 login login"),
    # none is configured
    **dict.fromkeys(
        (f"account_provider{name}" for name in ("", "_callback", "_again", "_join", "_logout")),
        ("404 404 404 404 404 404", "404 404 404 404 404 404"),
    ),
    "access_login": ("404 404 404 404 login login", "404 404 404 404 login login"),
    "reports": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "report": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "report_print": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "report_export": ("405 405 405 405 login login", "200 200 200 200 login login"),
    # targets are the ministry's, of no region unless it says so
    "admin:supervision_target_change": ("200 200 200 200 login login", "403 403 403 403 login login"),
    "admin:supervision_target_delete": ("403 403 403 403 login login", "403 403 403 403 login login"),
    "notices": ("200 200 200 200 login login", "302 302 302 302 login login"),
    "notice_wishes": ("200 200 200 200 login login", "302 302 302 302 login login"),
    "suggest": ("200 200 200 200 login login", "200 200 200 200 login login"),
    # nothing was chosen before
    **dict.fromkeys(
        (
            *("admin:supervision_chat_many", "admin:supervision_workorder_many"),
            "admin:supervision_house_inspectors",
        ),
        ("404 404 404 404 login login", "404 404 404 404 login login"),
    ),
    # the region's own people
    **dict.fromkeys(
        (f"admin:supervision_{model}_comment" for model in ("house", "chat", "workorder")),
        ("405 404 405 405 login login", "302 404 302 403 login login"),
    ),
    **dict.fromkeys(
        (f"admin:supervision_{model}_takeback" for model in ("house", "chat", "workorder")),
        ("405 404 405 405 login login", "404 404 404 403 login login"),
    ),
    **{
        f"admin:supervision_apiclient_{page}": ("405 405 405 405 login login", "403 403 403 403 login login")
        for page in ("keepfilter", "columns", "removefilter")
    },
    "find": ("200 200 200 200 login login", "200 200 200 200 login login"),
    # the messenger's door has a secret of its own
    "webhook": ("405 405 405 405 405 405", "403 403 403 403 403 403"),
    "admin:supervision_chat_poster": ("405 405 405 405 login login", "200 404 200 200 login login"),
    "admin:supervision_house_replace_companies": ("404 404 404 404 login login", "404 404 404 404 login login"),
    "admin:supervision_organisation_pass_houses": ("405 404 405 405 login login", "302 404 302 403 login login"),
    "admin:supervision_operation_progress": ("200 404 200 200 login login", "200 404 200 200 login login"),
    "admin:supervision_operation_export": ("405 404 405 405 login login", "302 404 302 200 login login"),
    "admin:supervision_upload_new": ("200 200 200 403 login login", "200 200 200 403 login login"),
    "admin:supervision_upload_progress": ("200 404 200 404 login login", "200 404 200 404 login login"),
    # no kind of file has the name that is asked for here
    "admin:supervision_upload_template": ("404 404 404 403 login login", "404 404 404 403 login login"),
    "admin:supervision_upload_remarks": ("405 404 405 404 login login", "302 404 302 404 login login"),
    # people and zones are the head's, and so is linking chats by the list
    "admin:supervision_adoption_press": ("405 404 405 404 login login", "403 404 302 404 login login"),
    "admin:supervision_inspector_absence": ("403 404 200 404 login login", "403 404 200 404 login login"),
    "admin:supervision_inspector_new": ("403 404 200 403 login login", "403 404 200 403 login login"),
    "admin:supervision_inspector_correct": ("403 404 200 404 login login", "403 404 200 404 login login"),
    "admin:supervision_inspector_invitation": ("403 404 200 404 login login", "403 404 302 404 login login"),
    "admin:supervision_inspector_dismiss": ("403 404 200 404 login login", "403 404 200 404 login login"),
    "admin:supervision_organisation_inspector": ("403 404 200 403 login login", "403 404 200 403 login login"),
    "admin:supervision_absence_other": ("403 404 200 404 login login", "403 404 200 404 login login"),
    "admin:supervision_absence_press": ("405 404 405 404 login login", "403 404 302 404 login login"),
    "admin:supervision_zone_grid": ("403 404 200 403 login login", "403 404 200 403 login login"),
    # only those who manage the region change it
    "admin:supervision_region_change": ("200 404 200 200 login login", "403 404 200 403 login login"),
    "admin:supervision_messengeraccount_token": ("403 404 302 403 login login", "403 404 302 403 login login"),
    "admin:supervision_messengeraccount_press": ("405 404 405 405 login login", "403 404 302 403 login login"),
    # a login's own, and the administrator's: these belong to none of them
    **{
        f"admin:supervision_{model}_{page}": ("404 404 404 404 login login", "404 404 404 404 login login")
        for model in ("webhookendpoint", "webhookdelivery")
        for page in ("change", "delete", "press")
    },
    "admin:supervision_webhookendpoint_new_secret": ("404 404 404 404 login login", "404 404 404 404 login login"),
    # programs are the administrator's
    "admin:supervision_apiclient_listfile": ("405 405 405 405 login login", "403 403 403 403 login login"),
    **{
        f"admin:supervision_apiclient_{page}": ("403 403 403 403 login login", "403 403 403 403 login login")
        for page in ("changelist", "change", "delete", "press", "new_secret")
    },
    **OF_RESOURCES,
    # a program's secret opens this door
    "api-token": ("405 405 405 405 405 405", "400 400 400 400 400 400"),
    "api-docs": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "api-schema": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "api-nowhere": ("404 404 404 404 404 404", "404 404 404 404 404 404"),
    # who is signed in needs no door; what changes the second factor asks for the password first
    "account_login": ("302 302 302 302 200 200", "302 302 302 302 200 200"),
    "account_logout": ("200 200 200 200 login login", "login login login login login login"),
    "account_inactive": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "account_reauthenticate": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "account_change_password": ("200 200 200 200 login login", "200 200 200 200 login login"),
    "account_own": ("200 200 200 200 login login", "302 302 302 302 login login"),
    # without a login; who has come in by no link is told so
    **dict.fromkeys(("open_data", "open_data_file"), ("404 404 404 404 404 404", "405 405 405 405 405 405")),
    **dict.fromkeys(("company_page", "company_link"), ("404 404 404 404 404 404", "404 404 404 404 404 404")),
    "people_awaited": ("200 200 200 403 login login", "302 302 302 403 login login"),
    "login_link": ("404 404 404 404 404 404", "404 404 404 404 404 404"),
    "mfa_index": ("200 200 200 200 login login", "405 405 405 405 login login"),
    "mfa_authenticate": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_reauthenticate": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_activate_totp": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_deactivate_totp": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_view_recovery_codes": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_generate_recovery_codes": ("302 302 302 302 login login", "302 302 302 302 login login"),
    "mfa_download_recovery_codes": ("302 302 302 302 login login", "302 302 302 302 login login"),
}
