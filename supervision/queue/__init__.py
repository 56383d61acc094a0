"""Which chats may differ from their wish, and who works on them. A mark never says what to do.

outbox.py    marks: made by whatever changes a fact, approved, counted
leases.py    a worker takes chats up for a while; what becomes of their marks
troubles.py  chats that cannot be served, and how many turn to one trouble at once
clock.py     the database's clock, by which all of that is timed
"""
