"""What no single-row constraint can say: whose approval it is, and that an approved version has two."""

from django.db import migrations

FORWARD = """
ALTER TABLE curriculum_approval
    ADD CONSTRAINT approval_names_the_versions_author
    FOREIGN KEY (version_id, author_key) REFERENCES curriculum_curriculumversion (id, author_key);

CREATE FUNCTION curriculum_two_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM curriculum_approval WHERE version_id = NEW.id) <> 2 THEN
        RAISE EXCEPTION 'Curriculum version % is called approved without two approvals', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER version_approved_by_two
    AFTER INSERT OR UPDATE OF state ON curriculum_curriculumversion
    FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION curriculum_two_approvals();
"""

BACKWARD = """
DROP TRIGGER version_approved_by_two ON curriculum_curriculumversion;
DROP FUNCTION curriculum_two_approvals();
ALTER TABLE curriculum_approval DROP CONSTRAINT approval_names_the_versions_author;
"""


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
