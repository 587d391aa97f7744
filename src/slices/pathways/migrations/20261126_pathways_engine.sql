-- The engine: no pathway ends by itself, what a handover opened ends with it, and what the board shows of a row.
CREATE FUNCTION pathways.not_by_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A person or a token for one; not the application, nor whoever forgot to say who acts.
  -- What a house had opened and nobody came to lapses with the consent that it rested on: nothing had begun, and the house may not see it.
  IF NEW.outcome IS DISTINCT FROM 'lapsed' AND (kit.is_system() OR kit.actor() = 'public') THEN RAISE EXCEPTION 'pathways.never-by-itself' USING ERRCODE = 'VA001'; END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.not_by_itself IS 'ACT-03: a pathway is ended by somebody, never by a job because time passed or nobody met.';
CREATE TRIGGER not_by_itself BEFORE UPDATE OF closed_at ON pathways.pathway FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.not_by_itself();

CREATE FUNCTION pathways.not_by_emergency() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF people.emergency_only(NEW.person_id) THEN RAISE EXCEPTION 'people.emergency-only' USING ERRCODE = 'VA001'; END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.not_by_emergency IS 'Nobody answers for a pathway that they cannot see any more in some hours (SEC-02).';
CREATE TRIGGER not_by_emergency BEFORE INSERT ON pathways.pathway FOR EACH ROW EXECUTE FUNCTION pathways.not_by_emergency();

ALTER TABLE pathways.handover ADD COLUMN involvement_id uuid REFERENCES people.involvement (id);
COMMENT ON COLUMN pathways.handover.involvement_id IS 'What the offer opened to the one asked: it ends when the offer is declined or withdrawn.';

CREATE FUNCTION pathways.close_handover() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE pathways.clock SET stopped_at = greatest(started_at, NEW.answered_at), stopped_by = NEW.answered_by, outcome = NEW.status
    WHERE about_id = NEW.id AND kind = 'handover' AND stopped_at IS NULL;
  IF NEW.status = 'accepted' THEN
    -- What waits is from now on the new owner's business, what was asked of others and what is still to be asked about the person
    -- (DIS-11) with it; what is about the house of the old one stays there.
    UPDATE pathways.follow_up SET organisation_id = NEW.to_organisation_id
      WHERE pathway_id = NEW.pathway_id AND organisation_id = OLD.organisation_id AND outcome IS NULL;
    UPDATE pathways.clock SET organisation_id = NEW.to_organisation_id
      WHERE pathway_id = NEW.pathway_id AND organisation_id = OLD.organisation_id AND stopped_at IS NULL
        AND kind NOT IN ('stay-end', 'overstay', 'arrival', 'municipality-notice', 'owner-left');
    UPDATE pathways.clock SET waits_on_organisation_id = nullif(NEW.to_organisation_id, organisation_id)
      WHERE pathway_id = NEW.pathway_id AND stopped_at IS NULL AND kind IN ('stay-end', 'overstay', 'arrival');
    UPDATE pathways.clock SET stopped_at = greatest(started_at, NEW.answered_at), stopped_by = NEW.answered_by, outcome = 'handed-over'
      WHERE pathway_id = NEW.pathway_id AND kind = 'owner-left' AND stopped_at IS NULL;
  ELSIF NEW.status IN ('declined', 'withdrawn') THEN
    UPDATE people.involvement SET ends_at = greatest(starts_at, now()), ended_by = NEW.answered_by, end_reason = 'handover-' || NEW.status
      WHERE id = NEW.involvement_id AND ends_at > now();
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER close_handover AFTER UPDATE ON pathways.handover FOR EACH ROW
  WHEN (OLD.status = 'offered' AND NEW.status <> 'offered') EXECUTE FUNCTION pathways.close_handover();

CREATE FUNCTION pathways.handover_status(asked uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT h.status FROM pathways.handover h WHERE h.id = asked
    AND ARRAY[h.organisation_id, h.to_organisation_id] && (kit.ids('social_organisations') || kit.ids('health_organisations')) $$;
COMMENT ON FUNCTION pathways.handover_status IS 'How an offer stands, for the two organisations that it is between, also when nothing else of it is theirs to see any more.';

CREATE FUNCTION pathways.board_face(clocks uuid[])
  RETURNS TABLE (id uuid, reference text, definition text, state text, owner_name text, pathway_organisation_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.id, p.reference, w.definition, w.state, w.owner_name, w.owner_organisation_id
    FROM pathways.clock c JOIN pathways.pathway w ON w.id = c.pathway_id JOIN people.person p ON p.id = c.person_id
    WHERE c.id = ANY (clocks) AND (kit.is_system()
      OR ARRAY[c.organisation_id, c.waits_on_organisation_id] && kit.ids('leader_organisations')
      OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = c.person_id AND m.role_rank >= w.rank
        AND m.organisation_id IN (c.organisation_id, c.waits_on_organisation_id))) $$;
COMMENT ON FUNCTION pathways.board_face IS 'How the board names a row: the random code, never the person, for those who may see the clock.';

CREATE FUNCTION pathways.owner_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, said, by_name)
    VALUES (NEW.id, NEW.person_id, NEW.owner_organisation_id, NEW.level, now(), 'owner-named', jsonb_build_object('owner', NEW.owner_name),
      coalesce(nullif(kit.setting('actor_name'), ''), kit.actor()));
  UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(), outcome = 'named'
    WHERE pathway_id = NEW.id AND kind = 'owner-left' AND stopped_at IS NULL;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.owner_named IS 'Whoever is named to answer stands in the history, also where the leader who named them is not involved; the clock that asked for it stops.';
CREATE TRIGGER owner_named AFTER UPDATE OF owner_account, owner_name ON pathways.pathway FOR EACH ROW
  WHEN (OLD.owner_organisation_id = NEW.owner_organisation_id AND NEW.owner_left_at IS NULL
    AND (OLD.owner_account, OLD.owner_name) IS DISTINCT FROM (NEW.owner_account, NEW.owner_name))
  EXECUTE FUNCTION pathways.owner_named();

DROP INDEX pathways.clock_waits_on;
CREATE INDEX clock_waits_on ON pathways.clock (waits_on_organisation_id, due_at, id) WHERE stopped_at IS NULL AND waits_on_organisation_id IS NOT NULL;
CREATE INDEX clock_kind ON pathways.clock (organisation_id, kind, due_at, id) WHERE stopped_at IS NULL;
CREATE INDEX clock_area ON pathways.clock (organisation_id, municipality, due_at, id) WHERE stopped_at IS NULL;
CREATE INDEX pathway_owner_account ON pathways.pathway (owner_account, owner_organisation_id) WHERE closed_at IS NULL AND owner_left_at IS NULL;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pathways TO vaern_app;
