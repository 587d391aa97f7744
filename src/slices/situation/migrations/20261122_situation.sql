-- Announcements on the timeline. Everything else in the situation picture is asked of other slices.
CREATE SCHEMA situation;
COMMENT ON SCHEMA situation IS 'The situation picture: announcements in lanes.';
GRANT USAGE ON SCHEMA situation TO vaern_app;

CREATE TABLE situation.announcement (
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lane text NOT NULL CHECK (lane IN ('national', 'social-and-substance', 'municipality')),
  area text NOT NULL DEFAULT 'dk',
  issuer text NOT NULL CHECK (btrim(issuer) <> ''),
  text_da text NOT NULL CHECK (btrim(text_da) <> ''),
  text_en text,
  short_da text,
  short_en text,
  granularity text NOT NULL CHECK (granularity IN ('day', 'week')),
  issued_on date NOT NULL,
  issued_until date,
  effective_from date,
  effective_until date,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  reconstructed boolean NOT NULL DEFAULT false,
  corrects uuid UNIQUE REFERENCES situation.announcement (id),
  actor text NOT NULL DEFAULT kit.actor(),
  source jsonb,
  CHECK ((granularity = 'week') = (issued_until IS NOT NULL)),
  CHECK (issued_until IS NULL OR issued_until = issued_on + 6),
  CHECK (granularity = 'day' OR extract(isodow FROM issued_on) = 1),
  CHECK (effective_until >= effective_from)
);
COMMENT ON TABLE situation.announcement IS 'What was announced, by whom, when issued and when in force. Appended, corrected by a new row.';
COMMENT ON COLUMN situation.announcement.granularity IS 'Week: the source gives only the ISO week; issued_on is its Monday and it is never shown as a day.';
COMMENT ON COLUMN situation.announcement.corrects IS 'The announcement in whose place this one stands; at most one does, and a correction is corrected in turn.';
COMMENT ON COLUMN situation.announcement.effective_from IS 'When it takes effect; null: the source does not say.';
CREATE INDEX announcement_when ON situation.announcement (issued_on, lane);
ALTER TABLE situation.announcement ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON situation.announcement TO vaern_app;
CREATE POLICY seen ON situation.announcement FOR SELECT USING (true);

-- A region is announced for by whoever coordinates all of its municipalities: membership is read as a constraint would.
CREATE FUNCTION situation.may_announce(area text) RETURNS boolean
  LANGUAGE sql STABLE
  AS $$ SELECT kit.is_system() OR kit.holds('coordinator_municipalities', area)
    OR coalesce((SELECT bool_and(m.municipality = ANY (kit.granted('coordinator_municipalities')))
      FROM territory.municipality_region m
      WHERE m.region = may_announce.area AND m.valid @> current_date), false) $$;
GRANT EXECUTE ON FUNCTION situation.may_announce TO vaern_app;
CREATE POLICY added ON situation.announcement FOR INSERT
  WITH CHECK (kit.is_system() OR (situation.may_announce(area) AND NOT reconstructed AND recorded_at = now()));
SELECT kit.track('situation.announcement');
