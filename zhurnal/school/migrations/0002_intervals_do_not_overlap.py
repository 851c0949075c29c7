"""A person is once in a group, in one class and in one group of a division at a time; a class has one class teacher at a time."""

from django.db import migrations

from zhurnal.core.sql import no_overlap

# Two classes at once, or two groups of one division of one class.
RIVALS = """EXISTS (
    SELECT 1 FROM school_group mine JOIN school_group theirs ON mine.id = NEW.group_id AND theirs.id = other.group_id
    WHERE mine.kind = theirs.kind AND (mine.kind = 'class' OR (mine.kind = 'subgroup' AND mine.division = theirs.division AND EXISTS (
        SELECT 1 FROM school_group_classes a JOIN school_group_classes b ON a.to_group_id = b.to_group_id
        WHERE a.from_group_id = mine.id AND b.from_group_id = theirs.id))))"""


class Migration(migrations.Migration):
    dependencies = [("school", "0001_initial")]
    operations = [
        no_overlap("school_membership", "person_id", "group_id", name="membership_twice"),
        no_overlap("school_membership", "person_id", where=RIVALS, name="membership_rivals"),
        no_overlap("school_teaching", "person_id", "course_id"),
        no_overlap("school_classteacher", "group_id"),
    ]
