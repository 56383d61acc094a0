"""What the resources of the interface answer to whom, where it is not the standard: rows of the access table.

In the order of `test_access_table.PEOPLE`: to GET, then to an empty POST.
"""

OF_RESOURCES = {
    # analysts see people as counts only
    "api-inspectors-list": ("200 200 200 403 401 401", "405 405 405 403 401 401"),
    "api-inspectors-detail": ("200 404 200 403 401 401", "405 405 405 403 401 401"),
    "api-representatives-list": ("200 200 200 403 401 401", "403 403 403 403 401 401"),
    "api-representatives-detail": ("200 404 200 403 401 401", "403 403 403 403 401 401"),
    "api-invitations-list": ("200 200 200 403 401 401", "403 403 403 403 401 401"),
    "api-invitations-detail": ("200 404 200 403 401 401", "403 403 403 403 401 401"),
    "api-invitations-revoke": ("405 405 405 403 401 401", "403 403 403 403 401 401"),
    "api-chats-journal": ("200 404 200 200 401 401", "405 404 405 405 401 401"),
    "api-imports-issues": ("200 404 200 200 401 401", "405 404 405 405 401 401"),
    "api-operation-houses": ("200 404 200 200 401 401", "405 405 405 405 401 401"),
    # every report is there for everybody; of which regions it speaks is another matter
    "api-reports-detail": ("200 200 200 200 401 401", "405 405 405 405 401 401"),
    # a session writes nothing here, whoever it is of
    **{
        f"api-{name}": ("200 200 200 200 401 401", "403 403 403 403 401 401")
        for name in (
            *("houses-list", "houses-export", "chats-list", "chats-export", "management-periods-export"),
            *("organisations-export", "operations-list"),
        )
    },
    # nothing of these is ever written
    **{
        f"api-{name}-export": ("200 200 200 200 401 401", "405 405 405 405 401 401")
        for name in ("municipalities", "work-orders")
    },
    **{
        f"api-{name}-list": ("200 200 200 200 401 401", "403 403 403 403 401 401")
        for name in ("organisations", "management-periods", "sync-requests", "webhooks")
    },
    **{
        f"api-{name}-detail": ("200 404 200 200 401 401", "403 403 403 403 401 401")
        for name in ("houses", "organisations", "management-periods", "chats", "imports", "sync-requests", "operations")
    },
    **{
        f"api-{name}": ("405 405 405 405 401 401", "403 403 403 403 401 401")
        for name in (
            *("houses-demolish", "houses-restore", "operations-undo"),
            *("management-periods-cancel", "management-periods-end", "management-periods-exclude"),
            *("chats-freeze", "chats-look", "chats-push", "chats-thaw"),
        )
    },
    "api-management-periods-bulk": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    "api-representatives-account": ("405 405 405 403 401 401", "403 403 403 403 401 401"),
    "api-representatives-remove": ("405 405 405 403 401 401", "403 403 403 403 401 401"),
    "api-imports-list": ("200 200 200 200 401 401", "403 403 403 403 401 401"),
    "api-imports-uploads-list": ("200 200 200 200 401 401", "403 403 403 403 401 401"),
    "api-imports-uploads-detail": ("200 404 200 404 401 401", "403 403 403 403 401 401"),
    "api-imports-uploads-confirm": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    "api-imports-uploads-cancel": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    # a login's own
    "api-webhooks-detail": ("404 404 404 404 401 401", "403 403 403 403 401 401"),
    "api-webhooks-rotate-secret": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    "api-deliveries-list": ("404 404 404 404 401 401", "403 403 403 403 401 401"),
    "api-deliveries-detail": ("404 404 404 404 401 401", "403 403 403 403 401 401"),
    "api-deliveries-redeliver": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    # who it is is asked again before names are taken along
    "api-inspectors-export": ("403 403 403 403 401 401", "405 405 405 403 401 401"),
    "api-representatives-export": ("403 403 403 403 401 401", "403 403 403 403 401 401"),
    # who comes by is told where things lie
    "api-index": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "api-problems": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
    "api-problem": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
    "api-webhooks-test": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
    "api-webhooks-redeliver": ("405 405 405 405 401 401", "403 403 403 403 401 401"),
}
