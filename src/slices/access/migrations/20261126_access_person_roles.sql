-- Six roles that come near a person. Each holds for one organisation: never everywhere, by area or for one service.
ALTER TABLE access.role_grant
  DROP CONSTRAINT role_grant_role_check,
  ADD CONSTRAINT role_grant_role_check CHECK (role IN ('service-staff', 'editor', 'coordinator', 'admin', 'auditor',
    'ward-staff', 'social-professional', 'health-professional', 'volunteer', 'leader', 'data-protection')),
  ADD CONSTRAINT person_role_of_one_organisation CHECK (
    role NOT IN ('ward-staff', 'social-professional', 'health-professional', 'volunteer', 'leader', 'data-protection')
    OR (organisation_id IS NOT NULL AND service_id IS NULL AND area IS NULL));
CREATE INDEX role_grant_organisation ON access.role_grant (organisation_id, role) WHERE revoked_at IS NULL;

CREATE FUNCTION access.knows_colleagues(organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT kit.is_system() OR organisation = ANY (kit.ids('social_organisations') || kit.ids('health_organisations')
      || kit.ids('ward_organisations') || kit.ids('leader_organisations')) $$;
COMMENT ON FUNCTION access.knows_colleagues IS 'Who may know by name who works there: its ward staff, social and health professionals and leaders.';

CREATE FUNCTION access.colleagues(organisation uuid, roles text[]) RETURNS TABLE (id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.id, a.name FROM access.account a
    WHERE access.knows_colleagues(colleagues.organisation) AND a.disabled_at IS NULL
      AND EXISTS (SELECT FROM access.role_grant g
        WHERE g.account_id = a.id AND g.organisation_id = colleagues.organisation AND g.role = ANY (colleagues.roles)
          AND g.service_id IS NULL AND g.space = 'live' AND g.revoked_at IS NULL
          AND g.valid @> (now() AT TIME ZONE 'Europe/Copenhagen')::date)
    ORDER BY lower(a.name), a.id $$;
COMMENT ON FUNCTION access.colleagues IS 'Open accounts that hold one of these roles for this organisation today, by Danish date: so that one of them can be named as responsible. Past row-level security, hence its own guard; nobody for whoever may not know.';

CREATE FUNCTION access.volunteers(organisations uuid[]) RETURNS TABLE (id uuid, name text, organisation_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.id, a.name, g.organisation_id FROM access.account a JOIN access.role_grant g ON g.account_id = a.id
    WHERE (kit.is_system() OR kit.ids('social_organisations') || kit.ids('health_organisations') <> '{}')
      AND a.disabled_at IS NULL AND g.role = 'volunteer' AND g.space = 'live' AND g.revoked_at IS NULL AND g.service_id IS NULL
      AND g.organisation_id = ANY (organisations)
      AND g.valid @> (now() AT TIME ZONE 'Europe/Copenhagen')::date
    ORDER BY lower(a.name), a.id LIMIT 500 $$;
COMMENT ON FUNCTION access.volunteers IS 'Volunteers of these organisations who may be asked to go along to an appointment: a social or health professional anywhere may ask those of a mentor organisation. Of all organisations at once nobody sees them (PER-04), and nobody else sees their names.';

CREATE FUNCTION access.still_holds(account text, organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN access.knows_colleagues(still_holds.organisation)
        AND (SELECT s.kind = 'live' FROM kit.space s) THEN
      EXISTS (SELECT FROM access.role_grant g JOIN access.account a ON a.id = g.account_id
        -- What is no account's id (a token, the application) holds nothing.
        WHERE g.account_id = CASE WHEN still_holds.account ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            THEN still_holds.account::uuid END
          AND g.organisation_id = still_holds.organisation AND a.disabled_at IS NULL
          AND g.role IN ('social-professional', 'health-professional', 'leader')
          AND g.service_id IS NULL AND g.space = 'live' AND g.revoked_at IS NULL
          AND g.valid @> (now() AT TIME ZONE 'Europe/Copenhagen')::date) END $$;
COMMENT ON FUNCTION access.still_holds IS 'Whether this account still is a social or health professional or leader there today. Null (unknown, never "no") for whoever may not know, and outside the live space, which alone holds accounts.';
GRANT EXECUTE ON FUNCTION access.knows_colleagues, access.colleagues, access.volunteers, access.still_holds TO vaern_app;
