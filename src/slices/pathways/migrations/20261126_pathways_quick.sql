-- What is asked each time the board or a person is opened. The board is counted from an index alone, in one pass.
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

-- What the person's page is told beside the plan (people.open): as its reader sees it.
CREATE FUNCTION pathways.stay_in_plan(family uuid[], at timestamptz) RETURNS json LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_build_object('id', s.id, 'status', s.status, 'expectedFrom', s.expected_from, 'expectedUntil', s.expected_until,
      'reservedUntil', s.reserved_until, 'quietUntil', s.quiet_until, 'house', v.name)
    FROM pathways.stay s LEFT JOIN services.service v ON v.id = s.service_id
    WHERE s.person_id = ANY (family) AND (s.status = 'arrived' OR (s.status = 'reserved' AND s.reserved_until >= stay_in_plan.at))
    ORDER BY s.status <> 'arrived', s.expected_from DESC, s.recorded_at DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION pathways.stay_in_plan IS 'Where the person lives, or is awaited.';

CREATE FUNCTION pathways.appointments_in_plan(family uuid[], at timestamptz) RETURNS json LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(row_to_json(r)) FROM (
    SELECT a.id, a.at, a.subject, a.place, a.meeting, a.companion, a.companion_name AS "companionName" FROM pathways.appointment a
    WHERE a.person_id = ANY (family) AND a.status = 'planned' AND a.at > appointments_in_plan.at ORDER BY a.at, a.id LIMIT 5) r);
END $$;
COMMENT ON FUNCTION pathways.appointments_in_plan IS 'The next appointments; null where there is none.';

CREATE FUNCTION pathways.open_in_plan(family uuid[], at timestamptz) RETURNS json LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT json_agg(row_to_json(r)) FROM (
    SELECT p.id, p.definition, p.state, p.owner_name AS "ownerName", p.owner_left_at AS "ownerLeftAt", o.name AS organisation,
      (SELECT row_to_json(n) FROM (SELECT c.kind, c.rule, c.text, c.due_at AS "dueAt" FROM pathways.clock c
        WHERE c.pathway_id = p.id AND c.stopped_at IS NULL ORDER BY c.due_at, c.id LIMIT 1) n) AS next
    FROM pathways.pathway p LEFT JOIN territory.organisation o ON o.id = p.owner_organisation_id
    WHERE p.person_id = ANY (family) AND p.closed_at IS NULL ORDER BY p.opened_at DESC, p.id LIMIT 20) r);
END $$;
COMMENT ON FUNCTION pathways.open_in_plan IS 'Open pathways: where each stands, who answers and what waits next; null where there is none.';
GRANT EXECUTE ON FUNCTION pathways.stay_in_plan, pathways.appointments_in_plan, pathways.open_in_plan TO vaern_app;
