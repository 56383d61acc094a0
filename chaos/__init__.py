"""A month of chaos in minutes: `python -m chaos` (make chaos), on loopback, in a folder of its own, ended in time.

__main__    the run: two regions are set up, change while everything is broken that can be, and come to rest
installation    the processes of the portal, kept alive as a service manager does
changes     what the regions go through, and a book of it in which the portal has no hand
harm        what is broken, by a seeded die, and whether it was seen to break
blows       single blows at processes and servers
visitor     somebody who asks pages all the time
checker     from outside: messenger, book, facts, queue and wish agree
journal     from outside: the journal and the messenger, line by line
"""
