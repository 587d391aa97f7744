-- Who may come in: accounts, roles with dates, tokens, personal links, sessions, passkeys, one-time codes.
-- Lives in the live space's database only; a role names the space that it holds in, and nothing crosses.
CREATE SCHEMA access;
COMMENT ON SCHEMA access IS 'Accounts, roles, tokens, personal links, sessions and the ways to log in. Secrets are kept as hashes only.';
GRANT USAGE ON SCHEMA access TO vaern_app;

CREATE TABLE access.account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 2 AND 120),
  email text CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND length(email) <= 254),
  organisation_id uuid REFERENCES territory.organisation (id),
  disabled_at timestamptz,
  demo_key text UNIQUE CHECK (demo_key ~ '^[a-z0-9-]{1,60}$'),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE access.account IS 'A person who logs in. Disabled, never deleted: the change log names it.';
COMMENT ON COLUMN access.account.organisation_id IS 'Whose administrators govern the account; null: administrators of everything only.';
COMMENT ON COLUMN access.account.demo_key IS 'Set for fictional demonstration accounts only: the role picker offers these.';
CREATE UNIQUE INDEX account_email ON access.account (lower(email));
CREATE INDEX account_name ON access.account (lower(name), id);

CREATE TABLE access.token (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  kind text NOT NULL CHECK (kind IN ('machine', 'link')),
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  organisation_id uuid REFERENCES territory.organisation (id),
  service_id uuid,
  created_by text NOT NULL DEFAULT kit.actor(),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_by text,
  CHECK (expires_at > created_at AND expires_at <= created_at + interval '400 days'),
  CHECK (kind <> 'link' OR service_id IS NOT NULL),
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
COMMENT ON TABLE access.token IS 'A machine''s token, or a personal link to one service. The secret is shown once; only its SHA-256 is kept.';
COMMENT ON COLUMN access.token.organisation_id IS 'With service_id: the organisation of that service, set by trigger. Whose administrators govern it; null: administrators of everything only.';
COMMENT ON COLUMN access.token.service_id IS 'The one service, in the live space, that a link or token is for.';
CREATE INDEX token_service ON access.token (service_id) WHERE service_id IS NOT NULL;
CREATE INDEX token_listed ON access.token (created_at DESC, id);

CREATE TABLE access.token_use (
  token_id uuid PRIMARY KEY REFERENCES access.token (id),
  last_used_at timestamptz NOT NULL
);
COMMENT ON TABLE access.token_use IS 'When a token was last used, to the minute. Apart from the token, so that use leaves no change rows.';

CREATE TABLE access.role_grant (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid REFERENCES access.account (id),
  token_id uuid REFERENCES access.token (id),
  role text NOT NULL CHECK (role IN ('service-staff', 'editor', 'coordinator', 'admin', 'auditor')),
  space text NOT NULL DEFAULT 'live' CHECK (space ~ '^[a-z0-9][a-z0-9-]{0,40}$'),
  organisation_id uuid REFERENCES territory.organisation (id),
  service_id uuid,
  area text CHECK (area ~ '^(dk|[A-Z0-9-]{3,12})$'),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
  given_by text NOT NULL DEFAULT kit.actor(),
  given_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  revoked_by text,
  CONSTRAINT one_holder CHECK (num_nonnulls(account_id, token_id) = 1),
  CONSTRAINT one_scope CHECK (area IS NULL OR num_nonnulls(organisation_id, service_id) = 0),
  CONSTRAINT staff_of_something CHECK (role <> 'service-staff' OR num_nonnulls(organisation_id, service_id) > 0),
  CONSTRAINT coordinator_of_an_area CHECK ((role = 'coordinator') <= (area IS NOT NULL)),
  CONSTRAINT area_fits_role CHECK (area IS NULL OR role IN ('coordinator', 'editor')),
  CONSTRAINT service_fits_role CHECK (service_id IS NULL OR role = 'service-staff'),
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
COMMENT ON TABLE access.role_grant IS 'A role, where it holds and from which day to which. Never edited: revoked and given anew.';
COMMENT ON COLUMN access.role_grant.space IS 'The one space that the role holds in.';
COMMENT ON COLUMN access.role_grant.service_id IS 'Given: the role holds for this service alone. No foreign key: a case''s services live in another database.';
COMMENT ON COLUMN access.role_grant.organisation_id IS 'Where the role holds, and whose administrators may give and revoke it; beside service_id it is the organisation of that service, set by trigger. Null: administrators of everything only.';
CREATE INDEX role_grant_account ON access.role_grant (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX role_grant_token ON access.role_grant (token_id) WHERE token_id IS NOT NULL;

CREATE TABLE access.session (
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  account_id uuid REFERENCES access.account (id),
  token_id uuid REFERENCES access.token (id),
  method text NOT NULL CHECK (method IN ('code', 'passkey', 'link', 'role-picker')),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (num_nonnulls(account_id, token_id) = 1),
  CHECK (expires_at > created_at)
);
COMMENT ON TABLE access.session IS 'A browser that is logged in. The cookie''s secret is kept as SHA-256 only.';
COMMENT ON COLUMN access.session.public_id IS 'Names the session on the page where its owner ends it; opens nothing.';
CREATE INDEX session_account ON access.session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_expires ON access.session (expires_at);

CREATE TABLE access.passkey (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES access.account (id),
  credential_id text NOT NULL UNIQUE CHECK (length(credential_id) <= 1400),
  public_key bytea NOT NULL,
  counter bigint NOT NULL DEFAULT 0 CHECK (counter >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  name text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 80),
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE access.passkey IS 'A passkey (WebAuthn) of an account; holds the public key only.';
CREATE INDEX passkey_account ON access.passkey (account_id);

CREATE TABLE access.login_code (
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  email_hash bytea NOT NULL,
  account_id uuid REFERENCES access.account (id),
  salt bytea NOT NULL CHECK (length(salt) >= 16),
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  used_at timestamptz
);
COMMENT ON TABLE access.login_code IS 'One-time codes sent by e-mail: 10 minutes, five attempts, one use. A row is written for an unknown address too, so that the two look alike.';
COMMENT ON COLUMN access.login_code.id_hash IS 'SHA-256 of the secret in the cookie of the browser that asked: a code works there only.';
CREATE INDEX login_code_email ON access.login_code (email_hash, created_at);
CREATE INDEX login_code_expires ON access.login_code (expires_at);

CREATE TABLE access.challenge (
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  purpose text NOT NULL CHECK (purpose IN ('register', 'login')),
  account_id uuid REFERENCES access.account (id),
  challenge text NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK ((purpose = 'register') = (account_id IS NOT NULL))
);
COMMENT ON TABLE access.challenge IS 'A passkey challenge waiting for its answer; deleted when it is answered.';
CREATE INDEX challenge_expires ON access.challenge (expires_at);

-- Rights.
CREATE FUNCTION access.may_administer(organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system()
      OR '*' = ANY (kit.granted('admin_organisations'))
      OR (organisation IS NOT NULL AND kit.holds('admin_organisations', organisation::text)) $$;
COMMENT ON FUNCTION access.may_administer IS 'System, an administrator of everything, or an administrator of this organisation. Null: of everything only.';

CREATE FUNCTION access.may_audit(organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT '*' = ANY (kit.granted('auditor_organisations'))
      OR (organisation IS NOT NULL AND kit.holds('auditor_organisations', organisation::text)) $$;

CREATE FUNCTION access.may_give(space text, organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system()
      OR '*' = ANY (kit.granted('admin_organisations'))
      OR (space = 'live' AND organisation IS NOT NULL AND kit.holds('admin_organisations', organisation::text)) $$;
COMMENT ON FUNCTION access.may_give IS 'Nobody gives a role wider than their own: an organisation''s administrator gives roles in that organisation and the live space only.';

CREATE FUNCTION access.may_link(service uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN kit.is_system()
      OR (kit.setting('actor_kind') IN ('person', 'token') AND services.of_service(service, 'edit'))
      OR (kit.setting('actor_kind') = 'person' AND services.of_service(service, 'report'));
  END $$;
COMMENT ON FUNCTION access.may_link IS 'Who makes and revokes personal links to a service: its editors and administrators, and its staff when logged in as a person. A link never makes a link.';

CREATE FUNCTION access.within_reach(account uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT NOT EXISTS (
      SELECT 1 FROM access.role_grant g
      WHERE g.account_id = account AND g.revoked_at IS NULL
        AND (upper_inf(g.valid) OR upper(g.valid) > current_date)
        AND NOT access.may_give(g.space, g.organisation_id)) $$;
COMMENT ON FUNCTION access.within_reach IS 'False where the account holds a role that the actor could not give: who changes its e-mail could log in as it.';

CREATE FUNCTION access.organisation_of(service uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
  DECLARE
    found_organisation uuid;
  BEGIN
    SELECT s.organisation_id INTO found_organisation FROM services.service s WHERE s.id = service;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'No service %', service USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'access_service';
    END IF;
    RETURN found_organisation;
  END $$;
COMMENT ON FUNCTION access.organisation_of IS 'The organisation of a service of the live space; does what a foreign key would.';

CREATE FUNCTION access.govern_grant() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.service_id IS NOT NULL THEN
      NEW.organisation_id := CASE NEW.space WHEN 'live' THEN access.organisation_of(NEW.service_id) END;
    END IF;
    RETURN NEW;
  END $$;
COMMENT ON FUNCTION access.govern_grant IS 'A grant for a service belongs to the administrators of the service''s organisation, whatever was sent.';
CREATE TRIGGER govern BEFORE INSERT ON access.role_grant FOR EACH ROW EXECUTE FUNCTION access.govern_grant();

CREATE FUNCTION access.govern_token() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.service_id IS NOT NULL THEN
      NEW.organisation_id := access.organisation_of(NEW.service_id);
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER govern BEFORE INSERT ON access.token FOR EACH ROW EXECUTE FUNCTION access.govern_token();

CREATE FUNCTION access.only_revoke() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.revoked_at IS NOT NULL
      OR to_jsonb(NEW) - '{revoked_at,revoked_by}'::text[] <> to_jsonb(OLD) - '{revoked_at,revoked_by}'::text[] THEN
      RAISE EXCEPTION 'A role or token is never edited: revoke it once and give a new one'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.revoked_by := kit.actor();
    RETURN NEW;
  END $$;
COMMENT ON FUNCTION access.only_revoke IS 'The only edit of a role or token is its revocation, once.';
CREATE TRIGGER only_revoke BEFORE UPDATE ON access.role_grant FOR EACH ROW EXECUTE FUNCTION access.only_revoke();
CREATE TRIGGER only_revoke BEFORE UPDATE ON access.token FOR EACH ROW EXECUTE FUNCTION access.only_revoke();

ALTER TABLE access.account ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access.account TO vaern_app;
CREATE POLICY seen ON access.account FOR SELECT
  USING (access.may_administer(organisation_id) OR access.may_audit(organisation_id) OR id::text = kit.actor());
CREATE POLICY added ON access.account FOR INSERT
  WITH CHECK (access.may_administer(organisation_id) AND (demo_key IS NULL OR kit.is_system()));
CREATE POLICY edited ON access.account FOR UPDATE
  USING (access.may_administer(organisation_id) AND access.within_reach(id))
  WITH CHECK (access.may_administer(organisation_id) AND (demo_key IS NULL OR kit.is_system()));

ALTER TABLE access.token ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access.token TO vaern_app;
CREATE POLICY seen ON access.token FOR SELECT
  USING (access.may_administer(organisation_id) OR access.may_audit(organisation_id)
    OR (kind = 'link' AND access.may_link(service_id)));
CREATE POLICY added ON access.token FOR INSERT
  WITH CHECK (revoked_at IS NULL AND created_by = kit.actor()
    AND (access.may_administer(organisation_id) AND kind = 'machine' OR kind = 'link' AND access.may_link(service_id)));
CREATE POLICY revoked ON access.token FOR UPDATE
  USING (access.may_administer(organisation_id) OR (kind = 'link' AND access.may_link(service_id)));

ALTER TABLE access.token_use ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access.token_use TO vaern_app;
CREATE POLICY seen ON access.token_use FOR SELECT
  USING (kit.is_system() OR EXISTS (SELECT 1 FROM access.token t WHERE t.id = token_id));
CREATE POLICY kept ON access.token_use USING (kit.is_system());

ALTER TABLE access.role_grant ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access.role_grant TO vaern_app;
CREATE POLICY seen ON access.role_grant FOR SELECT
  USING (access.may_give(space, organisation_id) OR access.may_audit(organisation_id) OR account_id::text = kit.actor()
    OR EXISTS (SELECT 1 FROM access.token t WHERE t.id = token_id));
CREATE POLICY given ON access.role_grant FOR INSERT
  WITH CHECK (revoked_at IS NULL AND given_by = kit.actor() AND (
    (access.may_give(space, organisation_id) AND (
      EXISTS (SELECT 1 FROM access.account a WHERE a.id = account_id AND access.may_administer(a.organisation_id))
      OR EXISTS (SELECT 1 FROM access.token t WHERE t.id = token_id AND t.kind = 'machine' AND access.may_administer(t.organisation_id))))
    OR (role = 'service-staff' AND space = 'live' AND EXISTS (SELECT 1 FROM access.token t
      WHERE t.id = token_id AND t.kind = 'link' AND t.service_id = role_grant.service_id AND access.may_link(t.service_id)))));
CREATE POLICY revoked ON access.role_grant FOR UPDATE USING (access.may_give(space, organisation_id));

ALTER TABLE access.session ENABLE ROW LEVEL SECURITY;
-- Whose session it is never changes.
GRANT SELECT, INSERT, DELETE, UPDATE (last_seen, expires_at, ended_at) ON access.session TO vaern_app;
CREATE POLICY kept ON access.session USING (kit.is_system());
CREATE POLICY seen ON access.session FOR SELECT
  USING (account_id::text = kit.actor()
    OR EXISTS (SELECT 1 FROM access.account a WHERE a.id = account_id AND access.may_administer(a.organisation_id)));
CREATE POLICY ended ON access.session FOR UPDATE
  USING (account_id::text = kit.actor()
    OR EXISTS (SELECT 1 FROM access.account a WHERE a.id = account_id AND access.may_administer(a.organisation_id)
      AND access.within_reach(a.id)));

ALTER TABLE access.passkey ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.passkey TO vaern_app;
CREATE POLICY own ON access.passkey
  USING (kit.is_system() OR (account_id::text = kit.actor() AND kit.setting('actor_kind') = 'person'));

ALTER TABLE access.login_code ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.login_code TO vaern_app;
CREATE POLICY kept ON access.login_code USING (kit.is_system());

ALTER TABLE access.challenge ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.challenge TO vaern_app;
CREATE POLICY kept ON access.challenge USING (kit.is_system());

SELECT kit.track('access.account');
SELECT kit.track('access.token', omit => '{hash}');
SELECT kit.track('access.role_grant');
SELECT kit.track('access.passkey', omit => '{credential_id,public_key,counter}');
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA access TO vaern_app;
