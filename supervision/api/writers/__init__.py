"""What programs write: one file a resource, each the resource that `api` reads with its writing methods added.

    asked           fields that requests bring, alike everywhere
    houses, organisations, representatives, chats, periods
    bulk, changes_asked     thousands of changes of company in one request
    operations      the job to follow, and taking it back
    imports         register files
    addresses       where all of it lies

Every method runs inside `idempotency.written`, and every change is made by `actions`.
"""
