-- What is asked on every page about a person, with its plans kept: under row-level security planning costs more than reading.
CREATE FUNCTION people.family(person uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
    WITH RECURSIVE family (id, folded_into) AS (
      SELECT p.id, p.merged_into FROM people.person p
        WHERE p.id = family.person AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.id AND NOT m.pseudonymous)
      UNION
      SELECT o.id, o.merged_into FROM family f CROSS JOIN LATERAL (
        SELECT p.id, p.merged_into FROM people.person p WHERE p.id = f.folded_into
        UNION ALL SELECT p.id, p.merged_into FROM people.person p WHERE p.merged_into = f.id) o
        WHERE EXISTS (SELECT FROM people.mine m WHERE m.person_id = o.id AND NOT m.pseudonymous))
    SELECT f.id FROM family f;
END $$;
COMMENT ON FUNCTION people.family IS 'PER-02: the records found to be one person, of those whom the actor knows by identity: that a code and a name are one would say who the code is. None where the one asked about is not among them.';

CREATE FUNCTION people.whole(person uuid) RETURNS json LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  ids uuid[] := coalesce((SELECT array_agg(f) FROM people.family(person) f), ARRAY[person]);
BEGIN
  RETURN json_build_object('family', ids,
    'wishes', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT person_id AS of, wish, wish_by AS "wishBy", coordinator, coordinator_organisation_id AS "coordinatorOrganisation", version, edited_at AS "editedAt", edited_by_name AS "editedByName"
      FROM people.plan WHERE person_id = ANY (ids) ORDER BY person_id <> whole.person, recorded_at) r),
    'goals', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT id, words, words_by AS "wordsBy", priority, status, recorded_at AS "recordedAt", version, edited_at AS "editedAt", edited_by_name AS "editedByName"
      FROM people.goal WHERE person_id = ANY (ids) ORDER BY id) r),
    'steps', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT id, goal_id AS goal, words, owner, owner_organisation_id AS "ownerOrganisation", due_on AS "dueOn", status, done_on AS "doneOn", version, edited_at AS "editedAt", edited_by_name AS "editedByName"
      FROM people.step WHERE person_id = ANY (ids) ORDER BY due_on, id) r),
    'progress', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT id, goal_id AS goal, words, at, recorded_by_name AS "recordedByName"
      FROM people.progress WHERE person_id = ANY (ids) ORDER BY at DESC LIMIT 20) r),
    'modes', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT id, mode, reason, starts_on AS "startsOn", review_on AS "reviewOn", recorded_by_name AS "recordedByName", ended_at AS "endedAt"
      FROM people.mode WHERE person_id = ANY (ids) AND ended_at IS NULL ORDER BY review_on) r),
    'contacts', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT person_id AS of, digital, meeting, channel, phone, phone_shared AS "phoneShared", via, interpreter, version, edited_at AS "editedAt", edited_by_name AS "editedByName"
      FROM people.contactability WHERE person_id = ANY (ids) ORDER BY person_id <> whole.person) r),
    'assessments', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT id, colour, reasons, risk_note AS "riskNote", despite_risk AS "despiteRisk", review_on AS "reviewOn", signed_by_name AS "signedByName", at
      FROM people.assessment WHERE person_id = ANY (ids) ORDER BY at DESC LIMIT 50) r),
    'circumstances', (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (
      SELECT criterion, answer, said_by AS "saidBy", recorded_at AS "recordedAt"
      FROM people.circumstance WHERE person_id = ANY (ids) ORDER BY recorded_at, criterion) r),
    'openUntil', (SELECT max(i.ends_at) FROM people.involvement i WHERE i.person_id = whole.person AND i.source = 'break-glass'
      AND i.account_id = kit.actor() AND i.ends_at > now()));
END $$;
COMMENT ON FUNCTION people.whole IS 'All that is written of a person, as far as the actor may see it: what people/plan/whole.ts reads. Runs with the rights of whoever asks.';

CREATE FUNCTION people.open(context text[], person uuid, need integer, part text, home uuid, with_whole boolean,
    OUT organisation uuid, OUT rank integer, OUT "roleRank" integer, OUT card json, OUT whole json)
  LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM kit.become(context);
  SELECT m.organisation_id, max(m.rank), max(m.role_rank) INTO open.organisation, open.rank, open."roleRank"
    FROM people.mine m WHERE m.person_id = open.person
    GROUP BY m.organisation_id ORDER BY bool_and(m.pseudonymous), max(m.rank) DESC, m.organisation_id LIMIT 1;
  IF open."roleRank" >= open.need THEN
    SELECT json_build_object('id', c.id, 'reference', c.reference, 'called', c.called, 'name', c.name, 'pseudonymous', c.pseudonymous,
        'protected', c.protected, 'languages', c.languages) INTO open.card
      FROM people.card c WHERE c.id = open.person;
  END IF;
  INSERT INTO people.access_log (organisation_id, person_id, what, part)
    VALUES (coalesce(open.organisation, open.home), open.person, CASE WHEN open.card IS NULL THEN 'refused' ELSE 'opened' END, open.part);
  IF open.with_whole AND open.card IS NOT NULL THEN open.whole := people.whole(open.person); END IF;
END $$;
COMMENT ON FUNCTION people.open IS 'SEC-01: how the actor is involved with the person, the line of the log that says that they looked, and where it is asked for what is written of the person: one statement, one transaction, one round trip. The card is null where the actor may not look, and that is logged as refused.';
GRANT EXECUTE ON FUNCTION people.family, people.whole, people.open TO vaern_app;
