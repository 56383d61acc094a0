"""The portal: from a register file to an owned house chat. One line a folder, top down: each imports only what stands
below it (tests/architecture/test_layers.py). A change flows through the numbered stages; words: docs/glossary.md.

    urls.py         face: the addresses of pages, interface and webhooks
    admin/          face: lists, pages and buttons for people, a folder an area
    api/            face: the REST interface for other state systems
    management/     face: commands
    tasks.py        face: what Celery runs: ids in, one call out
    messenger_webhook.py  face: what the messenger posts
    signin/         face: signing in, second factor, how long a session lives
    open_data_page.py  face: the published files, for everybody
    company_page/   face: what a company sees and says by its link, without a password
    apps.py         the Django app
    checks.py       what is wrong with the installation's settings, said at the start
    imports/        stage 1b: what a file says -> facts; the story of every import, dry and applied
    previews/       what a change would mean, before it is made
    linking/        which chat of the messenger is whose: inbox, linking, subscriptions, adoption
    dialogs/        a person alone with the bot: turns kept, answered, deleted
    actions/        stage 2: what a person or a program decides: fact + audit + mark, one transaction
    reconcile/      stages 5 and 6: messenger calls and work orders, journalled; looking, which alone settles a chat
    outgoing/       other systems: change feed, webhooks, their endpoints
    open_data/      sums of the daily snapshots as files for everybody
    reports/        stage 7: lists, figures and files for people
    notices/        who is told of what by the portal itself: marks, wishes, mail
    upkeep/         whether the installation is well: its parts, signs of life, gauges
    retention/      what grows, how long it is kept, and what becomes of it then
    conversation/   what the bot says in a dialog, pure
    planning/       stage 4, pure: the difference of wish and observation as ordered steps, and its limits
    queue/          which chats may differ: marks, and leases of those who work on them
    desired/        stage 3: facts + a date -> what each chat should be
    registry/       stage 1a, pure: file -> rows -> differences
    search.py       houses by the words that people type
    worklists/      the rows that need a person
    seals.py        seals on the record of events: made, checked, archived
    shortenings.py  events which say that the record was shortened
    audit.py        who did what, and why; asks for the right to it
    access/         who may see and do what: rows, roles, and the right that each act needs
    history.py      the kept revisions of a row
    qr_codes.py     a link as a picture
    local_time.py   instants on a region's own clock
    locks.py        what only one process does at a time
    models/         the tables, one concept a file
    messenger/      the outside world: port, client, pace, emulator; knows nothing of the portal
    keyring.py      secrets sealed with keys outside the database
    stored_language.py  the language of what is kept and of what residents read
    prompt_redis.py a client of Redis that waits for nothing long
    outages.py      what is away or full, and no error of the portal
    confirmed.py    what a person confirms is what was shown: the digest of a preview
    house_facts.py  what a register says of a house: every field once
    errors.py       what is refused, for faces to word
    figures.py      what figures count, and why they change
    notice_kinds.py what people are told of by the portal itself, how soon, by which way
    spelling.py     one spelling of what Russian writes in several
    enums.py        the words that tables and rules share
"""
