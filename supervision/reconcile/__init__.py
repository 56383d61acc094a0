"""STAGES 4 to 6: which chats may differ, what to do about it, doing it, and looking whether it is done.

Pure: state.py, plan.py, limits.py. The story is told once, in reconciler.py.
"""
