-- A companion who answers too late is told so; a guess is refused as any other.
CREATE FUNCTION pathways.was_asked_along(appointment uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM pathways.appointment a WHERE a.id = appointment AND (a.companion_account = kit.actor()
      OR EXISTS (SELECT FROM people.involvement i WHERE i.person_id = a.person_id AND i.account_id = kit.actor() AND i.source = 'appointment'))) $$;
COMMENT ON FUNCTION pathways.was_asked_along IS 'Whether the actor is or once was asked to go along with the person: who hears that an appointment is no longer theirs to answer. Nobody else learns that it is there.';
GRANT EXECUTE ON FUNCTION pathways.was_asked_along TO vaern_app;
