from typing import Any

from django.db import migrations


def rest_on_copies(apps: Any, editor: Any) -> None:
    """Evidence rests on the newest copy from before it was added, or else on the first one after."""
    copies = apps.get_model("annotations", "Snapshot").objects
    evidence = apps.get_model("annotations", "Evidence").objects.filter(snapshot=None).order_by()
    for source in copies.order_by().values_list("source", flat=True).distinct():
        times = copies.filter(source=source).order_by("-retrieved_at", "-pk").values_list("pk", "retrieved_at")
        for pk, retrieved_at in times:
            evidence.filter(source=source, created__gte=retrieved_at).update(snapshot=pk)
        evidence.filter(source=source).update(snapshot=times.reverse()[0][0])


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0005_webhooks_removed"),
    ]

    operations = [migrations.RunPython(rest_on_copies, migrations.RunPython.noop)]
