-- Pathways: one accountable owner each, handed over on acceptance only; what happened; what waits, and on whom.
CREATE SCHEMA pathways;
COMMENT ON SCHEMA pathways IS 'Pathways of persons across sectors: owners, handovers, referrals, places, stays, appointments, discharge, follow-up.';
GRANT USAGE ON SCHEMA pathways TO vaern_app;

CREATE TABLE pathways.pathway (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people.person (id),
  definition text NOT NULL CHECK (definition ~ '^[a-z][a-z0-9-]{2,60}$'),
  definition_version integer NOT NULL CHECK (definition_version > 0),
  level text NOT NULL CHECK (level IN ('social', 'health')),
  rank integer GENERATED ALWAYS AS (people.rank(level)) STORED,
  state text NOT NULL CHECK (state ~ '^[a-z][a-z0-9-]{1,60}$'),
  state_since timestamptz NOT NULL DEFAULT now(),
  owner_organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  owner_account text,
  owner_name text NOT NULL CHECK (length(btrim(owner_name)) BETWEEN 2 AND 160),
  owner_left_at timestamptz,
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  service_id uuid REFERENCES services.service (id),
  municipality text REFERENCES territory.municipality (code),
  met_at timestamptz,
  opened_at timestamptz NOT NULL DEFAULT now(),
  opened_by text NOT NULL DEFAULT kit.actor(),
  closed_at timestamptz,
  outcome text CHECK (outcome ~ '^[a-z][a-z0-9-]{1,60}$'),
  version integer NOT NULL DEFAULT 1,
  CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE pathways.pathway IS 'A course of help. Exactly one accountable owner at every moment: the columns are never null, and only an accepted handover changes the organisation (rule 1).';
COMMENT ON COLUMN pathways.pathway.organisation_id IS 'Who opened it.';
COMMENT ON COLUMN pathways.pathway.owner_account IS 'Who answers in the owning organisation. Where that person has left (owner_left_at), the organisation still owns it and its leader is told.';
COMMENT ON COLUMN pathways.pathway.municipality IS 'Municipality of action where it is known; null is unknown.';
COMMENT ON COLUMN pathways.pathway.met_at IS 'When the person was last met; null: not yet.';
CREATE INDEX pathway_person ON pathways.pathway (person_id);
CREATE INDEX pathway_owner ON pathways.pathway (owner_organisation_id, state_since, id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX pathway_one_open ON pathways.pathway (person_id, definition, organisation_id)
  WHERE closed_at IS NULL AND owner_organisation_id = organisation_id;

CREATE TABLE pathways.event (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  level text NOT NULL CHECK (level IN ('social', 'health')),
  rank integer GENERATED ALWAYS AS (people.rank(level)) STORED,
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{1,60}$'),
  from_state text,
  to_state text,
  said jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(said) = 'object'),
  by_account text NOT NULL DEFAULT kit.actor(),
  by_name text NOT NULL
);
COMMENT ON TABLE pathways.event IS 'What happened: transitions with what had to be recorded, notes, and the named events no-show, overstay, transfer and expulsion. Appended only.';
CREATE INDEX event_pathway ON pathways.event (pathway_id, at DESC, recorded_at DESC, id DESC);
CREATE INDEX event_person ON pathways.event (person_id);

CREATE TABLE pathways.handover (
  id uuid PRIMARY KEY,
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  to_organisation_id uuid NOT NULL REFERENCES territory.organisation (id) CHECK (to_organisation_id <> organisation_id),
  message text NOT NULL CHECK (length(btrim(message)) BETWEEN 3 AND 2000),
  consent_id uuid REFERENCES people.consent (id),
  legal_reference text CHECK (length(btrim(legal_reference)) BETWEEN 2 AND 200),
  offered_at timestamptz NOT NULL DEFAULT now(),
  offered_by text NOT NULL DEFAULT kit.actor(),
  offered_by_name text NOT NULL,
  due_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'offered' CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn', 'consent-withdrawn')),
  answered_at timestamptz,
  answered_by text,
  answered_by_name text,
  reason text CHECK (length(btrim(reason)) BETWEEN 3 AND 1000),
  CHECK (due_at > offered_at),
  CHECK (num_nonnulls(consent_id, legal_reference) > 0),
  CHECK ((status = 'offered') = (answered_at IS NULL)),
  CHECK (status NOT IN ('declined', 'withdrawn') OR reason IS NOT NULL)
);
COMMENT ON TABLE pathways.handover IS 'An offer to take over. Until it is accepted the old owner answers, a clock runs, and silence escalates (OUT-07).';
CREATE UNIQUE INDEX handover_one_pending ON pathways.handover (pathway_id) WHERE status = 'offered';
CREATE INDEX handover_to ON pathways.handover (to_organisation_id, due_at) WHERE status = 'offered';
CREATE INDEX handover_person ON pathways.handover (person_id);
CREATE INDEX handover_consent ON pathways.handover (consent_id) WHERE status = 'offered';

CREATE FUNCTION pathways.answer_handover() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine uuid[] := kit.ids('social_organisations') || kit.ids('health_organisations');
BEGIN
  IF OLD.status <> 'offered' THEN
    RAISE EXCEPTION USING ERRCODE = 'VA001', MESSAGE = CASE OLD.status WHEN 'accepted' THEN 'pathways.handover-accepted'
      WHEN 'declined' THEN 'pathways.handover-declined' ELSE 'pathways.handover-withdrawn' END;
  END IF;
  IF NEW.status NOT IN ('accepted', 'declined', 'withdrawn', 'consent-withdrawn') THEN RETURN NEW; END IF;
  IF NOT kit.is_system() AND NEW.status <> 'consent-withdrawn'
      AND (CASE NEW.status WHEN 'withdrawn' THEN OLD.organisation_id ELSE OLD.to_organisation_id END) <> ALL (mine)
      -- An offer of a pathway that has ended ends with it, whoever ended it.
      AND NOT (NEW.status = 'withdrawn' AND EXISTS (SELECT FROM pathways.pathway p WHERE p.id = OLD.pathway_id AND p.closed_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.status = 'accepted' THEN
    PERFORM FROM pathways.pathway p WHERE p.id = NEW.pathway_id AND p.closed_at IS NULL
      AND p.owner_organisation_id = OLD.organisation_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'pathways.handover-moved-on' USING ERRCODE = 'VA001'; END IF;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.answer_handover IS 'An offer is answered once: accepted or declined by the one asked, withdrawn by the one who offered.';
CREATE TRIGGER answer BEFORE UPDATE ON pathways.handover FOR EACH ROW EXECUTE FUNCTION pathways.answer_handover();

CREATE FUNCTION pathways.move_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE pathways.pathway SET owner_organisation_id = NEW.to_organisation_id, owner_account = NEW.answered_by,
      owner_name = NEW.answered_by_name, owner_left_at = NULL, version = version + 1
    WHERE id = NEW.pathway_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.move_owner IS 'The only way ownership moves: in the transaction that accepts.';
CREATE TRIGGER move_owner AFTER UPDATE ON pathways.handover FOR EACH ROW
  WHEN (OLD.status = 'offered' AND NEW.status = 'accepted') EXECUTE FUNCTION pathways.move_owner();

CREATE FUNCTION pathways.own_by_handover() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pathways.handover h WHERE h.pathway_id = NEW.id AND h.status = 'accepted'
      AND h.organisation_id = OLD.owner_organisation_id AND h.to_organisation_id = NEW.owner_organisation_id
      AND h.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'pathways.owner-only-by-handover' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_by_handover BEFORE UPDATE OF owner_organisation_id ON pathways.pathway FOR EACH ROW
  WHEN (OLD.owner_organisation_id <> NEW.owner_organisation_id) EXECUTE FUNCTION pathways.own_by_handover();

CREATE FUNCTION pathways.check_handover() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Before anything else is looked at: a stranger hears the same whether or not the guessed pathway is there.
  IF NOT kit.is_system() AND NOT EXISTS (SELECT FROM people.mine m WHERE m.person_id = NEW.person_id AND m.organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM pathways.pathway p WHERE p.id = NEW.pathway_id AND p.person_id = NEW.person_id
      AND p.owner_organisation_id = NEW.organisation_id AND p.closed_at IS NULL) THEN
    RAISE EXCEPTION 'pathways.not-the-owner' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_handover BEFORE INSERT ON pathways.handover FOR EACH ROW EXECUTE FUNCTION pathways.check_handover();

CREATE TABLE pathways.clock (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  waits_on_organisation_id uuid REFERENCES territory.organisation (id),
  kind text NOT NULL CHECK (kind IN ('handover', 'referral', 'bounced', 'stay-end', 'overstay', 'arrival', 'contact', 'street', 'municipality-notice',
    'housing-plan', 'follow-up', 'task', 'deadline', 'mode-review', 'owner-left', 'stay-over')),
  rule text CHECK (rule ~ '^[a-z][a-z0-9-]{1,60}$'),
  about_id uuid,
  text text CHECK (length(btrim(text)) BETWEEN 2 AND 300),
  municipality text,
  started_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL,
  escalated_at timestamptz,
  escalates_at timestamptz,
  stopped_at timestamptz,
  stopped_by text,
  outcome text CHECK (length(outcome) <= 300),
  CHECK ((stopped_at IS NULL) = (stopped_by IS NULL))
);
COMMENT ON TABLE pathways.clock IS 'Whatever waits: on whom, since when, until when. The board between two chairs is the running ones (REF-10).';
COMMENT ON COLUMN pathways.clock.organisation_id IS 'Who is accountable while it runs.';
COMMENT ON COLUMN pathways.clock.rule IS 'The deadline or rhythm of the pathway''s definition that started it.';
COMMENT ON COLUMN pathways.clock.escalates_at IS 'When it is told again, where it has been told and still waits (REF-10); null: at due_at.';
COMMENT ON COLUMN pathways.clock.about_id IS 'The handover, referral, stay, notice or step that it is about.';
CREATE INDEX clock_running ON pathways.clock (organisation_id, due_at, id) WHERE stopped_at IS NULL;
CREATE INDEX clock_waits_on ON pathways.clock (waits_on_organisation_id, due_at, id) WHERE stopped_at IS NULL;
CREATE INDEX clock_due ON pathways.clock (coalesce(escalates_at, due_at)) WHERE stopped_at IS NULL;
CREATE INDEX clock_pathway ON pathways.clock (pathway_id);
CREATE INDEX clock_about ON pathways.clock (about_id) WHERE stopped_at IS NULL;
CREATE INDEX clock_person ON pathways.clock (person_id);

CREATE TABLE pathways.notice (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pathway_id uuid REFERENCES pathways.pathway (id),
  person_id uuid REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  to_organisation_id uuid REFERENCES territory.organisation (id),
  municipality text REFERENCES territory.municipality (code),
  kind text NOT NULL CHECK (kind IN ('street', 'escalated', 'municipality-notice', 'admitted', 'withdrawn', 'place', 'handover', 'referral', 'answer',
    'follow-up', 'housing-plan', 'owner-left', 'emergency-access')),
  text text NOT NULL CHECK (length(btrim(text)) BETWEEN 3 AND 500),
  text_en text CHECK (length(btrim(text_en)) BETWEEN 3 AND 500),
  contact_name text,
  contact_phone text,
  contact_email text,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT kit.actor(),
  mailed_at timestamptz,
  seen_at timestamptz,
  seen_by text,
  seen_by_name text
);
COMMENT ON COLUMN pathways.notice.text_en IS 'The same in English, for whoever reads the app in it; null where text is a key of the texts, as the database writes it.';
COMMENT ON TABLE pathways.notice IS 'What an organisation must hear at once. Never names or describes a person: who is involved follows the link, others ring the sender.';
CREATE INDEX notice_unseen ON pathways.notice (to_organisation_id, created_at DESC);
CREATE INDEX notice_pathway ON pathways.notice (pathway_id);
CREATE INDEX notice_person ON pathways.notice (person_id);

-- Who sees a pathway: those involved at its level, and the owner's own people. Leaders see that it is there and what it waits for.
ALTER TABLE pathways.pathway ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (state, state_since, owner_account, owner_name, owner_left_at, service_id, municipality, met_at, closed_at, outcome, version)
  ON pathways.pathway TO vaern_app;
CREATE POLICY seen ON pathways.pathway FOR SELECT USING ((SELECT kit.is_system())
  OR owner_organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = pathway.person_id AND m.role_rank >= pathway.rank
    AND (m.rank >= pathway.rank OR m.organisation_id IN (pathway.owner_organisation_id, pathway.organisation_id))));
CREATE POLICY opened ON pathways.pathway FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (organisation_id = owner_organisation_id AND opened_by = kit.actor() AND closed_at IS NULL
    AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = pathway.person_id AND m.organisation_id = pathway.organisation_id AND m.role_rank >= pathway.rank)));
CREATE POLICY run ON pathways.pathway FOR UPDATE USING ((SELECT kit.is_system())
  OR owner_organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = pathway.person_id AND m.organisation_id = pathway.owner_organisation_id
    AND m.role_rank >= pathway.rank));

ALTER TABLE pathways.event ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON pathways.event TO vaern_app;
CREATE POLICY seen ON pathways.event FOR SELECT USING ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = event.person_id AND m.role_rank >= event.rank
    AND (m.rank >= event.rank OR m.organisation_id = event.organisation_id)));
CREATE POLICY added ON pathways.event FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (by_account = kit.actor() AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = event.person_id
    AND m.organisation_id = event.organisation_id AND m.role_rank >= event.rank)));

ALTER TABLE pathways.handover ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (status, answered_at, answered_by, answered_by_name, reason) ON pathways.handover TO vaern_app;
CREATE POLICY seen ON pathways.handover FOR SELECT USING ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = handover.person_id
    AND m.organisation_id IN (handover.organisation_id, handover.to_organisation_id)));
CREATE POLICY offered ON pathways.handover FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (status = 'offered' AND offered_by = kit.actor() AND EXISTS (
    SELECT FROM people.mine m WHERE m.person_id = handover.person_id AND m.organisation_id = handover.organisation_id)));
CREATE POLICY answered ON pathways.handover FOR UPDATE USING ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = handover.person_id
    AND m.organisation_id IN (handover.organisation_id, handover.to_organisation_id)))
  WITH CHECK ((SELECT kit.is_system()) OR answered_by = kit.actor());

ALTER TABLE pathways.clock ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (due_at, escalated_at, escalates_at, stopped_at, stopped_by, outcome, municipality, organisation_id, waits_on_organisation_id) ON pathways.clock TO vaern_app;
CREATE POLICY seen ON pathways.clock FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
  OR waits_on_organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = clock.person_id
    AND m.organisation_id IN (clock.organisation_id, clock.waits_on_organisation_id)));
CREATE POLICY started ON pathways.clock FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = clock.person_id
    AND m.organisation_id IN (clock.organisation_id, clock.waits_on_organisation_id)));
CREATE POLICY stopped ON pathways.clock FOR UPDATE USING ((SELECT kit.is_system())
  OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = clock.person_id
    AND m.organisation_id IN (clock.organisation_id, clock.waits_on_organisation_id)));

ALTER TABLE pathways.notice ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (mailed_at, seen_at, seen_by, seen_by_name) ON pathways.notice TO vaern_app;
CREATE POLICY seen ON pathways.notice FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations') || kit.ids('leader_organisations'))::uuid[])
  OR to_organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations') || kit.ids('leader_organisations'))::uuid[])
  -- The officer hears of emergency accesses, and of nothing else.
  OR (kind = 'emergency-access' AND to_organisation_id = ANY ((SELECT kit.ids('protection_organisations'))::uuid[])));
CREATE POLICY told ON pathways.notice FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR (created_by = kit.actor()
  -- About a pathway or person that the teller can see: a foreign key would say whether a guessed one is there.
  AND (pathway_id IS NULL OR EXISTS (SELECT FROM pathways.pathway p WHERE p.id = pathway_id AND p.person_id = notice.person_id))
  AND (person_id IS NULL OR pathway_id IS NOT NULL OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = notice.person_id))
  AND organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations') || kit.ids('leader_organisations'))::uuid[])));
CREATE POLICY read ON pathways.notice FOR UPDATE USING ((SELECT kit.is_system())
  OR to_organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations') || kit.ids('leader_organisations'))::uuid[])
  OR (kind = 'emergency-access' AND to_organisation_id = ANY ((SELECT kit.ids('protection_organisations'))::uuid[])));

SELECT kit.track('pathways.pathway', subject => 'person_id');
SELECT kit.track('pathways.event', subject => 'person_id');
SELECT kit.track('pathways.handover', subject => 'person_id');
SELECT kit.track('pathways.clock', subject => 'person_id');
SELECT kit.track('pathways.notice', subject => 'person_id');
