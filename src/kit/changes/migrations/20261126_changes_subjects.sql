-- Changes about persons: for the application itself and the data protection officer of that organisation.
-- Whose house it is otherwise (administrators, auditors, national ones too, and who made the change) does not count here.
CREATE INDEX change_of_subject ON kit.change (subject, seq) WHERE subject IS NOT NULL;

DROP POLICY seen ON kit.change;
-- The selects are evaluated once per query, not per row.
CREATE POLICY seen ON kit.change FOR SELECT USING (
  (SELECT kit.is_system())
  OR (subject IS NULL AND (
    (SELECT '*' = ANY (kit.granted('admin_organisations') || kit.granted('auditor_organisations')))
    OR organisation = ANY ((SELECT kit.granted('admin_organisations') || kit.granted('auditor_organisations'))::text[])
    OR actor = (SELECT kit.actor() WHERE kit.is_staff())))
  -- Compared as text: a log keeps what was written, also what is no uuid.
  OR (subject IS NOT NULL AND organisation = ANY ((SELECT kit.ids('protection_organisations')::text[])::text[])));
COMMENT ON POLICY seen ON kit.change IS 'What is about no person: administrators and auditors of that organisation or of everything, anybody their own. What is about a person: the data protection officer of that organisation, and the application itself.';

DROP POLICY seen ON kit.change_content;
CREATE POLICY seen ON kit.change_content FOR SELECT
  USING (EXISTS (SELECT FROM kit.change c WHERE c.seq = change_content.seq
    AND (c.subject IS NULL OR (SELECT kit.is_system()))));
COMMENT ON POLICY seen ON kit.change_content IS 'Whoever sees the change; what was said about a person the application itself only.';

CREATE FUNCTION kit.erase_subject(subject text, reason text) RETURNS bigint
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change bigint;
  erased bigint := 0;
BEGIN
  -- The reason stays for ever, in a place that others may read.
  IF strpos(lower(reason), lower(subject)) > 0 THEN
    RAISE EXCEPTION 'kit.erase_subject: the reason must not say whom it is about' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  FOR change IN
    SELECT c.seq FROM kit.change c JOIN kit.change_content t ON t.seq = c.seq
    WHERE c.subject = erase_subject.subject ORDER BY c.seq
  LOOP
    PERFORM kit.erase_change(change, reason);
    erased := erased + 1;
  END LOOP;
  RETURN erased;
END $$;
COMMENT ON FUNCTION kit.erase_subject IS 'Destroys what every change about this person said (kit.erase_change) and tells how many; the log still verifies. For the owner only: delete the rows first, since that leaves changes too. The notes name the changes and the reason, never the person.';
REVOKE EXECUTE ON FUNCTION kit.erase_subject FROM PUBLIC;
