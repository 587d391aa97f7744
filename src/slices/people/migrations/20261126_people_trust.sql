-- Trust: who looked at what, access in an emergency, merges that can be undone, and how long data is kept.
CREATE TABLE people.access_log (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL DEFAULT kit.actor(),
  actor_name text NOT NULL DEFAULT kit.setting('actor_name'),
  organisation_id uuid,
  person_id uuid,
  persons uuid[] CHECK (persons IS NULL OR (what = 'listed' AND person_id IS NULL)),
  what text NOT NULL CHECK (what IN ('opened', 'listed', 'looked-up', 'copied', 'printed', 'exported', 'erased', 'break-glass', 'refused')),
  part text NOT NULL DEFAULT '' CHECK (part ~ '^[a-z0-9-]{0,40}$'),
  reason text CHECK (length(reason) <= 500)
);
COMMENT ON TABLE people.access_log IS 'SEC-01, L2: every look at a person: who, when, what, why. Appended only; apart from the record of the case. person_id may name nobody: a refused look at a guessed address.';
COMMENT ON COLUMN people.access_log.persons IS 'Those who stood in a list that was looked at.';
CREATE INDEX access_log_person ON people.access_log (person_id, at DESC);
CREATE INDEX access_log_listed ON people.access_log USING gin (persons) WHERE persons IS NOT NULL;
CREATE INDEX access_log_organisation ON people.access_log (organisation_id, at DESC);

CREATE FUNCTION people.keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Retention may delete what is old enough, and only the owner, never the application.
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '180 days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the access log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON people.access_log FOR EACH ROW EXECUTE FUNCTION people.keep_log();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON people.access_log EXECUTE FUNCTION kit.refuse('the access log is append-only');

ALTER TABLE people.access_log ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON people.access_log TO vaern_app;
CREATE POLICY seen ON people.access_log FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('protection_organisations'))::uuid[]));
CREATE POLICY added ON people.access_log FOR INSERT WITH CHECK (actor = kit.actor() AND kit.is_staff());

CREATE FUNCTION people.looks(person uuid) RETURNS TABLE (at timestamptz, who text, organisation_id uuid, what text, part text, reason text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT l.at, l.actor_name, l.organisation_id, l.what, l.part, l.reason
    FROM people.access_log l
    WHERE ((l.person_id = person AND l.what <> 'refused') OR l.persons @> ARRAY[person])
      AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = person AND NOT m.pseudonymous
        AND (m.rank >= 3 OR m.organisation_id = l.organisation_id)))
    ORDER BY l.at DESC $$;
COMMENT ON FUNCTION people.looks IS 'Who has looked at the person or seen their name in a list, for the person''s own copy. Since it tells where the person goes: to those who know the identity, at the social level all of it, at the level of identity what their own organisation did.';

CREATE FUNCTION people.log_list(organisation uuid, part text, persons uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  come uuid[];
BEGIN
  IF NOT kit.is_staff() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  SELECT array_agg(DISTINCT shown ORDER BY shown) INTO come FROM unnest(log_list.persons) shown
    WHERE shown NOT IN (SELECT unnest(l.persons) FROM people.access_log l WHERE l.organisation_id IS NOT DISTINCT FROM log_list.organisation
      AND l.at > clock_timestamp() - interval '1 minute' AND l.actor = kit.actor() AND l.what = 'listed' AND l.part = log_list.part);
  IF come IS NULL THEN RETURN; END IF;
  INSERT INTO people.access_log (organisation_id, persons, what, part) VALUES (log_list.organisation, come, 'listed', log_list.part);
END $$;
COMMENT ON FUNCTION people.log_list IS 'A look at a list is one line with those who stood in it. A page that refreshes itself adds a line within a minute of the same look only for those who have come to it since.';

CREATE TABLE people.break_glass (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  involvement_id uuid NOT NULL REFERENCES people.involvement (id),
  account_id text NOT NULL,
  account_name text NOT NULL,
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 10 AND 1000),
  opened_at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz NOT NULL,
  review_due timestamptz NOT NULL DEFAULT now() + interval '72 hours',
  alarmed_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by text,
  reviewed_by_name text,
  verdict text CHECK (verdict IN ('justified', 'not-justified')),
  review_note text CHECK (length(btrim(review_note)) BETWEEN 3 AND 1000),
  CHECK (ends_at > opened_at AND ends_at <= opened_at + interval '8 hours'),
  CHECK (num_nonnulls(reviewed_at, reviewed_by, reviewed_by_name, verdict, review_note) IN (0, 5)),
  CHECK (reviewed_by <> account_id)
);
COMMENT ON TABLE people.break_glass IS 'SEC-02: access for some hours in an emergency, with the reason; reviewed by another within 72 hours, or an alarm follows.';
CREATE INDEX break_glass_open ON people.break_glass (organisation_id, review_due) WHERE reviewed_at IS NULL;
ALTER TABLE people.break_glass ENABLE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (reviewed_at, reviewed_by, reviewed_by_name, verdict, review_note) ON people.break_glass TO vaern_app;
CREATE POLICY seen ON people.break_glass FOR SELECT USING ((SELECT kit.is_system())
  OR (account_id = (SELECT kit.actor()) AND organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[]))
  OR organisation_id = ANY ((SELECT kit.ids('protection_organisations') || kit.ids('leader_organisations'))::uuid[]));
CREATE POLICY reviewed ON people.break_glass FOR UPDATE
  USING (reviewed_at IS NULL AND organisation_id = ANY ((SELECT kit.ids('protection_organisations'))::uuid[]))
  WITH CHECK (reviewed_by = kit.actor());

CREATE FUNCTION people.break_in(numbers bytea[], organisation uuid, level text, reason text, hours integer) RETURNS uuid
  LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  found uuid;
  one uuid;
  opened uuid;
  kept uuid;
  ending timestamptz := now() + make_interval(hours => hours);
BEGIN
  -- A named person answers for it: no token, no link, not the application.
  IF kit.setting('actor_kind') <> 'person' OR organisation <> ALL (CASE level WHEN 'health' THEN kit.ids('health_organisations')
      ELSE kit.ids('health_organisations') || kit.ids('social_organisations') END) OR level NOT IN ('identity', 'social', 'health') THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF length(btrim(reason)) < 10 OR hours NOT BETWEEN 1 AND 8 THEN RAISE EXCEPTION 'people.break-glass-reason' USING ERRCODE = 'VA001'; END IF;
  SELECT i.person_id INTO found FROM people.identifier i JOIN people.person p ON p.id = i.person_id
    WHERE i.blind = ANY (numbers) AND i.ended_at IS NULL AND (NOT p.protected OR p.organisation_id = organisation)
    ORDER BY p.merged_into IS NOT NULL, p.recorded_at LIMIT 1;
  IF found IS NULL THEN
    INSERT INTO people.access_log (organisation_id, what, part, reason) VALUES (organisation, 'break-glass', '', break_in.reason);
    RETURN NULL;
  END IF;
  -- All that is known of the one person (PER-02): the allergy may stand in the other record. What is protected elsewhere stays closed.
  FOR one IN
    WITH RECURSIVE family (id) AS (
      SELECT found
      UNION
      SELECT p.id FROM family f JOIN people.person l ON l.id = f.id JOIN people.person p ON p.id = l.merged_into OR p.merged_into = f.id)
    SELECT p.id FROM family f JOIN people.person p ON p.id = f.id
      WHERE NOT p.protected OR p.organisation_id = organisation ORDER BY p.id <> found, p.id
  LOOP
    opened := gen_random_uuid();
    kept := coalesce(kept, opened);
    INSERT INTO people.access_log (organisation_id, person_id, what, part, reason) VALUES (organisation, one, 'break-glass', '', break_in.reason);
    INSERT INTO people.involvement (id, person_id, organisation_id, account_id, level, purpose, legal_basis, source, ends_at)
      VALUES (opened, one, organisation, kit.actor(), level, 'break-glass', 'vital-interest', 'break-glass', ending);
  END LOOP;
  INSERT INTO people.break_glass (person_id, organisation_id, involvement_id, account_id, account_name, reason, ends_at)
    VALUES (found, organisation, kept, kit.actor(), kit.setting('actor_name'), break_in.reason, ending);
  RETURN found;
END $$;
COMMENT ON FUNCTION people.break_in IS 'Opens a person, with the records found to be the same, by an exact number in an emergency; null where nobody has it or the person is protected elsewhere: the two look alike. Logged either way, reviewed once.';

CREATE FUNCTION people.alarm_overdue(asked timestamptz) RETURNS TABLE (organisation uuid, waiting integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT kit.is_system() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  RETURN QUERY
    WITH late AS (UPDATE people.break_glass b SET alarmed_at = asked
      WHERE b.reviewed_at IS NULL AND b.review_due <= asked AND b.alarmed_at IS NULL RETURNING b.organisation_id)
    SELECT l.organisation_id, count(*)::integer FROM late l GROUP BY 1 ORDER BY 1;
END $$;
COMMENT ON FUNCTION people.alarm_overdue IS 'SEC-02: organisations with emergency accesses that nobody has reviewed in 72 hours, each access once: who runs it twice tells nobody twice. For the application itself.';

CREATE FUNCTION people.emergency_only(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*) > 0 AND bool_and(i.source = 'break-glass') FROM people.involvement i
    WHERE i.person_id = person AND i.organisation_id = ANY (kit.ids('health_organisations') || kit.ids('social_organisations'))
      AND i.rank > 1 AND i.starts_at <= now() AND i.ends_at > now() AND (i.account_id IS NULL OR i.account_id = kit.actor()) $$;
COMMENT ON FUNCTION people.emergency_only IS 'Whether the actor sees the person by emergency access and by nothing else: hours that are reviewed, which must not become more by what is done in them. False for whoever sees nothing.';

CREATE TABLE people.merge (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  folded_id uuid NOT NULL REFERENCES people.person (id) CHECK (folded_id <> person_id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 1000),
  birth_dates_differ boolean NOT NULL,
  asked_by text NOT NULL DEFAULT kit.actor(),
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  approved_by text,
  approved_by_name text,
  merged_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  undo_reason text CHECK (length(btrim(undo_reason)) BETWEEN 3 AND 1000),
  CHECK (merged_at IS NULL OR NOT birth_dates_differ OR (approved_by IS NOT NULL AND approved_by <> asked_by)),
  CHECK (num_nonnulls(undone_at, undone_by, undo_reason) IN (0, 3))
);
COMMENT ON TABLE people.merge IS 'PER-02: two records of one person. Both histories stay where they are; undoing takes the link away. With differing birth dates another person approves.';
CREATE UNIQUE INDEX merge_once ON people.merge (folded_id) WHERE undone_at IS NULL;
ALTER TABLE people.merge ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (approved_by, approved_by_name, merged_at, undone_at, undone_by, undo_reason) ON people.merge TO vaern_app;
-- Only who is involved with both knows that the two belong together.
CREATE POLICY of_both ON people.merge USING ((SELECT kit.is_system()) OR (
  EXISTS (SELECT FROM people.mine m WHERE m.person_id = merge.person_id AND NOT m.pseudonymous)
  AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = merge.folded_id AND NOT m.pseudonymous)));

CREATE FUNCTION people.check_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  kept record;
  folded record;
BEGIN
  -- A stranger is refused by row-level security, in the same words whatever the guessed ids stand for.
  IF NOT kit.is_system() AND (people.my_rank(NEW.person_id) = 0 OR people.my_rank(NEW.folded_id) = 0) THEN RETURN NEW; END IF;
  -- One merge at a time: two at once could go in a circle.
  PERFORM pg_advisory_xact_lock(hashtext('people.merge'));
  IF EXISTS (WITH RECURSIVE above (id) AS (
      SELECT NEW.person_id UNION SELECT p.merged_into FROM people.person p JOIN above a ON a.id = p.id)
      SELECT FROM above WHERE id = NEW.folded_id) THEN
    RAISE EXCEPTION 'people.merge-circle' USING ERRCODE = 'VA001';
  END IF;
  IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
  IF NOT kit.is_system() THEN NEW.asked_by := kit.actor(); END IF;
  SELECT birth_date, coalesce(birth_year, extract(year FROM birth_date)) AS year INTO kept FROM people.person WHERE id = NEW.person_id;
  SELECT birth_date, coalesce(birth_year, extract(year FROM birth_date)) AS year INTO folded FROM people.person WHERE id = NEW.folded_id;
  NEW.birth_dates_differ := coalesce(kept.birth_date <> folded.birth_date, false) OR coalesce(kept.year <> folded.year, false);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION people.check_merge IS 'Whether the birth dates differ is read from the records, never told, nor who asks; and nobody is folded into somebody who was folded into them, asked again when one that waited is approved.';
CREATE TRIGGER check_merge BEFORE INSERT ON people.merge FOR EACH ROW EXECUTE FUNCTION people.check_merge();
CREATE TRIGGER check_approved BEFORE UPDATE OF merged_at ON people.merge FOR EACH ROW
  WHEN (OLD.merged_at IS NULL AND NEW.merged_at IS NOT NULL) EXECUTE FUNCTION people.check_merge();

CREATE FUNCTION people.link_merged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.approved_by IS NOT NULL AND NOT kit.is_system() AND (TG_OP = 'INSERT' OR OLD.approved_by IS NULL) AND NEW.approved_by <> kit.actor() THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE people.person SET merged_into = CASE WHEN NEW.merged_at IS NOT NULL AND NEW.undone_at IS NULL THEN NEW.person_id END
    WHERE id = NEW.folded_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION people.link_merged IS 'The only way that the link is made and taken away.';
CREATE TRIGGER link_merged AFTER INSERT OR UPDATE ON people.merge FOR EACH ROW EXECUTE FUNCTION people.link_merged();

CREATE TABLE people.retention_rule (
  record text PRIMARY KEY CHECK (record ~ '^[a-z-]{3,40}$'),
  keep_days integer NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  counted_from text NOT NULL,
  source text NOT NULL,
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE people.retention_rule IS 'L1: how long each kind of record is kept. Proposals of law.md section 7, to be confirmed by the controller.';
INSERT INTO people.retention_rule VALUES
  ('flag', 30, 'when it was taken or put away', 'purpose limitation, GDPR art. 5(1)(e)'),
  ('read-log', 730, 'when it was written', 'GDPR art. 32; earlier practice six months to five years'),
  ('referral-not-accepted', 183, 'when it was answered', 'proposal'),
  ('case', 1826, 'the last thing written or opened, with nothing open', 'ombudsman FOB 2008.399: counted from closing'),
  ('health-record', 3653, 'the last entry', 'autorisationsloven § 25');
ALTER TABLE people.retention_rule ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON people.retention_rule TO vaern_app;
CREATE POLICY seen ON people.retention_rule FOR SELECT USING (kit.is_staff());

CREATE TABLE people.hold (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 500),
  placed_at timestamptz NOT NULL DEFAULT now(),
  placed_by text NOT NULL DEFAULT kit.actor(),
  lifted_at timestamptz,
  lifted_by text,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
COMMENT ON TABLE people.hold IS 'Nothing about the person is deleted while a complaint or claim is open (L1).';
CREATE INDEX hold_person ON people.hold (person_id) WHERE lifted_at IS NULL;
SELECT people.guard('people.hold', 3, 'lifted_at, lifted_by');

CREATE TABLE people.deletion (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  record text NOT NULL,
  rule text NOT NULL,
  rows integer NOT NULL CHECK (rows >= 0),
  organisation_id uuid,
  at timestamptz NOT NULL DEFAULT now(),
  by text NOT NULL DEFAULT kit.actor()
);
COMMENT ON TABLE people.deletion IS 'L1: what was deleted, by which rule, how much, when and by whom; never whose.';
ALTER TABLE people.deletion ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON people.deletion TO vaern_app;
CREATE POLICY seen ON people.deletion FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('protection_organisations'))::uuid[]));
CREATE POLICY added ON people.deletion FOR INSERT WITH CHECK ((SELECT kit.is_system()));

SELECT kit.track('people.break_glass', subject => 'person_id');
SELECT kit.track('people.merge', subject => 'person_id');
SELECT kit.track('people.hold', subject => 'person_id');
SELECT kit.track('people.deletion');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA people TO vaern_app;
REVOKE EXECUTE ON FUNCTION people.guard FROM vaern_app;
