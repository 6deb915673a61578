"""What a round promised when it opened stays so, and the ledger of the waiting list is kept whole."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION learning_round_keeps_its_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opened_at IS NOT NULL AND (
        (NEW.key, NEW.season_id, NEW.policy, NEW.opens_at, NEW.closes_at, NEW.answer_days, NEW.most_places,
         NEW.disclosure, NEW.public_value_name, NEW.commitment, NEW.opened_at)
        IS DISTINCT FROM
        (OLD.key, OLD.season_id, OLD.policy, OLD.opens_at, OLD.closes_at, OLD.answer_days, OLD.most_places,
         OLD.disclosure, OLD.public_value_name, OLD.commitment, OLD.opened_at)
    ) THEN
        RAISE EXCEPTION 'Round % is open: its policy stays as it was announced', OLD.key
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- What was published before the draw is what it is drawn from.
    IF OLD.input_hash <> '' AND NEW.input_hash <> OLD.input_hash
       OR OLD.output_hash <> '' AND (NEW.output_hash, NEW.public_value) <> (OLD.output_hash, OLD.public_value) THEN
        RAISE EXCEPTION 'What round % has published stays', OLD.key
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER round_keeps_its_policy BEFORE UPDATE ON learning_enrolmentround
    FOR EACH ROW EXECUTE FUNCTION learning_round_keeps_its_policy();

CREATE FUNCTION learning_part_of_an_open_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner bigint; opened timestamptz; part record;
BEGIN
    part := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    IF TG_TABLE_NAME = 'learning_roundreserve' THEN
        SELECT round_id INTO owner FROM learning_roundpool WHERE id = part.place_id;
    ELSE
        owner := part.round_id;
    END IF;
    SELECT opened_at INTO opened FROM learning_enrolmentround WHERE id = owner;
    IF opened IS NOT NULL THEN
        RAISE EXCEPTION 'The round is open: its groups, priorities and reserves stay as they were announced'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN part;
END $$;

CREATE TRIGGER pools_of_an_open_round_stay BEFORE INSERT OR UPDATE OR DELETE ON learning_roundpool
    FOR EACH ROW EXECUTE FUNCTION learning_part_of_an_open_round();
CREATE TRIGGER priorities_of_an_open_round_stay BEFORE INSERT OR UPDATE OR DELETE ON learning_roundpriority
    FOR EACH ROW EXECUTE FUNCTION learning_part_of_an_open_round();
CREATE TRIGGER reserves_of_an_open_round_stay BEFORE INSERT OR UPDATE OR DELETE ON learning_roundreserve
    FOR EACH ROW EXECUTE FUNCTION learning_part_of_an_open_round();

CREATE FUNCTION learning_round_record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are only added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER waiting_moves_are_only_added BEFORE UPDATE OR DELETE ON learning_waitingmove
    FOR EACH ROW EXECUTE FUNCTION learning_round_record_is_kept();
CREATE TRIGGER a_published_draw_stays BEFORE UPDATE OR DELETE ON learning_publisheddraw
    FOR EACH ROW EXECUTE FUNCTION learning_round_record_is_kept();
CREATE TRIGGER what_is_drawn_from_stays BEFORE UPDATE OR DELETE ON learning_roundinput
    FOR EACH ROW EXECUTE FUNCTION learning_round_record_is_kept();
CREATE TRIGGER a_seed_stays BEFORE UPDATE ON learning_roundseed
    FOR EACH ROW EXECUTE FUNCTION learning_round_record_is_kept();
"""

BACKWARD = """
DROP TRIGGER a_seed_stays ON learning_roundseed;
DROP TRIGGER what_is_drawn_from_stays ON learning_roundinput;
DROP TRIGGER a_published_draw_stays ON learning_publisheddraw;
DROP TRIGGER waiting_moves_are_only_added ON learning_waitingmove;
DROP FUNCTION learning_round_record_is_kept();
DROP TRIGGER reserves_of_an_open_round_stay ON learning_roundreserve;
DROP TRIGGER priorities_of_an_open_round_stay ON learning_roundpriority;
DROP TRIGGER pools_of_an_open_round_stay ON learning_roundpool;
DROP FUNCTION learning_part_of_an_open_round();
DROP TRIGGER round_keeps_its_policy ON learning_enrolmentround;
DROP FUNCTION learning_round_keeps_its_policy();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_rounds")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
