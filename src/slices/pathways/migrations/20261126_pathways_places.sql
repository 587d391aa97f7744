-- Places: rooms and beds, reservations and stays. A place is never given twice (rule 2), a stay keeps to its limit (rule 3).
CREATE TABLE pathways.bed (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id uuid NOT NULL REFERENCES services.service (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  unit text NOT NULL CHECK (unit IN ('overnight', 'isolation', 'crisis-centre', 'respite', 'bed', 'hotel')),
  label text NOT NULL CHECK (length(btrim(label)) BETWEEN 1 AND 40),
  closed_at timestamptz,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (service_id, label)
);
COMMENT ON TABLE pathways.bed IS 'Rooms and beds of a service, by the name that the house gives them.';

CREATE TABLE pathways.stay (
  id uuid PRIMARY KEY,
  pathway_id uuid NOT NULL REFERENCES pathways.pathway (id),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  service_id uuid NOT NULL REFERENCES services.service (id),
  bed_id uuid NOT NULL REFERENCES pathways.bed (id),
  status text NOT NULL CHECK (status IN ('reserved', 'arrived', 'ended', 'no-show', 'released')),
  reserved_until timestamptz,
  original_from date NOT NULL,
  original_until date NOT NULL,
  expected_from date NOT NULL,
  expected_until date NOT NULL,
  arrived_at timestamptz,
  ended_at timestamptz,
  limit_nights integer CHECK (limit_nights > 0),
  extra_nights integer NOT NULL DEFAULT 0 CHECK (extra_nights BETWEEN 0 AND 365),
  extra_reason text CHECK (length(btrim(extra_reason)) BETWEEN 3 AND 1000),
  extra_by_name text,
  quiet_until date,
  isolation_ground text CHECK (isolation_ground IN ('infected', 'close-contact', 'override')),
  isolation_reason text CHECK (length(btrim(isolation_reason)) BETWEEN 3 AND 1000),
  decided_by text NOT NULL DEFAULT kit.actor(),
  decided_by_name text NOT NULL CHECK (btrim(decided_by_name) <> ''),
  end_kind text CHECK (end_kind IN ('planned', 'own-wish', 'expulsion', 'transfer', 'admitted', 'death', 'other')),
  destination text CHECK (destination ~ '^[a-z][a-z-]{2,40}$'),
  end_reason text CHECK (length(btrim(end_reason)) BETWEEN 3 AND 2000),
  end_alternative text CHECK (length(btrim(end_alternative)) BETWEEN 3 AND 1000),
  end_no_alternative_confirmed boolean NOT NULL DEFAULT false,
  end_decided_by_name text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CHECK (expected_until > expected_from AND original_until > original_from),
  CONSTRAINT stay_limit CHECK (limit_nights IS NULL OR expected_until - expected_from <= limit_nights + extra_nights),
  CHECK ((extra_nights = 0) = (extra_reason IS NULL) AND (extra_reason IS NULL) = (extra_by_name IS NULL)),
  CHECK ((status = 'reserved') <= (reserved_until IS NOT NULL)),
  CHECK ((status IN ('arrived', 'ended')) = (arrived_at IS NOT NULL)),
  CHECK ((status = 'ended') = (ended_at IS NOT NULL) AND (status = 'ended') = (end_kind IS NOT NULL)),
  CONSTRAINT stay_ends_after_start CHECK (ended_at >= arrived_at),
  CHECK (status <> 'ended' OR destination IS NOT NULL),
  CHECK (end_kind <> 'expulsion' OR (end_reason IS NOT NULL AND end_decided_by_name IS NOT NULL
    AND (end_alternative IS NOT NULL OR end_no_alternative_confirmed))),
  CONSTRAINT stay_not_to_the_street CHECK (end_kind = 'death' OR destination NOT IN ('street', 'unknown') OR (end_decided_by_name IS NOT NULL
    AND length(btrim(coalesce(end_reason, ''))) >= 10 AND (end_alternative IS NOT NULL OR end_no_alternative_confirmed))),
  CHECK (isolation_ground <> 'override' OR isolation_reason IS NOT NULL),
  CONSTRAINT stay_place_once EXCLUDE USING gist (bed_id WITH =, daterange(expected_from, expected_until) WITH &&)
    WHERE (status IN ('reserved', 'arrived'))
);
COMMENT ON TABLE pathways.stay IS 'A reservation that becomes a stay. First agreed (original), agreed now (expected) and real times (arrived_at, ended_at) are kept apart; nights run from the first date to the last: 6 to 20 March is 14.';
COMMENT ON COLUMN pathways.stay.reserved_until IS 'After this the place is free again, unless the person has come.';
COMMENT ON COLUMN pathways.stay.extra_nights IS 'A decision to go beyond the limit, with reason and decision-maker (RES-01).';
COMMENT ON COLUMN pathways.stay.quiet_until IS 'RES-02: until this day nothing is asked of the resident.';
COMMENT ON COLUMN pathways.stay.isolation_ground IS 'CAP-04: an isolation place is given by a health criterion; anything else needs a reason.';
CREATE UNIQUE INDEX stay_one_in_bed ON pathways.stay (bed_id) WHERE status = 'arrived';
CREATE UNIQUE INDEX stay_one_bed ON pathways.stay (person_id, service_id) WHERE status IN ('reserved', 'arrived');
CREATE INDEX stay_service ON pathways.stay (service_id, status);
CREATE INDEX stay_pathway ON pathways.stay (pathway_id);
CREATE INDEX stay_person ON pathways.stay (person_id);
CREATE INDEX stay_expiring ON pathways.stay (reserved_until) WHERE status = 'reserved';

CREATE FUNCTION pathways.check_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  b record;
BEGIN
  SELECT * INTO b FROM pathways.bed WHERE id = NEW.bed_id;
  IF b.service_id <> NEW.service_id OR b.organisation_id <> NEW.organisation_id THEN RAISE EXCEPTION 'pathways.bed-elsewhere' USING ERRCODE = 'VA001'; END IF;
  IF b.closed_at IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.bed_id <> OLD.bed_id) THEN RAISE EXCEPTION 'pathways.bed-closed' USING ERRCODE = 'VA001'; END IF;
  IF (b.unit = 'isolation') <> (NEW.isolation_ground IS NOT NULL) THEN RAISE EXCEPTION 'pathways.isolation-ground' USING ERRCODE = 'VA001'; END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.limit_nights := (SELECT s.max_stay_days FROM services.service s WHERE s.id = NEW.service_id);
  ELSIF OLD.status IN ('ended', 'no-show', 'released') THEN
    RAISE EXCEPTION 'pathways.stay-over' USING ERRCODE = 'VA001';
  ELSIF OLD.status = 'arrived' AND NEW.status NOT IN ('arrived', 'ended') THEN
    RAISE EXCEPTION 'pathways.stay-arrived' USING ERRCODE = 'VA001';
  ELSIF OLD.status = 'reserved' AND NEW.status = 'arrived' AND OLD.reserved_until < now() THEN
    RAISE EXCEPTION 'pathways.reservation-expired' USING ERRCODE = 'VA001';
  ELSIF NEW.extra_nights <> OLD.extra_nights AND NOT kit.is_system() AND NEW.organisation_id <> ALL (kit.ids('leader_organisations')) THEN
    RAISE EXCEPTION 'pathways.extra-nights-by-leader' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.check_stay IS 'The bed is of the service, the limit is the service''s own, and what is over stays over.';
CREATE TRIGGER check_stay BEFORE INSERT OR UPDATE ON pathways.stay FOR EACH ROW EXECUTE FUNCTION pathways.check_stay();

CREATE FUNCTION pathways.free_beds(service uuid, place_unit text, from_day date, until_day date) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT b.id FROM pathways.bed b
    WHERE b.service_id = service AND b.unit = place_unit AND b.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM pathways.stay s WHERE s.bed_id = b.id AND (
        (s.status = 'arrived' AND (s.expected_until > from_day OR from_day <= (now() AT TIME ZONE 'Europe/Copenhagen')::date))
        OR (s.status = 'reserved' AND s.reserved_until >= now() AND daterange(s.expected_from, s.expected_until) && daterange(from_day, until_day))))
    ORDER BY b.label $$;
COMMENT ON FUNCTION pathways.free_beds IS 'Beds that nobody is in or has been promised. Tells beds, never who: answered to all who look for a place.';

CREATE FUNCTION pathways.bed_counts(service uuid) RETURNS TABLE (unit text, total integer, occupied integer, reserved integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    -- Kinds that have no bed in use any more are told as none.
    SELECT b.unit, (count(*) FILTER (WHERE b.closed_at IS NULL))::integer, (count(*) FILTER (WHERE a.id IS NOT NULL))::integer,
      (count(*) FILTER (WHERE a.id IS NULL AND b.closed_at IS NULL AND EXISTS (SELECT FROM pathways.stay r WHERE r.bed_id = b.id AND r.status = 'reserved'
        AND r.reserved_until >= now() AND r.expected_from <= (now() AT TIME ZONE 'Europe/Copenhagen')::date + 1)))::integer
    FROM pathways.bed b LEFT JOIN pathways.stay a ON a.bed_id = b.id AND a.status = 'arrived'
    WHERE b.service_id = service GROUP BY b.unit $$;
COMMENT ON FUNCTION pathways.bed_counts IS 'What the live directory is told after each change: places by kind, taken, and promised for today or tomorrow.';

ALTER TABLE pathways.bed ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (label, closed_at) ON pathways.bed TO vaern_app;
CREATE POLICY seen ON pathways.bed FOR SELECT USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('health_organisations') || kit.ids('social_organisations') || kit.ids('leader_organisations'))::uuid[]));
CREATE POLICY kept ON pathways.bed FOR INSERT WITH CHECK ((SELECT kit.is_system())
  OR (organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[])
    AND EXISTS (SELECT FROM services.service s WHERE s.id = service_id AND s.organisation_id = bed.organisation_id)));
CREATE POLICY edited ON pathways.bed FOR UPDATE USING ((SELECT kit.is_system())
  OR organisation_id = ANY ((SELECT kit.ids('leader_organisations'))::uuid[]));

ALTER TABLE pathways.stay ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (bed_id, status, reserved_until, expected_from, expected_until, arrived_at, ended_at, extra_nights, extra_reason,
  extra_by_name, quiet_until, end_kind, destination, end_reason, end_alternative, end_no_alternative_confirmed, end_decided_by_name, version)
  ON pathways.stay TO vaern_app;
CREATE POLICY seen ON pathways.stay FOR SELECT USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = stay.person_id AND (m.rank >= 3 OR m.organisation_id = stay.organisation_id)));
CREATE POLICY given ON pathways.stay FOR INSERT WITH CHECK ((SELECT kit.is_system()) OR (decided_by = kit.actor() AND EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = stay.person_id AND m.organisation_id = stay.organisation_id)));
CREATE POLICY run ON pathways.stay FOR UPDATE USING ((SELECT kit.is_system()) OR EXISTS (
  SELECT FROM people.mine m WHERE m.person_id = stay.person_id AND m.organisation_id = stay.organisation_id));

CREATE TABLE pathways.care_note (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people.person (id),
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  stay_id uuid REFERENCES pathways.stay (id),
  kind text NOT NULL CHECK (kind IN ('wound', 'medicine', 'observation', 'other')),
  text text NOT NULL CHECK (length(btrim(text)) BETWEEN 1 AND 4000),
  medicine text CHECK (length(btrim(medicine)) BETWEEN 2 AND 200),
  hours_between integer CHECK (hours_between BETWEEN 1 AND 168),
  given_again_reason text CHECK (length(btrim(given_again_reason)) BETWEEN 3 AND 500),
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_account text NOT NULL DEFAULT kit.actor(),
  by_name text NOT NULL,
  corrects uuid REFERENCES pathways.care_note (id),
  CHECK ((kind = 'medicine') = (medicine IS NOT NULL))
);
COMMENT ON TABLE pathways.care_note IS 'RES-03: the nursing record: what was done, by whom and when. Health data; appended, corrected by a new entry.';
CREATE INDEX care_note_person ON pathways.care_note (person_id, at DESC);
SELECT people.guard('pathways.care_note', 4);

SELECT kit.track('pathways.bed');
SELECT kit.track('pathways.stay', subject => 'person_id');
SELECT kit.track('pathways.care_note', subject => 'person_id');
