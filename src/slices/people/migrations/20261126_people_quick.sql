-- What is asked on every page about a person, with its plans kept: under row-level security planning costs more than reading.
CREATE FUNCTION people.family(person uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
    WITH RECURSIVE family (id, folded_into) AS (
      SELECT p.id, p.merged_into FROM people.person p
        WHERE p.id = family.person AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.id)
      UNION
      SELECT o.id, o.merged_into FROM family f CROSS JOIN LATERAL (
        SELECT p.id, p.merged_into FROM people.person p WHERE p.id = f.folded_into
        UNION ALL SELECT p.id, p.merged_into FROM people.person p WHERE p.merged_into = f.id) o
        WHERE EXISTS (SELECT FROM people.mine m WHERE m.person_id = o.id))
    SELECT f.id FROM family f;
END $$;
COMMENT ON FUNCTION people.family IS 'PER-02: the records found to be one person, of those that the actor is involved with; none where not involved with the one asked about.';

CREATE FUNCTION people.look(person uuid, need integer, part text, home uuid, OUT organisation uuid, OUT rank integer, OUT role_rank integer, OUT card jsonb)
  LANGUAGE plpgsql SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  SELECT m.organisation_id, max(m.rank), max(m.role_rank) INTO look.organisation, look.rank, look.role_rank
    FROM people.mine m WHERE m.person_id = look.person
    GROUP BY m.organisation_id ORDER BY bool_and(m.pseudonymous), max(m.rank) DESC, m.organisation_id LIMIT 1;
  IF look.role_rank >= look.need THEN
    SELECT jsonb_build_object('id', c.id, 'reference', c.reference, 'called', c.called, 'name', c.name, 'pseudonymous', c.pseudonymous,
        'protected', c.protected, 'languages', c.languages) INTO look.card
      FROM people.card c WHERE c.id = look.person;
  END IF;
  INSERT INTO people.access_log (organisation_id, person_id, what, part)
    VALUES (coalesce(look.organisation, look.home), look.person, CASE WHEN look.card IS NULL THEN 'refused' ELSE 'opened' END, look.part);
END $$;
COMMENT ON FUNCTION people.look IS 'SEC-01: how the actor is involved with the person, and the line of the log that says that they looked; card is null where they may not. Runs with the rights of whoever asks.';
GRANT EXECUTE ON FUNCTION people.family, people.look TO vaern_app;
