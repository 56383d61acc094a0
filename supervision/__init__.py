"""The portal: from a register file to an owned house chat, in seven stages.

    1 registry/    file -> rows -> differences -> facts; never touches a chat
    2 actions/     every change of a fact by a person or an import: fact + audit + mark, one transaction
    3 desired.py   facts + a date -> what each chat should be
    4 reconcile/   outbox.py, claims.py, plan.py, limits.py: which chats may differ, and the ordered steps
    5 reconcile/   execute.py: messenger calls and work orders, each journalled before and after
    6 reconcile/   observe.py: what the chat is; only this settles it
    7 reports/     reads only

Who may import whom is kept by tests/architecture/test_layers.py. Words: docs/glossary.md.
"""
