#!/usr/bin/env python
"""Django's command line. Finds or starts the embedded servers where no database is configured."""

import os
import sys

from housechats import local


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")
    with local.servers(sys.argv):
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
