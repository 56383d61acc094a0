"""STAGE 3: facts and a date give what each chat should be: whose it is, who administers it, what it says of itself."""
