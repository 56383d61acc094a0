"""FACE: the REST interface for other systems, /api/v1/. Conventions: docs/api.md.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here. A resource is one file; what
all of them share:

    authentication, scopes, permissions, token    who asks, and what the program may do
    resource                                      lists and single objects: pages, filters, fields, ETag
    pagination, filtering, fields, conditions     the parts of it
    writing, idempotency                          what every write passes
    problems                                      every refusal as RFC 9457
    throttling, request_log, language             around every request
    schema                                        what OpenAPI says of all of them
"""
