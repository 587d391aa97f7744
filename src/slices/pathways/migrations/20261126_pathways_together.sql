-- What is written about one person hangs on that person's rows only: an event on another's pathway, a stay that rests
-- on another's consent, cannot be stored, and the refusal is the same whether or not a guessed row is there.
DO $$
DECLARE
  link record;
BEGIN
  FOR link IN
    SELECT k.conrelid::regclass AS source, k.confrelid::regclass AS target, k.conname AS name, a.attname AS col
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND cardinality(k.conkey) = 1
      AND k.conrelid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('people'::regnamespace, 'pathways'::regnamespace))
      AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = k.conrelid AND p.attname = 'person_id')
      AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = k.confrelid AND p.attname = 'person_id')
      -- A step may be under a goal of the same person's other record (PER-02): its policy asks whether it is seen.
      AND k.confrelid <> 'people.goal'::regclass
  LOOP
    IF NOT EXISTS (SELECT FROM pg_constraint u WHERE u.conrelid = link.target AND pg_get_constraintdef(u.oid) = 'UNIQUE (id, person_id)') THEN
      EXECUTE format('ALTER TABLE %s ADD UNIQUE (id, person_id)', link.target);
    END IF;
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I FOREIGN KEY (%I, person_id) REFERENCES %s (id, person_id)',
      link.source, link.name, link.col, link.target);
  END LOOP;
END $$;

-- Its key is the pathway: a duplicate would say that a guessed one has a discharge.
CREATE POLICY pathway_seen ON pathways.discharge AS RESTRICTIVE FOR INSERT
  WITH CHECK ((SELECT kit.is_system()) OR EXISTS (SELECT FROM pathways.pathway p WHERE p.id = pathway_id AND p.person_id = discharge.person_id));
