"""What the bot says in a dialog, pure: what was pressed or started is read, and what is known becomes text and buttons.

asked.py    a turn of a person -> what is asked
scenes.py   what became of it -> text and keyboard
texts.py    every sentence, in Russian
"""
