-- Reports are facts: status and capacity, appended, corrected by new ones; and what was reminded of.
CREATE TABLE services.report (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id uuid NOT NULL REFERENCES services.service (id),
  status text CHECK (status IN ('open', 'limited', 'closed')),
  reason text,
  note text CHECK (length(note) <= 500),
  at timestamptz NOT NULL,
  until timestamptz,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by text,
  alternative text,
  actor text NOT NULL DEFAULT kit.actor(),
  reconstructed boolean NOT NULL DEFAULT false,
  fictional boolean NOT NULL DEFAULT false,
  corrects uuid REFERENCES services.report (id),
  source jsonb,
  CHECK (until > at),
  CHECK (status IS NOT NULL OR reason IS NULL),
  CHECK (status IS NULL OR (status = 'open') = (reason IS NULL))
);
COMMENT ON TABLE services.report IS 'A report is a fact: appended, never changed (DIR-03). The present is the newest by at, then recorded_at, then seq; after until it is unknown.';
COMMENT ON COLUMN services.report.status IS 'Null where only capacity was reported.';
COMMENT ON COLUMN services.report.corrects IS 'A wrong report is corrected, once, by a new one that stands in its place; the wrong one stays readable. A correction without status and capacity withdraws it.';
COMMENT ON COLUMN services.report.reconstructed IS 'Loaded afterwards from documents: recorded_at is the issue date.';
CREATE INDEX report_newest ON services.report (service_id, at DESC, recorded_at DESC, seq DESC);
CREATE INDEX report_at ON services.report USING brin (at) WITH (pages_per_range = 32);
CREATE UNIQUE INDEX report_corrects ON services.report (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE services.capacity_report (
  report_id uuid NOT NULL REFERENCES services.report (id),
  service_id uuid NOT NULL,
  unit text NOT NULL CHECK (unit IN ('overnight', 'isolation', 'crisis-centre', 'respite', 'bed', 'hotel')),
  total integer CHECK (total >= 0),
  occupied integer CHECK (occupied >= 0),
  reserved integer CHECK (reserved >= 0),
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (report_id, unit),
  CHECK (occupied + coalesce(reserved, 0) <= total),
  CHECK (reserved <= total),
  CHECK (total IS NOT NULL OR occupied IS NOT NULL OR reserved IS NOT NULL)
);
COMMENT ON TABLE services.capacity_report IS 'Capacity per kind of place (CAP-01). A declared total holds until changed; occupancy goes stale. Null is unknown, never zero.';
CREATE INDEX capacity_newest ON services.capacity_report (service_id, unit, at DESC, recorded_at DESC, seq DESC);

ALTER TABLE services.report ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON services.report TO vaern_app;
ALTER TABLE services.capacity_report ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON services.capacity_report TO vaern_app;
CREATE POLICY seen ON services.report FOR SELECT USING (true);
CREATE POLICY added ON services.report FOR INSERT WITH CHECK (services.of_service(service_id, 'report'));
CREATE POLICY seen ON services.capacity_report FOR SELECT USING (true);
CREATE POLICY added ON services.capacity_report FOR INSERT WITH CHECK (services.of_service(service_id, 'report'));

-- Rules that need more than the row. VA001 carries the code of the refusal, VA422 with the field and the
-- figures beside it; the words are the slice's texts.
CREATE FUNCTION services.check_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.corrects IS NOT NULL AND NOT EXISTS (
      SELECT FROM services.report r WHERE r.id = NEW.corrects AND r.service_id = NEW.service_id) THEN
    RAISE EXCEPTION 'services.report-not-found' USING ERRCODE = 'VA001';
  END IF;
  IF NEW.status = 'closed' AND NOT NEW.reconstructed
      AND EXISTS (SELECT FROM services.criticality c WHERE c.service_id = NEW.service_id AND c.critical) THEN
    IF coalesce(btrim(NEW.decided_by), '') = '' THEN
      RAISE EXCEPTION 'services.report.decided-by-needed' USING ERRCODE = 'VA422', DETAIL = '{"field":"decidedBy"}';
    ELSIF coalesce(btrim(NEW.alternative), '') = '' THEN
      RAISE EXCEPTION 'services.report.alternative-needed' USING ERRCODE = 'VA422', DETAIL = '{"field":"alternative"}';
    END IF;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION services.check_report IS 'A correction is of the same service; a critical function is closed by a named decision-maker who offers an alternative (DIR-04).';
CREATE TRIGGER check_report BEFORE INSERT ON services.report FOR EACH ROW
  WHEN (NEW.corrects IS NOT NULL OR NEW.status = 'closed') EXECUTE FUNCTION services.check_report();

CREATE FUNCTION services.known_capacity(service uuid, place_unit text, what text, moment timestamptz) RETURNS integer
  LANGUAGE sql STABLE AS $$
    SELECT CASE what WHEN 'total' THEN c.total ELSE c.occupied + coalesce(c.reserved, 0) END
    FROM services.capacity_report c
    WHERE c.service_id = service AND c.unit = place_unit AND c.at <= moment
      AND CASE what WHEN 'total' THEN c.total ELSE c.occupied END IS NOT NULL
      AND NOT EXISTS (SELECT FROM services.report x WHERE x.corrects = c.report_id)
    ORDER BY c.at DESC, c.recorded_at DESC, c.seq DESC LIMIT 1 $$;
COMMENT ON FUNCTION services.known_capacity IS 'Newest total, or places taken, that holds at a moment.';

CREATE FUNCTION services.check_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  places integer := NEW.total;
  taken integer := NEW.occupied + coalesce(NEW.reserved, 0);
BEGIN
  -- Two reports at once must not slip past each other: the statements below see what the other committed.
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.service_id::text, 0));
  places := coalesce(places, services.known_capacity(NEW.service_id, NEW.unit, 'total', NEW.at));
  taken := coalesce(taken, services.known_capacity(NEW.service_id, NEW.unit, 'taken', NEW.at));
  IF taken > places THEN
    RAISE EXCEPTION 'services.capacity.above-total' USING ERRCODE = 'VA422',
      DETAIL = jsonb_build_object('field', 'capacity.' || NEW.unit,
        'params', jsonb_build_object('used', taken, 'total', places));
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION services.check_capacity IS 'Occupied never above total, also where only one of them is reported and the other was reported before (CAP-01).';
CREATE TRIGGER check_capacity BEFORE INSERT ON services.capacity_report FOR EACH ROW
  WHEN ((NEW.total IS NULL) <> (NEW.occupied IS NULL)) EXECUTE FUNCTION services.check_capacity();

-- What follows runs on every report: an assignment of a plain expression costs plpgsql a tenth of a statement.
CREATE FUNCTION services.append_report(service uuid, said jsonb, OUT id uuid, OUT seq bigint, OUT municipality text)
  LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  learnt timestamptz;
  past boolean;
  turn text;
BEGIN
  -- In its turn per service, so that the order of seq is the order in which reports were taken in.
  turn := pg_advisory_xact_lock(hashtextextended(service::text, 0));
  SELECT s.municipality, (SELECT k.kind = 'case' FROM kit.space k) INTO append_report.municipality, past
    FROM services.service s WHERE s.id = service;
  IF NOT FOUND THEN RAISE EXCEPTION 'services.not-found' USING ERRCODE = 'VA404'; END IF;
  IF past AND said ->> 'corrects' IS NULL AND NOT kit.is_system() THEN
    RAISE EXCEPTION 'services.past-is-corrected' USING ERRCODE = 'VA001';
  END IF;
  INSERT INTO services.report AS r (service_id, status, reason, note, at, until, decided_by, alternative, corrects)
    VALUES (service, said ->> 'status', said ->> 'reason', said ->> 'note',
      (said ->> 'at')::timestamptz, (said ->> 'until')::timestamptz,
      said ->> 'decidedBy', said ->> 'alternative', (said ->> 'corrects')::uuid)
    RETURNING r.id, r.seq, r.recorded_at INTO append_report.id, append_report.seq, learnt;
  IF jsonb_typeof(said -> 'capacity') = 'array' AND said -> 'capacity' <> '[]' THEN
    INSERT INTO services.capacity_report (report_id, service_id, unit, total, occupied, reserved, at, recorded_at, seq)
      SELECT append_report.id, service, c ->> 'unit', (c ->> 'total')::integer, (c ->> 'occupied')::integer,
        (c ->> 'reserved')::integer, (said ->> 'at')::timestamptz, learnt, append_report.seq
      FROM jsonb_array_elements(said -> 'capacity') c;
  END IF;
END $$;
COMMENT ON FUNCTION services.append_report IS 'One report with its capacities in one round trip: row-level security decides the right, constraints and triggers the rules. The past of a case is only corrected (DIR-03).';

CREATE FUNCTION services.receive_report(context text[], service uuid, said jsonb, key text, hash bytea,
    OUT id uuid, OUT seq bigint, OUT municipality text)
  LANGUAGE plpgsql AS $$
DECLARE
  setting text[];
  held text;
  made record;
BEGIN
  -- A connection is the application's role from its start; where a pooler has lost that, it is here.
  IF current_user <> 'vaern_app' THEN held := set_config('role', 'vaern_app', true); END IF;
  FOREACH setting SLICE 1 IN ARRAY context LOOP
    held := set_config('vaern.' || setting[1], setting[2], true);
  END LOOP;
  made := services.append_report(service, said);
  id := made.id;
  seq := made.seq;
  municipality := made.municipality;
  IF key IS NOT NULL THEN
    -- A key used before (idempotency_pkey) undoes the report as well: the one who asks is given the answer from before.
    INSERT INTO kit.idempotency (actor, key, request_hash, status, body)
      VALUES (current_setting('vaern.actor'), receive_report.key, hash, 201,
        jsonb_build_object('id', receive_report.id, 'seq', receive_report.seq));
  END IF;
END $$;
COMMENT ON FUNCTION services.receive_report IS 'append_report with who acts and the idempotency key: one statement, one transaction, one round trip.';

CREATE TABLE services.reminder (
  service_id uuid NOT NULL REFERENCES services.service (id),
  stale_since timestamptz NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service_id, stale_since)
);
COMMENT ON TABLE services.reminder IS 'Reminders sent to services whose report went stale: at most one per staleness.';
ALTER TABLE services.reminder ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON services.reminder TO vaern_app;
CREATE POLICY own ON services.reminder USING (kit.is_system()) WITH CHECK (kit.is_system());

SELECT kit.track('services.report');
SELECT kit.track('services.capacity_report');
SELECT kit.track('services.reminder');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA services TO vaern_app;
