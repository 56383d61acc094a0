"""STAGE 1b: what a file says becomes facts: the story of each import, dry and applied, and writers that only files use.

importer.py          the story of every file: read, compare, write
requests.py          what somebody asks an import to do
source.py            what a file is to the story
frt_import.py        what is its own of ФРТ, houses and organisations
licence_import.py    of the licence register
stock_import.py      of ОЖФ
people_import.py     of inspectors and representatives
people_told.py       what a file of people does, in words
chat_list_import.py  of lists of existing chats
house_registers.py   what ФРТ and ОЖФ have in common
facts.py             reads what is known of a region before an import
corrections.py       reads what was corrected by hand since a file last changed it
houses.py            writes houses; chats learn of it by the marks that go with the facts
organisations.py     writes organisations and their licences
timelines.py         writes periods of the licence register
rosters.py           writes people
import_record.py     what stays of an import beside the facts, and the lock that keeps imports apart
background.py        uploads, read and applied by a worker
upload_files.py      the files of an upload under the names that people gave them
upload_progress.py   what a worker notes on an upload
undoing/             an import is taken back
"""
