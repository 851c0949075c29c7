import django.db.models.deletion
from django.db import migrations, models

import zhurnal.core.sealed
from zhurnal.core.sql import no_overlap


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_intervals_do_not_overlap"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(help_text="of the first change of the card after it", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("study", "обучение и ведение электронного журнала"),
                            ("photo", "фото- и видеосъёмка на школьных мероприятиях"),
                            ("publish", "размещение фамилии, имени и снимков на сайте школы"),
                            ("contests", "передача организаторам олимпиад и конкурсов"),
                            ("health", "обработка сведений о здоровье"),
                            ("staff", "трудовые отношения"),
                        ],
                        max_length=10,
                        verbose_name="цель",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="дата согласия")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="документ")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="дата отзыва")),
                ("withdrawal", models.CharField(blank=True, max_length=200, verbose_name="документ об отзыве")),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=20)),
                (
                    "was",
                    zhurnal.core.sealed.SealedTextField(blank=True, help_text="what stood there when it was proposed"),
                ),
                ("value", zhurnal.core.sealed.SealedTextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "ждёт решения"),
                            ("accepted", "принято"),
                            ("declined", "отклонено"),
                            ("withdrawn", "отозвано"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, help_text="why it was declined", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="HealthRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "health_group",
                    zhurnal.core.sealed.SealedTextField(blank=True, help_text="I–V", verbose_name="группа здоровья"),
                ),
                (
                    "pe_group",
                    zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="группа для занятий физкультурой"),
                ),
                (
                    "document",
                    zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="справка: кем выдана, номер, дата"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="действует по")),
            ],
        ),
        migrations.CreateModel(
            name="PersonalFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="номер личного дела")),
                ("snils", zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="СНИЛС")),
                (
                    "snils_match",
                    models.CharField(blank=True, editable=False, help_text="keyed HMAC of the digits", max_length=64),
                ),
                (
                    "document",
                    zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="документ, удостоверяющий личность"),
                ),
                ("citizenship", models.CharField(blank=True, max_length=60, verbose_name="гражданство")),
                ("registered_at", zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="адрес регистрации")),
                ("lives_at", zhurnal.core.sealed.SealedTextField(blank=True, verbose_name="адрес проживания")),
                ("second_phone", models.CharField(blank=True, max_length=40, verbose_name="второй телефон")),
                ("position", models.CharField(blank=True, max_length=120, verbose_name="должность")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "соответствие занимаемой должности"),
                            ("first", "первая"),
                            ("highest", "высшая"),
                        ],
                        max_length=10,
                        verbose_name="квалификационная категория",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_role_known",
        ),
        migrations.AddField(
            model_name="guardianship",
            name="basis",
            field=zhurnal.core.sealed.SealedTextField(
                blank=True, default="", help_text="решение суда: номер и дата", verbose_name="основание ограничения"
            ),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="gets_notices",
            field=models.BooleanField(default=True, verbose_name="получает уведомления о ребёнке"),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="sees",
            field=models.BooleanField(default=True, verbose_name="видит дневник и карточку ребёнка"),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="takes_child",
            field=models.BooleanField(default=True, verbose_name="может забирать ребёнка из школы"),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "администратор ЭЖ"),
                    ("director", "директор"),
                    ("deputy_head", "заместитель директора по УВР"),
                    ("clerk", "документовед"),
                    ("medic", "медицинский работник"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["administrator", "director", "deputy_head", "clerk", "medic"])),
                name="appointment_role_known",
            ),
        ),
        migrations.AddField(
            model_name="cardcheck",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="cardcheck",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="кто дал",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="correction",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="healthrecord",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="health", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="personalfile",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="file", to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="cardcheck",
            index=models.Index(fields=["person", "at"], name="check_of_person"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on", None), ("withdrawn_on__gte", models.F("given_on")), _connector="OR"
                ),
                name="consent_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)),
                fields=("person", "purpose"),
                name="one_open_consent_a_purpose",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["person", "at"], name="correction_of_person"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("person", "field"), name="one_waiting_a_field"
            ),
        ),
        migrations.AddConstraint(
            model_name="personalfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("snils_match", ""), _negated=True),
                fields=("snils_match",),
                name="one_person_a_snils",
            ),
        ),
        no_overlap("people_appointment", "person_id", "role", made_anew=True),
        no_overlap("people_guardianship", "parent_id", "child_id", made_anew=True),
    ]
