import { defineTexts } from '../i18n/index.ts'

export const shellTexts = defineTexts(
  {
    'banner.case':
      '{title}. Her genafspilles virkelige meldinger. Intet herfra når den levende verden.',
    'banner.exercise': '{title}. Det er en øvelse. Intet herfra når den levende verden.',
    'banner.demo':
      'Steder, telefonnumre og meldinger er opdigtede. Brug dem ikke til at finde hjælp.',
    description:
      'Find et sted, der har åbent nu og tager imod dig: en seng, mad, et bad, en læge eller nogen at tale med. Uden login.',
    forStaff: 'For medarbejdere',
    'role.service-staff': 'Medarbejder',
    'role.editor': 'Redaktør',
    'role.coordinator': 'Krisekoordinator',
    'role.admin': 'Administrator',
    'role.auditor': 'Revisor',
    'role.ward-staff': 'Afdelingspersonale',
    'role.social-professional': 'Socialfaglig medarbejder',
    'role.health-professional': 'Sundhedsfaglig medarbejder',
    'role.volunteer': 'Frivillig',
    'role.leader': 'Leder',
    'role.data-protection': 'Databeskyttelsesrådgiver',
  },
  {
    'banner.case':
      '{title}. Real messages are replayed here. Nothing from here reaches the live world.',
    'banner.exercise': '{title}. This is an exercise. Nothing from here reaches the live world.',
    'banner.demo': 'Places, phone numbers and reports are fictional. Do not use them to find help.',
    description:
      'Find a place that is open now and takes you in: a bed, food, a bath, a doctor or somebody to talk to. No login.',
    forStaff: 'For staff',
    'role.service-staff': 'Staff',
    'role.editor': 'Editor',
    'role.coordinator': 'Crisis coordinator',
    'role.admin': 'Administrator',
    'role.auditor': 'Auditor',
    'role.ward-staff': 'Ward staff',
    'role.social-professional': 'Social professional',
    'role.health-professional': 'Health professional',
    'role.volunteer': 'Volunteer',
    'role.leader': 'Leader',
    'role.data-protection': 'Data protection officer',
  },
)
