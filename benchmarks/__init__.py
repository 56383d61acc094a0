"""What the figures in README.md come from. `python -m benchmarks` runs them all, `python -m benchmarks NAME` one.

place.py       servers and a database of their own, forgotten at the end
files.py       the register's files: real ones, a cut of them, or generated ones; the same a month later
processes.py   emulator, workers and beat as real processes
judgement.py   figures, and the bars they are held to
"""
