"""Which chat of the messenger is whose: what the messenger tells, chats found, and taking over existing ones.

linking.py        a house and its chat: linked, unlinked, and what every way of linking asks first
inbox.py          what the messenger tells by itself, turned into marks
found_chats.py    chats to which the bot was added
bots.py           a region gets its bot
subscriptions.py  keeps the bot's webhook in place
rounds.py         the messenger asked for many chats
adoption/         lists of chats that existed before the portal
"""
