import { defineTexts } from '../i18n/index.ts'

/** Errors that any route may answer with. Slices define their own `error.<code>` texts. */
export const t = defineTexts(
  {
    'error.not-found': 'Siden findes ikke, eller du har ikke adgang til den.',
    'error.forbidden': 'Du har ikke adgang til at gøre det her.',
    'error.unauthenticated': 'Du skal logge ind for at se det her.',
    'error.logged-out':
      'Du er ikke længere logget ind. Det, du sendte, er IKKE modtaget. Log ind, eller åbn dit personlige link, og send det igen.',
    'error.cursor-invalid': 'Adressen til næste side passer ikke. Begynd forfra på listen.',
    'error.invalid-input': 'Noget i det indsendte skal rettes. Se ved hvert felt.',
    'error.too-large': 'Det indsendte fylder for meget. Intet er gemt.',
    'error.bad-request': 'Forespørgslen kunne ikke læses. Intet er gemt.',
    'error.unsupported-type': 'Den type indhold kan ikke modtages her. Intet er gemt.',
    'error.too-many-requests':
      'Der er kommet for mange forsøg på kort tid. Vent lidt og prøv igen.',
    'error.overloaded': 'Der er travlt lige nu. Prøv igen om {seconds} sekunder. Intet er gemt.',
    'error.too-many-streams':
      'For mange sider følger med på én gang. Siden opdaterer sig selv igen om lidt.',
    'error.database-unavailable':
      'Databasen svarer ikke lige nu. Det, du sendte, er IKKE modtaget. Prøv igen om lidt.',
    'error.text-broken':
      'Teksten indeholder tegn, der ikke kan gemmes. Skriv den igen. Intet er gemt.',
    'error.cross-site': 'Formularen kom fra en anden side. Åbn siden igen, og send derfra.',
    'error.unknown-space': 'Den verden findes ikke her.',
    'error.internal': 'Der skete en fejl hos os. Fejlen er noteret. Prøv igen om lidt.',
    'error.vault.unreadable':
      'Oplysningen kan ikke læses. Den er blevet ændret, eller den er gemt med en anden nøgle.',
    'error.idempotency.key-reused':
      'Den samme Idempotency-Key er allerede brugt til noget andet. Brug en ny nøgle.',
    'error.idempotency.key-invalid': 'Idempotency-Key skal være 1-200 tegn.',
    'error.mail.not-configured': 'Der er ikke sat e-mail op her, så beskeden kan ikke sendes.',
    'error.missing-field': 'Feltet skal udfyldes.',
    'title.400': 'Forespørgslen kunne ikke læses',
    'title.401': 'Log ind',
    'title.403': 'Ingen adgang',
    'title.404': 'Ikke fundet',
    'title.409': 'Det er ændret i mellemtiden',
    'title.413': 'For meget på én gang',
    'title.415': 'Ukendt indhold',
    'title.422': 'Noget skal rettes',
    'title.429': 'For mange forsøg',
    'title.500': 'Fejl hos os',
    'title.503': 'Prøv igen om lidt',
    'page.home': 'Gå til forsiden',
    'page.login': 'Log ind',
    'page.acute': 'Er der fare for liv? Ring 112.',
    'page.back': 'Gå tilbage, og ret det',
  },
  {
    'error.not-found': 'The page does not exist, or you do not have access to it.',
    'error.forbidden': 'You do not have access to do this.',
    'error.unauthenticated': 'You must log in to see this.',
    'error.logged-out':
      'You are no longer logged in. What you sent was NOT received. Log in, or open your personal link, and send it again.',
    'error.cursor-invalid': 'The address of the next page is not right. Start the list again.',
    'error.invalid-input': 'Something you sent must be corrected. See each field.',
    'error.too-large': 'What you sent is too large. Nothing was saved.',
    'error.bad-request': 'The request could not be read. Nothing was saved.',
    'error.unsupported-type': 'That type of content cannot be received here. Nothing was saved.',
    'error.too-many-requests': 'Too many attempts in a short time. Wait a little and try again.',
    'error.overloaded': 'It is busy right now. Try again in {seconds} seconds. Nothing was saved.',
    'error.too-many-streams':
      'Too many pages follow along at once. The page will update itself again soon.',
    'error.database-unavailable':
      'The database does not answer right now. What you sent was NOT received. Try again soon.',
    'error.text-broken':
      'The text holds characters that cannot be stored. Type it again. Nothing was saved.',
    'error.cross-site':
      'The form came from another site. Open the page again and send it from there.',
    'error.unknown-space': 'That world does not exist here.',
    'error.internal': 'Something went wrong on our side. It has been noted. Try again soon.',
    'error.vault.unreadable':
      'The information cannot be read. It has been altered, or was stored with another key.',
    'error.idempotency.key-reused':
      'The same Idempotency-Key was already used for something else. Use a new key.',
    'error.idempotency.key-invalid': 'Idempotency-Key must be 1-200 characters.',
    'error.mail.not-configured': 'E-mail is not set up here, so the message cannot be sent.',
    'error.missing-field': 'This field must be filled in.',
    'title.400': 'The request could not be read',
    'title.401': 'Log in',
    'title.403': 'No access',
    'title.404': 'Not found',
    'title.409': 'It has changed meanwhile',
    'title.413': 'Too much at once',
    'title.415': 'Unknown content',
    'title.422': 'Something must be corrected',
    'title.429': 'Too many attempts',
    'title.500': 'An error on our side',
    'title.503': 'Try again soon',
    'page.home': 'Go to the front page',
    'page.login': 'Log in',
    'page.acute': 'Is a life in danger? Call 112.',
    'page.back': 'Go back and correct it',
  },
)
