/** The SQL of the floors. Both give, in one statement, the twenty rows in order and what was left out by reason. */

const haversine = (lat: string, lon: string): string =>
  // Without least(1, …): it would make a distance of an unknown one, and within 20 km nothing rounds above 1.
  `round(2 * 6371.0088 * asin(sqrt(sin(radians(${lat} - $3) / 2) ^ 2
     + cos(radians($3)) * cos(radians(${lat})) * sin(radians(${lon} - $4) / 2) ^ 2)) * 10) / 10`

const openNow = `CASE WHEN effective = 'closed' THEN false
    WHEN effective <> 'unknown' THEN coalesce(by_hours, true)
    WHEN by_hours AND status_limit IS NOT NULL THEN NULL
    ELSE by_hours END`

const ranked = `CASE WHEN unknowns = 0 THEN CASE WHEN open_now THEN 0 WHEN open_now IS NULL THEN 1 ELSE 2 END
    WHEN open_now IS NOT DISTINCT FROM false THEN 4 ELSE 3 END`

const tally = `SELECT coalesce(jsonb_object_agg(reason, n), '{}') AS by_reason FROM (
    SELECT coalesce(reason, 'found') AS reason, count(*) AS n FROM judged GROUP BY 1) each`

/**
 * The best statement for the job: index-only over (need, cell), joined to the narrow live table, details
 * fetched for the rows that are shown. Parameters: need, cells, lat, lon, km, flags, municipalities
 * near, municipalities asked for or null, minute, second, minute at which the night ends (or null), limit.
 */
export const bestStatement = `
WITH candidates AS MATERIALIZED (
  SELECT m.service, m.hours, m.no & $6::int AS refused, $6::int & ~m.yes & ~m.no AS unknowns,
    ${haversine('m.lat', 'm.lon')} AS distance, m.hours @> $9::int AS by_hours, l.status, l.status_at, l.status_limit,
    l.capacity_limit,
    CASE WHEN l.status IS NULL OR l.status_at > $10::int OR l.status_until <= $10::int
      OR $10::int - l.status_at > l.status_limit * 3600 THEN 'unknown' ELSE l.status END AS effective,
    l.occupied >= l.total AND $10::int - l.occupied_at <= l.capacity_limit * 3600 AS is_full
  FROM floor.match m JOIN floor.live l ON l.id = m.id
  WHERE m.need = $1 AND m.cell = ANY ($2::int[])
    AND ($8::text[] IS NULL OR m.municipality IS NULL OR m.municipality = ANY ($8::text[]))
    AND (m.lat IS NOT NULL OR m.municipality IS NULL OR m.municipality = ANY ($7::text[]))),
opened AS (SELECT *, ${openNow} AS open_now FROM candidates WHERE distance IS NULL OR distance <= $5),
judged AS MATERIALIZED (
  SELECT *, CASE WHEN refused <> 0 THEN (refused & -refused)::text
      WHEN effective = 'closed' THEN 'closed'
      WHEN open_now IS NOT DISTINCT FROM false
        AND NOT ($11::int IS NOT NULL AND hours && int4range($9 + 1, $11)) THEN 'closed-now'
      WHEN is_full THEN 'full' END AS reason
  FROM opened),
nearest AS (
  SELECT *, ${ranked} AS rank FROM judged WHERE reason IS NULL
  ORDER BY rank, distance NULLS LAST FETCH FIRST ($12::int) ROWS WITH TIES),
shown AS (
  SELECT d.id, d.name, d.kind, d.entry, d.referrers, d.phone, d.why, d.capacity, n.unknowns, n.status,
    n.status_at, n.status_limit, n.capacity_limit, n.open_now, n.distance, n.rank,
    CASE WHEN n.open_now THEN NULL ELSE
      (SELECT min(lower(r)) FROM unnest(n.hours) r WHERE lower(r) > $9) END AS opens_next
  FROM nearest n JOIN floor.detail d ON d.service = n.service
  ORDER BY n.rank, n.distance NULLS LAST, d.name, d.id LIMIT $12::int)
SELECT tally.by_reason, shown.* FROM (${tally}) tally LEFT JOIN shown ON true`

const minuteOfRow = `(extract(hour FROM $7::timestamptz AT TIME ZONE 'Europe/Copenhagen') * 60
  + extract(minute FROM $7::timestamptz AT TIME ZONE 'Europe/Copenhagen'))`
const weekdayOfRow = `extract(isodow FROM $7::timestamptz AT TIME ZONE 'Europe/Copenhagen')`
const dayBefore = `extract(isodow FROM $7::timestamptz AT TIME ZONE 'Europe/Copenhagen' - interval '1 day')`
const dayAfter = `extract(isodow FROM $7::timestamptz AT TIME ZONE 'Europe/Copenhagen' + interval '1 day')`

/**
 * As one writes it first: arrays, EXISTS on the hours with the clock converted row by row, haversine for
 * every row. Parameters: need, flags asked, lat, lon, km, municipalities near, moment, municipalities
 * asked for or null, limit. The night of who looks for a bed ends at 06:00. It does not say when a place opens next.
 */
export const naiveStatement = `
WITH opened AS (
  SELECT *, ${openNow} AS open_now FROM (
    SELECT s.*, ${haversine('s.lat', 's.lon')} AS distance,
      cardinality(ARRAY(SELECT unnest($2::text[]) EXCEPT SELECT unnest(s.takes))) AS unknowns,
      (SELECT f FROM unnest($2::text[]) WITH ORDINALITY AS a (f, place) WHERE f = ANY (s.refuses)
        ORDER BY place LIMIT 1) AS refused,
      CASE WHEN s.knows_hours THEN EXISTS (
        SELECT FROM floor.naive_hours h WHERE h.service_id = s.id
          AND ((h.weekday = ${weekdayOfRow} AND ${minuteOfRow} >= h.start_minute AND ${minuteOfRow} < h.end_minute)
            OR (h.weekday = ${dayBefore} AND ${minuteOfRow} + 1440 >= h.start_minute
              AND ${minuteOfRow} + 1440 < h.end_minute))) END AS by_hours,
      CASE WHEN s.status IS NULL OR s.status_at > $7 OR s.status_until <= $7
        OR $7 - s.status_at > s.status_limit * interval '1 hour' THEN 'unknown' ELSE s.status END AS effective
    FROM floor.naive s
    WHERE s.needs @> ARRAY[$1::text]
      AND ($8::text[] IS NULL OR s.municipality IS NULL OR s.municipality = ANY ($8::text[]))
      AND (s.lat IS NOT NULL OR s.municipality IS NULL OR s.municipality = ANY ($6::text[]))) each
  WHERE distance IS NULL OR distance <= $5),
judged AS (
  SELECT *, CASE WHEN refused IS NOT NULL THEN refused
      WHEN effective = 'closed' THEN 'closed'
      WHEN open_now IS NOT DISTINCT FROM false AND NOT ($1 = 'overnight' AND EXISTS (
        SELECT FROM floor.naive_hours h WHERE h.service_id = o.id
          AND ((h.weekday = ${weekdayOfRow} AND h.start_minute > ${minuteOfRow}
              AND (${minuteOfRow} >= 360 OR h.start_minute < 360))
            OR (${minuteOfRow} >= 360 AND h.weekday = ${dayAfter} AND h.start_minute < 360)))) THEN 'closed-now'
      WHEN unit = CASE WHEN $1 IN ('overnight', 'crisis-centre', 'isolation', 'respite') THEN $1 END
        AND occupied >= total AND $7 - occupied_at <= capacity_limit * interval '1 hour' THEN 'full' END AS reason
  FROM opened o)
SELECT tally.by_reason, shown.* FROM (${tally}) tally LEFT JOIN (
  SELECT id, name, kind, entry, referrers, phone, why, capacity, unknowns, status,
    extract(epoch FROM status_at)::int AS status_at, status_limit, capacity_limit, open_now, distance,
    ${ranked} AS rank, NULL::int AS opens_next
  FROM judged WHERE reason IS NULL ORDER BY rank, distance NULLS LAST, name, id LIMIT $9::int) shown ON true`
