"""FACE: the REST interface for other systems, /api/v1/. Conventions: docs/api.md.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here.

Resources: a file each, named as its address is, reading and writing together; what only one of them needs, below it
urls.py                    all of them, by their addresses
regions.py                 that the login sees
municipalities.py          of regions
houses.py                  and whose own inspector they have
organisations.py           entered, corrected, given to an inspector
licences.py                to manage apartment buildings
management_periods.py      who manages a house
bulk.py                    thousands of changes of company in one request
changes_asked.py           these changes, checked all at once
operations.py              mass changes, to be followed and taken back
inspectors.py              their names and messenger ids
representatives.py         of companies, and under which account
invitations.py             of representatives
chats.py                   what they should be and what they are
chat_standing.py           where one chat stands
chat_journal.py            calls that were made about it
sync_requests.py           the queue
work_orders.py             what people have to do in the messenger
imports.py                 files that were applied
uploads.py                 the way of a file, step by step
webhooks.py                the login's own
deliveries.py              what was told to them
audit_events.py            the record
reports.py                 in the words of their pages

Who asks
token.py                   a program's secret for an hour's token
authentication.py          a program with its token, or a person with a session
scopes.py                  what a token may carry
staying_secrets.py         no token for a secret that was renewed meanwhile
permissions.py             what who asks may do
people.py                  who is shown names of people
discreet.py                what a program does not read of a row
throttling.py              how much may be asked in a minute
request_log.py             around every request: what cannot be read, its language, its line in the log
languages.py               in which language the answer is

Reading
resource.py                a list and single objects, of which the next are parts
pagination.py              pages by key
filtering.py               filters, the same as those of the portal's lists
chosen_fields.py           `fields=`
included.py                `include=`
conditions.py              ETag
compression.py             answers packed with gzip
export.py                  rows by change, a line each
lines.py                   how these lines look
recorded.py                exports on record

Writing
writing.py                 what every write passes
idempotency.py             writes that may be repeated
parsing.py                 bodies, days and instants
bounded_fields.py          fields that requests bring

Refusals
problems.py                every refusal as RFC 9457
problem_types.py           every kind of problem, in one table
problem_kind.py            what is said of a kind
refusal_types.py           rules of the portal as problems
refusals_of_operations.py  which of these rules an operation may meet
problem_pages.py           the page of each kind

OpenAPI
schema.py                  what it says of every operation
schema_whole.py            what it says beside them
example_answers.py         its examples
leaving.py                 what is to go, and when
"""
