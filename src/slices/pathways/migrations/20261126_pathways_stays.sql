-- How a house takes people in, and what must happen to places and referrals whoever acts: expiry, moved dates, the directory, bouncing.
CREATE TABLE pathways.house (
  service_id uuid PRIMARY KEY REFERENCES services.service (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  demands text[] NOT NULL DEFAULT '{}' CHECK (demands <@ '{can-be-alone,needs-care,housing-plan}'::text[]),
  refuses text[] NOT NULL DEFAULT '{}' CHECK (refuses <@ '{suicide-risk,outward-aggression}'::text[]),
  staff_hours text CHECK (length(btrim(staff_hours)) BETWEEN 1 AND 300),
  answer_hours integer NOT NULL DEFAULT 24 CHECK (answer_hours BETWEEN 1 AND 336),
  hold_hours integer NOT NULL DEFAULT 24 CHECK (hold_hours BETWEEN 1 AND 336),
  quiet_days integer NOT NULL DEFAULT 2 CHECK (quiet_days BETWEEN 0 AND 14),
  gate_service_id uuid REFERENCES services.service (id) CHECK (gate_service_id <> service_id),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL DEFAULT kit.actor(),
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE pathways.house IS 'A service''s own terms for a stay, beside what the directory says of it. They are asked of a person among professionals and never of the public, so they are not in the directory''s list of criteria.';
COMMENT ON COLUMN pathways.house.demands IS 'What must hold for a person who is to stay: no fails the criterion, unknown never does. A missing housing plan is a task for the municipality (REF-09).';
COMMENT ON COLUMN pathways.house.refuses IS 'What may not hold: yes fails the criterion.';
COMMENT ON COLUMN pathways.house.staff_hours IS 'RES-05: when somebody is there, opening_hours syntax; null: nobody has told.';
COMMENT ON COLUMN pathways.house.hold_hours IS 'How long a place is held from the agreed day, or from now where that is later.';
COMMENT ON COLUMN pathways.house.gate_service_id IS 'REF-07: the central gate that referrals go through.';
ALTER TABLE pathways.house ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (demands, refuses, staff_hours, answer_hours, hold_hours, quiet_days, gate_service_id, recorded_at, recorded_by, version)
  ON pathways.house TO vaern_app;
CREATE POLICY seen ON pathways.house FOR SELECT USING ((SELECT kit.is_staff()));
CREATE POLICY kept ON pathways.house FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
    AND EXISTS (SELECT FROM services.service s WHERE s.id = service_id AND s.organisation_id = house.organisation_id)));
CREATE POLICY edited ON pathways.house FOR UPDATE USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[]));
SELECT kit.track('pathways.house');

ALTER TABLE pathways.stay ADD COLUMN referral_id uuid REFERENCES pathways.referral (id);
COMMENT ON COLUMN pathways.stay.referral_id IS 'The referral that it answers: the stay is the house''s own pathway, the referral belongs to the sender''s. Null: the person came on their own (REF-06).';
CREATE INDEX stay_referral ON pathways.stay (referral_id) WHERE referral_id IS NOT NULL;

CREATE FUNCTION pathways.check_bed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM pathways.stay s WHERE s.bed_id = NEW.id
      AND (s.status = 'arrived' OR (s.status = 'reserved' AND s.reserved_until >= now()))) THEN
    RAISE EXCEPTION 'pathways.bed-in-use' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.check_bed IS 'A bed is not taken out of use while somebody is in it or has been promised it.';
CREATE TRIGGER check_bed BEFORE UPDATE OF closed_at ON pathways.bed FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.check_bed();

CREATE FUNCTION pathways.turn(service uuid) RETURNS void LANGUAGE sql
  AS $$ SELECT pg_advisory_xact_lock(hashtextextended(service::text, 0)) $$;
COMMENT ON FUNCTION pathways.turn IS 'Places of a service are given one at a time. The same lock as services.append_report takes later in the transaction, so that the two never wait for each other crosswise.';

CREATE FUNCTION pathways.tell_places(service uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  counts jsonb;
BEGIN
  IF NOT kit.is_staff() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM pathways.turn(service);
  SELECT jsonb_agg(jsonb_build_object('unit', b.unit, 'total', b.total, 'occupied', b.occupied, 'reserved', b.reserved)) INTO counts
    FROM pathways.bed_counts(service) b;
  IF counts IS NOT NULL THEN
    PERFORM services.append_report(service, jsonb_build_object('at', clock_timestamp(), 'capacity', counts));
  END IF;
END $$;
COMMENT ON FUNCTION pathways.tell_places IS 'CAP-01: the beds themselves tell the live directory, in the transaction that changed them. Says only what is counted here, so it needs nobody''s right to report and gives nobody one.';

CREATE FUNCTION pathways.release_expired(service uuid DEFAULT NULL)
  RETURNS TABLE (stay_id uuid, service_id uuid, organisation_id uuid, person_id uuid, pathway_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
  gone record;
  known boolean;
BEGIN
  IF NOT kit.is_staff() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  FOR gone IN UPDATE pathways.stay s SET status = 'released', version = s.version + 1
      WHERE s.status = 'reserved' AND s.reserved_until < now()
        AND (release_expired.service IS NULL OR s.service_id = release_expired.service)
      RETURNING s.id, s.service_id, s.organisation_id, s.person_id, s.pathway_id LOOP
    INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, by_account, by_name)
      SELECT gone.pathway_id, gone.person_id, gone.organisation_id, p.level, now(), 'reservation-expired', 'system:places', 'Værn'
      FROM pathways.pathway p WHERE p.id = gone.pathway_id;
    -- Whose place it was hears who is involved; whoever else freed it learns of the place alone.
    known := kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = gone.person_id);
    RETURN QUERY SELECT gone.id, gone.service_id, gone.organisation_id,
      CASE WHEN known THEN gone.person_id END, CASE WHEN known THEN gone.pathway_id END;
  END LOOP;
END $$;
COMMENT ON FUNCTION pathways.release_expired IS 'Rule 2: a reservation that ran out frees its place, also where nobody involved looks. It does what time has done already, so any staff may run it. Its arrival clock runs on: somebody did not come, and the owner must hear of it.';

CREATE FUNCTION pathways.move_reservations(moved uuid, new_from date)
  RETURNS TABLE (stay_id uuid, service_id uuid, organisation_id uuid, from_day date, until_day date, followed boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
  r record;
  days integer;
  bed uuid;
BEGIN
  FOR r IN SELECT s.id, s.service_id FROM pathways.stay s JOIN pathways.pathway p ON p.id = moved
      WHERE s.person_id = p.person_id AND s.status = 'reserved' AND s.reserved_until >= now()
        AND (s.pathway_id = moved OR EXISTS (SELECT FROM pathways.referral f WHERE f.id = s.referral_id AND f.pathway_id = moved))
        AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = s.person_id
          AND m.organisation_id IN (s.organisation_id, p.owner_organisation_id, p.organisation_id)))
      ORDER BY s.service_id LOOP
    PERFORM pathways.turn(r.service_id);
    -- What ran out promises nobody anything, but would stand in the way until it is released.
    PERFORM pathways.release_expired(r.service_id);
    SELECT s.*, b.unit INTO r FROM pathways.stay s JOIN pathways.bed b ON b.id = s.bed_id
      WHERE s.id = r.id AND s.status = 'reserved' FOR UPDATE OF s;
    IF NOT FOUND THEN CONTINUE; END IF;
    days := new_from - r.expected_from;
    IF days = 0 THEN CONTINUE; END IF;
    followed := true;
    bed := r.bed_id;
    -- Its own bed where nobody else is promised it in the new period, else another of the same kind.
    IF EXISTS (SELECT FROM pathways.stay o WHERE o.bed_id = bed AND o.id <> r.id AND o.status IN ('reserved', 'arrived')
        AND daterange(o.expected_from, o.expected_until) && daterange(new_from, r.expected_until + days)) THEN
      bed := (SELECT f FROM pathways.free_beds(r.service_id, r.unit, new_from, r.expected_until + days) f WHERE f <> r.bed_id LIMIT 1);
      followed := bed IS NOT NULL;
    END IF;
    IF followed THEN
      UPDATE pathways.stay s SET bed_id = bed, expected_from = new_from, expected_until = r.expected_until + days, version = s.version + 1,
          reserved_until = greatest(now(), (r.reserved_until AT TIME ZONE 'Europe/Copenhagen' + make_interval(days => days)) AT TIME ZONE 'Europe/Copenhagen')
        WHERE s.id = r.id;
      UPDATE pathways.clock c SET due_at = (SELECT s.reserved_until FROM pathways.stay s WHERE s.id = r.id), escalated_at = NULL, escalates_at = NULL
        WHERE c.about_id = r.id AND c.kind = 'arrival' AND c.stopped_at IS NULL;
      PERFORM pathways.tell_places(r.service_id);
    END IF;
    RETURN QUERY SELECT s.id, s.service_id, s.organisation_id, s.expected_from, s.expected_until, move_reservations.followed
      FROM pathways.stay s WHERE s.id = r.id;
  END LOOP;
END $$;
COMMENT ON FUNCTION pathways.move_reservations IS 'A reservation follows a moved discharge date, asked by the house or by whoever answers for the pathway; where the house is full in the new period it stays as it was and followed is false.';

ALTER TABLE pathways.referral ADD COLUMN involvement_id uuid REFERENCES people.involvement (id);
COMMENT ON COLUMN pathways.referral.involvement_id IS 'What it opened to the receiving house; ends when the answer is no, or when it is withdrawn.';
CREATE INDEX referral_involvement ON pathways.referral (involvement_id);

CREATE FUNCTION pathways.own_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  organisation uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
  INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, source)
    SELECT NEW.person_id, organisation, 'identity', 'joint-plan', 'own-contact', TG_ARGV[1]
    WHERE NOT EXISTS (SELECT FROM people.involvement i WHERE i.person_id = NEW.person_id AND i.organisation_id = organisation
      AND i.account_id IS NULL AND i.rank > 1 AND i.legal_basis <> 'consent' AND i.ends_at = 'infinity');
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.own_contact IS 'Who has somebody living in the house, or has taken a pathway over, has a contact of their own: it does not end with the consent that led there, or nobody could see the resident, and the owner would be blind. At the level of identity: what they write themselves, and no longer what others wrote.';
CREATE TRIGGER own_contact_here AFTER INSERT ON pathways.stay FOR EACH ROW
  WHEN (NEW.status = 'arrived') EXECUTE FUNCTION pathways.own_contact('organisation_id', 'referral');
CREATE TRIGGER own_contact AFTER UPDATE OF status ON pathways.stay FOR EACH ROW
  WHEN (NEW.status = 'arrived' AND OLD.status <> 'arrived') EXECUTE FUNCTION pathways.own_contact('organisation_id', 'referral');
CREATE TRIGGER own_contact AFTER UPDATE OF status ON pathways.handover FOR EACH ROW
  WHEN (NEW.status = 'accepted' AND OLD.status = 'offered') EXECUTE FUNCTION pathways.own_contact('to_organisation_id', 'handover');

CREATE FUNCTION pathways.keep_in_sight() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF kit.is_staff() AND NOT kit.is_system() AND NEW.ends_at <= now()
      AND (EXISTS (SELECT FROM pathways.pathway p WHERE p.person_id = NEW.person_id AND p.owner_organisation_id = NEW.organisation_id AND p.closed_at IS NULL)
        OR EXISTS (SELECT FROM pathways.stay s WHERE s.person_id = NEW.person_id AND s.organisation_id = NEW.organisation_id AND s.status = 'arrived'))
      AND NOT EXISTS (SELECT FROM people.involvement i WHERE i.person_id = NEW.person_id AND i.organisation_id = NEW.organisation_id
        AND i.id <> NEW.id AND i.account_id IS NULL AND i.rank > 1 AND i.ends_at > now()) THEN
    RAISE EXCEPTION 'pathways.still-answers' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.keep_in_sight IS 'Rule 1: whoever answers for an open pathway, or has the person living there, does not end their own last contact: nobody could see what they answer for. What rests on a consent ends with it all the same.';
CREATE TRIGGER keep_in_sight BEFORE UPDATE OF ends_at ON people.involvement FOR EACH ROW
  WHEN (OLD.ends_at > NEW.ends_at AND NEW.legal_basis <> 'consent' AND NEW.account_id IS NULL AND NEW.end_reason IS DISTINCT FROM 'consent-withdrawn')
  EXECUTE FUNCTION pathways.keep_in_sight();

CREATE FUNCTION pathways.referral_fate(asked uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT r.status FROM pathways.referral r
    WHERE r.id = asked AND r.to_organisation_id = ANY (kit.ids('social_organisations') || kit.ids('health_organisations')) $$;
COMMENT ON FUNCTION pathways.referral_fate IS 'Lets the house that was reading a referral hear that it is over when the consent is gone: the status and nothing else, and only to the house that it was sent to.';

CREATE FUNCTION pathways.place_in_line(asked uuid) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (SELECT count(*)::integer FROM pathways.referral o WHERE o.service_id = r.service_id AND o.status = 'waiting'
        AND (o.waiting_since, o.id) <= (r.waiting_since, r.id))
    FROM pathways.referral r WHERE r.id = asked AND r.status = 'waiting'
      AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = r.person_id AND m.organisation_id IN (r.organisation_id, r.to_organisation_id)) $$;
COMMENT ON FUNCTION pathways.place_in_line IS 'Number in the waiting list of the service, 1 is next; never who the others are.';

CREATE FUNCTION pathways.place_given(asked uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN s.status = 'reserved' AND s.reserved_until < now() THEN 'released' ELSE s.status END
    FROM pathways.referral r JOIN pathways.stay s ON s.referral_id = r.id
    WHERE r.id = asked AND r.status = 'accepted' AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = r.person_id AND m.organisation_id IN (
      r.organisation_id, r.to_organisation_id, (SELECT p.owner_organisation_id FROM pathways.pathway p WHERE p.id = r.pathway_id)))
    ORDER BY s.recorded_at DESC LIMIT 1 $$;
COMMENT ON FUNCTION pathways.place_given IS 'REF-10: whether the place that was promised is still held, for both sides and whoever answers for the pathway: nobody is sent to a place that is given up.';
GRANT EXECUTE ON FUNCTION pathways.place_given TO vaern_app;

CREATE FUNCTION pathways.check_care_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Who may hold no health data of the person is refused in the same words whether or not the guessed note is there.
  IF NOT kit.is_system() AND NOT EXISTS (SELECT FROM people.mine m WHERE m.person_id = NEW.person_id AND m.role_rank >= 4) THEN RETURN NEW; END IF;
  IF NOT EXISTS (SELECT FROM pathways.care_note n WHERE n.id = NEW.corrects AND n.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'pathways.note-of-another' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_care_note BEFORE INSERT ON pathways.care_note FOR EACH ROW
  WHEN (NEW.corrects IS NOT NULL) EXECUTE FUNCTION pathways.check_care_note();
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pathways TO vaern_app;
