"""What grows, how long it is kept, and what becomes of it then: one declaration, carried out in batches.

days.py          how many days each term is, which the installation may set
terms.py         the declaration: a row a table, and why the others stay
finished.py      which rows are finished, by table
carrying_out.py  a round of the portal's own part: what the runtime role may remove
batches.py       rows leave, archived first, in short transactions that nobody waits for
archive.py       rows as files with checksums
months.py        daily snapshots become monthly ones
record.py        what only the owner of the tables removes: segments of the record, versions of rows
erasing.py       words of who was forgotten leave the record, by the same hand
mentions.py      which columns of other rows may name a person
person_words.py  by which words a person is found, and texts without them; pure
names.py         what stands in the place of a name
kept_lines.py    lines of the record kept elsewhere, compared with what stands in the tables now
sizes.py         how much there is
"""
