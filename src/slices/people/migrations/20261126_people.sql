-- Persons, their numbers, who is involved with them and on what ground, and what they have consented to.
-- Person data is seen through an involvement only (design rule 5), and row-level security holds it here.
CREATE SCHEMA people;
COMMENT ON SCHEMA people IS 'Persons, identifiers, consents, involvements, the one plan, and who has looked at what.';
GRANT USAGE ON SCHEMA people TO vaern_app;

CREATE FUNCTION people.rank(level text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE level WHEN 'contact' THEN 1 WHEN 'identity' THEN 2 WHEN 'social' THEN 3 WHEN 'health' THEN 4 END $$;
COMMENT ON FUNCTION people.rank IS 'Levels in order: contact (a call name and times), identity, social, health.';

CREATE TABLE people.person (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$'),
  name text CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  alias text CHECK (length(btrim(alias)) BETWEEN 1 AND 120),
  birth_date date,
  birth_year integer CHECK (birth_year BETWEEN 1880 AND 2200),
  languages text[] NOT NULL DEFAULT '{}',
  protected boolean NOT NULL DEFAULT false,
  protection_reason text CHECK (protection_reason IN ('hidden-address', 'trafficking', 'violence', 'other')),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  merged_into uuid REFERENCES people.person (id) CHECK (merged_into <> id),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  CHECK (num_nonnulls(name, alias) > 0),
  CHECK (birth_date IS NULL OR birth_year IS NULL OR extract(year FROM birth_date) = birth_year),
  CHECK (protected = (protection_reason IS NOT NULL))
);
COMMENT ON TABLE people.person IS 'Somebody who is helped, with or without a number and a name of their own choice (PER-01). Nobody browses it: rows show through an involvement only.';
COMMENT ON COLUMN people.person.reference IS 'A random code that says nothing: what is shown where the name may not be.';
COMMENT ON COLUMN people.person.organisation_id IS 'The organisation that the person trusted first. A protected person''s identity stays there (rule 8).';
COMMENT ON COLUMN people.person.protected IS 'PER-06: the identity leaves organisation_id by no door; others involved see the reference only.';
COMMENT ON COLUMN people.person.merged_into IS 'PER-02: the same person, registered twice. Nothing is moved, so that a merge can be undone.';
CREATE INDEX person_merged ON people.person (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE people.identifier (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  kind text NOT NULL CHECK (kind IN ('cpr', 'cpr-replacement', 'x-ecpr', 'd-ecpr', 'foreign', 'passport', 'card', 'other')),
  cipher bytea NOT NULL,
  blind bytea NOT NULL CHECK (length(blind) = 32),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  ended_at timestamptz,
  UNIQUE (person_id, blind)
);
COMMENT ON TABLE people.identifier IS 'Numbers of a person, encrypted (cipher) with a blind index for exact look-up. Unique within a person only: a wider rule would tell a stranger that the number is known.';
CREATE INDEX identifier_blind ON people.identifier (blind);

CREATE TABLE people.consent (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  kind text NOT NULL DEFAULT 'disclosure' CHECK (kind IN ('treatment', 'disclosure', 'contact')),
  level text NOT NULL CHECK (level IN ('contact', 'identity', 'social', 'health')),
  topics text[] NOT NULL CHECK (cardinality(topics) > 0),
  recipient_organisation_id uuid REFERENCES territory.organisation (id),
  recipient text NOT NULL CHECK (length(btrim(recipient)) BETWEEN 2 AND 200),
  purpose text NOT NULL CHECK (length(btrim(purpose)) BETWEEN 3 AND 300),
  given_how text NOT NULL CHECK (given_how IN ('oral', 'written')),
  witness text CHECK (length(btrim(witness)) BETWEEN 2 AND 120),
  oral_reason text CHECK (length(btrim(oral_reason)) BETWEEN 3 AND 300),
  given_at timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  recorded_by_name text NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_by_name text,
  CHECK (valid_until > given_at AND valid_until <= given_at + interval '1 year 1 day'),
  CHECK (level <> 'health' OR kind = 'treatment' OR given_how = 'written' OR oral_reason IS NOT NULL),
  CHECK (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_by_name) IN (0, 3))
);
COMMENT ON TABLE people.consent IS 'PER-03: what, to whom, for what, how and by whom witnessed, from when to when. Never edited; withdrawn at once (row and involvements in one transaction).';
COMMENT ON COLUMN people.consent.topics IS 'What may be told: codes in people/schema.ts.';
COMMENT ON COLUMN people.consent.oral_reason IS 'L4 (sundhedsloven § 44): why consent to pass on health data for other than treatment is not in writing.';
CREATE INDEX consent_person ON people.consent (person_id, given_at DESC);

CREATE TABLE people.involvement (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  account_id text,
  level text NOT NULL CHECK (level IN ('contact', 'identity', 'social', 'health')),
  rank integer GENERATED ALWAYS AS (people.rank(level)) STORED,
  purpose text NOT NULL CHECK (length(btrim(purpose)) BETWEEN 3 AND 300),
  legal_basis text NOT NULL CHECK (legal_basis IN ('own-contact', 'consent', 'treatment', 'law', 'vital-interest')),
  legal_reference text CHECK (length(legal_reference) <= 200),
  consent_id uuid REFERENCES people.consent (id),
  source text NOT NULL CHECK (source IN ('registered', 'shared', 'referral', 'handover', 'appointment', 'break-glass')),
  pseudonymous boolean NOT NULL DEFAULT false,
  starts_at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by text NOT NULL DEFAULT kit.actor(),
  ended_by text,
  end_reason text,
  CHECK (ends_at >= starts_at),
  CHECK ((legal_basis = 'consent') = (consent_id IS NOT NULL)),
  CHECK (legal_basis <> 'law' OR length(btrim(legal_reference)) > 1),
  CHECK (source <> 'break-glass' OR (account_id IS NOT NULL AND ends_at <= starts_at + interval '8 hours')),
  CHECK (level <> 'contact' OR account_id IS NOT NULL)
);
COMMENT ON TABLE people.involvement IS 'Organisation × person × purpose × legal basis × period, at a level (design rule 5). The only way to a person''s data.';
COMMENT ON COLUMN people.involvement.account_id IS 'For this account alone: break-glass, and volunteers, who see a call name and times.';
COMMENT ON COLUMN people.involvement.pseudonymous IS 'The organisation works with the reference and never sees the identity (rule 8).';
COMMENT ON COLUMN people.involvement.ends_at IS 'With consent: at the latest when the consent ends. Brought forward to end it; never moved back.';
CREATE INDEX involvement_person ON people.involvement (person_id, organisation_id, ends_at);
CREATE INDEX involvement_organisation ON people.involvement (organisation_id, person_id);
CREATE INDEX involvement_account ON people.involvement (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX involvement_consent ON people.involvement (consent_id) WHERE consent_id IS NOT NULL;

CREATE VIEW people.mine AS
  SELECT i.person_id, i.organisation_id, i.pseudonymous,
    CASE WHEN i.organisation_id = ANY ((SELECT kit.ids('health_organisations'))::uuid[]) THEN 4 ELSE 3 END AS role_rank,
    least(i.rank, CASE WHEN i.organisation_id = ANY ((SELECT kit.ids('health_organisations'))::uuid[]) THEN 4 ELSE 3 END) AS rank,
    i.rank AS shared
  FROM people.involvement i
  WHERE i.organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[])
    AND i.rank > 1 AND i.starts_at <= now() AND i.ends_at > now()
    AND (i.account_id IS NULL OR i.account_id = (SELECT kit.actor()));
COMMENT ON VIEW people.mine IS 'Whom the actor is involved with now: what was shared with the organisation (rank) and what the actor''s role there may see at most (role_rank); shared is rank before the role''s cap. Runs with the owner''s rights on purpose: every policy on person data asks it.';
GRANT SELECT ON people.mine TO vaern_app;

CREATE FUNCTION people.my_rank(person uuid) RETURNS integer LANGUAGE sql STABLE
  SET search_path = pg_catalog AS $$
    SELECT CASE WHEN kit.is_system() THEN 4
      ELSE coalesce((SELECT max(m.rank) FROM people.mine m WHERE m.person_id = person), 0) END $$;
COMMENT ON FUNCTION people.my_rank IS 'The level at which the actor may see what others wrote about the person: 0 is nothing.';

CREATE VIEW people.card WITH (security_barrier) AS
  SELECT p.id, p.reference, bool_and(m.pseudonymous) AS pseudonymous, p.languages,
    -- Where one of the two is known by the code alone, the link would say who that is.
    CASE WHEN NOT bool_and(m.pseudonymous) AND EXISTS (SELECT FROM people.mine o WHERE o.person_id = p.merged_into AND NOT o.pseudonymous)
      THEN p.merged_into END AS merged_into,
    CASE WHEN bool_and(m.pseudonymous) THEN NULL ELSE coalesce(p.alias, p.name) END AS called,
    CASE WHEN bool_and(m.pseudonymous) THEN NULL ELSE p.name END AS name,
    p.protected
  FROM people.person p JOIN people.mine m ON m.person_id = p.id
  GROUP BY p.id;
COMMENT ON VIEW people.card IS 'How to name each person whom the actor is involved with: the reference alone where the identity may not be seen. Runs with the owner''s rights on purpose.';
GRANT SELECT ON people.card TO vaern_app;

CREATE VIEW people.companion WITH (security_barrier) AS
  SELECT p.id, CASE WHEN bool_and(i.pseudonymous) THEN p.reference ELSE coalesce(p.alias, split_part(p.name, ' ', 1)) END AS called, p.languages, max(i.ends_at) AS ends_at
  FROM people.involvement i JOIN people.person p ON p.id = i.person_id
  WHERE i.account_id = (SELECT kit.actor()) AND i.level = 'contact' AND i.starts_at <= now() AND i.ends_at > now()
    AND i.organisation_id = ANY ((SELECT kit.ids('volunteer_organisations') || kit.ids('social_organisations') || kit.ids('health_organisations'))::uuid[])
  GROUP BY p.id;
COMMENT ON VIEW people.companion IS 'PER-05: all that a volunteer learns of a person: a call name and languages. Runs with the owner''s rights on purpose.';
GRANT SELECT ON people.companion TO vaern_app;

-- The rules of consent and protection, so that no path goes around them. VA001 carries the code; the words are the slice's texts.
CREATE FUNCTION people.check_involvement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  p record;
  c record;
BEGIN
  -- Held against whoever protects the person in the same moment: else the one would not see the other's row.
  SELECT protected, organisation_id INTO p FROM people.person WHERE id = NEW.person_id FOR SHARE;
  IF p.protected AND NEW.organisation_id <> p.organisation_id THEN
    NEW.pseudonymous := true;
  END IF;
  -- Before a consent is looked at: row-level security refuses a stranger in the same words whatever the guessed ids stand for.
  IF people.my_rank(NEW.person_id) = 0 THEN RETURN NEW; END IF;
  IF NEW.source NOT IN ('registered', 'break-glass') AND people.emergency_only(NEW.person_id) THEN
    RAISE EXCEPTION 'people.emergency-only' USING ERRCODE = 'VA001';
  END IF;
  -- Who knows the reference alone passes on no more.
  IF NEW.source NOT IN ('registered', 'break-glass') AND NOT kit.is_system() THEN
    NEW.pseudonymous := NEW.pseudonymous OR (SELECT bool_and(m.pseudonymous) FROM people.mine m WHERE m.person_id = NEW.person_id);
  END IF;
  IF NEW.consent_id IS NOT NULL THEN
    SELECT * INTO c FROM people.consent WHERE id = NEW.consent_id FOR SHARE;
    IF c.person_id IS DISTINCT FROM NEW.person_id THEN RAISE EXCEPTION 'people.consent-of-another' USING ERRCODE = 'VA001'; END IF;
    IF c.withdrawn_at IS NOT NULL THEN RAISE EXCEPTION 'people.consent-withdrawn' USING ERRCODE = 'VA001'; END IF;
    IF c.valid_until <= NEW.starts_at OR c.valid_until <= now() THEN RAISE EXCEPTION 'people.consent-expired' USING ERRCODE = 'VA001'; END IF;
    IF c.recipient_organisation_id IS DISTINCT FROM NEW.organisation_id THEN
      RAISE EXCEPTION 'people.consent-other-recipient' USING ERRCODE = 'VA001';
    END IF;
    IF people.rank(c.level) < people.rank(NEW.level) THEN RAISE EXCEPTION 'people.consent-too-narrow' USING ERRCODE = 'VA001'; END IF;
    NEW.ends_at := least(NEW.ends_at, c.valid_until);
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION people.check_involvement IS 'A consent opens what it says, to whom it says, while it holds; a protected person is a reference to everybody but the organisation that they trust.';
CREATE TRIGGER check_involvement BEFORE INSERT ON people.involvement FOR EACH ROW EXECUTE FUNCTION people.check_involvement();

CREATE FUNCTION people.only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ends_at > OLD.ends_at THEN RAISE EXCEPTION 'people.involvement-only-ends' USING ERRCODE = 'VA001'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_end BEFORE UPDATE OF ends_at ON people.involvement FOR EACH ROW EXECUTE FUNCTION people.only_end();

CREATE FUNCTION people.withdraw_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL THEN RAISE EXCEPTION 'people.consent-withdrawn' USING ERRCODE = 'VA001'; END IF;
  UPDATE people.involvement SET ends_at = greatest(starts_at, NEW.withdrawn_at), ended_by = NEW.withdrawn_by, end_reason = 'consent-withdrawn'
    WHERE consent_id = NEW.id AND ends_at > NEW.withdrawn_at;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION people.withdraw_consent IS 'With effect at once: what rests on the consent ends in the same transaction.';
CREATE TRIGGER withdraw_consent BEFORE UPDATE ON people.consent FOR EACH ROW EXECUTE FUNCTION people.withdraw_consent();

CREATE FUNCTION people.protect() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE people.involvement SET pseudonymous = true
    WHERE person_id = NEW.id AND organisation_id <> NEW.organisation_id AND NOT pseudonymous;
  RETURN NULL;
END $$;
CREATE TRIGGER protect AFTER UPDATE OF protected ON people.person FOR EACH ROW
  WHEN (NEW.protected AND NOT OLD.protected) EXECUTE FUNCTION people.protect();

CREATE FUNCTION people.register(id uuid, said jsonb, organisation uuid, level text, purpose text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  signs constant text := 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  noise bytea := uuid_send(gen_random_uuid());
  made text := '';
BEGIN
  IF NOT kit.is_system() AND organisation <> ALL (kit.ids('social_organisations') || kit.ids('health_organisations')) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR at IN 0..7 LOOP
    -- Bytes 0 to 5 and 10, 11 of a random uuid are random throughout.
    made := made || substr(signs, 1 + get_byte(noise, CASE WHEN at < 6 THEN at ELSE at + 4 END) % 32, 1);
  END LOOP;
  made := substr(made, 1, 4) || '-' || substr(made, 5);
  INSERT INTO people.person (id, reference, name, alias, birth_date, birth_year, languages, organisation_id)
    VALUES (register.id, made, said ->> 'name', said ->> 'alias', (said ->> 'birthDate')::date, (said ->> 'birthYear')::integer,
      coalesce((SELECT array_agg(l) FROM jsonb_array_elements_text(said -> 'languages') l), '{}'), organisation);
  INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, source)
    VALUES (register.id, organisation, register.level, register.purpose, 'own-contact', 'registered');
  RETURN made;
END $$;
COMMENT ON FUNCTION people.register IS 'A person together with the first involvement: one is never without the other. Gives the reference.';

DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['person', 'identifier'] LOOP
    EXECUTE format('ALTER TABLE people.%I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format($p$CREATE POLICY seen ON people.%I FOR SELECT USING ((SELECT kit.is_system()) OR EXISTS (
      SELECT FROM people.mine m WHERE m.person_id = %I.%I AND NOT m.pseudonymous))$p$,
      part, part, CASE part WHEN 'person' THEN 'id' ELSE 'person_id' END);
  END LOOP;
END $$;
-- merged_into shows in people.card, to those who know who both are.
GRANT SELECT (id, reference, name, alias, birth_date, birth_year, languages, protected, protection_reason, organisation_id,
  recorded_at, recorded_by, version), UPDATE (name, alias, birth_date, birth_year, languages, protected, protection_reason, version) ON people.person TO vaern_app;
CREATE POLICY edited ON people.person FOR UPDATE
  USING ((SELECT kit.is_system()) OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = person.id AND NOT m.pseudonymous));
GRANT SELECT, INSERT, UPDATE (ended_at) ON people.identifier TO vaern_app;
CREATE POLICY added ON people.identifier FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = identifier.person_id AND m.organisation_id = identifier.organisation_id AND NOT m.pseudonymous));
CREATE POLICY ended ON people.identifier FOR UPDATE USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = identifier.person_id AND m.organisation_id = identifier.organisation_id AND NOT m.pseudonymous));

ALTER TABLE people.consent ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_by_name) ON people.consent TO vaern_app;
CREATE POLICY seen ON people.consent FOR SELECT USING ((SELECT kit.is_system()) OR EXISTS (SELECT FROM people.mine m
  WHERE m.person_id = consent.person_id AND m.organisation_id IN (consent.organisation_id, consent.recipient_organisation_id)));
CREATE POLICY added ON people.consent FOR INSERT WITH CHECK (withdrawn_at IS NULL AND recorded_by = kit.actor() AND ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = consent.person_id AND m.organisation_id = consent.organisation_id)));
CREATE POLICY withdrawn ON people.consent FOR UPDATE USING ((SELECT kit.is_system()) OR EXISTS (SELECT FROM people.mine m
  WHERE m.person_id = consent.person_id AND m.organisation_id IN (consent.organisation_id, consent.recipient_organisation_id)))
  WITH CHECK (withdrawn_by = kit.actor());

ALTER TABLE people.involvement ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (ends_at, ended_by, end_reason) ON people.involvement TO vaern_app;
CREATE POLICY seen ON people.involvement FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations')
    || kit.ids('protection_organisations'))::uuid[])
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = involvement.person_id AND m.rank >= 3 AND NOT m.pseudonymous));
CREATE POLICY opened ON people.involvement FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (recorded_by = kit.actor() AND source IN ('shared', 'referral', 'handover', 'appointment')
    -- Nobody passes on more than they see themselves; the person's consent may cover what their own role holds,
    -- but nobody raises their own organisation by a consent that they wrote down themselves.
    AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = involvement.person_id
      AND CASE WHEN consent_id IS NULL OR m.organisation_id = involvement.organisation_id THEN m.rank ELSE m.role_rank END >= people.rank(level))
    AND (legal_basis <> 'own-contact'
      OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[]))));
CREATE POLICY ended ON people.involvement FOR UPDATE USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[])
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = involvement.person_id AND m.rank >= 3 AND involvement.recorded_by = kit.actor()))
  WITH CHECK (ended_by = kit.actor());

SELECT kit.track('people.person', subject => 'id');
SELECT kit.track('people.identifier', omit => '{cipher,blind}', subject => 'person_id');
SELECT kit.track('people.consent', subject => 'person_id');
SELECT kit.track('people.involvement', subject => 'person_id');
