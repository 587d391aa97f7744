/** The look of Værn. Pure components: props in, VNodes out. README.md lists them. */
export {
  type AssetFile,
  type AssetName,
  type Assets,
  assetCacheControl,
  loadAssets,
} from './assets/index.ts'
export { CapacityBar, type CapacityBarProps, capacityText, Sparkline } from './capacity.tsx'
export { Checkbox, Checkboxes, NumberStepper, Radios } from './choices.tsx'
export { type PageProps, renderDocument, type SpaceBanner } from './document.tsx'
export {
  DateTimeField,
  Field,
  type FieldProps,
  type Option,
  Select,
  TextArea,
  TextField,
} from './fields.tsx'
export {
  Actions,
  Button,
  ErrorSummary,
  type FieldErrors,
  type FieldValue,
  Form,
  fieldId,
  HiddenFields,
} from './form.tsx'
export { Gallery } from './gallery.tsx'
export type { GalleryProps } from './gallery-sample.ts'
export { type LaneEntry, Lanes, type LanesProps } from './lanes.tsx'
export { Link, Notice, type NoticeKind, SummaryList, Tabs } from './notice.tsx'
export { Card, Grid, Panel } from './panel.tsx'
export { PublicPage, type PublicPageProps } from './public-page.tsx'
export { QrCode } from './qr-code.tsx'
export { safeUrl, telUrl } from './safe-url.ts'
export { type NavItem, StaffPage, type StaffPageProps } from './staff-page.tsx'
export {
  Shape,
  StaleMark,
  StatusBar,
  type StatusCounts,
  StatusTag,
  type StatusValue,
  statusValues,
  Tag,
} from './status.tsx'
export { type Column, Filters, Pager, Table, type TableProps } from './table.tsx'
export { t as uiText } from './texts.ts'
export { type Tile, tileGrid } from './tile-grid.ts'
export { TileMap, type TileMapProps, type TileTone, type TileValue } from './tile-map.tsx'
export { TimeControl, type TimeControlProps } from './time-control.tsx'
export { Age, TimeStamp } from './time-stamp.tsx'
export {
  ageText,
  dateText,
  localInput,
  longText,
  type Moment,
  momentText,
  numberText,
  shift,
  whenText,
} from './time-text.ts'
