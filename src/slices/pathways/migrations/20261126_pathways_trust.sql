-- A companion who answers too late is told so; a guess is refused as any other.
CREATE FUNCTION pathways.was_asked_along(appointment uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM pathways.appointment a WHERE a.id = appointment AND (a.companion_account = kit.actor()
      OR EXISTS (SELECT FROM people.involvement i WHERE i.person_id = a.person_id AND i.account_id = kit.actor() AND i.source = 'appointment'))) $$;
COMMENT ON FUNCTION pathways.was_asked_along IS 'Whether the actor is or once was asked to go along with the person: who hears that an appointment is no longer theirs to answer. Nobody else learns that it is there.';
GRANT EXECUTE ON FUNCTION pathways.was_asked_along TO vaern_app;

-- What is blacked out in a note is to be nowhere, in what the log of changes said neither (decision 0009).
CREATE FUNCTION pathways.forget_words(pathway uuid, words text) RETURNS integer
  LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  change bigint;
  forgotten integer := 0;
BEGIN
  IF btrim(words) = '' OR NOT EXISTS (SELECT FROM pathways.discharge d JOIN people.mine m ON m.person_id = d.person_id
      WHERE d.pathway_id = forget_words.pathway AND (m.shared >= 3 OR m.organisation_id = d.organisation_id) AND strpos(coalesce(d.ward_note, ''), btrim(words)) = 0) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR change IN
    SELECT c.seq FROM kit.change c JOIN kit.change_content t ON t.seq = c.seq
    WHERE c.table_name = 'pathways.discharge' AND c.row_id = forget_words.pathway::text
      AND (strpos(lower(t.before ->> 'ward_note'), lower(btrim(words))) > 0 OR strpos(lower(t.after ->> 'ward_note'), lower(btrim(words))) > 0)
    ORDER BY c.seq
  LOOP
    PERFORM kit.erase_change(change, 'DIS-05: words were blacked out');
    forgotten := forgotten + 1;
  END LOOP;
  RETURN forgotten;
END $$;
COMMENT ON FUNCTION pathways.forget_words IS 'DIS-05: destroys what each change of a discharge said in which these words stood in the note to the ward, once they stand there no longer. That something was changed, when and by whom stays, and the seal verifies. For whoever may edit the plan.';
GRANT EXECUTE ON FUNCTION pathways.forget_words TO vaern_app;
REVOKE EXECUTE ON FUNCTION pathways.forget_words FROM PUBLIC;
