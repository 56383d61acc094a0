"""STAGE 7: reads only. Lists, figures and files for people; starts from rows that the caller may see."""
