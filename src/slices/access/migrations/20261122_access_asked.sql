-- What is asked on almost every request, with its plans kept.
CREATE FUNCTION access.token_behind(secret_hash bytea, OUT kind text, OUT id uuid, OUT name text, OUT "organisationId" uuid,
    OUT until timestamptz, OUT "createdAt" timestamptz, OUT "usedAt" timestamptz, OUT grants jsonb)
  RETURNS SETOF record LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  held text;
BEGIN
  IF current_user <> 'vaern_app' THEN held := set_config('role', 'vaern_app', true); END IF;
  held := set_config('vaern.actor', 'system:access', true);
  held := set_config('vaern.actor_kind', 'system', true);
  RETURN QUERY SELECT 'token', t.id, t.name, t.organisation_id, t.expires_at, t.created_at, u.last_used_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'space', g.space,
          'organisation', g.organisation_id, 'service', g.service_id, 'area', g.area,
          'validFrom', lower(g.valid), 'validUntil', upper(g.valid) - 1))
        FROM access.role_grant g WHERE g.token_id = t.id AND g.revoked_at IS NULL), '[]')
    FROM access.token t LEFT JOIN access.token_use u ON u.token_id = t.id
    WHERE t.hash = secret_hash AND t.kind = 'machine' AND t.revoked_at IS NULL;
END $$;
COMMENT ON FUNCTION access.token_behind IS 'The machine token with this secret and its grants. Asked on many requests: the plans are kept, under row-level security planning costs ten times the reading.';
GRANT EXECUTE ON FUNCTION access.token_behind TO vaern_app;
