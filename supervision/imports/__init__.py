"""STAGE 1b: what a file says becomes facts: the story of each import, dry and applied, and writers that only files use.

importer.py        the story for registers; frt_import.py, licence_import.py, stock_import.py: what is each one's own
people_import.py the story for inspectors and representatives; chat_list_import.py for lists of existing chats
background.py      uploads, read and applied by a worker
houses.py, organisations.py, timelines.py, rosters.py    write; chats learn of it by the marks that go with the facts
"""
