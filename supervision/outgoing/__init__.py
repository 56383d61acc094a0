"""Telling other systems what changed: webhooks of their own, and the lines of an export by change.

    signing.py     the secret of an endpoint, and the signatures that go with a message (Standard Webhooks)
    destinations.py which addresses may be posted to, and where exactly the connection goes
    payloads.py    how a row is shown to other systems: as it stands now, without personal data
    feed.py        changes as lines, with a cursor: the export's side
    gather.py      changes -> deliveries, in the order of the changes
    deliver.py     deliveries -> posts, answers -> done, later or given up

Endpoints are added, switched and removed in `outgoing/endpoints.py`.
"""
