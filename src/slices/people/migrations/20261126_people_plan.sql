-- What is said about a person: circumstances, how to reach them, the judgement of need, and the one plan.
CREATE TABLE people.circumstance (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  criterion text NOT NULL CHECK (criterion ~ '^[a-z][a-z0-9-]{1,40}$'),
  answer text NOT NULL CHECK (answer IN ('yes', 'no', 'unknown')),
  said_by text NOT NULL CHECK (said_by IN ('person', 'law')),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor()
);
COMMENT ON TABLE people.circumstance IS 'What decides where the person can go, in the directory''s criteria, as chosen by the person or needed by law (PER-09): never a guess. Appended; the newest counts.';
CREATE INDEX circumstance_person ON people.circumstance (person_id, criterion, recorded_at DESC);

CREATE TABLE people.contactability (
  person_id uuid PRIMARY KEY REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  digital text NOT NULL DEFAULT 'unknown' CHECK (digital IN ('yes', 'no', 'unknown')),
  meeting text NOT NULL DEFAULT 'unknown' CHECK (meeting IN ('in-person', 'online', 'phone', 'unknown')),
  channel text NOT NULL DEFAULT 'unknown' CHECK (channel IN ('phone', 'sms', 'place', 'contact-person', 'letter', 'digital-post', 'unknown')),
  phone text CHECK (length(phone) <= 40),
  phone_shared boolean NOT NULL DEFAULT false,
  via text CHECK (length(btrim(via)) BETWEEN 2 AND 200),
  interpreter text CHECK (interpreter ~ '^[a-z]{2,3}$'),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  edited_at timestamptz NOT NULL DEFAULT now(),
  edited_by_name text NOT NULL DEFAULT kit.setting('actor_name'),
  CONSTRAINT contact_not_digital CHECK (digital <> 'no' OR channel <> 'digital-post'),
  CONSTRAINT contact_via CHECK (channel NOT IN ('place', 'contact-person') OR via IS NOT NULL)
);
COMMENT ON TABLE people.contactability IS 'PER-07, PER-08: how the person wants to be met and reached. Never Digital Post for somebody who is not digital.';
COMMENT ON COLUMN people.contactability.phone_shared IS 'Others answer this phone: nothing is left as a message.';

CREATE TABLE people.assessment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  colour text NOT NULL CHECK (colour IN ('red', 'yellow', 'green')),
  reasons text NOT NULL CHECK (length(btrim(reasons)) BETWEEN 3 AND 2000),
  risk_note text CHECK (length(btrim(risk_note)) BETWEEN 3 AND 1000),
  despite_risk text CHECK (length(btrim(despite_risk)) BETWEEN 3 AND 1000),
  review_on date,
  signed_by text NOT NULL DEFAULT kit.actor() CHECK (signed_by !~ '^(system|public|database)'),
  signed_by_name text NOT NULL CHECK (btrim(signed_by_name) <> ''),
  at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE people.assessment IS 'Red, yellow or green need: a named person''s signed judgement, never the software''s (DEV-03). Appended; a green over a risk note needs a reason.';
CREATE INDEX assessment_person ON people.assessment (person_id, at DESC);

CREATE FUNCTION people.check_assessment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Before anything else is looked at: a stranger hears the same whatever is known of the person.
  IF people.my_rank(NEW.person_id) = 0 THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  -- One at a time, so that a green and a risk note signed in the same moment do not pass each other.
  PERFORM FROM people.person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF NEW.colour = 'green' AND NEW.despite_risk IS NULL AND (NEW.risk_note IS NOT NULL OR (
      -- Each organisation takes back its own risk note alone: whoever may not see one does not hide it.
      SELECT bool_or(a.risk_note IS NOT NULL) FROM (SELECT DISTINCT ON (organisation_id) risk_note FROM people.assessment
        WHERE person_id = NEW.person_id ORDER BY organisation_id, at DESC) a)) THEN
    RAISE EXCEPTION 'people.green-despite-risk' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_assessment BEFORE INSERT ON people.assessment FOR EACH ROW EXECUTE FUNCTION people.check_assessment();

CREATE TABLE people.plan (
  person_id uuid PRIMARY KEY REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  wish text CHECK (length(btrim(wish)) BETWEEN 1 AND 2000),
  wish_by text CHECK (wish_by IN ('person', 'staff-view')),
  coordinator text CHECK (length(btrim(coordinator)) BETWEEN 2 AND 160),
  coordinator_organisation_id uuid REFERENCES territory.organisation (id),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  edited_at timestamptz NOT NULL DEFAULT now(),
  edited_by_name text NOT NULL DEFAULT kit.setting('actor_name'),
  CONSTRAINT plan_whose_wish CHECK ((wish IS NULL) = (wish_by IS NULL))
);
COMMENT ON TABLE people.plan IS 'One plan per person (INT-01): the key is the person.';
COMMENT ON COLUMN people.plan.wish IS 'What the person wants, in their own words; written by staff alone it is marked as their view (RES-04).';

CREATE TABLE people.goal (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  words text NOT NULL CHECK (length(btrim(words)) BETWEEN 1 AND 1000),
  words_by text NOT NULL CHECK (words_by IN ('person', 'staff-view')),
  priority integer NOT NULL DEFAULT 1 CHECK (priority BETWEEN 1 AND 99),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'reached', 'dropped')),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  edited_at timestamptz NOT NULL DEFAULT now(),
  edited_by_name text NOT NULL DEFAULT kit.setting('actor_name')
);
COMMENT ON TABLE people.goal IS 'Goals in the person''s own words, in the order that the person wants (INT-03).';
CREATE INDEX goal_person ON people.goal (person_id);

CREATE TABLE people.step (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  goal_id uuid REFERENCES people.goal (id),
  words text NOT NULL CHECK (length(btrim(words)) BETWEEN 1 AND 1000),
  owner text NOT NULL CHECK (length(btrim(owner)) BETWEEN 2 AND 160),
  owner_organisation_id uuid REFERENCES territory.organisation (id),
  due_on date NOT NULL,
  status text NOT NULL DEFAULT 'agreed' CHECK (status IN ('agreed', 'done', 'dropped')),
  done_on date,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  edited_at timestamptz NOT NULL DEFAULT now(),
  edited_by_name text NOT NULL DEFAULT kit.setting('actor_name'),
  CHECK ((status = 'done') = (done_on IS NOT NULL))
);
COMMENT ON TABLE people.step IS 'What was agreed: who does it, and by which day.';
CREATE INDEX step_person ON people.step (person_id);

CREATE TABLE people.progress (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  goal_id uuid REFERENCES people.goal (id),
  words text NOT NULL CHECK (length(btrim(words)) BETWEEN 1 AND 2000),
  at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  recorded_by_name text NOT NULL
);
COMMENT ON TABLE people.progress IS 'Small progress as text, never a score (ACT-05). Appended.';
CREATE INDEX progress_person ON people.progress (person_id, at DESC);

CREATE TABLE people.mode (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  mode text NOT NULL CHECK (mode IN ('meet-outdoors', 'check-alive', 'two-together', 'no-unannounced', 'other')),
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 1000),
  starts_on date NOT NULL,
  review_on date NOT NULL CHECK (review_on >= starts_on),
  ended_at timestamptz,
  ended_by text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  recorded_by_name text NOT NULL,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
COMMENT ON TABLE people.mode IS 'Special ways of meeting, with the reason and a day on which they are looked at again (ACT-06).';
CREATE INDEX mode_person ON people.mode (person_id);

-- An edit counts its row on by one, whoever writes it: two who started from the same version cannot both be stored.
CREATE FUNCTION people.sign_edit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.edited_at := now();
  NEW.edited_by_name := kit.setting('actor_name');
  RETURN NEW;
END $$;
COMMENT ON FUNCTION people.sign_edit IS 'Who edited last and when, so that a stale edit can be shown beside what is stored (rule 9).';
CREATE TRIGGER sign_edit BEFORE UPDATE ON people.contactability FOR EACH ROW EXECUTE FUNCTION people.sign_edit();
CREATE TRIGGER sign_edit BEFORE UPDATE ON people.plan FOR EACH ROW EXECUTE FUNCTION people.sign_edit();
CREATE TRIGGER sign_edit BEFORE UPDATE ON people.goal FOR EACH ROW EXECUTE FUNCTION people.sign_edit();
CREATE TRIGGER sign_edit BEFORE UPDATE ON people.step FOR EACH ROW EXECUTE FUNCTION people.sign_edit();

-- What others wrote shows where it was shared at that level; what one's own organisation wrote shows to those of its
-- roles that may hold it. Each writes for an organisation of theirs that is involved.
CREATE FUNCTION people.guard(target regclass, need integer, writable text DEFAULT '', shared_write boolean DEFAULT false) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- Every role that people.mine knows holds the social level: where no more is needed, the role is not asked for on each row.
  seen text := format('(SELECT kit.is_system()) OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = %s.person_id
    AND ' || CASE WHEN need > 3 THEN 'm.role_rank >= %2$s AND ' ELSE '' END || '(m.shared >= %2$s OR m.organisation_id = %1$s.organisation_id))', target, need);
  own text := format('(SELECT kit.is_system()) OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = %s.person_id
    AND m.role_rank >= %s AND m.organisation_id = %1$s.organisation_id)', target, need);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('GRANT SELECT, INSERT ON %s TO vaern_app', target);
  EXECUTE format('CREATE POLICY seen ON %s FOR SELECT USING (%s)', target, seen);
  EXECUTE format('CREATE POLICY added ON %s FOR INSERT WITH CHECK (%s)', target, own);
  IF writable <> '' THEN
    EXECUTE format('GRANT UPDATE (%s) ON %s TO vaern_app', writable, target);
    EXECUTE format('CREATE POLICY edited ON %s FOR UPDATE USING (%s)', target, CASE WHEN shared_write THEN seen ELSE own END);
  END IF;
END $$;
COMMENT ON FUNCTION people.guard IS 'Row-level security of a table with person_id and organisation_id: need is the level (3 social, 4 health), writable its editable columns, shared_write whether all who see a row may edit it (the one plan).';
REVOKE EXECUTE ON FUNCTION people.guard FROM PUBLIC;

SELECT people.guard('people.circumstance', 3);
SELECT people.guard('people.assessment', 3);
SELECT people.guard('people.progress', 3);
SELECT people.guard('people.mode', 3, 'review_on, ended_at, ended_by', true);
SELECT people.guard('people.plan', 3, 'wish, wish_by, coordinator, coordinator_organisation_id, version', true);
SELECT people.guard('people.goal', 3, 'words, words_by, priority, status, version', true);
SELECT people.guard('people.step', 3, 'words, owner, owner_organisation_id, due_on, status, done_on, version', true);
-- Under a goal that one can see: a foreign key would say whether a guessed one is there.
CREATE POLICY goal_seen ON people.step AS RESTRICTIVE FOR INSERT WITH CHECK (goal_id IS NULL OR EXISTS (SELECT FROM people.goal g WHERE g.id = goal_id));
CREATE POLICY goal_seen ON people.progress AS RESTRICTIVE FOR INSERT WITH CHECK (goal_id IS NULL OR EXISTS (SELECT FROM people.goal g WHERE g.id = goal_id));
-- How to reach somebody gives a phone away: identity, so not to those who know the reference alone.
ALTER TABLE people.contactability ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (digital, meeting, channel, phone, phone_shared, via, interpreter, version) ON people.contactability TO vaern_app;
CREATE POLICY seen ON people.contactability FOR SELECT USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = contactability.person_id AND NOT m.pseudonymous));
CREATE POLICY added ON people.contactability FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = contactability.person_id AND m.organisation_id = contactability.organisation_id AND NOT m.pseudonymous));
CREATE POLICY edited ON people.contactability FOR UPDATE USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = contactability.person_id AND NOT m.pseudonymous))
  WITH CHECK ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = contactability.person_id AND NOT m.pseudonymous));

SELECT kit.track('people.circumstance', subject => 'person_id');
SELECT kit.track('people.contactability', subject => 'person_id');
SELECT kit.track('people.assessment', subject => 'person_id');
SELECT kit.track('people.plan', subject => 'person_id');
SELECT kit.track('people.goal', subject => 'person_id');
SELECT kit.track('people.step', subject => 'person_id');
SELECT kit.track('people.progress', subject => 'person_id');
SELECT kit.track('people.mode', subject => 'person_id');
