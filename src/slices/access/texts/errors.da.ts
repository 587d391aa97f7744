export const errorsDa = {
  'error.access.token-refused': 'Nøglen (bearer token) er ukendt, udløbet eller trukket tilbage.',
  'error.access.unknown-service': 'Tilbuddet findes ikke.',
  'error.access.unknown-organisation': 'Organisationen findes ikke.',
  'error.access.email-taken':
    'E-mailadressen kan ikke bruges her. Den hører måske til en anden konto; spørg den nationale administrator.',
  'error.access.staff-no-area':
    'En medarbejder hører til et tilbud eller en organisation, ikke et område.',
  'error.access.staff-needs-place':
    'Sig, hvilket tilbud eller hvilken organisation medarbejderen hører til.',
  'error.access.service-is-for-staff': 'Kun rollen medarbejder kan gælde et enkelt tilbud.',
  'error.access.coordinator-by-area':
    'En koordinator har et område (en kommune, en region eller hele landet), ikke en organisation.',
  'error.access.coordinator-needs-area':
    'Sig, hvilket område koordinatoren har: en kommune, en region eller hele landet (dk).',
  'error.access.editor-one-scope':
    'En redaktør har enten en organisation eller et område, ikke begge dele.',
  'error.access.no-area-for-role':
    'Den rolle gælder en organisation eller det hele, ikke et område.',
  'error.access.person-role-needs-organisation': 'Vælg den organisation, som rollen gælder for.',
  'error.access.no-area-for-person-role':
    'Den rolle gælder for én organisation, ikke for et område.',
  'error.access.expiry-past': 'Dagen skal ligge fremme i tiden.',
  'error.access.expiry-far':
    'Den kan højst gælde i 400 dage. Derefter skal nogen tage stilling igen.',
  'error.access.until-before-from': 'Sidste dag kan ikke ligge før første dag.',
  'error.access.beyond-reach':
    'Personen har en rolle uden for din organisation. Kun en administrator, der selv kan give den rolle, kan ændre kontoen.',
  'error.access.stale-edit':
    'En anden har ændret kontoen, siden du åbnede den. Se begge udgaver herunder. Intet af dit er gemt endnu.',
  'error.access.not-yourself':
    'Du kan ikke lukke din egen konto eller tage din egen administratorrolle. Bed en anden administrator om det.',
  'error.access.passkey-late': 'Der gik for lang tid, eller forsøget er allerede brugt. Prøv igen.',
  'error.access.passkey-refused':
    'Adgangsnøglen blev ikke godkendt. Prøv igen, eller brug en kode.',
  'error.access.code-wrong':
    'Koden passer ikke, er udløbet eller er brugt. Se efter i den nyeste mail, eller bed om en ny kode.',
  'error.access.link-dead':
    'Linket virker ikke længere: det er udløbet, trukket tilbage eller ikke kopieret helt. Bed lederen på tilbuddet om et nyt.',
  'error.access.account-closed': 'Kontoen er lukket. En administrator åbner den igen.',
  'error.access.unknown-person':
    'Ingen har den e-mailadresse. Skriv et navn og en rolle for at tilføje personen.',
  'error.access.unknown-space': 'Der findes ingen verden med det navn.',
  'error.access.service-unclear':
    'Det passer på {n} tilbud. Skriv hele navnet, eller tilbuddets id.',
  'error.access.no-mail': 'Der er ikke sat e-mail op her, så der kan ikke sendes en kode.',
}
