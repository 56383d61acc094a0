"""STAGE 1b: what a file says becomes facts: the story of each import, dry and applied, and writers that only files use.

importer.py        the story of every file: read, compare, write; requests.py is what is asked, source.py what a file is
*_import.py        what is its own of each: ФРТ, licence register, ОЖФ, people, lists of existing chats
background.py      uploads, read and applied by a worker
houses.py, organisations.py, timelines.py, rosters.py    write; chats learn of it by the marks that go with the facts
"""
