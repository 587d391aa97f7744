export { writeStreamHead } from './head.ts'
export { createHub, type Hub, type HubOptions, type StreamTarget } from './hub.ts'
export { createNotifier, type Notifier } from './notifier.ts'
