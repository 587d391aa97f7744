-- The roles that come near a person hold for one organisation each, never for everything.
CREATE FUNCTION kit.ids(name text) RETURNS uuid[]
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT array_remove(kit.granted(name), '*')::uuid[] $$;
COMMENT ON FUNCTION kit.ids IS
  'The organisations that the actor holds under that name, one by one; empty when none. "*" is left out: what is asked by this function is never held everywhere. Names: ward_organisations, social_organisations, health_organisations, volunteer_organisations, leader_organisations, protection_organisations.';
GRANT EXECUTE ON FUNCTION kit.ids TO vaern_app;
