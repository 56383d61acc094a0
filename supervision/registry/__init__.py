"""STAGE 1a: file -> rows -> differences. Pure: no table is read or written, no chat is known.

sources/       what a file looks like: archive, encoding, columns, quirks
file_rows.py   the values that a line becomes
normalise.py   words and numbers of the register; addresses.py builds and compares addresses
provenance.py  which region and which day a file is about
timelines.py   lines of the licence register + known periods -> periods of a house; licence_diff.py does the rest of it
stock_diff.py  houses of ОЖФ -> rows that compare like those of ФРТ
diff.py        known facts + rows -> what would change; people_diff.py does so for people
"""
