"""Telling other systems what changed: webhooks of their own, and the lines of an export by change.

endpoints.py     endpoints are added, switched and removed here
signing.py       the secret of an endpoint, and the signatures that go with a message (Standard Webhooks)
destinations.py  which addresses may be posted to, and where exactly the connection goes
payloads.py      how a row is shown to other systems: as it stands now; people's names in the lines of people only
change_feed.py   what changed since somebody last asked, complete under concurrent writes
export_lines.py  changes as lines, with a cursor: the export's side
gather.py        changes -> deliveries, in the order of the changes
announcing.py    what happened to a representative -> deliveries, at once
deliver.py       deliveries -> posts, answers -> done, later or given up
posting.py       one post to one address, and what came of it
"""
