-- What waits and by what it ends: a special way of meeting until it is looked at, a missing plan for housing until it is there, the
-- questions of a discharge until the person is back.
CREATE FUNCTION pathways.watch_modes(person uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, about_id, municipality, started_at, due_at)
    SELECT p.id, p.person_id, p.owner_organisation_id, 'mode-review', m.id, p.municipality, now(),
      (m.review_on + time '23:59') AT TIME ZONE 'Europe/Copenhagen'
    FROM people.mode m CROSS JOIN LATERAL (SELECT w.* FROM pathways.pathway w WHERE w.person_id = m.person_id AND w.closed_at IS NULL
      ORDER BY w.owner_organisation_id <> m.organisation_id, w.opened_at DESC, w.id LIMIT 1) p
    WHERE m.person_id = watch_modes.person AND m.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM pathways.clock c WHERE c.about_id = m.id AND c.kind = 'mode-review' AND c.stopped_at IS NULL);
END $$;
COMMENT ON FUNCTION pathways.watch_modes IS 'ACT-06: each special way of meeting waits for its day with whoever answers for an open pathway of the person, before all where it was written.';

CREATE FUNCTION pathways.mode_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(),
        outcome = CASE WHEN NEW.ended_at IS NULL THEN 'reviewed' ELSE 'ended' END
      WHERE about_id = NEW.id AND kind = 'mode-review' AND stopped_at IS NULL;
  END IF;
  PERFORM pathways.watch_modes(NEW.person_id);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.mode_told IS 'The plan belongs to people; what waits for it begins and ends here in the same transaction, whichever door it was written through.';
CREATE TRIGGER pathways_mode_told AFTER INSERT OR UPDATE OF review_on, ended_at ON people.mode FOR EACH ROW EXECUTE FUNCTION pathways.mode_told();

CREATE FUNCTION pathways.modes_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pathways.watch_modes(NEW.person_id);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.modes_follow IS 'Where a pathway begins, or ends and another is open, special ways of meeting wait there.';
CREATE TRIGGER modes_follow AFTER INSERT ON pathways.pathway FOR EACH ROW EXECUTE FUNCTION pathways.modes_follow();
-- After let_go, which stops the clocks: triggers of a kind fire in the order of their names.
CREATE TRIGGER modes_follow_on AFTER UPDATE OF closed_at ON pathways.pathway FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION pathways.modes_follow();

CREATE FUNCTION pathways.housing_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- A rule of the kind's own is met by what the kind asks for; a plan for a home is there when it is said to be.
  UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(), outcome = 'there'
    WHERE person_id = NEW.person_id AND kind = 'housing-plan' AND stopped_at IS NULL AND coalesce(rule, 'housing-plan') = 'housing-plan';
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.housing_told IS 'REF-09: the missing plan is waited for until it is said to be there, in the discharge or among what is known of the person.';
CREATE TRIGGER housing_told AFTER INSERT OR UPDATE OF housing ON pathways.discharge FOR EACH ROW
  WHEN (NEW.housing = 'yes') EXECUTE FUNCTION pathways.housing_told();
CREATE TRIGGER pathways_housing_told AFTER INSERT ON people.circumstance FOR EACH ROW
  WHEN (NEW.criterion = 'housing-plan' AND NEW.answer = 'yes') EXECUTE FUNCTION pathways.housing_told();

CREATE FUNCTION pathways.readmitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE pathways.clock SET stopped_at = greatest(started_at, now()), stopped_by = kit.actor(), outcome = 'readmitted'
    WHERE stopped_at IS NULL AND about_id IN (SELECT f.id FROM pathways.follow_up f WHERE f.pathway_id = NEW.id AND f.outcome IS NULL);
  UPDATE pathways.follow_up SET outcome = 'readmitted', answered_at = now(), answered_by = kit.actor(), answered_by_name = pathways.actor_name()
    WHERE pathway_id = NEW.id AND outcome IS NULL;
  UPDATE pathways.discharge SET planned_on = NULL, housing = DEFAULT, housing_note = NULL, treatment = DEFAULT, treatment_next_day = DEFAULT,
      prescription_taken_over = DEFAULT, treatment_note = NULL, contact_person = DEFAULT, contact_person_note = NULL, medicine = DEFAULT,
      medicine_note = NULL, transport = DEFAULT, transport_note = NULL, home_nursing = DEFAULT, home_nursing_note = NULL, ward_note = NULL,
      destination = DEFAULT, destination_note = NULL, discharged_at = NULL, street_reason = NULL, street_decided_by_name = NULL,
      street_alternatives = NULL, version = version + 1
    WHERE pathway_id = NEW.id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.readmitted IS 'DIS-11: whoever is back at the hospital is planned for anew, nothing is known until it is asked, and what became of them is answered. The discharge before stands in the history.';
CREATE TRIGGER readmitted AFTER UPDATE OF state ON pathways.pathway FOR EACH ROW
  WHEN (NEW.definition = 'hospital-discharge' AND OLD.state = 'discharged' AND NEW.state = 'flagged') EXECUTE FUNCTION pathways.readmitted();

REVOKE EXECUTE ON FUNCTION pathways.watch_modes FROM PUBLIC;

-- A stay in a house, of somebody for whom another organisation answers: what waits in the house stands on the board of both, and
-- whoever answers is waited for when the person has left.
CREATE FUNCTION pathways.owner_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  NEW.waits_on_organisation_id := (SELECT nullif(p.owner_organisation_id, NEW.organisation_id) FROM pathways.pathway p
    WHERE p.id = NEW.pathway_id AND p.person_id = NEW.person_id);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION pathways.owner_follows IS 'DIS-04: that somebody is to arrive, or that their stay ends, is the business of whoever answers for them, too.';
CREATE TRIGGER owner_follows BEFORE INSERT ON pathways.clock FOR EACH ROW
  WHEN (NEW.kind IN ('stay-end', 'overstay', 'arrival') AND NEW.waits_on_organisation_id IS NULL) EXECUTE FUNCTION pathways.owner_follows();

CREATE FUNCTION pathways.stay_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, municipality, started_at, due_at)
    SELECT p.id, p.person_id, p.owner_organisation_id, 'stay-over', p.municipality, now(), now() + interval '1 day'
    FROM pathways.pathway p WHERE p.id = NEW.pathway_id AND p.closed_at IS NULL AND p.owner_organisation_id <> NEW.organisation_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION pathways.stay_over IS 'DIS-04: the person has left the house, and the pathway does not move by itself: whoever answers for it is waited for until it follows.';
CREATE TRIGGER stay_over AFTER UPDATE OF status ON pathways.stay FOR EACH ROW
  WHEN (OLD.status = 'arrived' AND NEW.status = 'ended') EXECUTE FUNCTION pathways.stay_over();

CREATE FUNCTION pathways.end_what_expired() RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  r pathways.referral;
  h pathways.handover;
BEGIN
  IF NOT kit.is_system() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  -- Until the person has come, as where it is withdrawn; what the house has ended itself is over already.
  FOR r IN SELECT f.* FROM people.consent c JOIN pathways.referral f ON f.consent_id = c.id
      WHERE c.valid_until <= now() AND c.withdrawn_at IS NULL AND (f.status IN ('sent', 'talking', 'waiting') OR (f.status = 'accepted'
        AND EXISTS (SELECT FROM pathways.stay s JOIN pathways.pathway p ON p.id = s.pathway_id WHERE s.referral_id = f.id AND p.closed_at IS NULL)
        AND NOT EXISTS (SELECT FROM pathways.stay s WHERE s.referral_id = f.id AND s.status IN ('arrived', 'ended'))))
      ORDER BY f.id FOR UPDATE OF f LOOP
    PERFORM pathways.end_referral(r, 'said.reason.consent-over', kit.actor(), pathways.actor_name());
    PERFORM pathways.tell_of(r, false, 'sent-consent-over');
    RETURN NEXT r.pathway_id;
  END LOOP;
  FOR h IN SELECT o.* FROM people.consent c JOIN pathways.handover o ON o.consent_id = c.id
      WHERE c.valid_until <= now() AND c.withdrawn_at IS NULL AND o.status = 'offered' ORDER BY o.id FOR UPDATE OF o LOOP
    UPDATE pathways.handover SET status = 'withdrawn', reason = 'said.reason.consent-over', answered_at = now(), answered_by = kit.actor(),
      answered_by_name = pathways.actor_name() WHERE id = h.id;
    INSERT INTO pathways.notice (pathway_id, person_id, organisation_id, to_organisation_id, kind, text)
      VALUES (h.pathway_id, h.person_id, h.to_organisation_id, h.organisation_id, 'withdrawn', 'told.sent-consent-over');
    RETURN NEXT h.pathway_id;
  END LOOP;
END $$;
COMMENT ON FUNCTION pathways.end_what_expired IS 'PER-03: a consent that has run out ends what rested on it as one that is withdrawn does, told in its own words. Gives the pathways that asked.';
GRANT EXECUTE ON FUNCTION pathways.end_what_expired TO vaern_app;
