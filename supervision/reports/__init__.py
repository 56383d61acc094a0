"""STAGE 7: lists, figures and files for people; starts from rows that the caller may see.
Writes nothing but nightly snapshots.

Frame
frame.py             what a report is: declared once
catalogue.py         every report by its name
asking.py            what a reader asks for, read from an address
places.py            what the rows stand for: regions, or municipalities of one
past_days.py         which past days can be told
people_shown.py      inspectors: counted for everybody, named to some
pictures.py          pictures of a report as values
tile_grid.py         where the regions stand on the map of tiles
rates.py             counts per hundred houses
milestones.py        the goal that counts for a place
spreadsheets.py      any list as XLSX or CSV

Reports
country.py           every region on one day
region.py            one region by its municipalities
why_changed.py       a place on two days: which houses entered and left its figures
coverage.py          which share of the houses has a chat
coverage_counts.py   its counts
houses_of_day.py     the houses behind a frozen figure
without_admin.py     chats in which nobody of the company is administrator
changes.py           changes of company, and how soon the new company's people were there
changeovers.py       its rule, which the snapshot shares
policy_warnings.py   what a region's policy leaves open
joining_pace.py      how long companies' people take to join
owners.py            whose the chats are
owners_counts.py     its counts
owners_then.py       the same on a past day
companies.py         companies of a region
companies_then.py    the same on a past day
register_quality.py  what the register lacks
register_counts.py   its counts
register_then.py     the same on a past day
queue_health.py      the messenger queue

Frozen figures
snapshot.py          takes the daily snapshot of a region
frozen_houses.py     keeps which houses its figures counted, and what differs from the day before
house_figures.py     which figures count a house now
deltas.py            why figures differ between two days, house by house; pure
frozen_links.py      the way from the figure to them
standings.py         frozen figures read back
snapshot_notes.py    what must be known of them: of which instant, and whose are missing
forecast.py          when a share reaches its target

Pages that are no report
desk.py              what needs a person now, and how the regions stand
desk_of_roles.py     what the desk adds for a role
set_up.py            how far a region is set up
awaited.py           what waits for the word of an inspector
operations.py        how far a mass change got
held.py              what a region's limit holds back
queue.py             how much the workers have before them
joining.py           who of a company's people has not joined which chat
company_view.py      what a company sees of itself
load.py              how much each inspector has to do
"""
