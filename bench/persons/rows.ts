/**
 * The synthetic persons of a bench as SQL, in the order in which the tables need each other. Every row
 * comes from its number, so that the same count gives the same world.
 */

/** What the statements below draw with: ids and dice that depend on a word alone. */
export const tools = `
CREATE FUNCTION pg_temp.id(word text) RETURNS uuid LANGUAGE sql IMMUTABLE
  AS $$ SELECT overlay(overlay(md5(word) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid $$;
CREATE FUNCTION pg_temp.dice(word text, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT ((hashtextextended(word, 1) & 9223372036854775807) % sides)::integer $$;
CREATE FUNCTION pg_temp.sign(word text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 1 + pg_temp.dice(word, 32), 1) $$;
CREATE TEMP TABLE house (n integer, id uuid, name text, service uuid, municipality text);
CREATE TEMP TABLE someone (n integer, id uuid, pathway uuid, house integer, other integer);
`

/** Organisations with a service each, like those that the generator of services made. `$1` is how many. */
export const houses = `
INSERT INTO house
SELECT n, pg_temp.id('house ' || n), 'Opdigtet hus ' || n, pg_temp.id('service ' || n), s.municipality
FROM generate_series(0, $1::integer - 1) n
JOIN (SELECT (row_number() OVER (ORDER BY id) - 1)::integer AS k, (count(*) OVER ())::integer AS "all", municipality
  FROM services.service) s ON s.k = n % s."all"`

/**
 * A fifth of all persons belong to one large organisation, as a city's own would be; the others are spread
 * over the rest. Everybody is known to another organisation too, and to a third one in every second case.
 * `$1` is how many.
 */
export const someone = `
INSERT INTO someone
SELECT n, pg_temp.id('person ' || n), pg_temp.id('pathway ' || n), home,
  (home + 1 + pg_temp.dice('other ' || n, houses - 1)) % houses
FROM (SELECT n, houses, CASE WHEN pg_temp.dice('large ' || n, 5) = 0 THEN 0 ELSE pg_temp.dice('home ' || n, houses) END AS home
  FROM generate_series(1, $1::integer) n, (SELECT count(*)::integer AS houses FROM house) h) each`

const home = 'JOIN house h ON h.n = s.house'
const both = `${home} JOIN house o ON o.n = s.other`
/** Every fifth has a whole record: what the bench `person` asks for. */
const whole = `${home} AND s.n % 5 = 0`

/** Days ago, with the time of day, by the word. */
const ago = (word: string, days: number): string =>
  `now() - pg_temp.dice('${word} ' || s.n, ${days * 1440}) * interval '1 minute'`

export const statements: string[] = [
  `INSERT INTO territory.organisation (id, name, kind, municipality, fictional, synthetic)
   SELECT id, name, 'ngo', municipality, true, true FROM house`,
  `INSERT INTO services.service
   SELECT (jsonb_populate_record(s, jsonb_build_object('id', h.service, 'name', h.name, 'organisation_id', h.id, 'municipality', h.municipality))).*
   FROM house h JOIN services.service s ON s.id = (SELECT id FROM services.service ORDER BY id LIMIT 1)`,
  `INSERT INTO people.person (id, reference, name, alias, birth_year, languages, protected, protection_reason, organisation_id)
   SELECT s.id, (SELECT string_agg(CASE at WHEN 5 THEN '-' ELSE pg_temp.sign(s.n || ' ' || at) END, '' ORDER BY at) FROM generate_series(1, 9) at),
     'Opdigtet Person ' || s.n, CASE WHEN s.n % 3 = 0 THEN 'Opdigtet ' || s.n END, 1940 + pg_temp.dice('born ' || s.n, 65),
     CASE WHEN s.n % 9 = 0 THEN '{ro,en}'::text[] ELSE '{da}' END, s.n % 100 = 0, CASE WHEN s.n % 100 = 0 THEN 'violence' END, h.id
   FROM someone s ${home}`,
  `INSERT INTO people.consent (id, person_id, organisation_id, level, topics, recipient_organisation_id, recipient, purpose, given_how, witness,
     given_at, valid_until, recorded_by_name)
   SELECT pg_temp.id('consent ' || s.n), s.id, h.id, 'social', '{housing,situation}', o.id, o.name, 'find-place', 'oral', 'Opdigtet Vidne',
     now() - interval '1 hour', now() + interval '200 days', 'Opdigtet Kollega'
   FROM someone s ${both} WHERE s.n % 2 = 0`,
  `INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, source, starts_at)
   SELECT s.id, h.id, CASE WHEN s.n % 4 = 0 THEN 'health' ELSE 'social' END, 'own-approach', 'own-contact', 'registered', ${ago('known', 90)}
   FROM someone s ${home}`,
  `INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, legal_reference, consent_id, source)
   SELECT s.id, o.id, CASE WHEN s.n % 7 = 0 THEN 'identity' ELSE 'social' END, 'find-place', CASE WHEN s.n % 2 = 0 THEN 'consent' ELSE 'law' END,
     CASE WHEN s.n % 2 = 1 THEN 'serviceloven § 110' END, CASE WHEN s.n % 2 = 0 THEN pg_temp.id('consent ' || s.n) END, 'shared'
   FROM someone s ${both}`,
  `INSERT INTO people.involvement (person_id, organisation_id, level, purpose, legal_basis, legal_reference, source, ends_at)
   SELECT s.id, h.id, 'social', 'joint-plan', 'law', 'serviceloven § 110', 'shared', now() + interval '90 days'
   FROM someone s JOIN house h ON h.n = (s.other + 1) % (SELECT count(*) FROM house) WHERE s.n % 2 = 0 AND h.n <> s.house`,
  `INSERT INTO people.circumstance (person_id, organisation_id, criterion, answer, said_by, recorded_at)
   SELECT s.id, h.id, c.criterion, CASE pg_temp.dice(c.criterion || s.n, 3) WHEN 0 THEN 'yes' WHEN 1 THEN 'no' ELSE 'unknown' END, 'person', ${ago('said', 60)}
   FROM someone s ${whole} CROSS JOIN unnest('{dog,active-use,wheelchair,no-permit}'::text[]) c (criterion)`,
  `INSERT INTO people.contactability (person_id, organisation_id, digital, meeting, channel, phone, edited_by_name)
   SELECT s.id, h.id, CASE WHEN s.n % 3 = 0 THEN 'no' ELSE 'unknown' END, 'in-person', 'sms', '00 00 00 00', 'Opdigtet Kollega' FROM someone s ${whole}`,
  `INSERT INTO people.assessment (person_id, organisation_id, colour, reasons, signed_by, signed_by_name, at)
   SELECT s.id, h.id, (ARRAY['red', 'yellow', 'green'])[1 + s.n % 3], 'Opdigtet vurdering', 'bench', 'Opdigtet Kollega', ${ago('judged', 30)}
   FROM someone s ${whole}`,
  `INSERT INTO people.plan (person_id, organisation_id, wish, wish_by, coordinator, coordinator_organisation_id, edited_by_name)
   SELECT s.id, h.id, 'Jeg vil gerne have mit eget sted', 'person', 'Opdigtet Kollega', h.id, 'Opdigtet Kollega' FROM someone s ${whole}`,
  `INSERT INTO people.goal (id, person_id, organisation_id, words, words_by, priority, edited_by_name)
   SELECT pg_temp.id('goal ' || g || ' ' || s.n), s.id, h.id, 'Opdigtet mål ' || g, 'person', g, 'Opdigtet Kollega'
   FROM someone s ${whole} CROSS JOIN generate_series(1, 2) g`,
  `INSERT INTO people.step (person_id, organisation_id, goal_id, words, owner, owner_organisation_id, due_on, status, done_on, edited_by_name)
   SELECT s.id, h.id, pg_temp.id('goal ' || 1 + g % 2 || ' ' || s.n), 'Opdigtet aftale ' || g, 'Opdigtet Kollega', h.id, current_date + g * 3 - 4,
     CASE g WHEN 1 THEN 'done' ELSE 'agreed' END, CASE g WHEN 1 THEN current_date END, 'Opdigtet Kollega'
   FROM someone s ${whole} CROSS JOIN generate_series(1, 3) g`,
  `INSERT INTO people.progress (person_id, organisation_id, goal_id, words, at, recorded_by_name)
   SELECT s.id, h.id, pg_temp.id('goal 1 ' || s.n), 'Opdigtet skridt ' || g, ${ago('step', 20)} - g * interval '1 day', 'Opdigtet Kollega'
   FROM someone s ${whole} CROSS JOIN generate_series(1, 3) g`,
  `INSERT INTO people.mode (person_id, organisation_id, mode, reason, starts_on, review_on, recorded_by_name)
   SELECT s.id, h.id, 'meet-outdoors', 'Opdigtet grund', current_date - 3, current_date + 14, 'Opdigtet Kollega'
   FROM someone s ${whole} WHERE s.n % 10 = 0`,
  `INSERT INTO pathways.pathway (id, person_id, definition, definition_version, level, state, state_since, owner_organisation_id, owner_account,
     owner_name, organisation_id, service_id, municipality, met_at, opened_at)
   SELECT s.pathway, s.id, d.definition, 1, 'social', d.state, ${ago('state', 30)},
     CASE WHEN s.n % 4 = 0 THEN o.id ELSE h.id END, 'bench', 'Opdigtet Kollega', h.id, h.service, h.municipality,
     CASE WHEN s.n % 6 > 0 THEN ${ago('met', 20)} END, ${ago('opened', 60)} - interval '30 days'
   FROM someone s ${both} JOIN (VALUES (0, 'respite-stay', 'asked'), (1, 'respite-stay', 'staying'), (2, 'shelter-stay', 'staying'), (3, 'hospital-discharge', 'planning'))
     d (n, definition, state) ON d.n = s.n % 4`,
  `INSERT INTO pathways.pathway (person_id, id, definition, definition_version, level, state, owner_organisation_id, owner_name, organisation_id,
     opened_at, closed_at, outcome)
   SELECT s.id, pg_temp.id('before ' || s.n), 'shelter-stay', 1, 'social', 'moved-on', h.id, 'Opdigtet Kollega', h.id,
     now() - interval '200 days', now() - interval '150 days', 'ended'
   FROM someone s ${home} WHERE s.n % 4 = 1`,
  `INSERT INTO pathways.event (pathway_id, person_id, organisation_id, level, at, kind, said, by_account, by_name)
   SELECT s.pathway, s.id, h.id, 'social', ${ago('event', 30)} - g * interval '1 day', CASE g WHEN 3 THEN 'opened' ELSE 'note' END,
     CASE g WHEN 3 THEN '{}'::jsonb ELSE '{"text": "Opdigtet notat"}' END, 'bench', 'Opdigtet Kollega'
   FROM someone s ${whole} CROSS JOIN generate_series(1, 3) g`,
  `INSERT INTO pathways.handover (id, pathway_id, person_id, organisation_id, to_organisation_id, message, consent_id, legal_reference,
     offered_by_name, due_at)
   SELECT pg_temp.id('handover ' || s.n), s.pathway, s.id, p.owner_organisation_id, CASE WHEN p.owner_organisation_id = h.id THEN o.id ELSE h.id END,
     'Opdigtet overdragelse', NULL, 'serviceloven § 110', 'Opdigtet Kollega', now() + (1 + pg_temp.dice('answer ' || s.n, 72)) * interval '1 hour'
   FROM someone s ${both} JOIN pathways.pathway p ON p.id = s.pathway WHERE s.n % 20 = 0`,
  `INSERT INTO pathways.referral (id, pathway_id, person_id, organisation_id, to_organisation_id, service_id, from_account, from_name, assessment,
     situation, care_need, wanted_from, wanted_until, consent_id, legal_reference, criteria, rules_seen, due_at, status)
   SELECT pg_temp.id('referral ' || s.n), s.pathway, s.id, h.id, o.id, o.service, 'bench', 'Opdigtet Kollega', 'Opdigtet vurdering', 'Opdigtet situation',
     'Opdigtet behov', current_date + 1, current_date + 11, CASE WHEN s.n % 2 = 0 THEN pg_temp.id('consent ' || s.n) END,
     CASE WHEN s.n % 2 = 1 THEN 'serviceloven § 110' END, '[{"criterion": "dog", "answer": "unknown"}]', '0',
     now() + (1 + pg_temp.dice('reply ' || s.n, 48)) * interval '1 hour', (ARRAY['sent', 'talking', 'waiting'])[1 + s.n % 3]
   FROM someone s ${both} JOIN pathways.pathway p ON p.id = s.pathway AND p.owner_organisation_id = h.id WHERE s.n % 10 < 2`,
  `INSERT INTO pathways.appointment (id, pathway_id, person_id, organisation_id, at, subject, place, meeting)
   SELECT pg_temp.id('appointment ' || s.n), s.pathway, s.id, h.id, now() + (1 + pg_temp.dice('meet ' || s.n, 400)) * interval '1 hour',
     'Opdigtet aftale', 'Opdigtet sted', 'in-person'
   FROM someone s ${whole}`,
  // Something waits for everybody, sooner or later; an offer and a referral wait on whom they were sent to.
  `INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, text, municipality, due_at)
   SELECT p.id, s.id, p.owner_organisation_id, (ARRAY['task', 'contact', 'stay-end', 'housing-plan', 'follow-up', 'municipality-notice', 'street', 'deadline'])
     [1 + pg_temp.dice('kind ' || s.n, 8)], NULL, p.municipality, now() + (pg_temp.dice('due ' || s.n, 40 * 1440) - 7 * 1440) * interval '1 minute'
   FROM someone s JOIN pathways.pathway p ON p.id = s.pathway`,
  `INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, waits_on_organisation_id, kind, about_id, municipality, due_at)
   SELECT a.pathway_id, a.person_id, a.organisation_id, a.to_organisation_id, a.kind, a.id, p.municipality, a.due_at
   FROM (SELECT 'handover' AS kind, id, pathway_id, person_id, organisation_id, to_organisation_id, due_at FROM pathways.handover WHERE offered_by = kit.actor()
     UNION ALL SELECT 'referral', id, pathway_id, person_id, organisation_id, to_organisation_id, due_at FROM pathways.referral WHERE from_account = 'bench') a
   JOIN pathways.pathway p ON p.id = a.pathway_id`,
  `INSERT INTO pathways.clock (pathway_id, person_id, organisation_id, kind, started_at, due_at, stopped_at, stopped_by, outcome)
   SELECT s.pathway, s.id, h.id, 'task', now() - interval '20 days', now() - interval '10 days', now() - interval '12 days', 'bench', 'done'
   FROM someone s ${home}`,
]
