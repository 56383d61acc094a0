"""A month of chaos in minutes: `python -m chaos` (make chaos), on loopback, in a folder of its own, ended in time.

__main__    the run: two regions are set up, change while everything is broken that can be, and come to rest
installation    the processes of the portal, kept alive as a service manager does
harm        what is broken, by a seeded die
visitor     somebody who asks pages all the time
checker     from outside: messenger, journal, queue and facts agree
"""
