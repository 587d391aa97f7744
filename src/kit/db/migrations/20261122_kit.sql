-- The ground: what row-level security and the change log ask about the one who acts.
-- The application sets these at the start of each transaction (kit/db/context.ts).
CREATE SCHEMA IF NOT EXISTS kit;
COMMENT ON SCHEMA kit IS 'The ground that every slice stands on: migrations, actor settings, changes, seals.';
GRANT USAGE ON SCHEMA kit TO vaern_app;

CREATE FUNCTION kit.setting(name text) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('vaern.' || name, true), '') $$;
COMMENT ON FUNCTION kit.setting IS 'A setting of this transaction, empty when unset.';

CREATE FUNCTION kit.actor() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(kit.setting('actor'), ''), 'public') $$;
COMMENT ON FUNCTION kit.actor IS 'Id of the account or token that acts, "system:…" for the application, "public" for anyone.';

CREATE FUNCTION kit.is_system() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT kit.setting('actor_kind') = 'system' $$;

CREATE FUNCTION kit.is_staff() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT kit.setting('actor_kind') IN ('person', 'token', 'link', 'system') $$;

CREATE FUNCTION kit.granted(name text) RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(kit.setting(name), ''), '{}')::text[] $$;
COMMENT ON FUNCTION kit.granted IS
  'What the actor holds, as an array of ids or codes; {*} means everything. Names: roles, staff_services, staff_organisations, editor_organisations, editor_municipalities, coordinator_municipalities, admin_organisations.';

CREATE FUNCTION kit.holds(name text, VARIADIC wanted text[]) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT kit.granted(name) && (wanted || '*'::text) $$;
COMMENT ON FUNCTION kit.holds IS 'True when the actor holds one of the wanted ids under that name, or everything.';
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA kit TO vaern_app;

CREATE TABLE kit.space (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,40}$'),
  kind text NOT NULL CHECK (kind IN ('live', 'case', 'exercise')),
  title_da text NOT NULL,
  title_en text NOT NULL,
  clock_from timestamptz,
  clock_until timestamptz,
  demo boolean NOT NULL DEFAULT false,
  loaded jsonb NOT NULL DEFAULT '{}',
  CHECK ((clock_from IS NULL) = (clock_until IS NULL)),
  CHECK (clock_until > clock_from)
);
COMMENT ON TABLE kit.space IS 'What world this database is. One row. A case or exercise has the period that its clock runs over.';
COMMENT ON COLUMN kit.space.loaded IS 'Which data files have been loaded, name to checksum: a restart loads nothing twice.';
GRANT SELECT, UPDATE ON kit.space TO vaern_app;

CREATE TABLE kit.idempotency (
  actor text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  request_hash bytea NOT NULL,
  status integer NOT NULL,
  body jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
COMMENT ON TABLE kit.idempotency IS 'Answer given to a write with an Idempotency-Key, so that a retry gets the same answer and writes nothing (rule 9).';
ALTER TABLE kit.idempotency ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON kit.idempotency TO vaern_app;
CREATE POLICY own ON kit.idempotency USING (actor = kit.actor() OR kit.is_system());
