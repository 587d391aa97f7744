-- The live directory: services, who they take in, hours, hotlines. Reports are in the file beside.
CREATE SCHEMA services;
COMMENT ON SCHEMA services IS 'The live directory of services (tilbud) and hotlines.';
GRANT USAGE ON SCHEMA services TO vaern_app;
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE services.service (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 2 AND 200),
  kind text NOT NULL,
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  sector text NOT NULL DEFAULT 'unknown' CHECK (sector IN ('municipal', 'regional', 'ngo', 'private', 'state', 'unknown')),
  setting text NOT NULL DEFAULT 'fixed' CHECK (setting IN ('fixed', 'mobile', 'digital')),
  municipality text REFERENCES territory.municipality (code),
  needs text[] NOT NULL DEFAULT '{}',
  target_groups text[] NOT NULL DEFAULT '{}',
  languages text[] NOT NULL DEFAULT '{}',
  entry text NOT NULL DEFAULT 'unknown' CHECK (entry IN ('drop-in', 'own-approach', 'referral', 'unknown')),
  referrers text[] NOT NULL DEFAULT '{}',
  opening_hours text,
  phone text,
  email text,
  url text CHECK (url ~* '^https?://'),
  description text,
  house_rules text[] NOT NULL DEFAULT '{}',
  staff_note text,
  barriers text,
  barriers_assessed boolean NOT NULL DEFAULT false,
  max_stay_days integer CHECK (max_stay_days > 0),
  status_limit_hours integer DEFAULT 24 CHECK (status_limit_hours > 0),
  capacity_limit_hours integer NOT NULL DEFAULT 24 CHECK (capacity_limit_hours > 0),
  opened_on date,
  closed_on date,
  merged_into uuid REFERENCES services.service (id),
  fictional boolean NOT NULL DEFAULT false,
  synthetic boolean NOT NULL DEFAULT false,
  source jsonb,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CHECK (closed_on >= opened_on),
  CHECK (merged_into <> id),
  CHECK (merged_into IS NULL OR closed_on IS NOT NULL)
);
COMMENT ON TABLE services.service IS 'A place, team or programme that gives help (DIR-01); fixed, mobile or digital.';
COMMENT ON COLUMN services.service.municipality IS 'Municipality code; null: the whole country or unknown.';
COMMENT ON COLUMN services.service.needs IS 'What it helps with; codes in services/schema.ts.';
COMMENT ON COLUMN services.service.status_limit_hours IS 'Hours after which a status report is stale; null: the timetable is trusted without reports.';
COMMENT ON COLUMN services.service.opening_hours IS 'opening_hours syntax; null: nobody has told the hours (unknown, never closed).';
COMMENT ON COLUMN services.service.barriers_assessed IS 'DIR-09: whether somebody has assessed who cannot use the service.';
COMMENT ON COLUMN services.service.merged_into IS 'DIR-01: a duplicate, ended; this is the entry that goes on.';
COMMENT ON COLUMN services.service.version IS 'Counts edits; a stale edit shows both versions (rule 9).';
CREATE INDEX service_municipality ON services.service (municipality);
CREATE INDEX service_organisation ON services.service (organisation_id);

CREATE FUNCTION services.may_edit(organisation uuid, municipality text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system() OR kit.holds('admin_organisations', organisation::text)
      OR kit.holds('editor_organisations', organisation::text)
      OR (kit.granted('editor_municipalities') && ARRAY[municipality, '*']) $$;
CREATE FUNCTION services.may_report(service uuid, organisation uuid, municipality text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.holds('staff_services', service::text) OR kit.holds('staff_organisations', organisation::text)
      OR services.may_edit(organisation, municipality) $$;
CREATE FUNCTION services.may_follow(service uuid, organisation uuid, municipality text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT services.may_report(service, organisation, municipality)
      OR (kit.granted('coordinator_municipalities') && ARRAY[municipality, '*'])
      OR kit.holds('auditor_organisations', organisation::text) $$;

ALTER TABLE services.service ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON services.service TO vaern_app;
CREATE POLICY seen ON services.service FOR SELECT USING (true);
CREATE POLICY added ON services.service FOR INSERT WITH CHECK (services.may_edit(organisation_id, municipality));
CREATE POLICY edited ON services.service FOR UPDATE
  USING (services.may_edit(organisation_id, municipality))
  WITH CHECK (services.may_edit(organisation_id, municipality));

CREATE TABLE services.location (
  service_id uuid PRIMARY KEY REFERENCES services.service (id),
  visibility text NOT NULL CHECK (visibility IN ('public', 'on-contact', 'secret')),
  address text,
  postcode text,
  city text,
  lat double precision CHECK (lat BETWEEN 54 AND 58.5),
  lon double precision CHECK (lon BETWEEN 7 AND 16),
  CHECK ((lat IS NULL) = (lon IS NULL))
);
COMMENT ON TABLE services.location IS 'Where a service is. Its own table, so that row-level security keeps a secret or on-contact address out of every query of those who may not see it (rule 11). The change log omits address and coordinates.';

CREATE FUNCTION services.of_service(service uuid, what text) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  s record;
BEGIN
  -- plpgsql keeps its plans: this is asked on every report.
  IF what <> 'edit' AND kit.holds('staff_services', service::text) THEN RETURN true; END IF;
  SELECT t.organisation_id, t.municipality INTO s FROM services.service t WHERE t.id = service;
  RETURN FOUND AND CASE what WHEN 'edit' THEN services.may_edit(s.organisation_id, s.municipality)
    WHEN 'report' THEN services.may_report(service, s.organisation_id, s.municipality)
    ELSE services.may_follow(service, s.organisation_id, s.municipality) END;
END $$;
COMMENT ON FUNCTION services.of_service IS 'May the actor edit / report for / follow this service?';

ALTER TABLE services.location ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON services.location TO vaern_app;
CREATE POLICY seen ON services.location FOR SELECT
  USING (visibility = 'public' OR services.of_service(service_id, 'report'));
CREATE POLICY added ON services.location FOR INSERT WITH CHECK (services.of_service(service_id, 'edit'));
CREATE POLICY edited ON services.location FOR UPDATE
  USING (services.of_service(service_id, 'edit')) WITH CHECK (services.of_service(service_id, 'edit'));

CREATE VIEW services.address_visibility AS SELECT service_id, visibility FROM services.location;
COMMENT ON VIEW services.address_visibility IS 'How secret each address is, without the address: lets a page say "the address is secret". Runs with the owner''s rights on purpose.';
GRANT SELECT ON services.address_visibility TO vaern_app;

CREATE TABLE services.eligibility (
  service_id uuid NOT NULL REFERENCES services.service (id),
  criterion text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('yes', 'no', 'unknown')),
  note text,
  PRIMARY KEY (service_id, criterion)
);
COMMENT ON TABLE services.eligibility IS 'Three-valued answers to everything that can exclude a person; a missing row is unknown.';

CREATE TABLE services.legal_basis (
  service_id uuid NOT NULL REFERENCES services.service (id),
  law text NOT NULL,
  paragraph text NOT NULL,
  valid daterange NOT NULL DEFAULT daterange(NULL, NULL),
  PRIMARY KEY (service_id, law, paragraph, valid)
);
COMMENT ON TABLE services.legal_basis IS 'The paragraph a service is run under, dated (L6). No row: voluntary or by agreement.';

CREATE TABLE services.classification (
  service_id uuid NOT NULL REFERENCES services.service (id),
  system text NOT NULL,
  code text NOT NULL,
  valid daterange NOT NULL DEFAULT daterange(NULL, NULL),
  PRIMARY KEY (service_id, system, code, valid)
);
COMMENT ON TABLE services.classification IS 'FFB / VUM codes, dated (DIR-01).';

CREATE TABLE services.criticality (
  service_id uuid NOT NULL REFERENCES services.service (id),
  crisis_type text NOT NULL CHECK (crisis_type IN ('pandemic', 'natural-disaster', 'security-crisis', 'other')),
  critical boolean NOT NULL,
  source text NOT NULL CHECK (btrim(source) <> ''),
  PRIMARY KEY (service_id, crisis_type)
);
COMMENT ON TABLE services.criticality IS 'DIR-04: whether the function must be kept running in a crisis of this type, and who said so.';

CREATE TABLE services.dated_hours (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id uuid NOT NULL REFERENCES services.service (id),
  period daterange NOT NULL CHECK (NOT isempty(period) AND lower(period) IS NOT NULL AND upper(period) IS NOT NULL),
  hours text,
  reason text,
  EXCLUDE USING gist (service_id WITH =, period WITH &&)
);
COMMENT ON TABLE services.dated_hours IS 'Dated changes lying over the base hours; null hours: closed all through.';

CREATE TABLE services.temporary_facility (
  service_id uuid PRIMARY KEY REFERENCES services.service (id),
  purpose text NOT NULL CHECK (btrim(purpose) <> ''),
  starts_on date NOT NULL,
  planned_end date,
  responsible_manager text NOT NULL CHECK (btrim(responsible_manager) <> ''),
  responsible_phone text NOT NULL CHECK (btrim(responsible_phone) <> ''),
  CHECK (planned_end >= starts_on)
);
COMMENT ON TABLE services.temporary_facility IS 'CAP-02: a sports hall or closed nursing home taken into use. The phone of the responsible manager is for staff.';
CREATE VIEW services.temporary_period AS
  SELECT service_id, purpose, starts_on, planned_end FROM services.temporary_facility;
COMMENT ON VIEW services.temporary_period IS 'What anyone may know of a temporary facility: all but the responsible manager. Runs with the owner''s rights on purpose.';
GRANT SELECT ON services.temporary_period TO vaern_app;

CREATE TABLE services.extension (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id uuid NOT NULL REFERENCES services.temporary_facility (service_id),
  old_end date,
  new_end date NOT NULL CHECK (new_end > old_end),
  authority text NOT NULL CHECK (btrim(authority) <> ''),
  decided_on date NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE services.extension IS 'CAP-06: a temporary scheme made to last longer, and by whom.';

CREATE TABLE services.stop (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service_id uuid NOT NULL REFERENCES services.service (id),
  place text NOT NULL CHECK (btrim(place) <> ''),
  municipality text NOT NULL REFERENCES territory.municipality (code),
  lat double precision,
  lon double precision,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start_minute integer NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  CHECK (end_minute > start_minute),
  CHECK (end_minute - start_minute <= 120),
  EXCLUDE USING gist (service_id WITH =, weekday WITH =, int4range(start_minute, end_minute) WITH &&, valid WITH &&)
);
COMMENT ON TABLE services.stop IS 'DIR-10: planned stops of a mobile service; a vehicle is at one place at a time, at most two hours.';

CREATE TABLE services.stop_change (
  stop_id uuid NOT NULL REFERENCES services.stop (id),
  on_date date NOT NULL,
  cancelled boolean NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  start_minute integer CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer CHECK (end_minute BETWEEN 1 AND 1440),
  PRIMARY KEY (stop_id, on_date),
  CHECK (end_minute > start_minute)
);
COMMENT ON TABLE services.stop_change IS 'One date of a stop cancelled or moved, with the reason.';

DO $$
DECLARE part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['eligibility', 'legal_basis', 'classification', 'criticality', 'dated_hours', 'temporary_facility', 'extension', 'stop']
  LOOP
    EXECUTE format('ALTER TABLE services.%I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON services.%I TO vaern_app', part);
    EXECUTE format('CREATE POLICY seen ON services.%I FOR SELECT USING (%s)', part,
      CASE part WHEN 'temporary_facility' THEN 'kit.is_staff()' ELSE 'true' END);
    EXECUTE format('CREATE POLICY changed ON services.%I USING (services.of_service(service_id, ''edit'')) WITH CHECK (services.of_service(service_id, ''edit''))', part);
  END LOOP;
END $$;
ALTER TABLE services.stop_change ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON services.stop_change TO vaern_app;
CREATE POLICY seen ON services.stop_change FOR SELECT USING (true);
CREATE POLICY changed ON services.stop_change
  USING (EXISTS (SELECT 1 FROM services.stop s WHERE s.id = stop_id AND services.of_service(s.service_id, 'report')))
  WITH CHECK (EXISTS (SELECT 1 FROM services.stop s WHERE s.id = stop_id AND services.of_service(s.service_id, 'report')));

CREATE TABLE services.hotline (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (btrim(name) <> ''),
  topic text,
  audience text NOT NULL CHECK (audience IN ('citizens', 'professionals', 'civil-society', 'authorities')),
  phones text[] NOT NULL CHECK (cardinality(phones) > 0),
  email text,
  owner text,
  municipality text REFERENCES territory.municipality (code),
  opening_hours text,
  escalation_step integer NOT NULL DEFAULT 1 CHECK (escalation_step BETWEEN 1 AND 9),
  acute boolean NOT NULL DEFAULT false,
  documented_from date NOT NULL,
  valid_until date,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  reconstructed boolean NOT NULL DEFAULT false,
  fictional boolean NOT NULL DEFAULT false,
  source jsonb,
  version integer NOT NULL DEFAULT 1,
  CHECK (valid_until >= documented_from)
);
COMMENT ON TABLE services.hotline IS 'Hotlines with audience and hours (HOT-01). Citizens see citizens'' lines only (HOT-02).';
COMMENT ON COLUMN services.hotline.escalation_step IS 'HOT-03: 1 = the relevant authority first, 2 = the ministry''s number for what it could not answer.';
COMMENT ON COLUMN services.hotline.acute IS 'Always shown when nothing fits, for example 112.';
COMMENT ON COLUMN services.hotline.documented_from IS 'First date on which the line is documented; it may be older.';
ALTER TABLE services.hotline ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON services.hotline TO vaern_app;
CREATE POLICY seen ON services.hotline FOR SELECT USING (audience = 'citizens' OR kit.is_staff());
CREATE FUNCTION services.may_keep_line(municipality text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system() OR '*' = ANY (kit.granted('admin_organisations'))
      OR (kit.granted('editor_municipalities') || kit.granted('coordinator_municipalities')) && ARRAY[municipality, '*'] $$;
COMMENT ON FUNCTION services.may_keep_line IS 'A municipality''s lines are kept by its editors and coordinators; lines of the whole country (null) by those whose role holds everywhere.';
CREATE POLICY added ON services.hotline FOR INSERT WITH CHECK (services.may_keep_line(municipality));
CREATE POLICY edited ON services.hotline FOR UPDATE
  USING (services.may_keep_line(municipality)) WITH CHECK (services.may_keep_line(municipality));

SELECT kit.track('services.service');
SELECT kit.track('services.location', omit => '{address,postcode,city,lat,lon}');
SELECT kit.track('services.eligibility');
SELECT kit.track('services.legal_basis');
SELECT kit.track('services.classification');
SELECT kit.track('services.criticality');
SELECT kit.track('services.dated_hours');
SELECT kit.track('services.temporary_facility');
SELECT kit.track('services.extension');
SELECT kit.track('services.stop');
SELECT kit.track('services.stop_change');
SELECT kit.track('services.hotline');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA services TO vaern_app;
