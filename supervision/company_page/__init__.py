"""Face: what a company sees and says on the page that its link leads to. No login, no session, no script.

coming.py    the token of the link becomes a cookie of the page's own path; how often one may try
forms.py     what is typed there
page.py      the page and its buttons
urls.py      the two addresses
"""
