"""Secrets of second factors were sealed for any row; from here on each is sealed for the login that it was made for.

A secret that does not open (its key is gone) lets nobody in, and stays as it is.
"""

from django.db import migrations

from supervision import keyring

FORMER = "second factor"
NAMES = ("secret", "seed")


def bind(apps, schema_editor):
    _seal_anew(apps, lambda login: (FORMER, f"{FORMER}:{login}"))


def unbind(apps, schema_editor):
    _seal_anew(apps, lambda login: (f"{FORMER}:{login}", FORMER))


def _seal_anew(apps, contexts):
    rows = apps.get_model("mfa", "Authenticator").objects.select_for_update()
    for row in rows.order_by("pk"):
        before, after = contexts(row.user_id)
        try:
            new = {name: keyring.seal(keyring.open_sealed(row.data[name], before), after) for name in NAMES if name in row.data}
        except keyring.CannotOpen:
            continue
        if new:
            row.data |= new
            row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("supervision", "0022_dated_rows"),
    ]

    operations = [migrations.RunPython(bind, unbind)]
