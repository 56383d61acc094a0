"""The WSGI entry for gunicorn: pages and the interface, whose statements have an end."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")
milliseconds = int(settings.PAGE_STATEMENT_SECONDS * 1000)
options = settings.DATABASES["default"]["OPTIONS"]
options["options"] = f"{options.get('options', '')} -c statement_timeout={milliseconds}".strip()
application = get_wsgi_application()
