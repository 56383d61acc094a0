"""Open data: what is published of the daily snapshots for everybody: sums by region and municipality, nobody's rows.

published_rows.py     which sums are published, and what their columns mean
suppression.py        small counts are left out, and whatever they could be reckoned from
publication_files.py  the files of a day
publishing.py         a day is published
"""
