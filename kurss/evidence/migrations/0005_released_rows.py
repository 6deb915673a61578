"""What was released stays as it is, and a locked period is changed only as a restatement: the database refuses."""

from django.db import migrations

GUARD = """
CREATE FUNCTION evidence_refuse_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'released' THEN
        RAISE EXCEPTION 'Release % is published: it is never changed or deleted. Restate it in a later one.',
            OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION evidence_release_of(owner text, held jsonb) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE owner
        WHEN 'evidence_releasedfigure'
            THEN (SELECT release_id FROM evidence_line WHERE id = (held->>'line_id')::bigint)
        ELSE (held->>'release_id')::bigint END
$$;

CREATE FUNCTION evidence_refuse_in_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM evidence_release r WHERE r.state = 'released' AND r.id IN (
            evidence_release_of(TG_TABLE_NAME, to_jsonb(OLD)), evidence_release_of(TG_TABLE_NAME, to_jsonb(NEW)))
    ) THEN
        RAISE EXCEPTION '% belongs to a published release: nothing is added to it, changed or deleted.',
            TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION evidence_keep_period_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before record;
BEGIN
    IF NEW.replaces_id IS NULL THEN RETURN NEW; END IF;
    SELECT l.indicator_id, l.period_key, l.is_final, r.state INTO before
        FROM evidence_line l JOIN evidence_release r ON r.id = l.release_id WHERE l.id = NEW.replaces_id;
    IF before.state <> 'released' OR before.indicator_id <> NEW.indicator_id
       OR before.period_key <> NEW.period_key THEN
        RAISE EXCEPTION 'A line replaces the released line of its own indicator and period.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF before.is_final AND (NEW.kind <> 'restated' OR NOT NEW.is_final) THEN
        RAISE EXCEPTION 'Period % of % is locked: it is changed by a restatement with a reason.',
            NEW.period_key, NEW.indicator_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

DROP = """
DROP FUNCTION evidence_keep_period_locked();
DROP FUNCTION evidence_refuse_in_released();
DROP FUNCTION evidence_release_of(text, jsonb);
DROP FUNCTION evidence_refuse_released();
"""

HELD = ("evidence_line", "evidence_releasedfigure", "evidence_releasedtext", "evidence_releasedrows")
KEPT = ("evidence_releasestamp", "evidence_selfaudit", "evidence_auditfinding")


def _not_emptied(table: str) -> str:
    return f"""
        CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change()"""


def guarded(table: str, name: str, trigger: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"{trigger}; {_not_emptied(table)}",
        f"DROP TRIGGER {name} ON {table}; DROP TRIGGER {table}_is_not_emptied ON {table}",
    )


def trigger(table: str, name: str, acts: str, function: str) -> migrations.RunSQL:
    return guarded(
        table,
        name,
        f"CREATE TRIGGER {name} BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
    )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_releases")]
    operations = [
        migrations.RunSQL(GUARD, DROP),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX one_release_is_prepared_at_a_time ON evidence_release ((true)) "
            "WHERE state <> 'released'",
            "DROP INDEX one_release_is_prepared_at_a_time",
        ),
        trigger(
            "evidence_release", "evidence_release_stays", "UPDATE OR DELETE", "evidence_refuse_released"
        ),
        *(
            trigger(table, f"{table}_stays", "INSERT OR UPDATE OR DELETE", "evidence_refuse_in_released")
            for table in HELD
        ),
        migrations.RunSQL(
            "CREATE TRIGGER evidence_line_period_is_locked BEFORE INSERT OR UPDATE ON evidence_line "
            "FOR EACH ROW EXECUTE FUNCTION evidence_keep_period_locked()",
            "DROP TRIGGER evidence_line_period_is_locked ON evidence_line",
        ),
        *(
            trigger(table, f"{table}_stays", "UPDATE OR DELETE", "evidence_refuse_change") for table in KEPT
        ),
    ]
