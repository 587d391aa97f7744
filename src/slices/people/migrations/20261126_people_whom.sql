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

CREATE FUNCTION people.by_code(code text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS $$
    SELECT p.id FROM people.person p
    WHERE p.reference = upper(btrim(code)) AND EXISTS (SELECT FROM people.involvement i WHERE i.person_id = p.id
      AND i.organisation_id = ANY (kit.ids('protection_organisations'))) $$;
COMMENT ON FUNCTION people.by_code IS 'The person with this code, for the data protection officer of an organisation that is or was involved: who has seen the one whom it stands for (SEC-01).';

CREATE FUNCTION people.agreed(persons uuid[]) RETURNS SETOF people.consent LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS $$
    SELECT c.* FROM people.consent c
    WHERE c.person_id = ANY (persons) AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = c.person_id
      AND ((m.rank >= 3 AND NOT m.pseudonymous) OR m.organisation_id IN (c.organisation_id, c.recipient_organisation_id)))) $$;
COMMENT ON FUNCTION people.agreed IS 'PER-04: all that the person has consented to, whoever wrote it down, for the person''s own copy. A consent tells where the person goes, so whoever does not know the person at the social level sees those of their own organisation.';
