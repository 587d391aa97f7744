-- A promise that ends before it is kept: the consent is gone, the referral is taken back, or the pathway has ended. Nobody holds a
-- place without a ground, and nothing waits for a pathway that is over. Rows are locked in this order, whoever comes first:
-- consent, referral and offer, turn of the house, stay, pathway, involvement.
CREATE FUNCTION pathways.actor_name() RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog
  AS $$ SELECT coalesce(nullif(kit.setting('actor_name'), ''), kit.actor()) $$;

CREATE FUNCTION pathways.free_place(asked uuid, why text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  s pathways.stay;
BEGIN
  PERFORM pathways.turn(t.service_id) FROM pathways.stay t WHERE t.id = asked;
  UPDATE pathways.stay SET status = 'released', version = version + 1 WHERE id = asked AND status = 'reserved' RETURNING * INTO s;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(), outcome = why
    WHERE about_id = asked AND stopped_at IS NULL;
  -- To the house it happened; who did it, and where, is not told with it.
  INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, said, by_account, by_name)
    SELECT p.id, p.person_id, p.owner_organisation_id, p.level, now(), 'place-' || why,
      jsonb_build_object('service', (SELECT v.name FROM services.service v WHERE v.id = s.service_id)), 'system:places', 'Værn'
    FROM pathways.pathway p
    WHERE p.id IN (s.pathway_id, (SELECT r.pathway_id FROM pathways.referral r WHERE r.id = s.referral_id));
  PERFORM pathways.tell_places(s.service_id);
  RETURN true;
END $$;
COMMENT ON FUNCTION pathways.free_place IS 'Gives up a promised place: the bed, its clocks, the history of both pathways and the directory. False where nothing was held.';

CREATE FUNCTION pathways.tell_of(referral pathways.referral, to_house boolean, what text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO pathways.notice (pathway_id, person_id, organisation_id, to_organisation_id, kind, text)
      SELECT CASE WHEN NOT to_house THEN p.id END, p.person_id, CASE WHEN to_house THEN p.owner_organisation_id ELSE referral.to_organisation_id END,
        CASE WHEN to_house THEN referral.to_organisation_id ELSE p.owner_organisation_id END,
        CASE WHEN what IN ('sent-place-released', 'sent-place-no-show') THEN 'place' ELSE 'withdrawn' END, 'told.' || what
      FROM pathways.pathway p WHERE p.id = referral.pathway_id AND p.owner_organisation_id <> referral.to_organisation_id $$;
COMMENT ON FUNCTION pathways.tell_of IS 'A notice whose words are a text of the slice, said in the language of whoever reads it.';

CREATE FUNCTION pathways.referral_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  s record;
  held boolean := false;
BEGIN
  IF NEW.status IN ('withdrawn', 'consent-withdrawn') THEN
    UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(), outcome = NEW.status
      WHERE about_id = NEW.id AND kind = 'referral' AND stopped_at IS NULL;
    FOR s IN SELECT t.id FROM pathways.stay t WHERE t.referral_id = NEW.id AND t.status = 'reserved' ORDER BY t.service_id LOOP
      held := pathways.free_place(s.id, NEW.status) OR held;
    END LOOP;
    -- What the house had opened for it ends, where nobody has come and nothing else is promised there: nobody could see it any more.
    FOR s IN UPDATE pathways.pathway p SET state = 'lapsed', state_since = now(), closed_at = now(), outcome = 'lapsed', version = p.version + 1
        FROM (SELECT w.id, w.state AS from_state FROM pathways.pathway w WHERE w.id IN (SELECT t.pathway_id FROM pathways.stay t WHERE t.referral_id = NEW.id)
          AND w.closed_at IS NULL AND w.owner_organisation_id = NEW.to_organisation_id
          AND NOT EXISTS (SELECT FROM pathways.stay o WHERE o.pathway_id = w.id AND o.status IN ('reserved', 'arrived', 'ended')) FOR NO KEY UPDATE) was
        WHERE p.id = was.id RETURNING p.*, was.from_state LOOP
      INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, from_state, to_state, by_account, by_name)
        VALUES (s.id, s.person_id, s.owner_organisation_id, s.level, now(), 'lapse', s.from_state, 'lapsed', 'system:places', 'Værn');
    END LOOP;
    PERFORM pathways.tell_of(NEW, true, CASE WHEN held THEN 'place-' ELSE 'referral-' END || NEW.status);
    IF NEW.status = 'consent-withdrawn' THEN
      PERFORM pathways.tell_of(NEW, false, CASE WHEN held THEN 'sent-place-' ELSE 'sent-referral-' END || NEW.status);
    END IF;
  END IF;
  IF NEW.status IN ('declined', 'withdrawn') THEN
    UPDATE people.involvement SET ends_at = greatest(starts_at, now()), ended_by = kit.actor(), end_reason = 'referral-' || NEW.status
      WHERE id = NEW.involvement_id AND ends_at > now();
  END IF;
  IF NEW.status = 'accepted' THEN
    UPDATE pathways.clock SET stopped_at = now(), stopped_by = kit.actor(), outcome = 'accepted'
      WHERE pathway_id = NEW.pathway_id AND kind = 'bounced' AND stopped_at IS NULL;
  ELSIF NEW.status = 'declined' AND (SELECT count(*) FROM pathways.referral r WHERE r.pathway_id = NEW.pathway_id AND r.status = 'declined') >= 3
      AND NOT EXISTS (SELECT FROM pathways.clock c WHERE c.pathway_id = NEW.pathway_id AND c.kind = 'bounced' AND c.stopped_at IS NULL) THEN
    INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, about_id, municipality, due_at, escalated_at, escalates_at)
      SELECT p.id, p.person_id, p.owner_organisation_id, 'bounced', NEW.id, p.municipality, now(), now(), now() + interval '1 day'
      FROM pathways.pathway p WHERE p.id = NEW.pathway_id AND p.closed_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.referral_answered IS 'What follows from an answer, whichever door it came through: a house that does not receive the person holds no place for them and knows nothing of them any longer, and declined three times escalates to whoever answers for the pathway (REF-10).';
CREATE TRIGGER referral_answered AFTER UPDATE OF status ON pathways.referral FOR EACH ROW
  WHEN (NEW.status IN ('accepted', 'declined', 'withdrawn', 'consent-withdrawn') AND OLD.status <> NEW.status) EXECUTE FUNCTION pathways.referral_answered();

CREATE FUNCTION pathways.place_lost() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  r pathways.referral;
BEGIN
  SELECT * INTO r FROM pathways.referral f WHERE f.id = NEW.referral_id AND f.status = 'accepted';
  IF FOUND THEN PERFORM pathways.tell_of(r, false, 'sent-place-' || NEW.status); END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.place_lost IS 'REF-10: whoever sent a person to a place hears when it is held no longer, or that the person did not come, whichever way that happened.';
CREATE TRIGGER place_lost AFTER UPDATE OF status ON pathways.stay FOR EACH ROW
  WHEN (OLD.status = 'reserved' AND NEW.status IN ('released', 'no-show') AND NEW.referral_id IS NOT NULL) EXECUTE FUNCTION pathways.place_lost();

-- Consent belongs to people; what rested on it here ends in the same transaction, however it was withdrawn.
CREATE FUNCTION pathways.consent_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM FROM pathways.referral r WHERE r.consent_id = NEW.id ORDER BY r.id FOR UPDATE;
  PERFORM FROM pathways.handover h WHERE h.consent_id = NEW.id ORDER BY h.id FOR UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER pathways_consent_held BEFORE UPDATE ON people.consent FOR EACH ROW
  WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION pathways.consent_held();

CREATE FUNCTION pathways.consent_withdrawn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- A place that is promised rests on it until the person has come there (CAP-03); then the house has a contact of its own.
  UPDATE pathways.referral r SET status = 'consent-withdrawn', version = version + 1
    WHERE r.consent_id = NEW.id AND (r.status IN ('sent', 'talking', 'waiting') OR (r.status = 'accepted'
      AND NOT EXISTS (SELECT FROM pathways.stay s WHERE s.referral_id = r.id AND s.status IN ('arrived', 'ended'))));
  UPDATE pathways.handover SET status = 'consent-withdrawn', answered_at = NEW.withdrawn_at, answered_by = NEW.withdrawn_by, answered_by_name = NEW.withdrawn_by_name
    WHERE consent_id = NEW.id AND status = 'offered';
  RETURN NULL;
END $$;
CREATE TRIGGER pathways_consent_withdrawn AFTER UPDATE ON people.consent FOR EACH ROW
  WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION pathways.consent_withdrawn();

CREATE FUNCTION pathways.promises(asked uuid) RETURNS TABLE (id uuid, kind text, service_id uuid, organisation_id uuid, status text, since timestamptz,
    from_day date, until_day date, version integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH mine AS (SELECT p.* FROM pathways.pathway p WHERE p.id = asked AND p.closed_at IS NULL AND (kit.is_system() OR EXISTS (
      SELECT FROM people.mine m WHERE m.person_id = p.person_id AND m.organisation_id = p.owner_organisation_id AND m.role_rank >= p.rank)))
    SELECT r.id, CASE WHEN s.id IS NULL THEN 'referral' ELSE 'place' END, r.service_id, r.to_organisation_id, r.status, r.sent_at,
      s.expected_from, s.expected_until, r.version
    FROM mine JOIN pathways.referral r ON r.pathway_id = mine.id LEFT JOIN pathways.stay s ON s.referral_id = r.id AND s.status = 'reserved'
      AND s.reserved_until >= now()
    WHERE r.status IN ('sent', 'talking', 'waiting') OR (r.status = 'accepted' AND s.id IS NOT NULL)
    UNION ALL
    SELECT s.id, 'own-place', s.service_id, s.organisation_id, s.status, s.recorded_at, s.expected_from, s.expected_until, s.version
    FROM mine JOIN pathways.stay s ON s.pathway_id = mine.id AND s.status = 'reserved' AND s.reserved_until >= now()
    ORDER BY 6, 1 $$;
COMMENT ON FUNCTION pathways.promises IS 'REF-10: what is asked of others for a pathway, and what is promised, for whoever answers for it now: with whom and since when, never what was written.';

CREATE FUNCTION pathways.stays_for(asked uuid) RETURNS TABLE (status text, arrived_at timestamptz, ended_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT s.status, s.arrived_at, s.ended_at FROM pathways.stay s JOIN pathways.pathway p ON p.id = s.pathway_id
    WHERE p.id = asked AND s.arrived_at IS NOT NULL AND EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.person_id
      AND m.organisation_id = p.owner_organisation_id) ORDER BY s.arrived_at DESC $$;
COMMENT ON FUNCTION pathways.stays_for IS 'When the person came and left, for whoever answers for the pathway and may not be of the house.';

CREATE FUNCTION pathways.leaves_for_it(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM pathways.stay s WHERE s.pathway_id = asked AND s.status = 'ended' AND s.end_kind <> 'death'
    AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = s.person_id))) $$;
COMMENT ON FUNCTION pathways.leaves_for_it IS 'Who leaves one house for the next keeps the place that is held there.';

CREATE FUNCTION pathways.hold_promises(asked uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT kit.is_system() AND NOT EXISTS (SELECT FROM pathways.pathway p JOIN people.mine m ON m.person_id = p.person_id
      AND m.organisation_id = p.owner_organisation_id WHERE p.id = asked) THEN RETURN; END IF;
  PERFORM FROM pathways.referral r WHERE r.pathway_id = asked AND r.status IN ('sent', 'talking', 'waiting', 'accepted') ORDER BY r.id FOR UPDATE;
  PERFORM pathways.turn(t.service_id) FROM (SELECT DISTINCT s.service_id FROM pathways.stay s WHERE s.status = 'reserved' AND (s.pathway_id = asked
    OR s.referral_id IN (SELECT r.id FROM pathways.referral r WHERE r.pathway_id = asked)) ORDER BY s.service_id) t;
END $$;
COMMENT ON FUNCTION pathways.hold_promises IS 'Before a pathway is held to be ended: nobody answers or takes back meanwhile, and nobody waits crosswise.';

CREATE FUNCTION pathways.withdraw_referral(asked uuid, seen integer, why text)
  RETURNS TABLE (refusal text, version integer, organisation_id uuid, to_organisation_id uuid, service_id uuid, pathway_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
  r pathways.referral;
  p pathways.pathway;
BEGIN
  SELECT * INTO r FROM pathways.referral WHERE id = asked FOR UPDATE;
  SELECT * INTO p FROM pathways.pathway WHERE id = r.pathway_id;
  IF p.id IS NULL OR NOT EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.person_id AND m.organisation_id = p.owner_organisation_id) THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  refusal := CASE WHEN r.status = 'consent-withdrawn' THEN 'people.consent-withdrawn'
    WHEN r.status IN ('declined', 'withdrawn') OR (r.status = 'accepted'
      AND NOT EXISTS (SELECT FROM pathways.stay s WHERE s.referral_id = r.id AND s.status = 'reserved')) THEN 'pathways.referral-answered'
    WHEN r.version <> seen THEN 'pathways.referral-moved-on' END;
  IF refusal IS NULL THEN
    PERFORM pathways.end_referral(r, why, kit.actor(), pathways.actor_name());
  END IF;
  RETURN QUERY SELECT refusal, r.version + 1, r.organisation_id, r.to_organisation_id, r.service_id, r.pathway_id;
END $$;
COMMENT ON FUNCTION pathways.withdraw_referral IS 'REF-10: taken back by whoever answers for the pathway now, also where they may not read what was sent; with the place that was promised, until the person has come.';

CREATE FUNCTION pathways.end_referral(r pathways.referral, why text, by_account text, by_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, said, by_account, by_name)
    SELECT p.id, p.person_id, p.owner_organisation_id, p.level, now(), 'referral-withdrawn', jsonb_build_object('referral', r.id, 'reason', why,
      'service', (SELECT v.name FROM services.service v WHERE v.id = r.service_id)), end_referral.by_account, end_referral.by_name
    FROM pathways.pathway p WHERE p.id = r.pathway_id;
  UPDATE pathways.referral SET status = 'withdrawn', reason = why, version = version + 1 WHERE id = r.id;
END $$;

-- Where a pathway ends, all that it asked and was promised ends with it. The reason is a text of the slice.
CREATE FUNCTION pathways.nobody_there() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM pathways.stay s WHERE s.pathway_id = NEW.id AND s.status = 'arrived') THEN
    RAISE EXCEPTION 'pathways.still-staying' USING ERRCODE = 'VA001';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.nobody_there IS 'DIS-04: whoever lives in the house leaves it by the end of the stay, which says where to.';
CREATE TRIGGER nobody_there BEFORE UPDATE OF closed_at ON pathways.pathway FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.nobody_there();

CREATE FUNCTION pathways.let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  r pathways.referral;
  s pathways.stay;
BEGIN
  FOR r IN SELECT f.* FROM pathways.referral f WHERE f.pathway_id = NEW.id AND (f.status IN ('sent', 'talking', 'waiting') OR (f.status = 'accepted'
      AND NOT pathways.leaves_for_it(NEW.id) AND EXISTS (SELECT FROM pathways.stay t WHERE t.referral_id = f.id AND t.status = 'reserved'))) ORDER BY f.id LOOP
    PERFORM pathways.end_referral(r, 'said.reason.over', kit.actor(), pathways.actor_name());
  END LOOP;
  FOR s IN SELECT t.* FROM pathways.stay t WHERE t.pathway_id = NEW.id AND t.status = 'reserved' ORDER BY t.service_id LOOP
    PERFORM pathways.free_place(s.id, 'closed');
  END LOOP;
  UPDATE pathways.handover SET status = 'withdrawn', reason = 'said.reason.over', answered_at = now(), answered_by = kit.actor(),
      answered_by_name = pathways.actor_name() WHERE pathway_id = NEW.id AND status = 'offered';
  -- What is answered by itself runs until it is: the street, the duty to tell the municipality, what became of it. Who has died, or
  -- never came, is not asked about.
  IF NEW.outcome = 'dead' THEN
    UPDATE pathways.follow_up SET outcome = 'dead', answered_at = now(), answered_by = kit.actor(), answered_by_name = pathways.actor_name()
      WHERE pathway_id = NEW.id AND outcome IS NULL;
  END IF;
  UPDATE pathways.clock SET stopped_at = greatest(started_at, NEW.closed_at), stopped_by = kit.actor(), outcome = NEW.state
    WHERE pathway_id = NEW.id AND stopped_at IS NULL AND (kind NOT IN ('street', 'municipality-notice', 'follow-up')
      OR (NEW.outcome = 'dead' AND kind = 'follow-up') OR NEW.outcome = 'lapsed');
  UPDATE pathways.flag SET closed_at = NEW.closed_at, close_reason = 'over' WHERE pathway_id = NEW.id AND closed_at IS NULL;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.let_go IS 'Whatever ends a pathway: referrals are taken back, places given up and the houses told, clocks stop, the flag that began it is over.';
CREATE TRIGGER let_go AFTER UPDATE OF closed_at ON pathways.pathway FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.let_go();

CREATE FUNCTION pathways.left_the_ward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE pathways.flag SET closed_at = NEW.discharged_at, close_reason = 'over' WHERE pathway_id = NEW.pathway_id AND closed_at IS NULL;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.left_the_ward IS 'PER-04: ward and bed are of no use any more when the person has left them; from then on the flag is kept for its days.';
CREATE TRIGGER left_the_ward AFTER UPDATE OF discharged_at ON pathways.discharge FOR EACH ROW
  WHEN (OLD.discharged_at IS NULL AND NEW.discharged_at IS NOT NULL) EXECUTE FUNCTION pathways.left_the_ward();

CREATE FUNCTION pathways.open_for_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  p record;
BEGIN
  -- Before anything else is looked at: a stranger is refused by row-level security, in the same words whatever is there.
  IF NOT kit.is_system() AND NOT EXISTS (SELECT FROM people.mine m WHERE m.person_id = NEW.person_id AND m.organisation_id = NEW.organisation_id) THEN RETURN NEW; END IF;
  SELECT w.closed_at, w.owner_organisation_id INTO p FROM pathways.pathway w WHERE w.id = NEW.pathway_id AND w.person_id = NEW.person_id FOR SHARE;
  IF p.closed_at IS NOT NULL THEN RAISE EXCEPTION 'pathways.closed' USING ERRCODE = 'VA001'; END IF;
  IF TG_TABLE_NAME = 'referral' AND p.owner_organisation_id <> NEW.organisation_id THEN RAISE EXCEPTION 'pathways.not-the-owner' USING ERRCODE = 'VA001'; END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.open_for_it IS 'Nothing is asked or promised for a pathway that is ended, and nothing asked by an owner who is replaced, in the same moment.';
CREATE TRIGGER open_for_it BEFORE INSERT ON pathways.referral FOR EACH ROW EXECUTE FUNCTION pathways.open_for_it();
CREATE TRIGGER open_for_it BEFORE INSERT ON pathways.stay FOR EACH ROW EXECUTE FUNCTION pathways.open_for_it();

CREATE FUNCTION pathways.waits_with_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT p.owner_organisation_id INTO NEW.organisation_id FROM pathways.pathway p WHERE p.id = NEW.pathway_id AND p.person_id = NEW.person_id FOR SHARE;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.waits_with_owner IS 'REF-10: an answer is waited for by whoever answers for the pathway, also where that changes in the same moment.';
CREATE TRIGGER waits_with_owner BEFORE INSERT ON pathways.clock FOR EACH ROW WHEN (NEW.kind = 'referral') EXECUTE FUNCTION pathways.waits_with_owner();

CREATE FUNCTION pathways.concerned(asked uuid) RETURNS TABLE (organisation_id uuid, service_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS $$
    SELECT DISTINCT o.organisation, r.service_id FROM pathways.pathway p JOIN pathways.referral r
      ON r.pathway_id = p.id OR r.id IN (SELECT s.referral_id FROM pathways.stay s WHERE s.pathway_id = p.id)
      CROSS JOIN LATERAL (VALUES (r.organisation_id), (r.to_organisation_id),
        ((SELECT w.owner_organisation_id FROM pathways.pathway w WHERE w.id = r.pathway_id))) o (organisation)
    WHERE p.id = asked AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.person_id))
    UNION
    -- Whoever waits for a place there moves up.
    SELECT w.organisation_id, w.service_id FROM pathways.referral w WHERE w.status = 'waiting' AND w.service_id IN (
      SELECT r.service_id FROM pathways.pathway p JOIN pathways.referral r
        ON r.pathway_id = p.id OR r.id IN (SELECT s.referral_id FROM pathways.stay s WHERE s.pathway_id = p.id)
      WHERE p.id = asked AND (kit.is_system() OR EXISTS (SELECT FROM people.mine m WHERE m.person_id = p.person_id))) $$;
COMMENT ON FUNCTION pathways.concerned IS 'Whose open pages are told when what a pathway asked or was promised ends: organisations and services, never whom. Topics are made of it.';

GRANT EXECUTE ON FUNCTION pathways.promises, pathways.stays_for, pathways.leaves_for_it, pathways.hold_promises, pathways.withdraw_referral, pathways.concerned TO vaern_app;
REVOKE EXECUTE ON FUNCTION pathways.free_place, pathways.tell_of, pathways.end_referral FROM PUBLIC;
