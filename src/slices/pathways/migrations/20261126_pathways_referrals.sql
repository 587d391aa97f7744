-- From flag to place and out again: flags, referrals, the discharge, appointments and follow-up.
CREATE TABLE pathways.flag (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  ward text NOT NULL CHECK (length(btrim(ward)) BETWEEN 1 AND 40 AND ward !~ '([0-9][^0-9]*){6}'),
  bed text NOT NULL CHECK (length(btrim(bed)) BETWEEN 1 AND 20 AND bed !~ '([0-9][^0-9]*){6}'),
  flagged_at timestamptz NOT NULL DEFAULT now(),
  flagged_by text NOT NULL DEFAULT kit.actor(),
  flagged_by_name text NOT NULL,
  treating boolean NOT NULL,
  person_id uuid REFERENCES people.person (id),
  pathway_id uuid REFERENCES pathways.pathway (id),
  taken_at timestamptz,
  taken_by text,
  taken_by_name text,
  closed_at timestamptz,
  close_reason text CHECK (close_reason IN ('not-needed', 'declined', 'moved', 'mistake', 'over')),
  CHECK (num_nonnulls(taken_at, taken_by, taken_by_name) IN (0, 3)),
  CHECK (pathway_id IS NULL OR person_id IS NOT NULL),
  CHECK ((closed_at IS NULL) = (close_reason IS NULL))
);
COMMENT ON TABLE pathways.flag IS 'DIS-01: ward, bed and "needs the social nurse": nothing more can be written. Whose bed it is, the social nurse learns by going there.';
COMMENT ON COLUMN pathways.flag.close_reason IS 'Why it was put away; over: it was taken, and the pathway or the stay on the ward has ended.';
COMMENT ON COLUMN pathways.flag.treating IS 'Whether the one who flags treats the patient; if not, the flag is shown for review.';
CREATE INDEX flag_open ON pathways.flag (organisation_id, flagged_at DESC) WHERE taken_at IS NULL AND closed_at IS NULL;
CREATE INDEX flag_person ON pathways.flag (person_id);
ALTER TABLE pathways.flag ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (person_id, pathway_id, taken_at, taken_by, taken_by_name, closed_at, close_reason) ON pathways.flag TO vaern_app;
-- The ward sees whether its own flag was taken, never what came of it.
CREATE VIEW pathways.my_flags WITH (security_barrier) AS SELECT id, organisation_id, ward, bed, flagged_at, taken_at, taken_by_name,
    CASE WHEN taken_at IS NULL THEN closed_at END AS closed_at, CASE WHEN taken_at IS NULL THEN close_reason END AS close_reason
  FROM pathways.flag WHERE flagged_by = (SELECT kit.actor()) AND organisation_id = ANY ((SELECT kit.ids('ward_organisations') || kit.ids('health_organisations'))::uuid[]);
COMMENT ON VIEW pathways.my_flags IS 'A ward nurse''s own flags without the person. Runs with the owner''s rights on purpose.';
GRANT SELECT ON pathways.my_flags TO vaern_app;
CREATE FUNCTION pathways.wards(organisation uuid) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.ward FROM pathways.flag f
  WHERE f.organisation_id = wards.organisation AND f.flagged_at > now() - interval '180 days'
    AND wards.organisation = ANY (kit.ids('ward_organisations') || kit.ids('health_organisations'))
  GROUP BY f.ward ORDER BY count(*) FILTER (WHERE f.flagged_by = kit.actor()) DESC, count(*) DESC, f.ward LIMIT 40 $$;
COMMENT ON FUNCTION pathways.wards IS 'The wards that a hospital has flagged from, one''s own most used first: names of wards only, so that a flag takes two taps.';
CREATE POLICY seen ON pathways.flag FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[]));
CREATE POLICY raised ON pathways.flag FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR (flagged_by = kit.actor() AND person_id IS NULL
  AND organisation_id = ANY ((SELECT kit.ids('ward_organisations') || kit.ids('health_organisations'))::uuid[])));
CREATE POLICY taken ON pathways.flag FOR UPDATE USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[]))
  WITH CHECK ((SELECT kit.is_system()) OR (organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations'))::uuid[])
    -- Only somebody whom one is involved with: a foreign key would say whether a guessed person is there.
    AND (person_id IS NULL OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = flag.person_id))));

CREATE TABLE pathways.referral (
  id uuid PRIMARY KEY,
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  to_organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  service_id uuid NOT NULL REFERENCES services.service (id),
  from_account text NOT NULL DEFAULT kit.actor(),
  from_name text NOT NULL,
  from_phone text CHECK (length(from_phone) <= 40),
  assessment text NOT NULL CHECK (length(btrim(assessment)) BETWEEN 3 AND 4000),
  situation text NOT NULL CHECK (length(btrim(situation)) BETWEEN 3 AND 4000),
  care_need text CHECK (length(btrim(care_need)) BETWEEN 2 AND 4000),
  risks text CHECK (length(btrim(risks)) BETWEEN 2 AND 4000),
  wanted_from date NOT NULL,
  wanted_until date NOT NULL CHECK (wanted_until > wanted_from),
  consent_id uuid REFERENCES people.consent (id),
  legal_reference text CHECK (length(btrim(legal_reference)) BETWEEN 2 AND 200),
  criteria jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'array'),
  rules_seen text NOT NULL,
  house_rules_seen boolean NOT NULL DEFAULT false,
  sent_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'talking', 'waiting', 'accepted', 'declined', 'withdrawn', 'consent-withdrawn')),
  talked_at timestamptz,
  talk_note text CHECK (length(btrim(talk_note)) BETWEEN 3 AND 4000),
  fit text NOT NULL DEFAULT 'unknown' CHECK (fit IN ('fits', 'does-not-fit', 'unknown')),
  fit_reason text CHECK (length(btrim(fit_reason)) BETWEEN 3 AND 1000),
  waiting_since timestamptz,
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  reason text CHECK (length(btrim(reason)) BETWEEN 3 AND 2000),
  alternatives text CHECK (length(btrim(alternatives)) BETWEEN 3 AND 2000),
  bounce integer NOT NULL DEFAULT 0 CHECK (bounce >= 0),
  version integer NOT NULL DEFAULT 1,
  CHECK (due_at > sent_at),
  CHECK (num_nonnulls(consent_id, legal_reference) > 0),
  CHECK (fit = 'unknown' OR fit_reason IS NOT NULL),
  CHECK (status <> 'declined' OR (reason IS NOT NULL AND alternatives IS NOT NULL)),
  CHECK (status <> 'withdrawn' OR reason IS NOT NULL),
  CHECK ((status IN ('accepted', 'declined')) <= (decided_by IS NOT NULL AND decided_by_name IS NOT NULL AND decided_at IS NOT NULL)),
  CONSTRAINT referral_decided_by_another CHECK (status NOT IN ('accepted', 'declined') OR decided_by <> from_account)
);
COMMENT ON TABLE pathways.referral IS 'REF-01: a request that a service receives a person. Decided by a person of the receiving house, never by the referrer (REF-03) or by the software (REF-02).';
COMMENT ON COLUMN pathways.referral.criteria IS 'Each formal criterion as yes, no or unknown, as it stood when sent; rules_seen names the rules, so that a change is noticed and they are checked again.';
COMMENT ON COLUMN pathways.referral.bounce IS 'How many times this pathway had been declined when it was sent (REF-10).';
-- With the person, whose pathway it is: else a duplicate would say that somebody guessed another's pathway.
CREATE UNIQUE INDEX referral_one_open ON pathways.referral (pathway_id, person_id, service_id) WHERE status IN ('sent', 'talking', 'waiting');
CREATE INDEX referral_to ON pathways.referral (to_organisation_id, due_at) WHERE status IN ('sent', 'talking', 'waiting');
CREATE INDEX referral_answered_to ON pathways.referral (to_organisation_id, decided_at) WHERE status IN ('accepted', 'declined');
CREATE INDEX referral_answered_from ON pathways.referral (organisation_id, decided_at) WHERE status IN ('accepted', 'declined');
CREATE INDEX referral_pathway ON pathways.referral (pathway_id);
CREATE INDEX referral_person ON pathways.referral (person_id);
CREATE INDEX referral_consent ON pathways.referral (consent_id);

CREATE FUNCTION pathways.check_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine uuid[] := kit.ids('social_organisations') || kit.ids('health_organisations');
BEGIN
  -- A place that was promised can still be given up, until the person has come to it.
  IF OLD.status NOT IN ('sent', 'talking', 'waiting') AND NOT (OLD.status = 'accepted' AND NEW.status IN ('withdrawn', 'consent-withdrawn')
      AND NOT EXISTS (SELECT FROM pathways.stay s WHERE s.referral_id = OLD.id AND s.status IN ('arrived', 'ended'))) THEN
    RAISE EXCEPTION USING ERRCODE = 'VA001', MESSAGE = CASE WHEN OLD.status IN ('accepted', 'declined') THEN 'pathways.referral-answered'
      WHEN OLD.status = 'withdrawn' THEN 'pathways.referral-withdrawn' ELSE 'people.consent-withdrawn' END;
  END IF;
  IF kit.is_system() OR NEW.status = 'consent-withdrawn' THEN RETURN NEW; END IF;
  IF NEW.status = 'withdrawn' THEN
    -- By whoever answers for the pathway now, and by its end.
    PERFORM FROM pathways.pathway p WHERE p.id = OLD.pathway_id AND (p.owner_organisation_id = ANY (mine) OR p.closed_at IS NOT NULL);
    IF NOT FOUND THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  ELSIF OLD.to_organisation_id <> ALL (mine) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_referral BEFORE UPDATE ON pathways.referral FOR EACH ROW EXECUTE FUNCTION pathways.check_referral();

ALTER TABLE pathways.referral ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (status, due_at, talked_at, talk_note, fit, fit_reason, waiting_since, decided_at, decided_by, decided_by_name, reason,
  alternatives, criteria, rules_seen, version) ON pathways.referral TO vaern_app;
-- Who answers for the pathway now reads what was sent on a law. A consent speaks of the house that it names: of that referral they
-- are told that it is there (pathways.promises) and not what it says.
CREATE POLICY seen ON pathways.referral FOR SELECT USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = referral.person_id AND (m.organisation_id IN (referral.organisation_id, referral.to_organisation_id)
    OR (referral.consent_id IS NULL AND m.rank >= 3
      AND m.organisation_id = (SELECT p.owner_organisation_id FROM pathways.pathway p WHERE p.id = referral.pathway_id)))));
CREATE POLICY sent ON pathways.referral FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR (from_account = kit.actor() AND status = 'sent'
  AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = referral.person_id AND m.organisation_id = referral.organisation_id)
  AND EXISTS (SELECT FROM services.service s WHERE s.id = service_id AND s.organisation_id = to_organisation_id)));
CREATE POLICY answered ON pathways.referral FOR UPDATE USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = referral.person_id AND m.organisation_id IN (referral.organisation_id, referral.to_organisation_id)));

CREATE TABLE pathways.discharge (
  pathway_id uuid PRIMARY KEY REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  planned_on date,
  housing text NOT NULL DEFAULT 'unknown' CHECK (housing IN ('yes', 'no', 'unknown')),
  housing_note text CHECK (length(housing_note) <= 1000),
  treatment text NOT NULL DEFAULT 'unknown' CHECK (treatment IN ('yes', 'no', 'unknown')),
  treatment_next_day text NOT NULL DEFAULT 'unknown' CHECK (treatment_next_day IN ('yes', 'no', 'unknown')),
  prescription_taken_over text NOT NULL DEFAULT 'unknown' CHECK (prescription_taken_over IN ('yes', 'no', 'unknown')),
  treatment_note text CHECK (length(treatment_note) <= 1000),
  contact_person text NOT NULL DEFAULT 'unknown' CHECK (contact_person IN ('yes', 'no', 'unknown')),
  contact_person_note text CHECK (length(contact_person_note) <= 1000),
  medicine text NOT NULL DEFAULT 'unknown' CHECK (medicine IN ('yes', 'no', 'unknown')),
  medicine_note text CHECK (length(medicine_note) <= 1000),
  transport text NOT NULL DEFAULT 'unknown' CHECK (transport IN ('yes', 'no', 'unknown')),
  transport_note text CHECK (length(transport_note) <= 1000),
  home_nursing text NOT NULL DEFAULT 'unknown' CHECK (home_nursing IN ('yes', 'no', 'unknown', 'not-needed')),
  home_nursing_note text CHECK (length(home_nursing_note) <= 1000),
  ward_note text CHECK (length(ward_note) <= 2000),
  municipality_contact text CHECK (length(municipality_contact) <= 300),
  destination text NOT NULL DEFAULT 'unknown' CHECK (destination IN ('own-home', 'shelter', 'respite', 'residential', 'relative', 'friend', 'hospital',
    'prison', 'other', 'street', 'unknown')),
  destination_note text CHECK (length(destination_note) <= 1000),
  discharged_at timestamptz,
  street_reason text CHECK (length(btrim(street_reason)) BETWEEN 10 AND 2000),
  street_decided_by_name text CHECK (length(btrim(street_decided_by_name)) BETWEEN 2 AND 160),
  street_alternatives text CHECK (length(btrim(street_alternatives)) BETWEEN 3 AND 2000),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT discharge_not_to_the_street CHECK (discharged_at IS NULL OR destination NOT IN ('street', 'unknown')
    OR num_nonnulls(street_reason, street_decided_by_name, street_alternatives) = 3)
);
COMMENT ON TABLE pathways.discharge IS 'DIS-03, DIS-04: the discharge from day one. An answer that nobody gave is unknown, never no. To the street, or nobody knows where: only with reason, decision-maker and what was offered.';
CREATE INDEX discharge_person ON pathways.discharge (person_id);
CREATE FUNCTION pathways.close_with_destination() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.outcome <> 'dead' AND EXISTS (
      SELECT FROM pathways.discharge d WHERE d.pathway_id = NEW.id AND d.discharged_at IS NULL) THEN
    RAISE EXCEPTION 'pathways.destination-first' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.close_with_destination IS 'DIS-04: a discharge is not closed before it is said where the person went, whichever door is tried.';
CREATE TRIGGER close_with_destination BEFORE UPDATE OF closed_at ON pathways.pathway FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.close_with_destination();
SELECT people.guard('pathways.discharge', 3, 'planned_on, housing, housing_note, treatment, treatment_next_day, prescription_taken_over, treatment_note, contact_person, contact_person_note, medicine, medicine_note, transport, transport_note, home_nursing, home_nursing_note, ward_note, municipality_contact, destination, destination_note, discharged_at, street_reason, street_decided_by_name, street_alternatives, version', true);

CREATE TABLE pathways.appointment (
  id uuid PRIMARY KEY,
  pathway_id uuid REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  at timestamptz NOT NULL,
  until timestamptz CHECK (until > at),
  subject text NOT NULL CHECK (length(btrim(subject)) BETWEEN 2 AND 200),
  place text NOT NULL CHECK (length(btrim(place)) BETWEEN 2 AND 200),
  meeting text NOT NULL CHECK (meeting IN ('in-person', 'online', 'phone')),
  language text CHECK (language ~ '^[a-z]{2,3}$'),
  interpreter boolean NOT NULL DEFAULT false,
  gender_wish text CHECK (gender_wish IN ('woman', 'man')),
  companion text NOT NULL DEFAULT 'none' CHECK (companion IN ('none', 'wanted', 'asked', 'accepted', 'declined')),
  companion_account text,
  companion_name text,
  companion_organisation_id uuid REFERENCES territory.organisation (id),
  may_tell text[] NOT NULL DEFAULT '{}' CHECK (cardinality(may_tell) <= 20),
  status text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'kept', 'no-show', 'cancelled', 'moved')),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1,
  CHECK ((companion IN ('asked', 'accepted')) <= (companion_account IS NOT NULL AND companion_name IS NOT NULL))
);
COMMENT ON TABLE pathways.appointment IS 'Appointments and who goes along (ACC-01). What the companion may tell is agreed with the person (ACC-02).';
COMMENT ON COLUMN pathways.appointment.may_tell IS 'Topics that the companion may speak of on the person''s behalf: codes of consents, never words of somebody''s own.';
COMMENT ON COLUMN pathways.appointment.subject IS 'Words that a volunteer may read: no diagnosis.';
CREATE INDEX appointment_person ON pathways.appointment (person_id, at);
CREATE INDEX appointment_companion ON pathways.appointment (companion_account, at) WHERE companion_account IS NOT NULL;
SELECT people.guard('pathways.appointment', 3, 'at, until, subject, place, meeting, companion, companion_account, companion_name, companion_organisation_id, may_tell, status, version', true);
CREATE VIEW pathways.my_appointment WITH (security_barrier) AS
  SELECT a.id, a.person_id, a.at, a.until, a.place, a.meeting, a.language, a.interpreter, a.companion, a.may_tell, a.status
  FROM pathways.appointment a JOIN people.companion c ON c.id = a.person_id
  WHERE a.companion_account = (SELECT kit.actor());
COMMENT ON VIEW pathways.my_appointment IS 'A companion''s own appointments: when, where, and what may be told. Runs with the owner''s rights on purpose.';
GRANT SELECT ON pathways.my_appointment TO vaern_app;
CREATE FUNCTION pathways.answer_appointment(asked uuid, answer text) RETURNS TABLE (person_id uuid, organisation_id uuid)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    UPDATE pathways.appointment a SET companion = answer, version = a.version + 1
    WHERE a.id = asked AND a.companion_account = kit.actor() AND answer IN ('accepted', 'declined') AND a.companion IN ('asked', 'accepted')
      AND a.status = 'planned' AND EXISTS (SELECT FROM people.companion c WHERE c.id = a.person_id)
    RETURNING a.person_id, a.organisation_id $$;
COMMENT ON FUNCTION pathways.answer_appointment IS 'The one who was asked to go along says yes or no; nothing else of the appointment can be changed by them. Gives whom to tell; nothing where it is not theirs to answer.';

CREATE FUNCTION pathways.let_companion_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pathways.appointment a WHERE a.person_id = OLD.person_id AND a.companion_account = OLD.companion_account
      AND a.companion IN ('asked', 'accepted') AND a.status = 'planned') THEN
    UPDATE people.involvement i SET ends_at = greatest(i.starts_at, now()), ended_by = kit.actor(), end_reason = 'companion-gone'
      WHERE i.person_id = OLD.person_id AND i.account_id = OLD.companion_account AND i.source = 'appointment' AND i.ends_at > now();
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.let_companion_go IS 'Who said no, was replaced or whose appointment is off, and has no other with the person, has no business knowing their name any longer (PER-05).';
CREATE TRIGGER let_companion_go AFTER UPDATE ON pathways.appointment FOR EACH ROW
  WHEN (OLD.companion_account IS NOT NULL AND (NEW.companion_account IS DISTINCT FROM OLD.companion_account
    OR NEW.companion = 'declined' OR NEW.status IN ('cancelled', 'moved'))) EXECUTE FUNCTION pathways.let_companion_go();

CREATE TABLE pathways.follow_up (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  left_at timestamptz NOT NULL,
  due_on date NOT NULL,
  reminded_at timestamptz,
  outcome text CHECK (outcome IN ('home', 'shelter', 'respite', 'residential', 'readmitted', 'street', 'dead', 'lost', 'other')),
  note text CHECK (length(note) <= 1000),
  answered_at timestamptz,
  answered_by text,
  answered_by_name text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (pathway_id, left_at, due_on),
  CHECK ((outcome IS NULL) = (answered_at IS NULL))
);
COMMENT ON TABLE pathways.follow_up IS 'DIS-11: what became of it, asked after each time that the person left. Never filled in: reminded, then lost.';
CREATE INDEX follow_up_person ON pathways.follow_up (person_id);
CREATE INDEX follow_up_due ON pathways.follow_up (due_on) WHERE outcome IS NULL;
SELECT people.guard('pathways.follow_up', 3, 'reminded_at, outcome, note, answered_at, answered_by, answered_by_name', true);

SELECT kit.track('pathways.flag', subject => 'id');
SELECT kit.track('pathways.referral', subject => 'person_id');
SELECT kit.track('pathways.discharge', subject => 'person_id');
SELECT kit.track('pathways.appointment', subject => 'person_id');
SELECT kit.track('pathways.follow_up', subject => 'person_id');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pathways TO vaern_app;
