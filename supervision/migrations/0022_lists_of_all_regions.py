"""What readers of the whole country look through: the queue by turn, houses of which the register leaves something out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0021_operations_taken_back")]

    operations = [
        migrations.AddIndex(
            model_name="house",
            index=models.Index(
                condition=models.Q(("cadastral_number", ""), ("state", "standing")),
                fields=["region", "id"],
                name="house_no_cadastral_number",
            ),
        ),
        migrations.AddIndex(
            model_name="house",
            index=models.Index(
                condition=models.Q(("flats__isnull", True), ("state", "standing")),
                fields=["region", "id"],
                name="house_of_unknown_flats",
            ),
        ),
        migrations.AddIndex(
            model_name="syncrequest",
            index=models.Index(fields=["lane", "not_before", "-chat"], name="request_by_turn"),
        ),
    ]
