"""Orders become things of their own: drafts with a line for each person, numbers once a year; proposed divisions of classes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import zhurnal.school.models


def count_numbers(apps: Any, _editor: Any) -> None:
    """The year in which each number is counted; a number that stood twice is told apart."""
    order = apps.get_model("school", "Order")
    seen = set()
    for row in order.objects.order_by("id"):
        row.number_year = row.date.year if row.date.month >= 6 else row.date.year - 1
        number, n = row.number, 1
        while (row.number_year, row.number) in seen:
            n += 1
            row.number = f"{number[:34]} ({n})"
        seen.add((row.number_year, row.number))
        row.save(update_fields=["number_year", "number"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_intervals_do_not_overlap"),
        ("school", "0003_order_that_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="DivisionProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division", models.CharField(max_length=60)),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "ждёт решения"),
                            ("accepted", "принято"),
                            ("declined", "отклонено"),
                            ("withdrawn", "отозвано"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "since",
                    models.DateField(help_text="the first day in the new place; of a departure the last day at school"),
                ),
                ("until", models.DateField(blank=True, help_text="of an individual plan alone", null=True)),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="the school or town that one comes from or leaves for", max_length=200
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "act",
                    models.UUIDField(
                        blank=True, help_text="the act that carried it out, by which it can be taken back", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="body",
            field=models.TextField(blank=True, help_text="the order's words when somebody has edited them"),
        ),
        migrations.AddField(
            model_name="order",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="in_force_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="number_year",
            field=zhurnal.school.models.NumberYear(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="order",
            name="state",
            field=models.CharField(
                choices=[("draft", "проект"), ("force", "действует"), ("cancelled", "отменён")],
                default="force",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="kind",
            field=models.CharField(
                choices=[
                    ("enrol", "зачисление"),
                    ("form", "формирование классов"),
                    ("transfer", "перевод"),
                    ("expel", "выбытие"),
                    ("return", "возвращение"),
                    ("plan", "индивидуальный учебный план"),
                    ("divide", "перевод в подгруппу"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="number",
            field=models.CharField(blank=True, help_text="a draft may be without one", max_length=40),
        ),
        migrations.AlterField(
            model_name="order",
            name="text",
            field=models.CharField(blank=True, help_text="the ground: application, decision, note", max_length=500),
        ),
        migrations.RunPython(count_numbers, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["state", "date"], name="order_in_register"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number_year", "number"),
                name="order_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), models.Q(("number", ""), _negated=True), _connector="OR"),
                name="order_in_force_is_numbered",
            ),
        ),
        migrations.AddField(
            model_name="divisionproposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="divisionproposal",
            name="klass",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="school.group"
            ),
        ),
        migrations.AddField(
            model_name="divisionproposal",
            name="made_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="divisionproposal",
            name="order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="school.order",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="from_group",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.group"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="school.order"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="order_lines", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="to_group",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.group"
            ),
        ),
        migrations.AddField(
            model_name="proposedplace",
            name="from_group",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.group"
            ),
        ),
        migrations.AddField(
            model_name="proposedplace",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="proposedplace",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="school.divisionproposal"
            ),
        ),
        migrations.AddField(
            model_name="proposedplace",
            name="to_group",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="school.group"
            ),
        ),
        migrations.AddIndex(
            model_name="divisionproposal",
            index=models.Index(fields=["state", "made_at"], name="proposal_in_queue"),
        ),
        migrations.AddConstraint(
            model_name="divisionproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "new")),
                    models.Q(models.Q(("state", "new"), _negated=True), models.Q(("decided_at", None), _negated=True)),
                    _connector="OR",
                ),
                name="proposal_decided_once",
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["person", "order"], name="order_line_of_person"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "person"), name="order_names_a_person_once"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="order_line_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedplace",
            constraint=models.UniqueConstraint(fields=("proposal", "person"), name="proposal_names_a_person_once"),
        ),
    ]
