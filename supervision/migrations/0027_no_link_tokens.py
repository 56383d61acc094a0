from django.db import migrations


class Migration(migrations.Migration):
    """The token of a company's link is kept nowhere."""

    dependencies = [("supervision", "0026_groups_history")]

    operations = [migrations.RemoveField(model_name="companylink", name="sealed")]
