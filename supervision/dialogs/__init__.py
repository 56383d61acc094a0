"""A person's dialog with a region's bot: turns are kept sealed, answered through the account's rate, and deleted.

turns.py      what arrives -> a turn that waits, or silence
account_people.py  who an account is, and the chats it is to be in
how_known.py  how far people are known, and how far their invitations have come, in words
guessing.py   bounds on wrong codes
reminding.py  what is left to join, told by the bot itself
news.py       notices of the portal, told to its own people
news_settings.py  what they want to be told of, chosen in the dialog
reachable.py  whether the messenger itself answers, before people are told
answering.py  turns -> acts and replies; lists of chats renewed as they are joined
"""
