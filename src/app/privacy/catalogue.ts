import type pg from 'pg'

/** What the database itself says there is: so that no table, view or function can be forgotten. */

export interface ForeignKey {
  columns: string[]
  target: string
  targetColumns: string[]
}

export interface Relation {
  /** With its schema. */
  name: string
  kind: 'table' | 'view'
  columns: string[]
  key: string[]
  /** Filled in by the database itself: who acts, numbers, what follows from other columns. */
  given: string[]
  insertable: string[]
  updatable: string[]
  deletable: boolean
  foreignKeys: ForeignKey[]
  rowSecurity: boolean
}

/**
 * Every table and view that the application can reach and whose rows may hold or point to a person: all of
 * `people` and `pathways`, and elsewhere what has a column `person_id` or `subject`, or refers to a person.
 */
export const relationsAboutPersons = async (db: pg.ClientBase): Promise<Relation[]> => {
  const { rows } = await db.query<Relation>(`
    SELECT format('%s.%s', n.nspname, c.relname) AS name,
      CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END AS kind,
      c.relrowsecurity AS "rowSecurity", has_table_privilege('vaern_app', c.oid, 'DELETE') AS deletable,
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          AND has_column_privilege('vaern_app', c.oid, a.attnum, 'SELECT')) AS columns,
      coalesce((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a
        ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), '{}') AS key,
      coalesce((SELECT array_agg(a.attname::text) FROM pg_attribute a LEFT JOIN pg_attrdef d
        ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attidentity <> '' OR a.attgenerated <> ''
          OR pg_get_expr(d.adbin, d.adrelid) ~ 'kit\\.(actor|setting)')), '{}') AS given,
      coalesce((SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped AND has_column_privilege('vaern_app', c.oid, a.attnum, 'INSERT')), '{}') AS insertable,
      coalesce((SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped AND has_column_privilege('vaern_app', c.oid, a.attnum, 'UPDATE')), '{}') AS updatable,
      coalesce((SELECT jsonb_agg(jsonb_build_object(
          'columns', (SELECT jsonb_agg(a.attname ORDER BY o.at) FROM unnest(k.conkey) WITH ORDINALITY o (num, at)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.num),
          'target', k.confrelid::regclass::text,
          'targetColumns', (SELECT jsonb_agg(a.attname ORDER BY o.at) FROM unnest(k.confkey) WITH ORDINALITY o (num, at)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = o.num)))
        FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f'), '[]') AS "foreignKeys"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND has_schema_privilege('vaern_app', n.oid, 'USAGE')
      AND (has_any_column_privilege('vaern_app', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('vaern_app', c.oid, 'DELETE, TRUNCATE'))
      AND (n.nspname IN ('people', 'pathways')
        OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('person_id', 'subject') AND NOT a.attisdropped)
        OR EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.confrelid = 'people.person'::regclass)
        OR (n.nspname = 'kit' AND c.relname = 'change_content'))
    ORDER BY 1`)
  return rows
}

/** Functions that run with the owner's rights and that the application may call, by schema and name. */
export const ownersFunctions = async (db: pg.ClientBase): Promise<string[]> => {
  const { rows } = await db.query<{ name: string }>(`
    SELECT format('%s.%s', n.nspname, p.proname) AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND n.nspname IN ('people', 'pathways')
      AND has_function_privilege('vaern_app', p.oid, 'EXECUTE') ORDER BY 1`)
  return rows.map((row) => row.name)
}

/** What the application may do with a table beside reading and writing rows: nothing. */
export const excessPrivileges = async (db: pg.ClientBase): Promise<string[]> => {
  const { rows } = await db.query<{ said: string }>(`
    SELECT format('%s on %s.%s', p, n.nspname, c.relname) AS said
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    WHERE n.nspname IN ('people', 'pathways') AND c.relkind IN ('r', 'v') AND has_table_privilege('vaern_app', c.oid, p)`)
  return rows.map((row) => row.said)
}
