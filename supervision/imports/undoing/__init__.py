"""An import is taken back as a whole, as far as nothing later touched what it had changed.

traces.py   what an import did to each row, read from the histories of rows
units.py    which rows stand or fall together, and why some stay
uses.py     what else names a row, so that it cannot go
earlier_rows.py  rows as they were before: restored, made anew, removed
told.py     what that means, in words: how many rows, which of them stay and why
story.py    the whole, in one transaction; and what it would mean
"""
