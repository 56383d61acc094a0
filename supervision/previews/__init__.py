"""What a change would mean, before it is made: for pages, the interface and commands.

Most carry the action itself out and take it back, so that a preview refuses what the action would refuse.

outlooks.py          where chats stand, now or as if a change were made
consequences.py      what the difference of the two means: the one value that everybody shows
chosen_chats.py      an act on many chosen chats
company_request.py   what is asked for in a change of company, with its refusals
changeover.py        one house passes to another company
many_changeovers.py  many houses do
handing_over.py      chats pass to other owners
new_owner.py         what an account would own as an inspector's
changed_fields.py    a correction, field by field
house_fate.py        a house is corrected
company_correction.py  a company is
merging.py           two records of one building are merged
policy.py            a region gets another policy
succession.py        a reorganised company's people are carried over
"""
