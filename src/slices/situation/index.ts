import type { Slice } from '#kit/slice.ts'
import { apiRoutes } from './api.ts'
import { readers } from './policy.ts'
import { pageRoutes } from './routes.tsx'
import { t } from './texts.ts'

/** The face of the situation slice: all that other slices may import. */
export { addAnnouncement, correctAnnouncement, TIMELINE_TOPIC } from './commands.ts'
export { announcementRow, loadAnnouncements } from './load.ts'
export { type Announcement, type Lane, lanes } from './schema.ts'
export { type Situation, situationOf } from './view.ts'

export const migrationsFolder = new URL('./migrations/', import.meta.url)

export const situationSlice: Slice = {
  name: 'situation',
  routes: [...pageRoutes, ...apiRoutes],
  menu: [
    {
      path: '/situation',
      label: { da: t('da', 'title.short'), en: t('en', 'title.short') },
      policy: readers,
    },
  ],
  texts: [t],
}
