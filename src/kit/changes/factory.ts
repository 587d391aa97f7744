import type { TestSpace } from '../testing/index.ts'

/** A tracked table of its own, so that these tests need no slice. */
export const makeThings = async ({ ownerPool }: TestSpace): Promise<void> => {
  await ownerPool.query(`
    CREATE SCHEMA things; GRANT USAGE ON SCHEMA things TO vaern_app;
    CREATE TABLE things.thing (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), organisation_id text, name text,
      secret text, at timestamptz DEFAULT now(), days daterange, share double precision);
    CREATE TABLE things.part (service_id int, place int, name text, PRIMARY KEY (service_id, place));
    GRANT SELECT, INSERT, UPDATE, DELETE ON things.thing, things.part TO vaern_app;
    SELECT kit.track('things.thing', omit => '{secret}');
    SELECT kit.track('things.part');`)
}

/** A tracked table whose rows are each about a person. */
export const makeNotes = async ({ ownerPool }: TestSpace): Promise<void> => {
  await ownerPool.query(`
    CREATE SCHEMA IF NOT EXISTS things; GRANT USAGE ON SCHEMA things TO vaern_app;
    CREATE TABLE things.note (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), person_id uuid NOT NULL,
      organisation_id text, text text);
    GRANT SELECT, INSERT, UPDATE, DELETE ON things.note TO vaern_app;
    SELECT kit.track('things.note', subject => 'person_id');`)
}
