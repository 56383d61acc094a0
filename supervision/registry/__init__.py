"""STAGE 1a: file -> rows -> differences. Pure: no table is read or written, no chat is known.

sources/               what a file looks like: archive, encoding, columns, quirks
file_rows.py           the values that a line becomes
known_rows.py          what is known before an import, as values
normalise.py           words, dates and amounts of the register, made comparable
numbers.py             numbers that identify, and their checks
dated_numbers.py       house numbers of which a spreadsheet made dates
pasted.py              a list of people pasted into a field
templates.py           a template of each kind of file, for downloading
addresses.py           the address that people see, and the key by which addresses are compared
address_text.py        an address in one line, taken apart
provenance.py          which region and which day a file is about
organisation_match.py  which known organisation a line is about
organisation_diff.py   known organisations + rows -> what would change
undated.py             what a register without dates means for who manages a house
diff.py                known facts + rows -> what would change
stock_diff.py          houses of ОЖФ -> rows that compare like those of ФРТ
people_diff.py         known people + rows -> what would change
licence_diff.py        known licences and houses + lines of the licence register -> what would change
powers.py              lines of the licence register: who says to have powers over a house
timelines.py           these lines + known periods -> periods of a house
drafts.py              a house's periods as they are known and as they will be
joined_timelines.py    who managed one building by two records of it, told as one
new_powers.py          a line of which nothing is known yet -> a period, or history
returns.py             what the licence register says again is true again
twins.py               one building under two GUIDs
successions.py         companies that are likely one company reorganised
touched_chats.py       which chats a difference touches
doubts.py              whether a difference may be applied at all
report.py              what an import did or would do, as values
summary.py             a difference -> a report for people
licence_summary.py     the same for the licence register
count_names.py         what the counts of a report are called
stored.py              a report as `Upload.report` keeps it
"""
