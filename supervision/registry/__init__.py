"""STAGE 1: file -> rows -> differences -> facts. Never touches a chat: that is what the marks of the actions are for.

sources/       what a file looks like: archive, encoding, columns, quirks
rows.py        the values that a line becomes
normalise.py   words and numbers of the register; addresses.py builds and compares addresses
provenance.py  which region and which day a file is about
diff.py        known facts + rows -> what would change; people_diff.py the same for people   (all pure up to here)
importer.py    reads what is known, applies a difference in one transaction; people_importer.py the same for people
"""
