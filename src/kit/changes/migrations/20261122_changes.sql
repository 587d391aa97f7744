-- Every write leaves a change, in the same transaction (design: idea 2), and changes are sealed.
-- No CHECK on what only the trigger writes: PostgreSQL reads each anew from its text on every insert.
CREATE TABLE kit.change (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  actor_name text,
  organisation text,
  op text NOT NULL,
  -- Compared byte by byte: their index is kept on every write, and Danish sorting costs there.
  table_name text COLLATE "C" NOT NULL,
  row_id text COLLATE "C" NOT NULL,
  subject text,
  content_hash bytea NOT NULL
);
COMMENT ON TABLE kit.change IS 'The log of every write. Appended by trigger only, sealed in batches (kit.seal). Sequence is not commit order: a reader that must miss nothing stops below the oldest running transaction (xid).';
COMMENT ON COLUMN kit.change.xid IS 'Transaction that wrote it.';
COMMENT ON COLUMN kit.change.actor IS 'Account, token, "system:…", "public", or "database:<role>" for a write that went past the application.';
COMMENT ON COLUMN kit.change.organisation IS 'Whose data: organisation_id of the row where it has one, else the organisation of the actor. Decides which administrators may read it.';
COMMENT ON COLUMN kit.change.op IS 'insert, update, delete or erase.';
COMMENT ON COLUMN kit.change.row_id IS 'The row''s id, else its service_id, else the first column of its primary key.';
COMMENT ON COLUMN kit.change.subject IS 'The person whom it is about, if any.';
COMMENT ON COLUMN kit.change.content_hash IS 'sha256(salt ‖ before ‖ newline ‖ after): the seal covers this hash, so content can be destroyed and the seal still verifies.';
CREATE INDEX change_of_row ON kit.change (table_name, row_id, seq);

CREATE TABLE kit.change_content (
  seq bigint PRIMARY KEY,
  salt uuid NOT NULL,
  before jsonb,
  after jsonb
);
COMMENT ON TABLE kit.change_content IS 'What a change said, beside the log so that it can be destroyed on erasure (kit.erase_change). No foreign key: it would cost on every write, and verification checks the pairing.';
COMMENT ON COLUMN kit.change_content.salt IS 'Random; destroyed with the content, so that its hash cannot be guessed back afterwards.';

CREATE TABLE kit.tracked (
  table_name text PRIMARY KEY,
  key text[] NOT NULL,
  omit text[] NOT NULL
);
COMMENT ON TABLE kit.tracked IS 'Tables whose every write leaves a change: primary key, and columns that are never logged (secrets).';

CREATE FUNCTION kit.record_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  -- The same row gives the same text whoever writes it and wherever.
  SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' SET DateStyle = 'ISO, YMD'
  AS $$
DECLARE
  gone jsonb;
  made jsonb;
  said jsonb;
  salt uuid := gen_random_uuid();
  id bigint := nextval('kit.change_seq_seq');
  actor text := nullif(current_setting('vaern.actor', true), '');
BEGIN
  IF TG_OP <> 'INSERT' THEN gone := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN made := to_jsonb(NEW); END IF;
  IF TG_ARGV[2] <> '{}' THEN
    gone := gone - TG_ARGV[2]::text[];
    made := made - TG_ARGV[2]::text[];
  END IF;
  said := coalesce(made, gone);
  IF actor IS NULL THEN
    -- The setting "role" is the caller's, also inside this function.
    actor := CASE current_setting('role') WHEN 'vaern_app' THEN 'public' ELSE 'database:' || session_user END;
  END IF;
  INSERT INTO kit.change (seq, actor, actor_name, organisation, op, table_name, row_id, subject, content_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (id, actor, nullif(current_setting('vaern.actor_name', true), ''),
      coalesce(said ->> 'organisation_id', nullif(current_setting('vaern.actor_organisation', true), '')),
      lower(TG_OP), TG_ARGV[0], said ->> TG_ARGV[1], said ->> TG_ARGV[3],
      sha256(uuid_send(salt) || convert_to(coalesce(gone::text, '') || E'\n' || coalesce(made::text, ''), 'UTF8')));
  INSERT INTO kit.change_content VALUES (id, salt, gone, made);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION kit.record_change IS 'Row trigger of every tracked table. Runs as the owner, so that the application itself can write the log in no other way.';

CREATE FUNCTION kit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is refused: %', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0]
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION kit.track(target regclass, omit text[] DEFAULT '{}', subject text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text;
  key text[];
  row_id text;
  filled boolean;
BEGIN
  SELECT format('%s.%s', n.nspname, c.relname) INTO name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
  SELECT array_agg(a.attname::text ORDER BY k.place) INTO key
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (number, place), pg_attribute a
    WHERE i.indrelid = target AND i.indisprimary AND a.attrelid = target AND a.attnum = k.number;
  IF key IS NULL THEN RAISE EXCEPTION 'kit.track: % has no primary key', name; END IF;
  IF key && omit THEN RAISE EXCEPTION 'kit.track: % cannot omit its primary key', name; END IF;
  IF EXISTS (SELECT unnest(omit || subject) EXCEPT SELECT attname::text FROM pg_attribute
      WHERE attrelid = target AND attnum > 0 AND NOT attisdropped EXCEPT SELECT NULL) THEN
    RAISE EXCEPTION 'kit.track: % lacks a column of % or %', name, omit, subject;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %s)', target) INTO filled;
  IF filled THEN RAISE EXCEPTION 'kit.track: % has rows already, which no change accounts for', name; END IF;
  row_id := CASE WHEN 'id' = ANY (key) THEN 'id' WHEN 'service_id' = ANY (key) THEN 'service_id' ELSE key[1] END;
  INSERT INTO kit.tracked VALUES (name, key, omit);
  -- "00": before any other trigger of the table, so that a row's changes are numbered as they happened.
  EXECUTE format('CREATE TRIGGER "00_change" AFTER INSERT OR DELETE ON %s FOR EACH ROW
    EXECUTE FUNCTION kit.record_change(%L, %L, %L, %L)', target, name, row_id, omit, coalesce(subject, ''));
  EXECUTE format('CREATE TRIGGER "00_change_update" AFTER UPDATE ON %s FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION kit.record_change(%L, %L, %L, %L)', target, name, row_id, omit, coalesce(subject, ''));
  EXECUTE format('CREATE TRIGGER "00_no_truncate" BEFORE TRUNCATE ON %s
    EXECUTE FUNCTION kit.refuse(%L)', target, 'it would leave no change; use DELETE');
END $$;
COMMENT ON FUNCTION kit.track IS 'Makes every write to the table leave a change; call it while the table is empty. omit: columns never logged. subject: column with the person''s id.';

-- The log is for reading: no right to write it is granted, and triggers refuse the owner too.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kit.change
  EXECUTE FUNCTION kit.refuse('the log is append-only');
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON kit.change_content
  EXECUTE FUNCTION kit.refuse('content is kept as written or destroyed, never changed');

CREATE FUNCTION kit.erase_change(change bigint, reason text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  salt uuid := gen_random_uuid();
  said jsonb := jsonb_build_object('seq', change, 'reason', reason);
  id bigint := nextval('kit.change_seq_seq');
BEGIN
  DELETE FROM kit.change_content WHERE seq = change;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO kit.change (seq, actor, op, table_name, row_id, content_hash) OVERRIDING SYSTEM VALUE
    VALUES (id, coalesce(nullif(kit.setting('actor'), ''), 'database:' || session_user), 'erase', 'kit.change_content', change::text,
      sha256(uuid_send(salt) || convert_to(E'\n' || said::text, 'UTF8')));
  INSERT INTO kit.change_content VALUES (id, salt, NULL, said);
END $$;
COMMENT ON FUNCTION kit.erase_change IS 'Destroys what a change said, and leaves a change that says so. Content that is missing without it counts as tampering.';

-- Sealing. A row may commit after rows with a higher seq, and rolled-back transactions leave holes;
-- so a batch names its members (a set of ranges) instead of a span: what was not visible when a
-- batch was sealed is in a later one. The three marks say what could still come late:
-- a change that is in no batch up to this one, and whose seq is at most last_seq, must have
-- horizon <= xid < next_xid (its transaction was running). Anything else was put in afterwards.
CREATE TABLE kit.seal (
  batch bigint PRIMARY KEY,
  members int8multirange NOT NULL CHECK (NOT isempty(members)),
  from_seq bigint GENERATED ALWAYS AS (lower(members)) STORED,
  to_seq bigint GENERATED ALWAYS AS (upper(members) - 1) STORED,
  count bigint NOT NULL CHECK (count > 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  previous bytea NOT NULL CHECK (length(previous) = 32),
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  at timestamptz NOT NULL,
  horizon xid8 NOT NULL,
  next_xid xid8 NOT NULL,
  last_seq bigint NOT NULL,
  settled bigint NOT NULL,
  EXCLUDE USING gist (members WITH &&)
);
COMMENT ON TABLE kit.seal IS 'Batches of sealed changes: Merkle root over them, chained by hash. No change is in two.';
COMMENT ON COLUMN kit.seal.previous IS 'Hash of the seal before; zeros in the first.';
COMMENT ON COLUMN kit.seal.hash IS 'sha256 over everything else in the row. Keep the newest outside the database: whoever owns it could rewrite the whole chain.';
COMMENT ON COLUMN kit.seal.horizon IS 'Oldest transaction running when sealed.';
COMMENT ON COLUMN kit.seal.next_xid IS 'The sealing transaction: whoever wrote before has a lower id, whoever writes later a higher one.';
COMMENT ON COLUMN kit.seal.last_seq IS 'Last number drawn before next_xid was read (the last member, where the batch was cut for size).';
COMMENT ON COLUMN kit.seal.settled IS 'No change with a seq up to this one can come any more: sealing starts looking here.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kit.seal
  EXECUTE FUNCTION kit.refuse('seals are append-only');

ALTER TABLE kit.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE kit.change_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE kit.seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE kit.tracked ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON kit.change, kit.change_content, kit.seal, kit.tracked TO vaern_app;
-- The selects are evaluated once per query, not per row.
CREATE POLICY seen ON kit.change FOR SELECT USING (
  (SELECT kit.is_system() OR '*' = ANY (kit.granted('admin_organisations') || kit.granted('auditor_organisations')))
  OR organisation = ANY ((SELECT kit.granted('admin_organisations') || kit.granted('auditor_organisations'))::text[])
  OR actor = (SELECT kit.actor() WHERE kit.is_staff()));
CREATE POLICY seen ON kit.change_content FOR SELECT
  USING (EXISTS (SELECT FROM kit.change c WHERE c.seq = change_content.seq));
CREATE POLICY seen ON kit.seal FOR SELECT USING (kit.is_staff());
CREATE POLICY seen ON kit.tracked FOR SELECT USING (kit.is_staff());
REVOKE EXECUTE ON FUNCTION kit.record_change, kit.refuse, kit.track, kit.erase_change FROM PUBLIC;
