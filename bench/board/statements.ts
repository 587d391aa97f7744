/**
 * The floors' SQL: the best found, as the owner. `$1` are the organisations, `$2` how many rows. Each
 * organisation gives its first rows in the order of the index, so that a page costs a page.
 */

const side = (column: string, rest: string): string =>
  `SELECT own.* FROM unnest($1::uuid[]) asked (id) CROSS JOIN LATERAL (
     SELECT * FROM pathways.clock WHERE ${column} = asked.id AND stopped_at IS NULL ${rest}
     ORDER BY due_at, id LIMIT $2 + 1) own`

const rows = `
  SELECT c.id, c.kind, c.pathway_id, c.about_id, c.text, c.municipality, c.started_at, c.due_at, c.escalated_at,
    c.organisation_id, c.waits_on_organisation_id, p.reference AS code, w.definition, w.state, w.owner_name
  FROM (SELECT * FROM (
      ${side('organisation_id', '')} UNION ALL
      ${side('waits_on_organisation_id', 'AND organisation_id <> ALL ($1::uuid[])')}) both_sides
    ORDER BY due_at, id LIMIT $2 + 1) c
  JOIN pathways.pathway w ON w.id = c.pathway_id JOIN people.person p ON p.id = c.person_id
  ORDER BY c.due_at, c.id`

/** The rows of a page of the board. */
export const rowsStatement = rows

/** The same rows with the names that the page says, and how much waits of each kind and in each area. */
export const pageStatement = `
WITH shown AS MATERIALIZED (${rows})
SELECT (SELECT json_agg(row_to_json(s)) FROM (
    SELECT shown.*, o.name AS organisation, x.name AS waits_on, m.name AS area FROM shown
    JOIN territory.organisation o ON o.id = shown.organisation_id
    LEFT JOIN territory.organisation x ON x.id = shown.waits_on_organisation_id
    LEFT JOIN territory.municipality m ON m.code = shown.municipality ORDER BY shown.due_at, shown.id) s) AS rows,
  (SELECT json_agg(row_to_json(n)) FROM (
    SELECT kind, municipality, count(*) AS waiting, count(*) FILTER (WHERE due_at < now()) AS overdue
    FROM pathways.clock WHERE organisation_id = ANY ($1) AND stopped_at IS NULL
    GROUP BY GROUPING SETS ((kind), (municipality))) n) AS counts`
