"""A database as migrations left it, once more: what a test committed is gone, what it changed or deleted is there.

Django empties every table by TRUNCATE and then makes permissions anew, which takes four tenths of a second however
little was written. Here a function of the template database deletes what is there and inserts what was kept, without
triggers and foreign keys in between: some ten milliseconds. Needs a superuser, as the tests' own server has one.
"""

from django.db import connection

KEPT = "as_migrated"
OF_MIGRATIONS = "django_migrations"

TABLES = """
    SELECT c.relname, string_agg(format('%%I', a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> %s
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""


def keep() -> None:
    """In a database that was migrated a moment ago: copies of what migrations wrote, and the function `put_back`."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [OF_MIGRATIONS])
        columns = dict(cursor.fetchall())
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        statements = []
        for table, names in columns.items():
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            statements.append(f'DELETE FROM public."{table}";')
            if cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS SELECT {names} FROM public."{table}"')
                statements.append(f'INSERT INTO public."{table}" ({names}) SELECT {names} FROM {KEPT}."{table}";')
        cursor.execute(
            f"CREATE FUNCTION {KEPT}.put_back() RETURNS void LANGUAGE plpgsql "
            f"SET session_replication_role = replica AS $$ BEGIN {' '.join(statements)} END $$"
        )


def put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEPT}.put_back()")
