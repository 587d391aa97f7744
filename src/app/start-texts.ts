/**
 * What a person reads when the program cannot start: what is wrong, then what to do. `{name}` stands for
 * a parameter of the error. The embedded database has its own (`kit/db/embedded/texts.ts`).
 */
export const startTexts = {
  config: {
    da: 'Forkert opsætning. Ret disse miljøvariable, og start igen:\n{lines}',
    en: 'Wrong configuration. Correct these environment variables and start again:\n{lines}',
  },
  'port-taken': {
    da: 'Port {port} på {host} er optaget af et andet program. Stop det, eller vælg en anden port med PORT.',
    en: 'Port {port} on {host} is taken by another program. Stop it, or choose another port with PORT.',
  },
  'port-refused': {
    da: 'Port {port} på {host} kan ikke bruges ({detail}). Vælg en anden port med PORT (under 1024 kræver særlige rettigheder), eller ret HOST.',
    en: 'Port {port} on {host} cannot be used ({detail}). Choose another port with PORT (below 1024 needs special rights), or correct HOST.',
  },
  'database-url': {
    da: 'DATABASE_URL kan ikke læses. Skriv postgresql://bruger:kode@server:5432/database, og skriv særlige tegn i koden som %-koder (@ er %40).',
    en: 'DATABASE_URL cannot be read. Write postgresql://user:password@server:5432/database, with special characters of the password as %-codes (@ is %40).',
  },
  'database-unnamed': {
    da: 'DATABASE_URL nævner ingen database. Skriv dens navn til sidst: postgresql://bruger:kode@server:5432/database.',
    en: 'DATABASE_URL names no database. Write its name last: postgresql://user:password@server:5432/database.',
  },
  'database-unreachable': {
    da: 'Databasen {where} (DATABASE_URL) kan ikke nås ({detail}). Se, om serveren kører, og om adresse og port er rigtige.',
    en: 'The database {where} (DATABASE_URL) cannot be reached ({detail}). See whether the server runs and whether address and port are right.',
  },
  'database-login': {
    da: 'Databasen {where} (DATABASE_URL) afviser brugeren {user} ({detail}). Ret bruger eller adgangskode.',
    en: 'The database {where} (DATABASE_URL) refuses the user {user} ({detail}). Correct the user or the password.',
  },
  'database-missing': {
    da: 'Databasen {where} (DATABASE_URL) findes ikke på serveren. Opret den: CREATE DATABASE "{database}" OWNER "{user}".',
    en: 'The database {where} (DATABASE_URL) does not exist on the server. Create it: CREATE DATABASE "{database}" OWNER "{user}".',
  },
  'database-old': {
    da: 'Databasen {where} (DATABASE_URL) er PostgreSQL {version}. Værn kræver version 15 eller nyere.',
    en: 'The database {where} (DATABASE_URL) is PostgreSQL {version}. Værn needs version 15 or newer.',
  },
  'database-encoding': {
    da: 'Databasen {where} (DATABASE_URL) har tegnsættet {encoding}. Opret den med ENCODING UTF8, ellers går æ, ø og å tabt.',
    en: 'The database {where} (DATABASE_URL) has the encoding {encoding}. Create it with ENCODING UTF8, or letters are lost.',
  },
  'database-rights': {
    da: 'Databasebrugeren i DATABASE_URL må ikke gøre det, der skal til ({detail}). Gør brugeren til ejer af databasen: ALTER DATABASE "…" OWNER TO "…".',
    en: 'The database user in DATABASE_URL may not do what is needed ({detail}). Make the user own the database: ALTER DATABASE "…" OWNER TO "…".',
  },
  'role-missing': {
    da: 'Databasebrugeren {user} må ikke oprette rollen vaern_app. Kør som administrator: CREATE ROLE vaern_app NOLOGIN; GRANT vaern_app TO "{user}".',
    en: 'The database user {user} may not create the role vaern_app. Run as an administrator: CREATE ROLE vaern_app NOLOGIN; GRANT vaern_app TO "{user}".',
  },
  'role-unbound': {
    da: 'Rollen vaern_app adlyder ikke rækkerettighederne på denne server. Kør som administrator: ALTER ROLE vaern_app NOSUPERUSER NOBYPASSRLS.',
    en: 'The role vaern_app does not obey row-level security on this server. Run as an administrator: ALTER ROLE vaern_app NOSUPERUSER NOBYPASSRLS.',
  },
  'person-key-other': {
    da: 'Nøglen til personoplysninger mangler, eller det er en anden end den, databasen er begyndt med. Læg den rigtige nøgle tilbage i VAERN_PERSON_KEY eller i filen person.key i mappen VAERN_DATA, og start igen. Intet er ændret.',
    en: 'The key to data about persons is missing, or is not the one that this database was begun with. Put the right key back, in VAERN_PERSON_KEY or in the file person.key in the folder VAERN_DATA, and start again. Nothing was changed.',
  },
  'person-key-folder': {
    da: 'Nøglen til personoplysninger kan ikke læses eller oprettes i mappen {folder} ({detail}). Giv brugeren, der kører Værn, læse- og skriveadgang til mappen, vælg en anden mappe med VAERN_DATA, eller giv nøglen i VAERN_PERSON_KEY.',
    en: 'The key to data about persons cannot be read or made in the folder {folder} ({detail}). Let the user who runs Værn read and write that folder, choose another folder with VAERN_DATA, or give the key in VAERN_PERSON_KEY.',
  },
  'person-key-damaged': {
    da: 'Filen {file} indeholder ikke en hel nøgle til personoplysninger. Læg den rigtige fil tilbage fra jeres kopi, og start igen. Intet er ændret.',
    en: 'The file {file} does not hold a whole key to data about persons. Put the right file back from your copy and start again. Nothing was changed.',
  },
  failed: {
    da: 'Værn kunne ikke starte: {detail}. Se hele fejlen med LOG_LEVEL=debug.',
    en: 'Værn could not start: {detail}. See the whole error with LOG_LEVEL=debug.',
  },
} as const satisfies Record<string, { da: string; en: string }>
