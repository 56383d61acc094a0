"""STAGE 2: what a person or a program decides.

A decision is one function: it checks, opens `audit.event` (which asks for the right to the act), writes the facts and
marks the chats, in one transaction: `management_periods.replace(houses=…, organisation=…, since=…, by=…)`. Nothing here
calls the messenger; a worker finds the mark after commit. What only reads, or only writes, stands beside the decisions
that share it: faces may ask it as well, and it is never a way around them.

Houses, and who manages them
management_periods.py  starting, replacing, ending, excluding, taking back
period_changes.py      writes these changes; decides nothing
obstacles.py           reads why a house cannot pass to a company, or its management cannot end
operations.py          many houses at once, on record as one change that can be taken back
changes_by_program.py  the same as another system sends it: houses with a company and a day each
demolition.py          a house leaves the housing stock
merging.py             two records of one building become one
house_corrections.py   what a person corrects of a house
house_numbers.py       which number a spreadsheet's date was, in an uploaded file

Companies and their people
companies.py           companies entered and corrected beside the files
representatives.py     who speaks for a company, from a day to a day
succession.py          a reorganised company's people go on for its successor
company_links.py       links to a company's own page: issued, revoked, opened
nominations.py         people whom a company names there, and the inspector's word on them

Inspectors and whose the chats are
inspectors.py          who has which house or company by name, and who is out of office
absences.py            absences and their substitutes
dismissals.py          leaving for good, in two steps
zones.py               who answers for which municipality
owners.py              reads which chats pass to another owner; marks them

People in the messenger
invitations.py         invitations sent, revoked, opened, answered, confirmed
invited.py             reads whom an invitation is for, and which there are
handed_out.py          reads whether links and invitations still hold: only while their maker might make them
bindings.py            binds an account to a person and unbinds it, within the event of another act
forgetting.py          who left long ago is made unrecognisable
known_people.py        reads by which words and numbers such a person is known

Chats, regions, files
chats.py               opening, freezing, telling apart, asking for a look
orders.py              work orders: said to be done, handed on, remarked upon
comments.py            what people write to each other about a house
regions.py             a region's policy
set_up.py              what a head confirms while a region is set up
accounts.py            a region's messenger account: let on, tried again, switched off
bot_tokens.py          the token of its bot
targets.py             targets of the ministry
uploads.py             files as people treat them: sent, confirmed, given up
list_habits.py         how a person likes the lists

Logins and roles
logins.py              logins of people: invited, joined to an inspector, opened anew, closed
login_links.py         links by which a password is chosen
login_sessions.py      ends sessions
openings.py            what lets one in and was made by somebody else; closed with its maker's right
provider_logins.py     which login a person of the identity provider opens
claimed_roles.py       roles by what that provider says
roles.py               who has which role where
last_ones.py           refuses what would leave a region or the installation without anybody to let others in
deciding.py            locks, so that two decisions about one login stand in a line
telling.py             tells owners of logins what was done to them
told_acts.py           of which acts they are told, in which words
programs.py            programs of the interface and their secrets

Shared
locked.py              a row, read anew and locked
once_a_day.py          whether an event that comes at every try is on record today
interface_records.py   what the interface remembers of requests; decides nothing
"""
