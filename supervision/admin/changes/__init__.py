"""Changes of company, for one house and for many, and how they go on."""
