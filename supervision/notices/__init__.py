"""Who is told of what by the portal itself, how soon and by which way.

paces.py      pure: what is told by default, when it is due, how many become one
wishes.py     what a person wants to be told of
marking.py    an act or a task notes that somebody has news: a mark, never a text
addressees.py whose login hears of a chat, of a region
of_the_day.py what a morning brings: changes of tomorrow, the first day of a substitute
matters.py    a mark -> the row it is about, as the reader may see it: title, page, whether it is settled
sending.py    what is due by mail or messenger: taken by one worker, noted before it is sent
mail.py       the way by e-mail; that in the messenger is `dialogs/news.py`
messenger_fate.py whether notices reach a person in the messenger, as last tried
keeping.py    what is settled is read; what is old is forgotten
"""
