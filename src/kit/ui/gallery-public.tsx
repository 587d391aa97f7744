/** The public part of the gallery: an answer to one who needs a bed tonight. */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Actions, Button } from './form.tsx'
import { GalleryForms } from './gallery-forms.tsx'
import { before, say } from './gallery-sample.ts'
import { Card } from './panel.tsx'
import { QrCode } from './qr-code.tsx'
import { telUrl } from './safe-url.ts'
import { StaleMark, StatusTag } from './status.tsx'
import { TimeStamp } from './time-stamp.tsx'

export const PublicSample = ({ lang, now }: { lang: Lang; now: Date }): VNode => (
  <>
    <h1>{say(lang, 'Et sted at sove i nat', 'A place to sleep tonight')}</h1>
    <p class="lead">
      {say(
        lang,
        '2 steder har åbent nu og tager imod dig.',
        '2 places are open now and take you in.',
      )}
    </p>
    <div class="asked">
      <span>
        {say(lang, 'København · uden CPR-nummer · med hund', 'Copenhagen · no CPR · with a dog')}
      </span>
      <a href="#ret">{say(lang, 'Ret', 'Change')}</a>
    </div>
    <h2 id="ret">{say(lang, 'Du kan komme nu', 'You can come now')}</h2>
    <div class="cards">
      <Card edge="open">
        <h3>Natly ved Havnen</h3>
        <p class="muted">{say(lang, 'Nødherberg · 1,2 km', 'Emergency shelter · 1.2 km')}</p>
        <p class="row">
          <StatusTag lang={lang} value="open" label={say(lang, 'Åbent nu', 'Open now')} />
          <span>{say(lang, 'til kl. 08.00', 'until 08:00')}</span>
        </p>
        <p>
          <b>{say(lang, '3 ledige pladser', '3 free places')}</b>
        </p>
        <p class="muted">
          {say(lang, 'Meldt ', 'Reported ')}
          <TimeStamp lang={lang} at={before(now, 12)} now={now} />
        </p>
        <ul>
          <li>
            {say(
              lang,
              'Kom direkte. Du behøver ikke ringe først.',
              'Just come. No need to call first.',
            )}
          </li>
          <li>{say(lang, 'Hunde er velkomne.', 'Dogs are welcome.')}</li>
        </ul>
        <Actions halves>
          <Button href={telUrl('00 00 00 01')}>
            {say(lang, 'Ring 00 00 00 01', 'Call 00 00 00 01')}
          </Button>
          <Button kind="secondary" href="#vej">
            {say(lang, 'Vis vej', 'Show the way')}
          </Button>
        </Actions>
      </Card>
      <Card edge="limited">
        <h3>Varmestuen Lygten</h3>
        <p class="row">
          <StatusTag lang={lang} value="limited" />
          <span>{say(lang, 'kun 10 ad gangen', 'only 10 at a time')}</span>
        </p>
        <p>
          <StaleMark lang={lang} at={before(now, 1560)} now={now} />
        </p>
      </Card>
      <Card edge="unknown">
        <h3>Herberget Nordlys</h3>
        <p class="row">
          <StatusTag lang={lang} value="open" label={say(lang, 'Åbent nu', 'Open now')} />
          <StatusTag
            lang={lang}
            value="unknown"
            label={say(lang, 'Vi ved ikke, om de tager hunde', 'We do not know if they take dogs')}
          />
        </p>
      </Card>
      <Card edge="danger">
        <p>
          <b>{say(lang, 'Er der fare for liv?', 'Is a life in danger?')}</b>{' '}
          <a href="tel:112">{say(lang, 'Ring 112', 'Call 112')}</a>
        </p>
      </Card>
    </div>
    <GalleryForms lang={lang} />
    <div class="poster">
      <QrCode lang={lang} url="https://vaern.example/?need=overnight" />
    </div>
  </>
)
