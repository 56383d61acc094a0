"""STAGE 3: facts and a date give what each chat should be: whose it is, who administers it, what it says of itself.

state.py      the values: what a chat should be, what it was seen to be, and the digest of a wish; pure
chats.py      facts + a date -> wishes, in a constant number of queries
ownership.py  who owns the chat of a house
titles.py     its title, and how houses of one address are told apart; pure
"""
