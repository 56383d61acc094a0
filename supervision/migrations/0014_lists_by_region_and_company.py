"""The journal knows its region, a chat whether a company's administrator was seen in it: both by one statement each."""

import django.db.models.deletion
from django.db import migrations, models

# altering a table waits for no check that is still due: those of the rows written here are made at once
AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"
REGIONS = """
    UPDATE supervision_messengercall call SET region_id = chat.region_id
    FROM supervision_chat chat WHERE chat.id = call.chat_id
"""
COMPANY_ADMINS = """
    UPDATE supervision_chat chat SET has_company_admin = true
    FROM supervision_managementperiod period, supervision_representative person, supervision_chatmember member
    WHERE period.house_id = chat.house_id AND period.since <= current_date
      AND (period.until IS NULL OR period.until > current_date)
      AND person.organisation_id = period.organisation_id AND person.since <= current_date
      AND (person.until IS NULL OR person.until > current_date)
      AND member.chat_id = chat.id AND member.is_admin AND member.user_id = person.messenger_id
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0013_reports_and_interface")]

    operations = [
        migrations.AddField(
            "chat",
            "has_company_admin",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="As last seen.",
                verbose_name="with an administrator of the company",
            ),
        ),
        migrations.AddField(
            "messengercall",
            "region",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.region",
                verbose_name="region",
            ),
        ),
        migrations.RunSQL([AT_ONCE, COMPANY_ADMINS, REGIONS], migrations.RunSQL.noop),
        migrations.AlterField(
            "messengercall",
            "region",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.region",
                verbose_name="region",
            ),
        ),
        migrations.AddIndex("messengercall", models.Index(fields=["region", "id"], name="call_by_region")),
        migrations.AddIndex(
            "chat",
            models.Index(
                condition=models.Q(("has_company_admin", False), ("messenger_id__isnull", False)),
                fields=["region", "id"],
                name="chat_without_company_admin",
            ),
        ),
        migrations.AddIndex(
            model_name="house",
            index=models.Index(
                condition=models.Q(("kind", "apartment"), _negated=True),
                fields=["kind", "id"],
                name="house_of_rare_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="house",
            index=models.Index(
                condition=models.Q(("state", "standing"), _negated=True),
                fields=["state", "id"],
                name="house_not_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="managementperiod",
            index=models.Index(
                condition=models.Q(("kind", "organisation"), _negated=True),
                fields=["kind", "house"],
                name="period_of_rare_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="messengercall",
            index=models.Index(
                condition=models.Q(("outcome", "done"), _negated=True), fields=["outcome", "id"], name="call_not_done"
            ),
        ),
        migrations.AddIndex(
            model_name="workorder",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["opened_at"], name="open_order_by_age"
            ),
        ),
    ]
