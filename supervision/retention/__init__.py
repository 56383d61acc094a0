"""What grows, how long it is kept, and what becomes of it then: one declaration, carried out in batches.

days            how many days each term is, which the installation may set
terms           the declaration: a row a table, and why the others stay
finished        which rows are finished, by table
archive         rows as files with checksums
batches         rows leave, archived first, in short transactions that nobody waits for
months          daily snapshots become monthly ones
record          what only the owner of the tables removes: segments of the record, versions of rows
sizes           how much there is
"""
