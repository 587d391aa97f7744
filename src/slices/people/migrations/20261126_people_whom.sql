-- Whom a change is told to.
CREATE FUNCTION people.audience(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS $$
    SELECT DISTINCT i.organisation_id FROM people.involvement i
    WHERE i.person_id = person AND i.ends_at > now() - interval '1 hour'
      AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = person)) $$;
COMMENT ON FUNCTION people.audience IS 'Whose open pages are told that something changed, those who have just lost their access among them. Answered only to somebody who is involved.';

CREATE FUNCTION people.codes(persons uuid[]) RETURNS TABLE (id uuid, reference text) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS $$
    SELECT p.id, p.reference FROM people.person p
    WHERE p.id = ANY (persons) AND EXISTS (SELECT FROM people.involvement i WHERE i.person_id = p.id
      AND i.organisation_id = ANY (kit.ids('protection_organisations') || kit.ids('leader_organisations'))) $$;
COMMENT ON FUNCTION people.codes IS 'The codes of persons with whom an organisation is or was involved, for its data protection officer and leaders, who never see who they are.';
