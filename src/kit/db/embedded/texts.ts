/**
 * What a person reads when the embedded database cannot start. Two sentences each: what is wrong, what to do.
 * `{name}` stands for a parameter of the error.
 */
export const texts = {
  'embedded-second-app': {
    da: 'Værn kører allerede på datamappen {folder} (proces {pid}, startet {since}). Stop den først, eller giv denne en anden mappe i VAERN_DATA.',
    en: 'Værn is already running on the data folder {folder} (process {pid}, started {since}). Stop it first, or give this one another folder in VAERN_DATA.',
  },
  'embedded-disk-full': {
    da: 'Der er ikke plads nok på disken til databasen i {folder} ({free} MB fri). Frigør mindst 500 MB, og start igen; intet er gået tabt.',
    en: 'The disk has too little room for the database in {folder} ({free} MB free). Free at least 500 MB and start again; nothing has been lost.',
  },
  'embedded-read-only': {
    da: 'Der kan ikke skrives i datamappen {folder} ({detail}). Giv brugeren {user} skriveadgang, eller vælg en anden mappe i VAERN_DATA.',
    en: 'The data folder {folder} cannot be written to ({detail}). Give the user {user} write access, or choose another folder in VAERN_DATA.',
  },
  'embedded-not-ours': {
    da: 'Databasen i {folder} er ikke lavet af denne installation, eller dens hemmelighed mangler ({detail}). Gendan hele datamappen fra en sikkerhedskopi, eller vælg en anden mappe i VAERN_DATA.',
    en: 'The database in {folder} was not made by this installation, or its secret is missing ({detail}). Restore the whole data folder from a backup, or choose another folder in VAERN_DATA.',
  },
  'embedded-data-newer': {
    da: 'Databasen i {folder} er lavet af PostgreSQL {data}, og denne installation har den ældre version {binaries}. Opgradér Værn, eller gendan en sikkerhedskopi fra den ældre version.',
    en: 'The database in {folder} was made by PostgreSQL {data}, and this installation has the older version {binaries}. Upgrade Værn, or restore a backup made by the older version.',
  },
  'embedded-data-older': {
    da: 'Databasen i {folder} er lavet af PostgreSQL {data}, og denne installation har den nyere version {binaries}. Lav en sikkerhedskopi med den tidligere udgave af Værn, og indlæs den i en ny datamappe.',
    en: 'The database in {folder} was made by PostgreSQL {data}, and this installation has the newer version {binaries}. Make a backup with the earlier release of Værn and restore it into a new data folder.',
  },
  'embedded-damaged': {
    da: 'Databasen i {folder} mangler filer ({detail}). Gendan hele datamappen fra en sikkerhedskopi; slet intet, før den er på plads.',
    en: 'The database in {folder} lacks files ({detail}). Restore the whole data folder from a backup; delete nothing until it is in place.',
  },
  'embedded-port': {
    da: 'Databasen kan ikke lytte på port {port} på 127.0.0.1 ({detail}). Se, om et andet program eller en sikkerhedsregel optager den, og start igen.',
    en: 'The database cannot listen on port {port} on 127.0.0.1 ({detail}). See whether another program or a security rule takes it, and start again.',
  },
  'embedded-no-binaries': {
    da: 'Den indbyggede PostgreSQL kan ikke køre på denne maskine ({platform}: {detail}). Kør "npm ci" igen med valgfri pakker, eller brug jeres egen PostgreSQL ved at sætte DATABASE_URL.',
    en: 'The embedded PostgreSQL cannot run on this machine ({platform}: {detail}). Run "npm ci" again with optional packages, or use your own PostgreSQL by setting DATABASE_URL.',
  },
  'embedded-user': {
    da: 'PostgreSQL må ikke køre som root, og systembrugeren {user} kan ikke oprettes ({detail}). Start Værn som en almindelig bruger, eller opret brugeren {user} selv.',
    en: 'PostgreSQL may not run as root, and the system user {user} cannot be made ({detail}). Start Værn as an ordinary user, or make the user {user} yourself.',
  },
  'embedded-failed': {
    da: 'Databasen i {folder} kunne ikke starte ({detail}). Se {log}; ret fejlen, og start igen.',
    en: 'The database in {folder} could not start ({detail}). See {log}; mend the fault and start again.',
  },
} as const satisfies Record<string, { da: string; en: string }>

export type StartErrorCode = keyof typeof texts
