-- Identifiers of persons are sealed with a key that never comes near the database (kit/vault).
CREATE TABLE kit.person_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{16}$'),
  made_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE kit.person_key IS 'Which key this database was begun with, so that a start with another one is refused before anything is sealed with it.';
COMMENT ON COLUMN kit.person_key.fingerprint IS 'Of the key; reveals nothing of it.';
ALTER TABLE kit.person_key ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON kit.person_key TO vaern_app;
CREATE POLICY seen ON kit.person_key FOR SELECT USING (true);
CREATE POLICY begun ON kit.person_key FOR INSERT WITH CHECK (kit.is_system());
