"""STAGES 5 and 6: doing what the plan says, journalled, and looking whether it is done.

The story of one chat is told in `reconciler.py`, that of an account's many chats in `dispatch.py`.
"""
