"""FACE: the REST interface for other systems, /api/v1/. Conventions: docs/api.md.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here. A resource is one file, named
as its address is (`urls.py`), reading and writing together; what all of them share:

    authentication, scopes, permissions, people, token    who asks, what the program may do, who is shown names
    resource                                              lists and single objects, of which the next are parts
    pagination, filtering, fields, conditions             pages by key, filters, `fields=`, ETag
    writing, idempotency, parsing, asked                  what every write passes, and fields that requests bring
    bulk, changes_asked                                   thousands of changes of company in one request
    export, lines                                         rows by change, a line each
    recorded                                              exports on record
    problems                                              every refusal as RFC 9457
    throttling, request_log                               every request: limit, size, language, log
    schema                                                what OpenAPI says of all of them
"""
