-- Areas over time, organisations, appointed contacts and mandates. Everything is dated.
CREATE SCHEMA territory;
COMMENT ON SCHEMA territory IS 'Areas over time, organisations, appointed contacts and mandates.';
GRANT USAGE ON SCHEMA territory TO vaern_app;
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE territory.region (
  code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9-]{3,12}$'),
  name text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  source jsonb,
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE territory.region IS 'Regions with the days on which they exist: five to 31 December 2026, four from 1 January 2027.';
COMMENT ON COLUMN territory.region.code IS 'Official code 1081-1085. The code of Region Østdanmark is not known yet: DK-OEST is local and editable.';

CREATE TABLE territory.municipality (
  code text PRIMARY KEY CHECK (code ~ '^[0-9]{4}$'),
  name text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
  lat double precision NOT NULL CHECK (lat BETWEEN 54 AND 58.5),
  lon double precision NOT NULL CHECK (lon BETWEEN 7 AND 16),
  population integer CHECK (population >= 0),
  population_year integer CHECK (population_year BETWEEN 1900 AND 2200),
  CHECK ((population IS NULL) = (population_year IS NULL))
);
COMMENT ON TABLE territory.municipality IS 'The 98 municipalities. Christiansø (0411) is none and is left out.';
COMMENT ON COLUMN territory.municipality.lat IS 'A point inside the municipality: good for a map dot and a coarse distance, never for a route.';
COMMENT ON COLUMN territory.municipality.population_year IS 'Population is shown with its year, always.';

CREATE TABLE territory.municipality_region (
  municipality text NOT NULL REFERENCES territory.municipality (code),
  region text NOT NULL REFERENCES territory.region (code) ON UPDATE CASCADE,
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  PRIMARY KEY (municipality, valid),
  EXCLUDE USING gist (municipality WITH =, valid WITH &&)
);
COMMENT ON TABLE territory.municipality_region IS 'Which region a municipality lies in, and when; in one at a time.';

CREATE TABLE territory.health_council (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,60}$'),
  name text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
  region text REFERENCES territory.region (code) ON UPDATE CASCADE,
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  source jsonb,
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE territory.health_council IS 'Health councils (sundhedsråd), 17 from 1 January 2027; editable, since the list is not yet official.';

CREATE TABLE territory.health_council_member (
  council text NOT NULL REFERENCES territory.health_council (id),
  municipality text NOT NULL REFERENCES territory.municipality (code),
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  PRIMARY KEY (municipality, valid),
  EXCLUDE USING gist (municipality WITH =, valid WITH &&)
);
COMMENT ON TABLE territory.health_council_member IS 'Which health council a municipality belongs to, and when; in one at a time.';
CREATE INDEX health_council_member_council ON territory.health_council_member (council);

CREATE TABLE territory.organisation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 2 AND 200),
  kind text NOT NULL CHECK (kind IN ('ministry', 'agency', 'region', 'municipality', 'hospital', 'council', 'ngo',
    'foundation', 'company', 'partnership', 'research', 'service', 'other')),
  short_name text CHECK (btrim(short_name) <> ''),
  municipality text REFERENCES territory.municipality (code),
  region text REFERENCES territory.region (code) ON UPDATE CASCADE,
  parent_id uuid REFERENCES territory.organisation (id) CHECK (parent_id <> id),
  valid daterange NOT NULL DEFAULT daterange(NULL, NULL) CHECK (NOT isempty(valid)),
  fictional boolean NOT NULL DEFAULT false,
  synthetic boolean NOT NULL DEFAULT false,
  source jsonb,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE territory.organisation IS 'Authorities, organisations and others who act. Ended by date, never deleted.';
COMMENT ON COLUMN territory.organisation.valid IS 'Days on which it exists; an open start: nobody has said since when.';
COMMENT ON COLUMN territory.organisation.fictional IS 'Made up for demonstration or exercise; shown with that mark.';
COMMENT ON COLUMN territory.organisation.synthetic IS 'Generated for benchmarks.';
COMMENT ON COLUMN territory.organisation.version IS 'Counts edits; a stale edit shows both versions (rule 9).';
CREATE INDEX organisation_name ON territory.organisation (lower(name), id);
CREATE INDEX organisation_parent ON territory.organisation (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE territory.contact (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation_id uuid REFERENCES territory.organisation (id),
  municipality text REFERENCES territory.municipality (code),
  function text NOT NULL CHECK (btrim(function) <> ''),
  name text NOT NULL CHECK (btrim(name) <> ''),
  phone text CHECK (btrim(phone) <> ''),
  email text CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  deputy_of uuid REFERENCES territory.contact (id) CHECK (deputy_of <> id),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  fictional boolean NOT NULL DEFAULT false,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CHECK ((organisation_id IS NULL) <> (municipality IS NULL)),
  CHECK (phone IS NOT NULL OR email IS NOT NULL),
  EXCLUDE USING gist ((coalesce(organisation_id::text, municipality)) WITH =, function WITH =, valid WITH &&)
    WHERE (deputy_of IS NULL)
);
COMMENT ON TABLE territory.contact IS 'Appointed contacts and their deputies, for staff only. One appointed contact per function and day; deputies as many as needed.';
COMMENT ON COLUMN territory.contact.function IS 'What the contact answers for, for example discharge from hospital.';
COMMENT ON COLUMN territory.contact.deputy_of IS 'The appointed contact that this one stands in for.';

CREATE TABLE territory.mandate (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person text NOT NULL CHECK (btrim(person) <> ''),
  account_id uuid,
  organisation_id uuid NOT NULL REFERENCES territory.organisation (id),
  matter text NOT NULL CHECK (btrim(matter) <> ''),
  area text NOT NULL DEFAULT 'dk' CHECK (area ~ '^(dk|[A-Z0-9-]{3,12})$'),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  decided_by text NOT NULL CHECK (btrim(decided_by) <> ''),
  source text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  EXCLUDE USING gist (organisation_id WITH =, person WITH =, matter WITH =, area WITH =, valid WITH &&)
);
COMMENT ON TABLE territory.mandate IS 'Who may decide what, where and when (rule 4): the ground that a decision stands on.';
COMMENT ON COLUMN territory.mandate.account_id IS 'The account of the person where there is one; the mandate holds without.';
COMMENT ON COLUMN territory.mandate.area IS 'dk, a region''s code or a municipality''s code.';
CREATE INDEX mandate_account ON territory.mandate (account_id) WHERE account_id IS NOT NULL;

CREATE FUNCTION territory.may_administer(organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system()
      OR CASE WHEN organisation IS NULL THEN '*' = ANY (kit.granted('admin_organisations'))
         ELSE kit.holds('admin_organisations', organisation::text) END $$;
COMMENT ON FUNCTION territory.may_administer IS 'System, an administrator of everything, or an administrator of this organisation. Null: something that belongs to no organisation.';

DO $$
DECLARE part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['region', 'municipality', 'municipality_region', 'health_council', 'health_council_member']
  LOOP
    EXECUTE format('ALTER TABLE territory.%I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON territory.%I TO vaern_app', part);
    EXECUTE format('CREATE POLICY seen ON territory.%I FOR SELECT USING (true)', part);
    EXECUTE format('CREATE POLICY changed ON territory.%I USING (territory.may_administer(NULL)) WITH CHECK (territory.may_administer(NULL))', part);
  END LOOP;
END $$;

ALTER TABLE territory.organisation ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON territory.organisation TO vaern_app;
CREATE POLICY seen ON territory.organisation FOR SELECT USING (true);
CREATE POLICY added ON territory.organisation FOR INSERT WITH CHECK (territory.may_administer(NULL));
CREATE POLICY edited ON territory.organisation FOR UPDATE
  USING (territory.may_administer(id)) WITH CHECK (territory.may_administer(id));

ALTER TABLE territory.contact ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON territory.contact TO vaern_app;
CREATE POLICY seen ON territory.contact FOR SELECT USING (kit.is_staff());
CREATE POLICY added ON territory.contact FOR INSERT WITH CHECK (territory.may_administer(organisation_id));
CREATE POLICY edited ON territory.contact FOR UPDATE
  USING (territory.may_administer(organisation_id)) WITH CHECK (territory.may_administer(organisation_id));

ALTER TABLE territory.mandate ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON territory.mandate TO vaern_app;
CREATE POLICY seen ON territory.mandate FOR SELECT USING (kit.is_staff());
CREATE POLICY added ON territory.mandate FOR INSERT WITH CHECK (territory.may_administer(organisation_id));
CREATE POLICY edited ON territory.mandate FOR UPDATE
  USING (territory.may_administer(organisation_id)) WITH CHECK (territory.may_administer(organisation_id));

SELECT kit.track('territory.region');
SELECT kit.track('territory.municipality');
SELECT kit.track('territory.municipality_region');
SELECT kit.track('territory.health_council');
SELECT kit.track('territory.health_council_member');
SELECT kit.track('territory.organisation');
SELECT kit.track('territory.contact');
SELECT kit.track('territory.mandate');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA territory TO vaern_app;
