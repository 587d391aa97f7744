-- What the board counts each time it is opened: from an index alone, in one pass.
DROP INDEX pathways.clock_kind;
CREATE INDEX clock_kind ON pathways.clock (organisation_id, kind, due_at, id) INCLUDE (municipality, person_id, waits_on_organisation_id) WHERE stopped_at IS NULL;

CREATE FUNCTION pathways.board_counts(organisations uuid[], at timestamptz)
  RETURNS TABLE (kind text, municipality text, waiting integer, overdue integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  leads uuid[] := kit.ids('leader_organisations');
  led uuid[] := ARRAY(SELECT o FROM unnest(organisations) o WHERE kit.is_system() OR o = ANY (leads));
  others uuid[] := ARRAY(SELECT o FROM unnest(organisations) o WHERE o <> ALL (led));
BEGIN
  RETURN QUERY
    SELECT s.kind, s.municipality, count(*)::integer, (count(*) FILTER (WHERE s.due_at < board_counts.at))::integer FROM (
      SELECT c.kind, c.municipality, c.due_at FROM pathways.clock c WHERE c.organisation_id = ANY (led) AND c.stopped_at IS NULL
      UNION ALL
      SELECT c.kind, c.municipality, c.due_at FROM pathways.clock c
        WHERE c.organisation_id = ANY (others) AND c.stopped_at IS NULL AND c.waits_on_organisation_id = ANY (leads)
      UNION ALL
      SELECT c.kind, c.municipality, c.due_at FROM pathways.clock c
        WHERE c.organisation_id = ANY (others) AND c.stopped_at IS NULL AND (c.waits_on_organisation_id = ANY (leads)) IS NOT TRUE
          AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = c.person_id
            AND m.organisation_id IN (c.organisation_id, c.waits_on_organisation_id))) s
    GROUP BY s.kind, s.municipality;
END $$;
COMMENT ON FUNCTION pathways.board_counts IS 'How much waits in the organisations, by kind and municipality, of what the actor may see: the policy of pathways.clock, asked of all rows at once and not of each.';
GRANT EXECUTE ON FUNCTION pathways.board_counts TO vaern_app;
